"""What changed between two materials."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.process.changes import Change, ChangeKind, differences
from portal.process.material import Entry, Given, Material
from portal.process.schema import Process

ADDED, REMOVED, CHANGED = ChangeKind
GROUPS = "listening.heard.groups"
NAME = "listening.ground.name"


def test_nothing_changed(tiny: Process, written: Material) -> None:
    assert differences(tiny, written, written) == ()
    assert differences(tiny, Material(), Material()) == ()


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        (None, Given("Ådala"), (Change(NAME, ADDED),)),
        (Given("Ådala"), None, (Change(NAME, REMOVED),)),
        (Given("Ådala"), Given("  "), (Change(NAME, REMOVED),)),
        (Given("Ådala"), Given("Ådalen"), (Change(NAME, CHANGED),)),
        (Given("Ådala"), Given(not_relevant="Inget namn"), (Change(NAME, CHANGED),)),
        (Given(not_relevant="Nej"), Given(not_relevant="Inget namn"), (Change(NAME, CHANGED),)),
        (None, Given(""), ()),
        (Given(None), Given([]), ()),
    ],
)
def test_an_answer(
    tiny: Process, before: Given | None, after: Given | None, changes: tuple[Change, ...]
) -> None:
    old = Material(answers={NAME: before} if before else {})
    new = Material(answers={NAME: after} if after else {})
    assert differences(tiny, old, new) == changes


def test_rows_are_compared_by_id(tiny: Process) -> None:
    old = Material(rows={GROUPS: (Entry(1, {"who": "A"}), Entry(2, {"who": "B"}), Entry(3, {"who": "C"}))})
    new = Material(rows={GROUPS: (Entry(3, {"who": "C"}), Entry(1, {"who": "Å"}), Entry(4, {"who": "D"}))})
    assert differences(tiny, old, new) == (
        Change(GROUPS, CHANGED, 1),
        Change(GROUPS, ADDED, 4),
        Change(GROUPS, REMOVED, 2),
    )


def test_an_empty_cell_is_as_good_as_none(tiny: Process) -> None:
    old = Material(rows={"partners": (Entry(1, {"name": "A", "contact": ""}),)})
    new = Material(rows={"partners": (Entry(1, {"name": "A"}),)})
    assert differences(tiny, old, new) == ()


def test_the_definitions_order(tiny: Process, written: Material) -> None:
    later = replace(
        written,
        answers={**written.answers, NAME: Given("Ådalen"), GROUPS: Given(not_relevant="Nej")},
        rows={**written.rows, "partners": ()},
        ticks=frozenset(),
    )
    assert [(c.key, c.kind, c.entry_id) for c in differences(tiny, written, later)] == [
        ("partners", REMOVED, 1),
        ("partners", REMOVED, 2),
        (NAME, CHANGED, None),
        (GROUPS, ADDED, None),
        ("listening.told_everyone", REMOVED, None),
        ("town_hall.contact_named", REMOVED, None),
    ]
