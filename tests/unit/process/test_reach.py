"""Circles, each inside the next."""

from __future__ import annotations

import pytest

from portal.process.reach import Reach, wide_as

ORDER = [Reach.COACHES, Reach.MUNICIPALITY, Reach.LINK, Reach.PUBLIC]


@pytest.mark.parametrize("one", ORDER)
@pytest.mark.parametrize("other", ORDER)
def test_a_circle_covers_itself_and_the_narrower(one: Reach, other: Reach) -> None:
    assert one.covers(other) == (ORDER.index(one) >= ORDER.index(other))


def test_the_wider_ones() -> None:
    assert wide_as(Reach.LINK) == ["link", "public"]
    assert wide_as(Reach.COACHES) == ORDER
