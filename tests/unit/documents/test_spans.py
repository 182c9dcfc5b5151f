"""A timeline in numbers: any dates give bars within it and a few marks."""

from __future__ import annotations

from datetime import date

import pytest

from portal.documents.blocks import Span, Timeline
from portal.documents.spans import NARROWEST, drawn

FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)
MAY, JUNE = date(2027, 5, 1), date(2028, 6, 30)


@pytest.mark.parametrize(
    ("spans", "labels"),
    [
        ([(MAY, JUNE)], ["maj 2027", "aug 2027", "nov 2027", "feb 2028", "maj 2028"]),
        ([(FIRST, LAST), (MAY, JUNE)], ["maj 2027", "aug 2027", "nov 2027", "feb 2028", "maj 2028"]),
        ([(FIRST, LAST)], ["1900", "1950", "2000", "2050", "2100", "2150"]),
        ([(date(1997, 3, 1), None), (MAY, JUNE)], ["2000", "2010", "2020"]),
        ([(None, FIRST)], ["dec 1899", "jan 1900"]),
        ([(LAST, FIRST), (None, MAY)], ["apr 2027", "maj 2027"]),
    ],
)
def test_few_marks_and_every_bar_is_seen(
    spans: list[tuple[date | None, date | None]], labels: list[str]
) -> None:
    picture = drawn(Timeline("När", tuple(Span("A", *ends, "", "plan") for ends in spans), ""), "sv")
    assert [tick["label"] for tick in picture["ticks"]] == labels
    for bar in picture["parts"][0]["spans"]:
        assert 0 <= bar["start"] < bar["end"] <= 1 + 1e-9
        assert bar["end"] - bar["start"] >= NARROWEST - 1e-9
