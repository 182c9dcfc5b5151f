"""One WTForms field per kind of answer. Each holds its `data` in the shape of `portal.process.material`, or None.

What was typed is kept for showing again when it is refused; every refusal says in words what to do instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from wtforms import Field as FormField
from wtforms import StringField, TextAreaField, ValidationError

from portal.process.schema import Field, Kind
from portal.text import clean, fold


@dataclass(frozen=True, slots=True)
class Choosable:
    """The rows that a reference may choose from: (id, what the row is called). `may_add`: a name alone makes a row."""

    rows: Sequence[tuple[int, str]] = ()
    may_add: bool = False


NOTHING = Choosable()

NEW_NAME_LIMIT = 200
FIRST_YEAR, LAST_YEAR = 1000, 2200
DIGITS = 15
NUMBER = re.compile(rf"[-+]?\d{{1,{DIGITS}}}([.,]\d{{1,6}})?")
SPACES = re.compile(r"\s+")


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
        if not re.fullmatch(r"\d{4}", typed):
            raise ValueError(_("Write the year in four figures, for example 2026."))
        return int(typed)


class DateAnswer(StringField):
    """A date; the browser's own date field sends 2026-10-14."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = clean(valuelist[0]) if valuelist else ""
        self.data = None
        if typed:
            try:
                self.data = date.fromisoformat(typed).isoformat()
            except ValueError:
                raise ValueError(_("Write the date as year-month-day, for example 2026-10-14.")) from None

    def _value(self) -> str:
        return (self.raw_data[0] if self.process_errors and self.raw_data else self.data) or ""


class ChoiceAnswer(StringField):
    """One of the field's options."""

    def __init__(self, label: str = "", asked: Field | None = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.options = asked.options if asked else ()

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist[0] or None if valuelist else None

    def pre_validate(self, _form: Any) -> None:
        if self.data is not None and self.data not in {o.key for o in self.options}:
            self.data = None
            raise ValidationError(_("Choose one of the answers in the list."))


class ChoicesAnswer(FormField):
    """Some of the field's options, kept in the definition's order."""

    def __init__(self, label: str = "", asked: Field | None = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.options = asked.options if asked else ()
        self.limit = asked.limit if asked else 0

    def process_formdata(self, valuelist: list[Any]) -> None:
        chosen = {v for v in valuelist if v}
        known = [o.key for o in self.options if o.key in chosen]
        self.data = known or None
        if chosen - set(known):
            raise ValueError(_("Choose among the answers in the list."))

    def pre_validate(self, _form: Any) -> None:
        check_count(self.data, self.limit)


class YesNoAnswer(FormField):
    """Yes or no, with a word of why in a field of its own (`<name>--why`)."""

    def __init__(self, label: str = "", limit: int = 0, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.limit = limit

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        if formdata is None or not (self.name in formdata or f"{self.name}--why" in formdata):
            return
        chosen = formdata.get(self.name, "")
        why = clean(formdata.get(f"{self.name}--why", ""))
        if chosen not in {"", "yes", "no"}:
            self.process_errors.append(_("Choose yes or no."))
        yes = {"yes": True, "no": False}.get(chosen)
        self.data = {"yes": yes, "why": why} if yes is not None or why else None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Everything is read in `process`, which knows both names."""

    def pre_validate(self, _form: Any) -> None:
        if self.data is None:
            return
        if self.data["yes"] is None:
            raise ValidationError(_("Choose yes or no, too."))
        check_length(self.data["why"], self.limit)


class ReferenceAnswer(FormField):
    """Rows of a register. A name typed in `<name>--new` that the register does not hold yet is kept in `new`: whoever
    saves adds the row first and its id to `data`."""

    def __init__(
        self, label: str = "", asked: Field | None = None, choosable: Choosable = NOTHING, **kwargs: Any
    ) -> None:
        super().__init__(label, **kwargs)
        known = choosable or NOTHING
        self.choosable, self.may_add = list(known.rows), known.may_add
        self.many = asked.many if asked else False
        self.limit = asked.limit if asked else 1
        self.new = ""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        if formdata is not None:
            self._read_new(SPACES.sub(" ", clean(formdata.get(f"{self.name}--new", ""))))

    def process_formdata(self, valuelist: list[Any]) -> None:
        known = {str(row): row for row, _title in self.choosable}
        chosen = [v for v in dict.fromkeys(valuelist) if v]
        self.data = [known[v] for v in chosen if v in known] or None
        if any(v not in known for v in chosen):
            raise ValueError(_("What you chose is no longer in the register. Choose again."))

    def _read_new(self, name: str) -> None:
        if not name or not self.may_add:
            return
        same = next((row for row, title in self.choosable if fold(title) == fold(name)), None)
        kept = list(self.data or []) if self.many else []
        if same is None:
            self.new, self.data = name, kept or None
        elif same not in kept:
            self.data = [*kept, same]

    def pre_validate(self, _form: Any) -> None:
        check_length(self.new, NEW_NAME_LIMIT)
        chosen = [*(self.data or []), *([0] if self.new else [])]
        if not self.many and len(chosen) > 1:
            raise ValidationError(_("Choose only one."))
        check_count(chosen, self.limit)


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


def check_count(chosen: Sequence[Any] | None, limit: int) -> None:
    """Raises ValidationError when more is chosen than the limit."""
    if chosen and limit and len(chosen) > limit:
        raise ValidationError(ngettext("Choose at most %(num)s.", "Choose at most %(num)s.", limit))


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


Builder = Callable[[Field, Choosable], Any]

BUILDERS: Mapping[Kind, Builder] = {
    Kind.SHORT_TEXT: lambda f, _rows: TextAnswer(limit=f.limit),
    Kind.LONG_TEXT: lambda f, _rows: LongTextAnswer(limit=f.limit),
    Kind.NUMBER: lambda f, _rows: NumberAnswer(minimum=f.minimum, maximum=f.maximum),
    Kind.YEAR: lambda f, _rows: YearAnswer(
        minimum=FIRST_YEAR if f.minimum is None else f.minimum,
        maximum=LAST_YEAR if f.maximum is None else f.maximum,
    ),
    Kind.DATE: lambda _f, _rows: DateAnswer(),
    Kind.CHOICE: lambda f, _rows: ChoiceAnswer(asked=f),
    Kind.CHOICES: lambda f, _rows: ChoicesAnswer(asked=f),
    Kind.YES_NO: lambda f, _rows: YesNoAnswer(limit=f.limit),
    Kind.LINK: lambda f, _rows: LinkAnswer(limit=f.limit),
    Kind.REFERENCE: lambda f, rows: ReferenceAnswer(asked=f, choosable=rows),
}
"""A builder per kind. Attachments are missing: they have forms of their own."""
