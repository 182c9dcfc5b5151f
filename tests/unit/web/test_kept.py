"""Pieces of pages that are kept: by the objects that they are made of, at most so many."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest
from markupsafe import Markup

from portal.web.kept import Shelf


def test_a_piece_is_made_once_for_the_same_objects() -> None:
    shelf, made = Shelf(2), []

    def make() -> Markup:
        made.append(1)
        return Markup(len(made))

    first, equal = ["a"], ["a"]
    assert [shelf.find((first,), "sv", make) for _ in range(2)] == ["1", "1"]
    assert shelf.find((equal,), "sv", make) == "2"
    assert shelf.find((first,), "en", make) == "3"


def test_who_asks_at_the_same_time_gets_what_one_has_made() -> None:
    shelf: Shelf[str] = Shelf(2)
    made: list[int] = []
    together = Barrier(4)

    def make() -> str:
        made.append(1)
        sleep(0.05)  # as long as it takes for the others to ask, too
        return "a"

    def ask(_number: int) -> str:
        together.wait(5)
        return shelf.find((), "sv", make)

    with ThreadPoolExecutor(4) as people:
        assert list(people.map(ask, range(4))) == ["a"] * 4
    assert made == [1]


def test_a_piece_that_fails_is_made_again() -> None:
    shelf: Shelf[int] = Shelf(2)
    with pytest.raises(ZeroDivisionError):
        shelf.find((), "sv", lambda: 1 // 0)
    assert shelf.find((), "sv", lambda: 3) == 3


def test_pieces_take_so_much_at_most_and_a_large_one_drives_nothing_out() -> None:
    shelf: Shelf[str] = Shelf(9, len, 8)
    made: list[str] = []

    def find(piece: str) -> None:
        shelf.find((), piece, lambda: made.append(piece) or piece)

    for piece in ("aa", "bb", "ccc", "aa", "ccc", "dd", "ee", "ff", "bb"):
        find(piece)
    assert made == ["aa", "bb", "ccc", "ccc", "dd", "ee", "ff", "bb"]


def test_what_was_not_asked_for_longest_goes_first() -> None:
    shelf, made = Shelf(2), []
    one, two, three = ["1"], ["2"], ["3"]

    def find(each: list[str]) -> None:
        shelf.find((each,), None, lambda: made.append(each[0]) or Markup(""))

    for each in (one, two, one, three, one, two):
        find(each)
    assert made == ["1", "2", "3", "2"]
