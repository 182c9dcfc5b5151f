"""Texts for people, which every page looks up hundreds of times: kept as they were found, for each language.

Flask-Babel looks for the catalogue at each call, and Jinja marks the words as safe anew. The catalogues do not change
while the portal runs.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask
from flask_babel import Domain
from markupsafe import Markup

from portal.extensions import babel
from portal.web.language import locale_name

KEPT = 5_000
"""Texts kept, of both languages together; the catalogue has about a thousand."""


class KeptDomain(Domain):
    """What stands behind `gettext` and `ngettext` everywhere in the code."""

    def gettext(self, string: str, **variables: Any) -> str:
        words = find(locale_name(), string)
        return words % variables if variables else words

    def ngettext(self, singular: str, plural: str, num: int, **variables: Any) -> str:
        words = find_for_number(locale_name(), singular, plural, num)
        return words % {"num": num, **variables}


def init_app(app: Flask) -> None:
    """After Flask-Babel, whose functions these take the place of."""
    babel.domain_instance = _domain
    app.jinja_env.globals.update({"_": translate, "gettext": translate, "ngettext": translate_number})


def translate(text: str, /, **parameters: Any) -> Markup:
    """For templates: the text in the page's language; what goes into it is escaped."""
    words = find_marked(locale_name(), text)
    return words % parameters if "%" in words else words


def translate_number(one: str, many: str, num: int, /, **parameters: Any) -> Markup:
    """For templates: the text for this number in the page's language."""
    words = Markup(find_for_number(locale_name(), one, many, num))  # noqa: S704  our own texts
    return words % {"num": num, **parameters}


@lru_cache(KEPT)
def find(_locale: str, text: str) -> str:
    return str(_domain.get_translations().ugettext(text))


@lru_cache(KEPT)
def find_marked(locale: str, text: str) -> Markup:
    return Markup(find(locale, text))  # noqa: S704  our own texts


@lru_cache(KEPT)
def find_for_number(_locale: str, one: str, many: str, num: int) -> str:
    return str(_domain.get_translations().ungettext(one, many, num))


_domain = KeptDomain()
