"""Pictures: well-formed, silent or speaking, escaped, without style attributes, for any number of steps and months."""

from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from portal.pictures.album import PICTURES
from portal.pictures.fence import fence
from portal.pictures.gate import gate
from portal.pictures.journey import ring, steps, trail
from portal.pictures.landscape import gatescene, horizon, next_land
from portal.pictures.rail import months_between, rail
from portal.pictures.timeline import Bar, timeline

MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
START = date(2025, 3, 1)
NASTY = "<script>\"'&</script>"


def read(picture: Markup) -> ElementTree.Element:
    assert isinstance(picture, Markup)
    return ElementTree.fromstring(str(picture))


def words(picture: Markup) -> list[str]:
    return [node.text or "" for node in read(picture).iter("text")]


def with_class(picture: Markup, css: str) -> list[ElementTree.Element]:
    return [node for node in read(picture).iter() if css in node.get("class", "").split()]


def a_rail(**changes: object) -> Markup:
    given: dict[str, object] = {"start": START, "months": 18, "month_names": MONTHS, "label": "18 months"}
    return rail(**(given | changes))  # type: ignore[arg-type]  # each test changes what it is about


ALL: dict[str, Callable[[], Markup]] = {
    "rail": lambda: a_rail(
        today=date(2025, 10, 14),
        today_text="I dag",
        gate=date(2025, 11, 28),
        gate_label=("Halvtidsavstämning", "senast 28 nov"),
        reminders=[(date(2026, 2, 27), "påminnelse")],
        end_label=("Sista dagen", "31 aug"),
    ),
    "ring": lambda: ring(7, 5, "2"),
    "ring done": lambda: ring(6, 6, "1", "done"),
    "ring locked": lambda: ring(4, 0, "4", "locked"),
    "trail": lambda: trail(2),
    "steps": lambda: steps(6, current=2, done={1}, gate_after=3, label="Step 2 of 6"),
    "gate": lambda: gate(True, flag=True),
    "fence": lambda: fence(uid="f1"),
    "gatescene": lambda: gatescene(uid="g1", label="The gate is closed"),
    "horizon": horizon,
    "next_land": next_land,
    "timeline": lambda: timeline(bars=[Bar("Trail", "plan", START)], month_names=MONTHS, label="One action"),
}


@pytest.mark.parametrize("draw", ALL.values(), ids=ALL.keys())
def test_is_well_formed_and_has_no_inline_style(draw: Callable[[], Markup]) -> None:
    root = read(draw())
    assert root.tag == "svg"
    assert [node for node in root.iter() if "style" in node.attrib or node.tag == "style"] == []
    assert [name for node in root.iter() for name in node.attrib if name.startswith("on")] == []


@pytest.mark.parametrize("draw", ALL.values(), ids=ALL.keys())
def test_speaks_or_is_silent(draw: Callable[[], Markup]) -> None:
    root = read(draw())
    assert (root.get("role") == "img" and bool(root.get("aria-label"))) != (root.get("aria-hidden") == "true")


def test_album_holds_every_picture() -> None:
    drawn = {name.split()[0] for name in ALL}
    assert set(PICTURES) == drawn


def test_what_people_wrote_is_escaped() -> None:
    picture = a_rail(
        label=NASTY,
        today=START,
        today_text=NASTY,
        gate=date(2025, 11, 1),
        gate_label=(NASTY, NASTY),
        reminders=[(date(2025, 12, 1), NASTY)],
        end_label=(NASTY, NASTY),
    )
    assert "<script>" not in picture
    assert read(picture).get("aria-label") == NASTY
    assert words(picture).count(NASTY) == 6
    assert read(steps(2, label=NASTY)).get("aria-label") == NASTY
    assert words(ring(2, 1, NASTY)) == [NASTY]


@pytest.mark.parametrize("uid", ["a", "b"])
def test_ids_are_the_callers(uid: str) -> None:
    for picture in (fence(uid=uid), gatescene(uid=uid)):
        assert [node.get("id") for node in read(picture).iter() if node.get("id")] == [uid]
        assert f"url(#{uid})" in picture


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(2025, 3, 1), 0),
        (date(2025, 4, 1), 1),
        (date(2026, 9, 1), 18),
        (date(2025, 2, 1), -1),
        (date(2025, 3, 17), 16 / 31),
    ],
)
def test_months_between(day: date, months: float) -> None:
    assert months_between(START, day) == pytest.approx(months)


def test_months_are_named_from_the_start() -> None:
    months = [node.text for node in with_class(a_rail(months=18), "r-month")]
    assert months == [*MONTHS[2:], *MONTHS[:8]]
    late = [node.text for node in with_class(a_rail(start=date(2025, 3, 20), months=2), "r-month")]
    assert late == ["apr", "maj"]


def test_this_month_is_marked() -> None:
    assert [node.text for node in with_class(a_rail(today=date(2025, 10, 14)), "r-now")] == ["okt"]
    assert with_class(a_rail(), "r-now") == []


@pytest.mark.parametrize("today", [date(2020, 1, 1), date(2025, 3, 1), date(2026, 1, 15), date(2040, 1, 1)])
@pytest.mark.parametrize("gate_day", [None, date(2024, 1, 1), date(2025, 11, 28), date(2026, 8, 31)])
def test_rail_stays_inside_for_any_dates(today: date, gate_day: date | None) -> None:
    picture = a_rail(today=today, today_text="I dag", gate=gate_day, gate_label=("Halvtidsavstämning", ""))
    places = [
        float(node.get("x", "0%").rstrip("%"))
        for node in read(picture).iter()
        if node.get("x", "").endswith("%")
    ]
    assert places != []
    assert min(places) >= 0
    assert max(places) <= 100


def test_today_and_gate_do_not_write_over_each_other() -> None:
    picture = a_rail(
        today=date(2025, 12, 10),
        today_text="I dag",
        gate=date(2025, 11, 28),
        gate_label=("Halvtidsavstämning", ""),
    )
    gate_words, today_words = with_class(picture, "r-label")
    assert "r-label--end" in gate_words.get("class", "").split()
    assert "r-label--start" in today_words.get("class", "").split()


def test_gate_says_by_its_class_whether_it_is_open() -> None:
    day = date(2025, 11, 28)
    assert len(with_class(a_rail(gate=day), "gate-closed")) == 1
    assert len(with_class(a_rail(gate=day, gate_open=True), "gate-open")) == 1
    assert with_class(a_rail(), "gate-closed") == []


@pytest.mark.parametrize(
    ("parts", "done", "filled"), [(7, 5, 5), (1, 0, 0), (0, 0, 0), (3, 9, 3), (3, -1, 0)]
)
def test_ring_fills_as_many_parts_as_are_done(parts: int, done: int, filled: int) -> None:
    part = with_class(ring(parts, done, "1"), "s-part")
    assert len(part) == (1 if filled else 0)
    if part:
        dashes = part[0].get("stroke-dasharray", "").split()
        assert len(dashes) == 2 * filled + 2
        assert dashes[-2:] == ["0", str(parts - filled)]


@pytest.mark.parametrize("count", [1, 2, 3, 6, 9])
@pytest.mark.parametrize("gate_after", [None, 0, 1, 3, 9])
@pytest.mark.parametrize("is_open", [True, False])
def test_steps_of_any_number_with_the_gate_anywhere(
    count: int, gate_after: int | None, is_open: bool
) -> None:
    after = None if gate_after is None else min(gate_after, count)
    picture = steps(count, current=1, done={count}, gate_after=after, gate_open=is_open, label="x")
    stones = with_class(picture, "mp-stone")
    width = float(read(picture).get("width", "0"))
    xs = [float(stone.get("cx", "0")) for stone in stones]
    assert len(stones) == count
    assert xs == sorted(set(xs))
    assert xs[-1] + 12.5 <= width
    assert len(with_class(picture, "gate-open")) == (1 if after is not None and is_open else 0)
    locked = with_class(picture, "mp-stone--locked")
    expected = 0 if after is None or is_open else len([n for n in range(2, count) if n > after])
    assert len(locked) == expected


def test_the_walked_path_ends_at_the_gate_or_at_the_step() -> None:
    assert with_class(steps(4, current=1), "mp-walked") == []
    to_gate = with_class(steps(4, done={1, 2}, gate_after=2, at_gate=True), "mp-walked")[0].get("d", "")
    to_step = with_class(steps(4, current=3, gate_after=2), "mp-walked")[0].get("d", "")
    assert to_gate.count("C") == 2
    assert to_step.count("C") == 3


def test_a_flag_needs_room() -> None:
    assert read(gate(True, flag=True)).get("viewBox") == read(gate(wide=True)).get("viewBox")
    assert len(with_class(gate(True, flag=True), "g-flag")) == 1
