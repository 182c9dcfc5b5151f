"""Fields that the region's forms share."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FloatField, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import TextInput

from portal.text import clean

NAME_LIMIT = 120
REASON_LIMIT = 2000
LARGEST_NUMBER = 2**31 - 1
DIGITS = 10


def cleaned(text: str | None) -> str | None:
    return clean(text) if text else text


def name_field(label: str, missing: str) -> StringField:
    """One line of text that has to be there."""
    return StringField(
        label,
        filters=[cleaned],
        validators=[InputRequired(missing), Length(max=NAME_LIMIT, message=_("The name is too long."))],
    )


def reason_field(label: str) -> TextAreaField:
    """Why something is done that has consequences."""
    return TextAreaField(
        label,
        filters=[cleaned],
        validators=[
            InputRequired(_("Write why, so that those who come later understand.")),
            Length(max=REASON_LIMIT, message=_("That is too long. Write at most 2,000 characters.")),
        ],
    )


class WholeNumber(IntegerField):
    """A whole number as people write it: 1 200 is 1200. No spin buttons, and what was typed comes back."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_data = [cleaned(text) or "" for text in valuelist]
        typed = "".join("".join(self.raw_data[:1]).split())
        self.data = None
        if not typed:
            return
        digits = typed.removeprefix("-")
        if not (
            digits.isascii() and digits.isdigit() and len(digits) <= DIGITS and int(digits) <= LARGEST_NUMBER
        ):
            raise ValueError(gettext("Write a whole number, with digits only."))
        self.data = int(typed)


class Degrees(FloatField):
    """Decimal degrees; a comma is as good as a point."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_data = [cleaned(text) or "" for text in valuelist]
        typed = "".join(self.raw_data[:1]).replace(",", ".").replace("−", "-")
        self.data = None
        if not typed:
            return
        plain = typed.removeprefix("-").replace(".", "", 1)
        if not (plain.isascii() and plain.isdigit() and len(plain) < 20):
            raise ValueError(gettext("Write a number such as 58.72."))
        self.data = float(typed)


def whole_number(label: str, **settings: Any) -> WholeNumber:
    return WholeNumber(label, validators=[Optional()], **settings)


def degrees(label: str) -> Degrees:
    return Degrees(label, validators=[Optional()])


class FromList(SelectField):
    """One of a list that the view fills in; nothing is chosen beforehand when there are several."""

    def __init__(self, label: str, missing: str, **settings: Any) -> None:
        super().__init__(label, choices=[], validate_choice=False, **settings)
        self.missing = missing

    def offer(self, choices: list[tuple[str, str]]) -> None:
        """What can be chosen. With several there is an empty first line."""
        lines = choices if len(choices) <= 1 else [("", gettext("Choose")), *choices]
        self.choices = [SelectChoice(*line) for line in lines]

    def pre_validate(self, form: Any) -> None:
        known = {choice.value for choice in self.choices or [] if choice.value}
        if not self.data:
            raise ValidationError(self.missing)
        if self.data not in known:
            raise ValidationError(gettext("Choose from the list."))
