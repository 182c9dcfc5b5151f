"""Ticking a line of a step's checklist."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, get_template_attribute, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import N_, InvalidError
from portal.extensions import htmx
from portal.policy import Workplace
from portal.process.schema import ChecklistItem, Step
from portal.queries.sections import load_check
from portal.services.checks import set_check
from portal.views.steps import CheckRow
from portal.web.access import access

bp = Blueprint("checks", __name__)


@bp.post("/places/<slug>/checks/<item_key>")
@access(policy.can_read_step, load=load_check)
def save(workplace: Workplace, step: Step, item: ChecklistItem) -> str | Response:
    tick = set_check(
        current_user,
        workplace=workplace,
        item=item,
        ticked=request.form.get("done") == "1",
        note=request.form.get("note", ""),
        on_date=_date(request.form.get("on_date", "")),
    )
    if htmx:
        action = url_for("checks.save", slug=workplace.place.slug, item_key=item.key)
        line = get_template_attribute("macros/checklist.html", "line")
        return str(line(CheckRow(item, tick is not None, tick), action, True))
    flash(_("The checklist is saved."), "done")
    here = url_for("steps.show", slug=workplace.place.slug, step=step.key, _anchor=f"c-{item.name}")
    return redirect(here, 303)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidError(N_("Write the date as year-month-day, for example 2026-10-14.")) from None
