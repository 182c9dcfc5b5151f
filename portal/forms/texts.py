"""Answers that are typed: texts, links, numbers, years and dates. Each field's `data` has the shape of
`portal.process.material`, or is None; what was typed is kept for showing again when it is refused."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import StringField, TextAreaField, ValidationError

from portal.clock import today
from portal.process.days import is_strange
from portal.text import clean

DIGITS = 15
YEAR_FIGURES = 4
NUMBER = re.compile(rf"[-+]?[0-9]{{1,{DIGITS}}}([.,][0-9]{{1,6}})?")
SPACES = re.compile(r"\s+")
DATE = re.compile(r"([0-9]+)-[0-9]{2}-[0-9]{2}")


class TextAnswer(StringField):
    """One line of text."""

    def __init__(self, label: str = "", limit: int = 0, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.limit = limit

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = self._tidy(valuelist[0]) or None if valuelist else None

    def _tidy(self, text: str) -> str:
        return SPACES.sub(" ", clean(text))

    def pre_validate(self, _form: Any) -> None:
        check_length(self.data, self.limit)


class LongTextAnswer(TextAnswer, TextAreaField):
    """Text with paragraphs and simple lists."""

    def _tidy(self, text: str) -> str:
        return clean(text)


class LinkAnswer(TextAnswer):
    """An address on the web; other kinds of address (scripts, files) are refused."""

    def pre_validate(self, _form: Any) -> None:
        super().pre_validate(_form)
        if self.data and not is_web_address(self.data):
            raise ValidationError(_("Write a web address that begins with https://."))


class NumberAnswer(StringField):
    """A number: spaces between thousands and a decimal comma are understood."""

    whole = False

    def __init__(
        self, label: str = "", minimum: float | None = None, maximum: float | None = None, **kwargs: Any
    ) -> None:
        super().__init__(label, **kwargs)
        self.minimum, self.maximum = minimum, maximum

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = SPACES.sub("", clean(valuelist[0])).replace("\u2212", "-") if valuelist else ""
        self.data = self._read(typed) if typed else None

    def _read(self, typed: str) -> int | float:
        if not NUMBER.fullmatch(typed):
            raise ValueError(_("Write a number in figures, for example 12 or 12.5."))
        number = float(typed.replace(",", "."))
        return int(number) if number.is_integer() else number

    def pre_validate(self, _form: Any) -> None:
        if self.data is None:
            return
        if self.whole and not isinstance(self.data, int):
            raise ValidationError(_("Write a whole number."))
        if self.minimum is not None and self.data < self.minimum:
            raise ValidationError(_("The number must be at least %(n)s.", n=spell(self.minimum)))
        if self.maximum is not None and self.data > self.maximum:
            raise ValidationError(_("The number must be at most %(n)s.", n=spell(self.maximum)))

    def _value(self) -> str:
        if self.errors or self.process_errors:
            return self.raw_data[0] if self.raw_data else ""
        return "" if self.data is None else spell(self.data)


class YearAnswer(NumberAnswer):
    """A year in four figures."""

    whole = True

    def _read(self, typed: str) -> int | float:
        if not re.fullmatch(r"[0-9]{4}", typed):
            raise ValueError(_("Write the year in four figures, for example 2026."))
        return int(typed)


class DateAnswer(StringField):
    """A date; the browser's own date field sends 2026-10-14, and 20226-10-14 if somebody types so."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = clean(valuelist[0]) if valuelist else ""
        self.data = None
        if typed:
            try:
                self.data = date.fromisoformat(typed).isoformat()
            except ValueError:
                raise ValueError(_no_date(typed)) from None

    def pre_validate(self, _form: Any) -> None:
        if self.data and is_strange(date.fromisoformat(self.data), today()):
            raise ValidationError(_("Look at the year: it seems to be a slip."))

    def _value(self) -> str:
        return (self.raw_data[0] if self.process_errors and self.raw_data else self.data) or ""


def _no_date(typed: str) -> str:
    """Why what is typed is no date."""
    written = DATE.fullmatch(typed)
    if written is None:
        return _("Write the date as year-month-day, for example 2026-10-14.")
    if len(written[1]) != YEAR_FIGURES:
        return _("Look at the year: it seems to be a slip.")
    return _("There is no such day in the calendar. Look at the day and the month.")


def check_length(text: str | None, limit: int) -> None:
    """Raises ValidationError, in words with both numbers, for a text over its limit."""
    if text and limit and len(text) > limit:
        raise ValidationError(
            _(
                "The text is too long: %(length)s characters. At most %(limit)s fit here.",
                length=spell(len(text)),
                limit=spell(limit),
            )
        )


def is_web_address(text: str) -> bool:
    """True for http and https with a host; false for script, data and file addresses and what is no address at all."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"[\s<>\"]", text)
    except ValueError:
        return False


def spell(number: float) -> str:
    """A number as one types it: a decimal comma in Swedish."""
    text = str(int(number)) if float(number).is_integer() else str(number)
    return text.replace(".", ",") if str(get_locale() or "sv").startswith("sv") else text
