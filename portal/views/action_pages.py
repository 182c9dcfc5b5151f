"""One action as work: its page, and its status."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import DomainError, InvalidError, NotFoundError, StaleError
from portal.models import Row
from portal.policy import Workplace
from portal.process.schema import Audience, Register
from portal.queries.actions import get_work, load_action
from portal.services import action_status
from portal.views.placebar import placebar_of
from portal.views.register_blocks import address_of
from portal.web.access import access
from portal.web.failures import say
from portal.web.forms import safe_next
from portal.web.language import current_language

bp = Blueprint("action_pages", __name__)

Page = str | Response | tuple[str, int]
VERSION_DIGITS = 10


@bp.get("/places/<slug>/actions/<int:row_id>/")
@access(policy.can_read_actions, load=load_action)
def show(workplace: Workplace, register: Register, row: Row) -> Page:
    return action_page(workplace, register, row)


@bp.post("/places/<slug>/actions/<int:row_id>/status")
@access(policy.can_read_actions, act=policy.can_work_on_action, load=load_action)
def set_status(workplace: Workplace, register: Register, row: Row) -> Page:
    """Goes on to `next`, such as the board on which it was moved."""
    try:
        action_status.set_status(
            current_user,
            workplace=workplace,
            row=row,
            status=request.form.get("status", ""),
            base_version=_base_version(),
        )
    except (InvalidError, StaleError) as error:
        return action_page(workplace, register, row, refused=error), error.status
    flash(_("Saved."), "done")
    return redirect(safe_next(request.form.get("next")) or address_of_action(workplace, row), 303)


def address_of_action(workplace: Workplace, row: Row) -> str:
    return url_for("action_pages.show", slug=workplace.place.slug, row_id=row.id)


def action_page(
    workplace: Workplace, register: Register, row: Row, *, refused: DomainError | None = None
) -> str:
    """The page of an action; `refused`: why something of it was not saved."""
    circle = policy.reader(current_user, workplace.place) or Audience.PLAN
    work = get_work(workplace, circle)
    action = work.action(row.id)
    if action is None:
        raise NotFoundError
    return render_template(
        "actions/show.html",
        place=workplace.place,
        placebar=placebar_of(workplace, work.written),
        register=register,
        row=row,
        action=action,
        title=action.title.of(current_language()),
        options=work.shape.status.options if work.shape.status is not None else (),
        may_work=bool(policy.can_work_on_action(current_user, workplace)),
        problem=say(refused.message) if refused is not None else "",
        next=safe_next(request.form.get("next")),
        back=address_of(workplace, register),
    )


def _base_version() -> int:
    """The version of the row that the page showed; -1 for what never was one."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < VERSION_DIGITS else -1
