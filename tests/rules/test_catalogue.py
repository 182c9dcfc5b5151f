"""Every text for people is in the Swedish catalogue, translated, with the same placeholders."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po

from tests.rules.repository import ROOT, list_files

SWEDISH = ROOT / "portal" / "translations" / "sv" / "LC_MESSAGES" / "messages.po"
PLACEHOLDER = re.compile(r"%\((\w+)\)([sd])")


def test_every_text_is_translated() -> None:
    catalogue = swedish()
    missing = {
        f"{where}: {first(text)}"
        for where, text in used_texts()
        if not is_translated(catalogue.get(first(text)), text)
    }
    assert sorted(missing) == []


def test_nothing_is_fuzzy() -> None:
    assert [message.id for message in swedish() if message.id and message.fuzzy] == []


def test_placeholders_are_the_same() -> None:
    wrong = [
        (english, translated)
        for message in swedish()
        if message.id
        for english, translated in pairs(message)
        if placeholders(english) != placeholders(translated)
    ]
    assert wrong == []


def test_swedish_uses_swedish_quotation_marks() -> None:
    texts = [translated for message in swedish() if message.id for _, translated in pairs(message)]
    assert [text for text in texts if re.search(r"[“„\"]", text)] == []


@cache
def swedish() -> Catalog:
    with SWEDISH.open("rb") as file:
        return read_po(file, locale="sv")


@cache
def used_texts() -> list[tuple[str, str | tuple[str, ...]]]:
    """(file:line, text) of everything that gettext is asked for, in the files that pyproject.toml names."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    return [found for mapping in mappings for found in texts_of(mapping)]


def texts_of(mapping: dict[str, Any]) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    options = {name: value for name, value in mapping.items() if name not in {"method", "pattern"}}
    for path in list_files(f":(glob){mapping['pattern'].replace('**', '**/*')}"):
        with (ROOT / path).open("rb") as file:
            for line, text, *_ in extract(mapping["method"], file, DEFAULT_KEYWORDS, options=options):
                yield f"{path}:{line}", text


def first(text: str | tuple[str, ...]) -> str:
    """gettext finds a message with a plural by its singular."""
    return text if isinstance(text, str) else text[0]


def is_translated(message: Message | None, text: str | tuple[str, ...]) -> bool:
    if message is None:
        return False
    forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return len(forms) == (1 if isinstance(text, str) else 2) and all(forms)


def pairs(message: Message) -> list[tuple[str, str]]:
    """(English, Swedish) for each form of a message."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    return list(zip(message.id, message.string, strict=False))


def placeholders(text: str) -> list[tuple[str, str]]:
    return sorted(PLACEHOLDER.findall(text))
