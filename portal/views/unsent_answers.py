"""An answer that cannot be sent: the plan has changed while an officer wrote. What was typed is shown, to be copied."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext as _
from wtforms import Field, RadioField, TextAreaField

from portal.errors import ConflictError, InvalidError, Message, NotAllowedError, NotFoundError
from portal.extensions import htmx
from portal.forms.action_answers import ReplyForm
from portal.models import PlanEdition
from portal.policy import Ruling, Workplace
from portal.queries.received import find_kept_action
from portal.web.failures import say


@dataclass(frozen=True, slots=True)
class Typed:
    """A field that was filled in; a long text has lines."""

    id: str
    label: str
    text: str
    is_long: bool


def unsent_page(
    workplace: Workplace, edition: PlanEdition, form: ReplyForm, row_id: int, ruling: Ruling
) -> tuple[str, int]:
    """Nothing is kept: what may not be answered may not be drafted either. Raises NotFoundError for what was never an
    action of an edition that the municipality has received."""
    action = find_kept_action(edition, row_id)
    if action is None:
        raise NotFoundError
    if ruling:
        words, status = _("The place has taken the action out of its plan meanwhile."), ConflictError.status
    else:
        words, status = say(ruling.reason or Message("")), NotAllowedError.status
    page = render_template(
        "action_answers/_unsent.html" if htmx else "action_answers/unsent.html",
        place=workplace.place,
        municipality=edition.municipality,
        action=action,
        words=words,
        typed=[_typed(field) for field in form if field.data and field.name != "csrf_token"],
    )
    # The page's own script puts that where the form stood, and keeps what was typed on the device as begun.
    return page, InvalidError.status if htmx else status


def _typed(field: Field) -> Typed:
    """What was chosen, in words."""
    chosen = dict(field.choices).get(field.data, field.data) if isinstance(field, RadioField) else field.data
    return Typed(field.id, str(field.label.text), str(chosen), isinstance(field, TextAreaField))
