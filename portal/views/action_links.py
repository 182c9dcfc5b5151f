"""What an action answers: link it to a need, a strength, an obstacle or an idea, and end that."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import InvalidError
from portal.models import Row
from portal.policy import Workplace
from portal.process.schema import Register
from portal.queries.actions import load_action
from portal.services import action_links
from portal.views.action_sheet import Kept, action_page, address_of_action, read_id
from portal.web.access import access

bp = Blueprint("action_links", __name__)

Page = str | Response | tuple[str, int]


@bp.post("/places/<slug>/actions/<int:row_id>/links")
@access(policy.can_read_actions, act=policy.can_work_on_action, load=load_action)
def create(workplace: Workplace, register: Register, row: Row) -> Page:
    answers = read_id(request.form.get("answers"))
    try:
        action_links.link(current_user, workplace=workplace, row=row, answers=answers)
    except InvalidError as error:
        return action_page(workplace, register, row, Kept(refused=error)), error.status
    flash(_("The link is saved."), "done")
    return redirect(address_of_action(workplace, row, "answers"), 303)


@bp.post("/places/<slug>/actions/<int:row_id>/links/<int:answers>/end")
@access(policy.can_read_actions, act=policy.can_work_on_action, load=load_action)
def end(workplace: Workplace, _register: Register, row: Row, answers: int) -> Page:
    action_links.unlink(current_user, workplace=workplace, row=row, answers=answers)
    flash(_("The link is removed. What it led to stays."), "done")
    return redirect(address_of_action(workplace, row, "answers"), 303)
