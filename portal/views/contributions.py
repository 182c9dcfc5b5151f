"""Asking the municipality what it can put in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import InvalidError
from portal.policy import Workplace
from portal.process.schema import Section
from portal.queries.contributions import find_request, list_requests
from portal.queries.material import get_ticked
from portal.queries.workplaces import load_place
from portal.services import contributions
from portal.views.asked import items_of
from portal.views.links import href_of
from portal.views.placebar import placebar_of
from portal.views.served import track_rows
from portal.web.access import access
from portal.web.failures import say

bp = Blueprint("contributions", __name__)


@bp.post("/places/<slug>/contribution-requests/")
@access(policy.can_see_place, act=policy.can_edit_place, load=load_place)
def create(workplace: Workplace) -> Response:
    try:
        contributions.send(current_user, workplace=workplace)
    except InvalidError as error:
        flash(say(error.message), "stop")
    else:
        flash(_("Your question is sent. The municipality's officers have got a letter."))
    return redirect(f"{_ask_at(workplace)}#contribution", 303)


@bp.get("/places/<slug>/contribution-requests/")
@access(policy.can_see_place, load=load_place)
def index(workplace: Workplace) -> str:
    requests = list_requests(workplace.journey)
    is_team = bool(policy.is_team(current_user, workplace.place))
    written = get_ticked(workplace.journey)
    return render_template(
        "contributions/index.html",
        place=workplace.place,
        placebar=placebar_of(workplace, written),
        workplace=workplace,
        requests=requests,
        # What was sent went to the municipality alone: coaches and region read it when the step is shared.
        asked={one.id: items_of(one) for one in requests} if is_team else {},
        ask_at=_ask_at(workplace) if is_team else "",
        track=workplace.process.track,
        checks=track_rows(workplace.process, written.material, written.ticks)
        if policy.can_read_track(current_user, workplace)
        else (),
    )


def _ask_at(workplace: Workplace) -> str:
    """The page from which the team asks."""
    section = workplace.process.section_with_role(contributions.ROLE)
    return href_of(workplace, section.key) if section is not None else ""


def asked_of_municipality(workplace: Workplace, section: Section) -> dict[str, Any]:
    """What `contributions/_request.html` shows on the page of the section that asks the municipality; no query
    elsewhere."""
    if section.role != contributions.ROLE:
        return {}
    return {
        "contribution": find_request(workplace.journey),
        "may_ask": policy.can_edit_place(current_user, workplace),
    }
