"""The actions in lists: by goal, by status as a board, by time; and moving one on the board."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.clock import today
from portal.errors import InvalidError, NotFoundError, StaleError
from portal.extensions import htmx
from portal.models import Row
from portal.policy import Workplace
from portal.process.gate import CheckpointState, is_step_open
from portal.process.schema import Audience, Register, Step
from portal.queries.action_answers import count_answers
from portal.queries.actions import get_work, load_action
from portal.queries.material import get_material
from portal.queries.workplaces import load_place
from portal.views.action_lists import lists_of
from portal.views.action_sheet import read_id, save_status
from portal.views.action_wanted import list_of, wanted_of, whole_of
from portal.views.moved_actions import say_moved
from portal.views.placebar import placebar_of
from portal.views.work_links import team_ways
from portal.web.access import access
from portal.web.failures import say

bp = Blueprint("actions", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/places/<slug>/actions/")
@access(policy.can_see_place, load=load_place)
def index(workplace: Workplace) -> Page:
    step = _step(workplace)
    readable = bool(policy.can_read_actions(current_user, workplace))
    state = CheckpointState(workplace.journey.checkpoint_state)
    if readable and is_step_open(workplace.process, state, step.key):
        return _page(workplace, moved=_just_moved(workplace))
    return render_template(
        "actions/closed.html",
        place=workplace.place,
        placebar=placebar_of(workplace, get_material(workplace.journey)),
        step=step,
        checkpoint=workplace.process.checkpoint,
        readable=readable,
    )


@bp.post("/places/<slug>/actions/<int:row_id>/column")
@access(policy.can_read_actions, act=policy.can_work_on_action, load=load_action)
def move(workplace: Workplace, _register: Register, row: Row) -> Page:
    """Into another column of the board."""
    try:
        save_status(workplace, row)
    except (InvalidError, StaleError) as error:
        return _page(workplace, moved=row.id, problem=say(error.message)), error.status
    if htmx:
        return _page(workplace, moved=row.id)
    flash(say_moved(workplace, row), "done")
    asked = {**whole_of(wanted_of()), "moved": row.id, "_anchor": f"action-{row.id}"}
    return redirect(url_for(".index", slug=workplace.place.slug, **asked), 303)


def _just_moved(workplace: Workplace) -> int | None:
    """The action that the address says was moved, for whoever may: without scripts the page is loaded anew, and what
    is said on top of it may be out of sight."""
    return (
        read_id(request.args.get("moved")) or None
        if policy.can_work_on_action(current_user, workplace)
        else None
    )


def _page(workplace: Workplace, *, moved: int | None = None, problem: str = "") -> str:
    """`moved`: the action that somebody has just moved, or (`problem` says why) has not."""
    circle = policy.reader(current_user, workplace.place) or Audience.PLAN
    work = get_work(workplace, circle)
    is_shared = "plan_shared" in work.written.material.facts
    answered = count_answers([workplace.journey.id]) if is_shared else {}
    wanted = wanted_of()
    lists = lists_of(workplace, work, circle, wanted, answered.get(workplace.journey.id), moved)
    alone = bool(htmx) and request.method == "POST"
    return render_template(
        "actions/_lists.html" if alone else "actions/index.html",
        alone=alone,
        place=workplace.place,
        placebar=placebar_of(workplace, work.written),
        lists=lists,
        team=policy.is_team(current_user, workplace.place),
        today=today(),
        may_work=bool(policy.can_work_on_action(current_user, workplace)),
        ways=team_ways(workplace, list_of(workplace, wanted)),
        problem=problem,
    )


def _step(workplace: Workplace) -> Step:
    """The step of the actions; a definition without them has no such pages."""
    register = workplace.process.register_with_role("actions")
    step = workplace.process.step_of(register.key) if register is not None else None
    if step is None:
        raise NotFoundError
    return step
