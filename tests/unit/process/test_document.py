"""Material as a document to read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.process.document import DocAnswer, DocTable, Document, outline
from portal.process.frozen import visible
from portal.process.material import Entry, Given, Material, Value
from portal.process.prose import Block, BlockKind, blocks_of
from portal.process.schema import Audience, Process, Text
from portal.process.shown import Naming, Shown, ShownFile, ShownOption, ShownRow, show
from portal.process.titles import row_labels, titles_among, titles_of

GROUPS = "listening.heard.groups"
FILES = {"f1": {"name": "stadgar.pdf", "size": 1200, "media_type": "application/pdf", "sha256": "ab"}}
PARAGRAPH, BULLETS, NUMBERS = BlockKind


def read(process: Process, material: Material, lang: str = "en", **wanted: Any) -> Document:
    labels = row_labels(process, material, Audience.TEAM, lang)
    return outline(process, material, labels=labels, files=FILES, lang=lang, **wanted)


def answer(document: Document, key: str) -> DocAnswer:
    item = document.item(key)
    assert isinstance(item, DocAnswer)
    return item


def table(document: Document, key: str) -> DocTable:
    item = document.item(key)
    assert isinstance(item, DocTable)
    return item


def test_steps_and_sections_in_order(tiny: Process, written: Material) -> None:
    document = read(tiny, written)
    assert [(s.number, s.title, [part.title for part in s.sections]) for s in document.steps] == [
        (1, "Listening", ["The ground", "Those we have heard"]),
        (2, "Trying", ["Aims", "Trials"]),
        (3, "Settling", ["Who takes over", "More to consider"]),
    ]
    assert [step.is_given for step in document.steps] == [True, False, False]
    assert document.registers == ()


@pytest.mark.parametrize(
    ("reader", "label"), [(Audience.TEAM, "Who holds the work?"), (Audience.COACH, "Who holds it")]
)
def test_readers_outside_the_team_are_not_spoken_to_as_the_team(
    tiny: Process, written: Material, reader: Audience, label: str
) -> None:
    assert answer(read(tiny, written, reader=reader), "listening.ground.host").label == label


def test_only_what_is_asked_for(tiny: Process, written: Material) -> None:
    document = read(tiny, written, "sv", steps=["listening"], sections=[GROUPS.rpartition(".")[0]])
    assert [[s.key for s in step.sections] for step in document.steps] == [["listening.heard"]]
    assert [t.title for t in read(tiny, written, "sv", steps=[], registers=["partners"]).registers] == [
        "Samarbeten"
    ]


def test_unanswered_questions_are_kept(tiny: Process) -> None:
    item = answer(read(tiny, Material()), "listening.ground.name")
    assert (item.label, item.shown, item.is_given, item.is_core) == (
        "What is the place called?",
        None,
        False,
        True,
    )


def test_not_relevant_is_told_with_its_word(tiny: Process) -> None:
    material = Material(answers={"listening.ground.name": Given(not_relevant="Inget namn")})
    item = answer(read(tiny, material), "listening.ground.name")
    assert (item.shown, item.not_relevant, item.is_given) == (None, "Inget namn", True)


def test_what_a_reader_may_never_read_is_left_out_with_its_label(tiny: Process, written: Material) -> None:
    seen = visible(tiny, written, Audience.PLAN, None, ["partners"])
    document = read(tiny, seen, reader=Audience.PLAN, registers=["partners"])
    section = document.section("listening.ground")
    assert section is not None
    assert [item.key.rpartition(".")[2] for item in section.items] == ["name", "people", "fields"]
    assert document.section("listening.heard") is None
    assert document.section("settling.more") is None
    assert [column.name for column in document.registers[0].columns] == ["name"]


def test_a_table(tiny: Process, written: Material) -> None:
    groups = table(read(tiny, written), GROUPS)
    assert [column.label for column in groups.columns] == ["Who", "State", "Why not?"]
    assert [
        (row.title, row.preset, [cell.shown.text if cell.shown else None for cell in row.cells])
        for row in groups.rows
    ] == [
        ("The young", "young", [None, "Heard", None]),
        ("The old", "old", [None, "Not yet", "Hinner inte"]),
    ]
    assert (groups.unjudged, groups.is_given, groups.role) == ((), True, "voices")


def test_what_is_left_of_presets(tiny: Process, written: Material) -> None:
    rows = {GROUPS: written.rows[GROUPS][:1]}
    assert table(read(tiny, replace(written, rows=rows)), GROUPS).unjudged == ("The old",)
    nobody = Material(answers={GROUPS: Given(not_relevant="Ingen bor här")})
    assert table(read(tiny, nobody), GROUPS).not_relevant == "Ingen bor här"


def test_rows_with_nothing_to_show_are_counted_only(tiny: Process) -> None:
    rows = {"partners": (Entry(1, {}), Entry(2, {"name": "B"}))}
    partners = table(read(tiny, Material(rows=rows), registers=["partners"]), "partners")
    assert ([row.id for row in partners.rows], partners.hidden_rows) == ([2], 1)


def test_a_hidden_column_is_not_shown(tiny: Process) -> None:
    rows = {GROUPS: (Entry(1, {"state": "heard", "reason": "Skrevs förut"}, "young"),)}
    assert table(read(tiny, Material(rows=rows)), GROUPS).rows[0].cells[2].shown is None


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("listening.ground.name", " Ådala ", {"text": "Ådala"}),
        (
            "listening.ground.story",
            "Ett\nmejeri",
            {"text": "Ett\nmejeri", "blocks": (Block(PARAGRAPH, ("Ett", "mejeri")),)},
        ),
        ("listening.ground.people", 240, {"text": "240", "number": 240, "unit": "people"}),
        ("listening.ground.people", "många", {"text": "många"}),
        ("listening.ground.people", True, {"text": "True"}),
        ("listening.ground.worry", {"yes": True, "why": " Ja "}, {"text": "yes", "yes": True, "why": "Ja"}),
        ("listening.ground.worry", {"yes": False}, {"text": "no", "yes": False}),
        ("listening.ground.worry", "kanske", {"text": "kanske"}),
        (
            "listening.ground.fields",
            ["outdoors", "gone", "indoors"],
            {
                "text": "Indoors, Outdoors, gone",
                "options": (
                    ShownOption("indoors", "Indoors"),
                    ShownOption("outdoors", "Outdoors"),
                    ShownOption("gone", "gone"),
                ),
            },
        ),
        (
            "listening.ground.host",
            [1, 9],
            {"text": "Byalaget", "rows": (ShownRow(1, "Byalaget"), ShownRow(9, None))},
        ),
        (
            "settling.owner.page",
            "HTTPS://adala.example",
            {"text": "HTTPS://adala.example", "link": "HTTPS://adala.example"},
        ),
        ("settling.owner.page", "javascript:alert(1)", {"text": "javascript:alert(1)"}),
        (
            "settling.owner.statutes",
            ["f1", "f9"],
            {
                "text": "stadgar.pdf",
                "files": (
                    ShownFile("f1", "stadgar.pdf", 1200, "application/pdf", "ab"),
                    ShownFile("f9", None),
                ),
            },
        ),
    ],
)
def test_each_kind(tiny: Process, key: str, value: Value, shown: dict[str, Any]) -> None:
    question = tiny.question(key)
    assert question is not None
    assert show(question, value, Naming("en", {1: "Byalaget"}, FILES)) == Shown(question.kind, **shown)


@pytest.mark.parametrize(("value", "day"), [("2026-05-01", date(2026, 5, 1)), ("i maj", None)])
def test_dates(tiny: Process, value: str, day: date | None) -> None:
    trials = tiny.register("trying.trials.list")
    begins = trials.column("begins") if trials else None
    assert begins is not None
    assert show(begins, value, Naming("sv", {}, {})) == Shown(begins.kind, text=value, day=day)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", ()),
        ("Ett", (Block(PARAGRAPH, ("Ett",)),)),
        ("Ett\ntvå\n\n\ntre", (Block(PARAGRAPH, ("Ett", "två")), Block(PARAGRAPH, ("tre",)))),
        ("Se:\n- ett\n* två", (Block(PARAGRAPH, ("Se:",)), Block(BULLETS, ("ett", "två")))),
        ("1. ett\n2) två\n\n- tre", (Block(NUMBERS, ("ett", "två")), Block(BULLETS, ("tre",)))),
        ("-\n-5 grader\n2026. Ja", (Block(PARAGRAPH, ("-", "-5 grader", "2026. Ja")),)),
        ("<b>Ja</b>", (Block(PARAGRAPH, ("<b>Ja</b>",)),)),
    ],
)
def test_prose(text: str, blocks: tuple[Block, ...]) -> None:
    assert blocks_of(text) == blocks


def test_rows_are_named_in_the_readers_language_and_circle(tiny: Process, written: Material) -> None:
    rows = {
        **written.rows,
        "trying.aims.list": (Entry(10, {"aim": "En bastu"}), Entry(11, {"year": 2030})),
    }
    material = replace(written, rows=rows)
    assert row_labels(tiny, material, Audience.TEAM, "en") == {
        1: "Byalaget",
        2: "Lanthandeln",
        3: "The young",
        4: "The old",
        10: "En bastu",
    }
    own = replace(material, rows={GROUPS: (Entry(5, {"who": "Ryttarna"}),)})
    assert row_labels(tiny, own, Audience.COACH, "sv") == {5: "Ryttarna"}
    assert row_labels(tiny, own, Audience.PLAN, "sv") == {}


def test_titles_fall_back_on_what_a_row_is_called(tiny: Process) -> None:
    partners = tiny.register("partners")
    assert partners is not None
    material = Material(rows={"partners": (Entry(1, {"name": "A"}), Entry(2, {}))})
    assert titles_of(partners, tiny, material) == {1: Text("A", "A"), 2: Text("samarbete 2", "partner 2")}
    assert titles_among([(partners, Entry(7, {"name": "B"}))], tiny, material) == {7: Text("B", "B")}
