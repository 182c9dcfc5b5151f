"""Forms about a place's journey."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField
from wtforms.validators import InputRequired

from portal.forms.region import FromList, WholeNumber, cleaned, reason_field


class Day(DateField):
    """A date as browsers send it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_data = [cleaned(text) or "" for text in valuelist]
        self.data = None
        try:
            self.data = date.fromisoformat("".join(self.raw_data[:1]))
        except ValueError as error:
            raise ValueError(gettext("Choose a day, or write it like this: 2026-03-14.")) from error


def _day(label: str) -> Day:
    return Day(label, validators=[InputRequired(_("Choose a day."))])


class StartForm(FlaskForm):
    """Its values are there once it has been validated, so their types leave None out."""

    definition = FromList(_("Process"), _("Choose one of the processes in the list."))
    starts_on: Any = _day(_("First day"))
    months: Any = WholeNumber(_("Length"), validators=[InputRequired(_("Write the number of months."))])


class PauseForm(FlaskForm):
    reason = reason_field(_("Why is the journey paused?"))


class EndForm(FlaskForm):
    on: Any = _day(_("Last day"))
    reason = reason_field(_("Why does the journey end?"))
