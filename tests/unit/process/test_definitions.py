"""The definitions that the portal knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.process import definitions

FOLDER = Path(__file__).parents[2] / "definitions"


def test_a_definition_is_read_once() -> None:
    first = definitions.find_definition("hallbara-platser", 1)
    assert definitions.find_definition("hallbara-platser", 1) is first
    assert definitions.latest("hallbara-platser") in definitions.list_definitions()


@pytest.mark.parametrize(("key", "version"), [("hallbara-platser", 99), ("unknown", 1)])
def test_an_unknown_definition(key: str, version: int) -> None:
    with pytest.raises(KeyError):
        definitions.find_definition(key, version)


@pytest.fixture
def _own_folders(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What this test adds is forgotten afterwards: other tests list the definitions, too."""
    monkeypatch.setattr(definitions, "_folders", list(definitions._folders))
    yield
    monkeypatch.undo()
    definitions._sources.cache_clear()


@pytest.mark.usefixtures("_own_folders")
def test_a_folder_can_be_added() -> None:
    with pytest.raises(KeyError):
        definitions.latest("no-such-definition")
    definitions.register_folder(FOLDER)
    definitions.register_folder(FOLDER)
    tiny = definitions.find_definition("tiny", 1)
    assert tiny.key == "tiny"
    assert definitions.latest("tiny") is tiny
