"""Texts in templates: `_()` and `ngettext()`, which every page calls hundreds of times.

Flask-Babel's own look for the catalogue at each call and let Jinja mark the words as safe anew. Here a text is looked
up once for each language; the catalogues do not change while the portal runs.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask
from flask_babel import get_locale, get_translations
from markupsafe import Markup

KEPT = 5_000
"""Texts kept, of both languages together; the catalogue has about a thousand."""


def init_app(app: Flask) -> None:
    """After Flask-Babel, whose functions these take the place of."""
    app.jinja_env.globals.update({"_": translate, "gettext": translate, "ngettext": translate_number})


def translate(text: str, /, **parameters: Any) -> Markup:
    """The text in the page's language; what goes into it is escaped."""
    words = _translated(str(get_locale()), text)
    return words % parameters if "%" in words else words


def translate_number(one: str, many: str, num: int, /, **parameters: Any) -> Markup:
    """The text for this number in the page's language."""
    words = _translated_number(str(get_locale()), one, many, num)
    return words % {"num": num, **parameters}


@lru_cache(KEPT)
def _translated(_locale: str, text: str) -> Markup:
    return Markup(get_translations().ugettext(text))  # noqa: S704  our own texts


@lru_cache(KEPT)
def _translated_number(_locale: str, one: str, many: str, num: int) -> Markup:
    return Markup(get_translations().ungettext(one, many, num))  # noqa: S704  our own texts
