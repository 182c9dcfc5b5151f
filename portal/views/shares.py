"""Sharing a step or a place-wide register with the coaches and the region, and stopping it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.policy import Workplace
from portal.queries.workplaces import load_place
from portal.services.shares import end_share, share
from portal.views.links import href_of
from portal.web.access import access

bp = Blueprint("shares", __name__)


@bp.post("/places/<slug>/shares/<subject>")
@access(policy.can_see_place, act=policy.can_share, load=load_place)
def create(workplace: Workplace, subject: str) -> Response:
    share(current_user, workplace=workplace, subject=subject)
    flash(_("Shared. Your coaches and the region can read it now."), "done")
    return redirect(href_of(workplace, subject), 303)


@bp.post("/places/<slug>/shares/<subject>/end")
@access(policy.can_see_place, act=policy.can_share, load=load_place)
def end(workplace: Workplace, subject: str) -> Response:
    end_share(current_user, workplace=workplace, subject=subject)
    flash(_("You no longer share it. What they have already received cannot be taken back."), "done")
    return redirect(href_of(workplace, subject), 303)
