"""What an officer sends about a plan: an answer to an action, and that an edition has come in."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, StringField, TextAreaField

from portal.clock import today
from portal.errors import N_, InvalidError, Message
from portal.models import ActionAnswer
from portal.process.action_answers import Outcome, Said, Stage
from portal.queries.receipts import Receipts

DIGITS = 9
"""More than any id has; Python refuses to read numbers of thousands of digits."""
BAD_DAY = N_("Write the date as year-month-day, for example 2026-10-14.")


class ReplyForm(FlaskForm):
    """What an answer needs is the service's to say. Several stand on a page: each has ids of its own."""

    outcome = RadioField(_("What does the municipality say?"), validate_choice=False)
    because = TextAreaField(_("Why, or how?"))
    function = StringField(_("Which function answers for it?"))
    by_when = StringField(_("By when?"))
    stage = RadioField(_("How far has the matter come?"), validate_choice=False)
    sent_on = StringField(_("Sent for decision on"))
    decided_on = StringField(_("Decided on"))
    reference = StringField(_("Paragraph, or another reference"))
    correction = TextAreaField(_("Why do you change it?"))

    def __init__(self, number: int, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.outcome.choices = [
            (Outcome.WILL_DO.value, _("Will do")),
            (Outcome.WILL_INVESTIGATE.value, _("Will investigate")),
            (Outcome.CANNOT.value, _("Cannot")),
            (Outcome.DONE.value, _("Already done")),
            (Outcome.NOT_OURS.value, _("Not ours to answer")),
        ]
        self.stage.choices = [
            (Stage.ASSESSMENT.value, _("The officer's assessment")),
            (Stage.SENT.value, _("Sent for decision")),
            (Stage.DECIDED.value, _("Decision taken")),
        ]
        for field in self:
            field.id = f"reply-{number}-{field.name}"

    def said(self) -> Said:
        """Raises InvalidError for a day that is none."""
        days = read_days([self.by_when, self.sent_on, self.decided_on])
        return Said(
            stage=self.stage.data or "",
            outcome=self.outcome.data or "",
            because=self.because.data or "",
            function=self.function.data or "",
            reference=self.reference.data or "",
            correction=self.correction.data or "",
            **days,
        )


class ReceiptForm(FlaskForm):
    received_on = StringField(_("Came in on"))
    registry_number = StringField(_("Registry number"))


def fill_reply(number: int, answer: ActionAnswer | None, function: str = "") -> ReplyForm:
    """The form with what the officers wrote last; to an action without an answer, with the `function` that answered
    last."""
    if answer is None:
        data = {"stage": Stage.ASSESSMENT.value, "function": function}
        return ReplyForm(number, formdata=None, data=data)
    names = ("outcome", "because", "function", "stage", "reference")
    data = {name: getattr(answer, name) for name in names}
    days = {name: _written(getattr(answer, name)) for name in ("by_when", "sent_on", "decided_on")}
    return ReplyForm(number, formdata=None, data={**data, **days})


def fill_receipt(noted: Receipts) -> ReceiptForm:
    """The form with what holds now; at first with today, when most note it, and the number that an earlier edition got:
    a new one often belongs to the same matter."""
    receipt = next(iter(noted.own), None)
    if receipt is None:
        number = noted.before.receipt.registry_number if noted.before is not None else ""
        return ReceiptForm(
            formdata=None, data={"received_on": today().isoformat(), "registry_number": number}
        )
    data = {"received_on": _written(receipt.received_on), "registry_number": receipt.registry_number}
    return ReceiptForm(formdata=None, data=data)


def read_days(sent: list[Field]) -> dict[str, date | None]:
    """By the fields' names. Raises InvalidError."""
    days: dict[str, date | None] = {}
    wrong: dict[str, Message] = {}
    for field in sent:
        text = (field.data or "").strip()
        try:
            days[field.name] = date.fromisoformat(text) if text else None
        except ValueError:
            wrong[field.name] = Message(BAD_DAY)
    if wrong:
        raise InvalidError(N_("The answer is not complete."), wrong)
    return days


def read_seen(text: str) -> int:
    """The id of what stood on the page; -1 for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else -1


def _written(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
