"""The municipality's answer to a place."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField


class AnswerForm(FlaskForm):
    """Which words an answer needs is the service's to say. Several stand on a page: each has ids of its own."""

    answer = RadioField(_("The municipality's answer"), validate_choice=False)
    message = TextAreaField(_("Write to the place"))

    def __init__(self, number: int, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.answer.choices = [
            ("confirmed", _("Yes, that is right")),
            ("changed", _("Yes, with a change")),
            ("declined", _("No")),
        ]
        for field in (self.answer, self.message):
            field.id = f"ask-{number}-{field.name}"
