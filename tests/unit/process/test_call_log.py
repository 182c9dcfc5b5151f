"""A call as a row of the log: only where the log has a place for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from portal.process.call_log import call_row
from portal.process.schema import Column, Process, Register

DAY = date(2026, 11, 26)
OUTCOME = "Vi ringer."


def log_of(shipped: Process) -> Register:
    log = shipped.register_with_role("log")
    assert log is not None
    return log


def with_log(shipped: Process, *columns: Column) -> Process:
    log = replace(log_of(shipped), columns=columns)
    return replace(shipped, registers=tuple(log if r.role == "log" else r for r in shipped.registers))


def test_the_columns_are_found_by_their_roles(shipped: Process) -> None:
    row = call_row(shipped, day=DAY, title="Samtal", outcome=OUTCOME)
    assert row is not None
    assert row[0].role == "log"
    assert row[1] == {"date": "2026-11-26", "kind": "coaching", "what": "Samtal", "outcome": OUTCOME}


def test_long_texts_are_cut_in_the_log(shipped: Process) -> None:
    row = call_row(shipped, day=DAY, title="å" * 300, outcome="å" * 9_000)
    assert row is not None
    lengths = {c.name: c.limit for c in row[0].columns}
    assert [len(str(row[1][name])) for name in ("what", "outcome")] == [lengths["what"], lengths["outcome"]]
    assert str(row[1]["what"]).endswith("…")


@pytest.mark.parametrize("missing", ["no log", "no kind for coaching", "something else is needed"])
def test_a_log_without_a_place_for_it(shipped: Process, missing: str) -> None:
    columns = log_of(shipped).columns
    if missing == "no log":
        changed = replace(shipped, registers=tuple(r for r in shipped.registers if r.role != "log"))
    elif missing == "no kind for coaching":
        plain = [
            replace(c, options=tuple(replace(o, role=None) for o in c.options)) if c.name == "kind" else c
            for c in columns
        ]
        changed = with_log(shipped, *plain)
    else:
        changed = with_log(shipped, *(replace(c, required=True) if c.name == "who" else c for c in columns))
    assert call_row(changed, day=DAY, title="Samtal", outcome=OUTCOME) is None
