"""The options of a select. A list of all places is long and seldom changes, so it is kept as it was written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from flask import Flask
from markupsafe import Markup

KEPT = 32
OPTION = Markup('<option value="{}"{}>{}</option>')


def init_app(app: Flask) -> None:
    app.jinja_env.globals["option_list"] = option_list


def option_list(options: Sequence[tuple[object, str]], chosen: object = "") -> Markup:
    """`options`: (value, what it is called), in order; `chosen` is the value of the one that is selected. All are taken
    for plain text, so that the same words are never once escaped and once not."""
    return _written(tuple(map(tuple, options)), str(chosen))


@lru_cache(KEPT)
def _written(options: tuple[tuple[object, ...], ...], chosen: str) -> Markup:
    selected = Markup(" selected")
    return Markup("").join(
        OPTION.format(str(value), selected if str(value) == chosen else "", str(text))
        for value, text in options
    )
