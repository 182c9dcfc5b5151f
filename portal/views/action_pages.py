"""One action as work: its page, its status, and who keeps an eye on it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import InvalidError, StaleError
from portal.models import Row
from portal.policy import Workplace
from portal.process.schema import Register
from portal.queries.actions import load_action
from portal.services import keepers
from portal.views.action_sheet import Kept, action_page, address_of_action, read_id, save_status
from portal.views.moved_actions import say_moved
from portal.web.access import access
from portal.web.forms import safe_next

bp = Blueprint("action_pages", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/places/<slug>/actions/<int:row_id>/")
@access(policy.can_read_actions, load=load_action)
def show(workplace: Workplace, register: Register, row: Row) -> Page:
    return action_page(workplace, register, row)


@bp.post("/places/<slug>/actions/<int:row_id>/status")
@access(policy.can_read_actions, act=policy.can_work_on_action, load=load_action)
def set_status(workplace: Workplace, register: Register, row: Row) -> Page:
    """Goes on to `next`, such as the board on which it was moved."""
    try:
        save_status(workplace, row)
    except (InvalidError, StaleError) as error:
        return action_page(workplace, register, row, Kept(refused=error)), error.status
    onward = safe_next(request.form.get("next"))
    flash(say_moved(workplace, row) if onward else _("Saved."), "done")
    return redirect(onward or address_of_action(workplace, row), 303)


@bp.post("/places/<slug>/actions/<int:row_id>/keeper")
@access(policy.can_read_actions, act=policy.can_work_on_action, load=load_action)
def set_keeper(workplace: Workplace, register: Register, row: Row) -> Page:
    """An empty choice: nobody."""
    chosen = request.form.get("keeper", "")
    try:
        keepers.set_keeper(
            current_user, workplace=workplace, row=row, keeper=read_id(chosen) if chosen else None
        )
    except InvalidError as error:
        return action_page(workplace, register, row, Kept(refused=error)), error.status
    flash(_("Saved."), "done")
    return redirect(address_of_action(workplace, row, "keeper"), 303)
