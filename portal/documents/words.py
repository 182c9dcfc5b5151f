"""The portal's own words in documents, from the catalogues, and how values are written; no request is needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from portal.errors import N_
from portal.process.document import DocAnswer
from portal.process.schema import Kind
from portal.process.shown import Shown

CATALOGUES = Path(__file__).parents[1] / "translations"


@lru_cache(8)
def _catalogue(lang: str) -> NullTranslations:
    return Translations.load(CATALOGUES, [lang])


def say(lang: str, text: str, **params: object) -> str:
    """A text that is marked with N_, in the document's language."""
    said = _catalogue(lang).gettext(text)
    return said % params if params else said


def count(lang: str, one: str, many: str, number: int) -> str:
    """A text of one or of many things, with `%(num)s` of them."""
    return _catalogue(lang).ngettext(one, many, number) % {"num": number}


@lru_cache(2_000)
def day(value: date, lang: str) -> str:
    """14 oktober 2026 / 14 October 2026."""
    return format_date(value, "d MMMM y", lang)


def moment(value: datetime, lang: str) -> str:
    """14 oktober 2026 kl. 09.05 / 14 October 2026 at 09:05."""
    time = format_time(value, "HH.mm" if lang == "sv" else "HH:mm", locale=lang)
    return say(lang, N_("%(day)s at %(time)s"), day=day(value.date(), lang), time=time)


@lru_cache(2_000)
def month(value: date, lang: str) -> str:
    """okt 2026 / Oct 2026."""
    return format_date(value, "MMM y", lang).replace(".", "")


def number(value: float, lang: str) -> str:
    return format_decimal(value, locale=lang)


def value(shown: Shown, lang: str) -> str:
    """A value as text; a long one keeps its line breaks."""
    if shown.kind is Kind.DATE and shown.day is not None:
        return day(shown.day, lang)
    if shown.kind is Kind.NUMBER and shown.number is not None:
        return f"{number(shown.number, lang)}\u00a0{shown.unit or ''}".strip()
    if shown.kind is Kind.YES_NO and shown.yes is not None:
        word = say(lang, N_("Yes")) if shown.yes else say(lang, N_("No"))
        return f"{word}. {shown.why}" if shown.why else word
    if shown.kind is Kind.ATTACHMENT:
        gone = say(lang, N_("A file that is not in the copy"))
        return ", ".join(_file(each.name or gone, each.alt) for each in shown.files)
    return shown.text


def _file(name: str, alt: str) -> str:
    return f"{name} ({alt})" if alt else name


def not_relevant(why: str, lang: str) -> str:
    return f"{say(lang, N_('Not relevant here:'))} {why}".strip()


def answer(given: DocAnswer, lang: str) -> str:
    if given.not_relevant is not None:
        return not_relevant(given.not_relevant, lang)
    shown = given.shown
    # "Inhabitants: 310 inhabitants" says it twice.
    if shown is not None and shown.unit and shown.unit.casefold() == given.label.casefold():
        shown = replace(shown, unit=None)
    return value(shown, lang) if shown is not None else ""


def named(label: str) -> str:
    """A name before what it names: a question keeps its mark."""
    return label if label.endswith(("?", ".", ":")) else f"{label}:"
