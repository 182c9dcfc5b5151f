"""How one value became another, a row for each kind of value; and that long texts are cut beside the change only."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.process.contrasts import AROUND, Contrast, contrast, contrast_rows, excerpt
from portal.process.schema import Audience, Field, Kind, Need, Option, Text
from portal.process.shown import Naming
from portal.process.wording import Became, Piece

KEPT, REMOVED, ADDED = Became
NAMING = Naming("sv", {1: "Byalaget", 2: "Bruket"}, {"f1": {"name": "Svar.pdf"}})
OPTIONS = tuple(
    Option(key, Text(label, label)) for key, label in (("a", "Enkät"), ("b", "Möte"), ("c", "Samtal"))
)


def field(kind: Kind, name: str = "asked") -> Field:
    text = Text(name, name)
    return Field(
        f"step.section.{name}", kind, text, Need.CORE, Audience.PLAN, options=OPTIONS, unit=Text("km", "km")
    )


def told(found: Contrast | None) -> Any:
    """What a contrast shows, without its field."""
    if found is None:
        return None
    if found.items:
        return [(item.became, item.label) for item in found.items]
    yes = (found.before and found.before.yes, found.after and found.after.yes)
    if found.pieces:
        return [(p.became, p.text) for p in found.pieces], *(yes if found.field.kind is Kind.YES_NO else ())
    return (
        found.before and (found.before.day or found.before.text),
        found.after and (found.after.day or found.after.text),
    )


@pytest.mark.parametrize(
    ("kind", "before", "after", "expected"),
    [
        (Kind.SHORT_TEXT, "Badet", "Badet", None),
        (Kind.SHORT_TEXT, None, "  ", None),
        (Kind.SHORT_TEXT, "Badet", None, ([(REMOVED, "Badet")],)),
        (Kind.LONG_TEXT, "Vid ån", "Vid sjön", ([(KEPT, "Vid "), (REMOVED, "ån"), (ADDED, "sjön")],)),
        (Kind.LINK, "https://a.se", "https://b.se", ("https://a.se", "https://b.se")),
        (Kind.NUMBER, 12, 0, ("12", "0")),
        (Kind.YEAR, None, 2026, (None, "2026")),
        (Kind.CHOICE, "a", "b", ("Enkät", "Möte")),
        (Kind.CHOICE, "a", None, ("Enkät", None)),
        (Kind.CHOICES, ["a", "b"], ["b", "c"], [(REMOVED, "Enkät"), (KEPT, "Möte"), (ADDED, "Samtal")]),
        (Kind.CHOICES, ["a", "b"], ["b", "a"], None),
        (Kind.CHOICES, [], None, None),
        (Kind.REFERENCE, [1], [2], [(REMOVED, "Byalaget"), (ADDED, "Bruket")]),
        (Kind.REFERENCE, [3], None, [(REMOVED, None)]),
        (Kind.ATTACHMENT, None, ["f1", "f2"], [(ADDED, "Svar.pdf"), (ADDED, None)]),
        (Kind.YES_NO, {"yes": True, "why": ""}, {"yes": False, "why": ""}, ("yes", "no")),
        (
            Kind.YES_NO,
            {"yes": True, "why": "Ja"},
            {"yes": True, "why": "Ja nu"},
            ([(KEPT, "Ja"), (ADDED, " nu")], True, True),
        ),
        (Kind.YES_NO, None, {"yes": True, "why": "Ja"}, ([(ADDED, "Ja")], None, True)),
        (Kind.CHOICE, "x", 7, ("x", "")),  # shapes of an older definition break nothing
    ],
)
def test_each_kind(kind: Kind, before: object, after: object, expected: object) -> None:
    assert told(contrast(field(kind), before, after, NAMING)) == expected


def test_dates_are_days() -> None:
    found = contrast(field(Kind.DATE), "2026-10-14", "2026-11-01", NAMING)
    assert found is not None
    assert [str(s.day) for s in (found.before, found.after) if s] == ["2026-10-14", "2026-11-01"]


def test_rows_tell_the_columns_that_differ() -> None:
    columns = [field(Kind.SHORT_TEXT, name) for name in ("name", "role", "note")]
    found = contrast_rows(
        columns, {"name": "A", "role": "B"}, {"name": "A", "role": "C", "note": "D"}, NAMING
    )
    assert [c.field.name for c in found] == ["role", "note"]


def test_what_stayed_the_same_is_cut_beside_the_change() -> None:
    words = "ord " * 200
    pieces = (
        Piece(KEPT, words),
        Piece(ADDED, "nytt"),
        Piece(KEPT, " " + words),
        Piece(REMOVED, "gammalt"),
        Piece(KEPT, words),
    )
    first, added, middle, removed, last = (p.text for p in excerpt(pieces))
    assert (added, removed) == ("nytt", "gammalt")
    assert (first[:7], last[-5:]) == (" … ord ", "rd … ")
    assert (first[-4:], middle[:5], middle[-4:], last[:4]) == ("ord ", " ord ", "ord ", "ord ")
    assert " … " in middle
    assert all(len(text) <= 2 * AROUND + 3 for text in (first, middle, last))


@given(
    st.lists(st.tuples(st.sampled_from(Became), st.text(st.sampled_from("ab \n"), min_size=1, max_size=900)))
)
def test_changes_are_never_cut(told: list[tuple[Became, str]]) -> None:
    pieces = tuple(Piece(became, text) for became, text in told)
    cut = excerpt(pieces)
    assert [p for p in cut if p.became is not KEPT] == [p for p in pieces if p.became is not KEPT]
    assert all(len(c.text) <= len(p.text) for c, p in zip(cut, pieces, strict=True))
