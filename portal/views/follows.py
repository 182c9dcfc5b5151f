"""Following a plan: a letter when its next edition comes."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.models import PlanEdition
from portal.policy import Workplace
from portal.queries.follows import load_followed
from portal.queries.plans import load_plan
from portal.roles import is_signed_in
from portal.services import follows
from portal.web.access import access
from portal.web.forms import safe_next

bp = Blueprint("follows", __name__)


@bp.post("/plans/<slug>/follows")
@access(policy.can_follow_plan, load=load_plan)
def create(workplace: Workplace, edition: PlanEdition) -> Response:
    follows.follow(current_user, workplace=workplace, edition=edition)
    flash(_("You get a letter when %(place)s shares the next edition.", place=workplace.place.name))
    return _back(workplace)


@bp.post("/plans/<slug>/follows/end")
@access(is_signed_in)
def end(slug: str) -> Response:
    """Also of a plan that its follower may no longer read: the service knows who follows it."""
    workplace, edition = load_followed(slug)
    follows.unfollow(current_user, workplace=workplace, edition=edition)
    flash(_("You no longer follow the plan of %(place)s.", place=workplace.place.name))
    if edition is not None and policy.can_read_plan(current_user, workplace, edition):
        return _back(workplace)
    return redirect(url_for("notice_choices.show"), 303)


def _back(workplace: Workplace) -> Response:
    target = safe_next(request.form.get("back")) or url_for("plans.show", slug=workplace.place.slug)
    return redirect(target, 303)
