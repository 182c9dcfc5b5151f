"""The timeline: any dates make a sound picture, and words are escaped."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from portal.pictures.timeline import NARROWEST, Bar, timeline

MONTHS = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
DAY = date(2026, 4, 14)


def drawn(*bars: Bar) -> list[tuple[float, float]]:
    """Start and width of each bar in percent."""
    picture = str(timeline(bars=bars, month_names=MONTHS, label="Tidslinje"))
    ElementTree.fromstring(picture)
    found = re.findall(r'<rect[^>]* x="([\d.]+)%" width="([\d.]+)%"', picture)
    return [(float(x), float(width)) for x, width in found]


@pytest.mark.parametrize(
    "bar",
    [
        Bar("Båda", "plan", DAY, date(2027, 9, 1)),
        Bar("Bara början", "now", DAY),
        Bar("Bara slut", "done", None, DAY),
        Bar("Samma dag", "plan", DAY, DAY),
        Bar("Bakvänt", "plan", date(2027, 1, 1), DAY),
        Bar("Lång", "okänd", date(1990, 1, 1), date(2090, 12, 31)),
        Bar("Omöjlig", "plan", date(1, 1, 1), date(9999, 12, 31)),
        Bar("Felskriven", "plan", date(202, 5, 1)),
    ],
)
def test_every_bar_lies_within_the_picture(bar: Bar) -> None:
    ((x, width),) = drawn(bar)
    assert width > 0
    assert x >= 0
    assert x + width <= 100.1


def test_bars_keep_their_order_and_their_distance() -> None:
    first, second = drawn(
        Bar("A", "plan", date(2026, 1, 1), date(2026, 6, 30)),
        Bar("B", "plan", date(2026, 7, 1), date(2026, 12, 31)),
    )
    assert first == (0.0, 50.0)
    assert second == (50.0, 50.0)


def test_few_lines_however_long_it_is() -> None:
    for end in (date(2026, 5, 1), date(2027, 4, 1), date(2031, 1, 1), date(2066, 1, 1)):
        picture = str(timeline(bars=[Bar("A", "plan", DAY, end)], month_names=MONTHS))
        assert picture.count("tl-head") <= 8


@pytest.mark.parametrize(
    ("bars", "heads"),
    [
        ([(date(1, 1, 1), date(9999, 12, 31))], ["1900", "1950", "2000", "2050", "2100", "2150"]),
        ([(date(202, 5, 1), None), (DAY, date(2026, 6, 1))], ["apr 26", "maj", "jun"]),
        (
            [(date(1997, 3, 1), None), (DAY, date(2026, 6, 1))],
            ["1995", "2000", "2005", "2010", "2015", "2020", "2025"],
        ),
        ([(DAY, date(2030, 6, 1))], ["2026", "2027", "2028", "2029", "2030"]),
    ],
)
def test_marks_are_years_where_it_is_long(bars: list[tuple[date, date | None]], heads: list[str]) -> None:
    picture = str(timeline(bars=[Bar("A", "plan", *ends) for ends in bars], month_names=MONTHS))
    assert re.findall(r'class="tl-head[^>]*>([^<]*)<', picture) == heads
    widths = [float(width) for width in re.findall(r'<rect[^>]* width="([\d.]+)%"', picture)]
    assert min(widths) >= NARROWEST


@pytest.mark.parametrize(
    ("today", "line"), [(date(2026, 1, 1), "0"), (date(2026, 7, 1), "50"), (date(2030, 1, 1), None)]
)
def test_today_is_a_line_as_far_as_the_picture_reaches(today: date, line: str | None) -> None:
    bar = Bar("A", "plan", date(2026, 1, 1), date(2026, 12, 31))
    picture = str(timeline(bars=[bar], month_names=MONTHS, today=today))
    found = re.search(r'class="tl-today" x1="([\d.]+)%"', picture)
    assert (found and found[1]) == line


def test_names_are_escaped_and_nothing_is_drawn_of_nothing() -> None:
    assert "<b>" not in timeline(bars=[Bar("<b>", "plan", DAY)], month_names=MONTHS, label='"<b>')
    assert timeline(bars=[], month_names=MONTHS) == ""
