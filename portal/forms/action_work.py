"""What a team sends about an action beside its row: a note of progress, a follow-up, what came out of one."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from portal.forms.journeys import Day
from portal.process.schema import Audience


class NoteForm(FlaskForm):
    """What a note needs is the service's to say."""

    body = TextAreaField(_("What has happened?"))
    reach = RadioField(_("Who may read it?"), default=Audience.COACH.value, validate_choice=False)

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.reach.choices = [
            (Audience.TEAM.value, _("Only the team")),
            (Audience.COACH.value, _("The team, and the coaches while you share the step")),
            (Audience.PLAN.value, _("Everyone who reads the plan, from the next edition on")),
        ]


class FollowUpForm(FlaskForm):
    """Its day is there once it has been validated, so its type leaves None out."""

    due_on: Any = Day(_("On which day will you look again?"), validators=[InputRequired(_("Choose a day."))])
    what = StringField(_("What will you look at?"))


class OutcomeForm(FlaskForm):
    """Several stand on a page: each has ids of its own."""

    outcome = TextAreaField(_("What came out?"))

    def __init__(self, number: int, **kwargs: object) -> None:
        super().__init__(**kwargs)
        for field in self:
            field.id = f"follow-up-{number}-{field.name}"
