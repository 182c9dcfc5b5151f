"""Pieces of pages that are kept: by the objects that they are made of, at most so many."""

from __future__ import annotations

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


def test_what_was_not_asked_for_longest_goes_first() -> None:
    shelf, made = Shelf(2), []
    one, two, three = ["1"], ["2"], ["3"]

    def find(each: list[str]) -> None:
        shelf.find((each,), None, lambda: made.append(each[0]) or Markup(""))

    for each in (one, two, one, three, one, two):
        find(each)
    assert made == ["1", "2", "3", "2"]
