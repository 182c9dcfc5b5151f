"""Unit tests are about plain code: one that opens a database fails."""

from typing import NoReturn

import pytest
from sqlalchemy.engine import Engine


@pytest.fixture(autouse=True)
def _no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> NoReturn:
        pytest.fail("a unit test opened a database; move it to tests/integration")

    monkeypatch.setattr(Engine, "connect", refuse)
    monkeypatch.setattr(Engine, "raw_connection", refuse)
