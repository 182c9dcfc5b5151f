"""How one value, row and document became another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from portal.process.changes import ChangeKind
from portal.process.compared import AnswerChange, Difference, TableChange, compare_documents, difference
from portal.process.document import Document, outline
from portal.process.material import Entry, Given, Material
from portal.process.schema import Audience, Field, Kind, Need, Option, Process, Text
from portal.process.shown import Naming, show
from portal.process.wording import Became

ADDED, REMOVED, CHANGED = ChangeKind
GROUPS = "listening.heard.groups"
FILES = {"a": {"name": "Karta.pdf"}, "b": {"name": "Protokoll.pdf"}}
NAMING = Naming("sv", {1: "Byalaget", 2: "Bruket"}, FILES)
OPTIONS = (Option("in", Text("Inne", "In")), Option("out", Text("Ute", "Out")))

Told = tuple[str, str]


def say(kind: Kind, value: Any) -> Any:
    field = Field("a.b.c", kind, Text("", ""), Need.CORE, Audience.COACH, options=OPTIONS)
    return show(field, value, NAMING)


def told(found: Difference | None) -> tuple[ChangeKind, list[Told]] | None:
    """The kind, and the pieces or parts with what became of them."""
    if found is None:
        return None
    signs = {Became.KEPT: "", Became.ADDED: "+", Became.REMOVED: "-"}
    pieces = [(signs[p.became], p.text) for p in found.pieces]
    return found.kind, pieces or [(signs[p.became], p.text) for p in found.parts]


@pytest.mark.parametrize(
    ("kind", "before", "after", "found"),
    [
        (Kind.SHORT_TEXT, "Ån", "Ån", None),
        (Kind.SHORT_TEXT, None, "Ån", (ADDED, [])),
        (Kind.SHORT_TEXT, "Ån", "", (REMOVED, [])),
        (Kind.SHORT_TEXT, "Ån", "Skogen", (CHANGED, [])),
        (
            Kind.LONG_TEXT,
            "Ån och skogen",
            "Ån och badet",
            (CHANGED, [("", "Ån och "), ("-", "skogen"), ("+", "badet")]),
        ),
        # Only a small word in common: better read one after the other.
        (
            Kind.LONG_TEXT,
            "Mejeriet revs och affären stängde",
            "Bada och fiska varje sommar hos oss",
            (CHANGED, []),
        ),
        (Kind.NUMBER, 3, 4, (CHANGED, [])),
        (Kind.CHOICE, "in", "out", (CHANGED, [])),
        (Kind.CHOICES, ["in"], ["out", "in"], (CHANGED, [("", "Inne"), ("+", "Ute")])),
        (Kind.YES_NO, {"yes": True, "why": "Vi hinner"}, {"yes": False, "why": "Vi hinner"}, (CHANGED, [])),
        (
            Kind.YES_NO,
            {"yes": True, "why": "Vi hinner nog"},
            {"yes": True, "why": "Vi hinner"},
            (CHANGED, [("", "Vi hinner"), ("-", " nog")]),
        ),
        (Kind.REFERENCE, [1], [1, 2], (CHANGED, [("", "Byalaget"), ("+", "Bruket")])),
        (Kind.REFERENCE, [1, 9], [1], (CHANGED, [("", "Byalaget"), ("-", "")])),
        (Kind.ATTACHMENT, ["a"], ["b"], (CHANGED, [("+", "Protokoll.pdf"), ("-", "Karta.pdf")])),
        (Kind.ATTACHMENT, ["a"], None, (REMOVED, [])),
    ],
)
def test_a_value(kind: Kind, before: Any, after: Any, found: object) -> None:
    assert told(difference(say(kind, before), say(kind, after))) == found


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ((None, None), (None, "Finns inte"), (ADDED, [])),
        ((None, "Finns inte"), (None, None), (REMOVED, [])),
        (("Ån", None), (None, "Finns inte"), (CHANGED, [])),
        ((None, "Finns inte här"), (None, "Finns inte"), (CHANGED, [("", "Finns inte"), ("-", " här")])),
    ],
)
def test_not_relevant_here(before: Any, after: Any, found: object) -> None:
    old, new = say(Kind.SHORT_TEXT, before[0]), say(Kind.SHORT_TEXT, after[0])
    assert told(difference(old, new, before[1], after[1])) == found


def test_a_row_or_file_that_was_renamed_is_the_same() -> None:
    renamed = Naming("sv", {1: "Byarådet"}, {"a": {"name": "Karta 2.pdf"}})
    for kind, value in ((Kind.REFERENCE, [1]), (Kind.ATTACHMENT, ["a"])):
        field = Field("a.b.c", kind, Text("", ""), Need.CORE, Audience.COACH)
        assert difference(show(field, value, NAMING), show(field, value, renamed)) is None


def document(tiny: Process, material: Material, labels: Mapping[int, str] | None = None) -> Document:
    return outline(tiny, material, labels=labels or {}, files={}, lang="sv", registers=["partners"])


def rows(*entries: Entry) -> Material:
    return Material(rows={GROUPS: entries})


def changes(tiny: Process, before: Material, after: Material) -> list[Any]:
    registers, steps = compare_documents(document(tiny, before), document(tiny, after))
    return [*registers, *(item for step in steps for section in step.sections for item in section.items)]


def test_nothing_that_is_the_same(tiny: Process, written: Material) -> None:
    registers, steps = compare_documents(document(tiny, written), document(tiny, written))
    assert registers == ()
    assert [step.sections for step in steps] == [(), (), ()]


def test_rows(tiny: Process) -> None:
    before = rows(
        Entry(1, {"who": "A", "state": "gap", "reason": "Hinner inte nu"}),
        Entry(2, {"who": "B"}),
        Entry(3, {"who": "C"}),
    )
    after = rows(
        Entry(3, {"who": "C"}),
        Entry(4, {"who": "D"}),
        Entry(1, {"who": "A", "state": "gap", "reason": "Hinner inte"}),
    )
    (table,) = changes(tiny, before, after)
    assert isinstance(table, TableChange)
    assert [(row.id, row.kind) for row in table.rows] == [(4, ADDED), (1, CHANGED), (2, REMOVED)]
    changed = table.row_of(1)
    assert changed is not None
    assert [(c.column.name, told(c.said)) for c in changed.cells] == [
        ("reason", (CHANGED, [("", "Hinner inte"), ("-", " nu")]))
    ]
    assert [row.id for row in table.removed] == [2]


def test_a_register_that_is_not_relevant_after_all(tiny: Process) -> None:
    (table,) = changes(tiny, Material(), Material(answers={GROUPS: Given(not_relevant="Inga bor här")}))
    assert (table.rows, told(table.relevance)) == ((), (ADDED, []))


def test_rows_without_anything_for_this_reader_are_counted(tiny: Process) -> None:
    hidden = Material(rows={"partners": (Entry(1, {"contact": "070"}),)})
    assert changes(tiny, Material(), hidden) != []
    coach = [
        outline(tiny, m, labels={}, files={}, lang="sv", reader=Audience.COACH, registers=["partners"])
        for m in (Material(), hidden)
    ]
    (table,), _steps = compare_documents(coach[0], coach[1])
    assert (table.rows, table.hidden) == ((), (0, 1))


def test_answers_stand_in_the_definitions_order(tiny: Process, written: Material) -> None:
    name, story = "listening.ground.name", "listening.ground.story"
    later = replace(written, answers={**written.answers, story: Given(None), name: Given("Ådalen")})
    found = changes(tiny, written, later)
    assert [(a.key, a.title, a.said.kind) for a in found if isinstance(a, AnswerChange)] == [
        (name, "Vad heter platsen?", CHANGED),
        (story, "Berätta", REMOVED),
    ]
