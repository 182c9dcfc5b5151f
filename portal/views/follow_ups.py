"""Follow-ups of an action: plan one, say what came out, remove one and bring it back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import ConflictError, InvalidError
from portal.forms.action_work import FollowUpForm, OutcomeForm
from portal.models import ActionFollowUp, Row
from portal.policy import Workplace
from portal.process.schema import Register
from portal.queries.action_work import load_follow_up
from portal.queries.actions import load_action
from portal.services import follow_ups
from portal.views.action_sheet import Kept, action_page, address_of_action
from portal.web.access import access
from portal.web.forms import show_refusal

bp = Blueprint("follow_ups", __name__)

Page = str | Response | tuple[str, int]


@bp.post("/places/<slug>/actions/<int:row_id>/follow-ups")
@access(policy.can_read_actions, act=policy.can_work_on_action, load=load_action)
def create(workplace: Workplace, register: Register, row: Row) -> Page:
    form, status = FollowUpForm(), 422
    if form.validate():
        try:
            follow_ups.plan_follow_up(
                current_user,
                workplace=workplace,
                row=row,
                due_on=form.due_on.data,
                what=form.what.data or "",
            )
        except InvalidError as error:
            status = show_refusal(form, error)
        else:
            flash(_("The follow-up is planned."), "done")
            return redirect(address_of_action(workplace, row, "follow-ups"), 303)
    return action_page(workplace, register, row, Kept(follow_up=form)), status


@bp.post("/places/<slug>/actions/<int:row_id>/follow-ups/<int:follow_up_id>/completion")
@access(policy.can_read_actions, act=policy.can_work_on_action, load=load_follow_up)
def complete(workplace: Workplace, register: Register, row: Row, follow_up: ActionFollowUp) -> Page:
    form = OutcomeForm(follow_up.id)
    try:
        follow_ups.complete(
            current_user,
            workplace=workplace,
            row=row,
            follow_up=follow_up,
            outcome=form.outcome.data or "",
        )
    except InvalidError as error:
        status = show_refusal(form, error)
        return action_page(workplace, register, row, Kept(outcomes={follow_up.id: form})), status
    except ConflictError as error:
        kept = Kept(refused=error, outcomes={follow_up.id: form})
        return action_page(workplace, register, row, kept), error.status
    flash(_("The follow-up is done."), "done")
    return redirect(address_of_action(workplace, row, "follow-ups"), 303)


@bp.post("/places/<slug>/actions/<int:row_id>/follow-ups/<int:follow_up_id>/deletion")
@access(policy.can_read_actions, act=policy.can_work_on_action, load=load_follow_up)
def remove(workplace: Workplace, _register: Register, row: Row, follow_up: ActionFollowUp) -> Page:
    follow_ups.remove_follow_up(current_user, workplace=workplace, row=row, follow_up=follow_up)
    onward = address_of_action(workplace, row, "follow-ups", removed_follow_up=follow_up.id)
    return redirect(onward, 303)


@bp.post("/places/<slug>/actions/<int:row_id>/follow-ups/<int:follow_up_id>/restoration")
@access(policy.can_read_actions, act=policy.can_work_on_action, load=load_follow_up)
def restore(workplace: Workplace, _register: Register, row: Row, follow_up: ActionFollowUp) -> Page:
    follow_ups.restore_follow_up(current_user, workplace=workplace, row=row, follow_up=follow_up)
    flash(_("The follow-up is back."), "done")
    return redirect(address_of_action(workplace, row, "follow-ups"), 303)
