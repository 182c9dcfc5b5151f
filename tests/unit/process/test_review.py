"""What a verdict needs, and the sheets that a reviewer reads."""

from __future__ import annotations

import pytest

from portal.process import frozen
from portal.process.definitions import latest, register_folder
from portal.process.material import Entry, Given, Material
from portal.process.review import Flaw, Point, ReviewContent, flaws, points_of
from portal.process.sheets import changed_keys, keys_shown, sheets_of
from tests.unit.process.test_definitions import FOLDER

register_folder(FOLDER)
TINY = latest("tiny")
POINT = Point(3, "named", "listening.ground", "Skriv namnet.", "2026-12-01")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (ReviewContent(), [Flaw.NO_VERDICT, Flaw.NO_REASONS]),
        (ReviewContent(verdict="go_on", reasons=" \n"), [Flaw.NO_REASONS]),
        (ReviewContent(verdict="go_on", reasons="Bra."), []),
        (ReviewContent(verdict="complete_first", reasons="Bra."), [Flaw.NO_POINTS]),
        (ReviewContent(verdict="complete_first", reasons="Bra.", points=[POINT]), []),
        (
            ReviewContent(verdict="go_on", reasons="Bra.", points=[Point(1, "named", "listening")]),
            [Flaw.POINT_WITHOUT_TEXT],
        ),
        (
            ReviewContent(
                verdict="go_on_follow_up", reasons="Bra.", points=[POINT, Point(4, "named", "x", "Text")]
            ),
            [Flaw.POINT_WITHOUT_DATE],
        ),
    ],
)
def test_flaws(content: ReviewContent, found: list[Flaw]) -> None:
    assert [flaw for flaw, _ in flaws(content)] == found


def test_points_go_to_json_and_back() -> None:
    content = ReviewContent(points=[POINT])
    assert points_of(content.as_json()["points"]) == [POINT]
    assert content.next_point_id() == 4
    assert ReviewContent().next_point_id() == 1


def snapshot(name: str, rows: int = 0, comment: str = "") -> dict[str, object]:
    material = Material(
        answers={"listening.ground.name": Given(name)},
        rows={"listening.heard.groups": tuple(Entry(n, {"state": "heard"}, "young") for n in range(rows))},
    )
    return {
        "copy": frozen.freeze(TINY, material, {}, {}),
        "readiness": [
            {"key": c.key, "state": "evidence", "met": True, "leaves": [], "comment": comment, "waiver": None}
            for c in TINY.checkpoint.criteria
        ],
        "figures": {"partners": {"rows": rows, "sums": {}, "counts": {}}},
    }


def test_a_sheet_shows_sections_item_by_item() -> None:
    named = TINY.checkpoint.criterion("named")
    assert named is not None
    assert keys_shown(TINY, named)[:2] == ["listening.ground.name", "listening.ground.host"]


def test_sheets_tell_what_has_changed() -> None:
    sheets = sheets_of(TINY, snapshot("Nya"), "sv", before=snapshot("Gamla"), asked=["listened"])
    assert {s.criterion.key: (s.is_changed, s.asked) for s in sheets} == {
        "named": (True, False),
        "listened": (False, True),
        "sectors": (False, False),
    }
    assert sheets[0].items[0].now.shown.text == "Nya"  # type: ignore[union-attr]  # an answer


def test_a_new_comment_is_a_change_and_figures_are_too() -> None:
    sheets = sheets_of(TINY, snapshot("A", comment="Ny"), "sv", before=snapshot("A"))
    assert all(sheet.is_changed for sheet in sheets)
    assert changed_keys(TINY, snapshot("A"), snapshot("A", rows=1)) == {"partners", "listening.heard.groups"}
    assert not any(s.is_changed for s in sheets_of(TINY, snapshot("A"), "sv", before=snapshot("A")))


def test_no_change_is_told_without_a_submission_before() -> None:
    assert not any(sheet.is_changed for sheet in sheets_of(TINY, snapshot("A"), "sv"))
