"""Reading a plan by a link, and the team's making and ending of links."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import InvalidError
from portal.policy import Workplace
from portal.queries.plan_links import get_linked_plan
from portal.queries.workplaces import load_place
from portal.services import plan_links
from portal.views.attachments import send_frozen
from portal.views.edition_pages import NEW_LINK, render_editions
from portal.views.plan_addresses import at_a_link
from portal.views.plan_documents import answer_document
from portal.views.plans import find_older, render_plan
from portal.web.access import access, public
from portal.web.failures import say
from portal.web.headers import frames_its_own

bp = Blueprint("plan_links", __name__)

Page = Response | tuple[Response, int]
LONGEST = 5
"""More digits than any number of days has."""


@bp.get("/plans/<slug>/link/<token>")
@public
def show(slug: str, token: str) -> Response:
    workplace, edition = get_linked_plan(slug, token)
    at = at_a_link(slug, token)
    return _unlisted(make_response(render_plan(workplace, edition, find_older(edition), at=at)))


@bp.get("/plans/<slug>/link/<token>/files/<file_id>")
@public
def file(slug: str, token: str, file_id: str) -> Response:
    _workplace, edition = get_linked_plan(slug, token)
    return _unlisted(send_frozen(edition.snapshot["copy"], file_id))


@bp.get("/plans/<slug>/link/<token>/documents/<name>")
@public
def document(slug: str, token: str, name: str) -> Response:
    workplace, edition = get_linked_plan(slug, token)
    return _unlisted(answer_document(workplace, edition, name))


def _unlisted(response: Response) -> Response:
    """For no search engine, kept nowhere, and no page that a link on this one leads to learns its address."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.post("/places/<slug>/editions/links")
@access(policy.can_see_editions, act=policy.can_edit_place, load=load_place)
def create(workplace: Workplace) -> Page:
    purpose, days = request.form.get("purpose", ""), request.form.get("days", "")
    number = int(days) if days.isascii() and days.isdigit() and len(days) < LONGEST else 0
    try:
        secret = plan_links.create(current_user, workplace=workplace, purpose=purpose, days=number)
    except InvalidError as error:
        refused = ("link-purpose" if "purpose" in error.fields else "link-days", say(error.message))
        page = render_editions(workplace, refused=refused, link=(purpose, number))
        return frames_its_own(page), error.status
    session[NEW_LINK] = secret
    return redirect(f"{url_for('editions.index', slug=workplace.place.slug)}#links", 303)


@bp.post("/places/<slug>/editions/links/<int:link_id>/end")
@access(policy.can_see_editions, act=policy.can_edit_place, load=load_place)
def end(workplace: Workplace, link_id: int) -> Response:
    plan_links.revoke(current_user, workplace=workplace, link_id=link_id)
    flash(_("The link no longer works."))
    return redirect(f"{url_for('editions.index', slug=workplace.place.slug)}#links", 303)
