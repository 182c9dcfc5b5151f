"""Where the team publishes its plan: its own words to it, and who reads it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import DomainError, InvalidError, StaleError
from portal.extensions import htmx
from portal.forms.reviews import read_version
from portal.models import PlanDraft
from portal.policy import Workplace
from portal.queries.plan_drafts import get_words
from portal.queries.workplaces import load_place
from portal.services import editions, plan_drafts
from portal.views.edition_pages import OWN, hits_in, render_editions
from portal.web.access import access
from portal.web.failures import say
from portal.web.headers import frames_its_own

bp = Blueprint("editions", __name__)

Page = str | Response | tuple[str | Response, int]


@bp.get("/places/<slug>/editions/")
@access(policy.can_see_editions, load=load_place)
def index(workplace: Workplace) -> Page:
    return frames_its_own(render_editions(workplace))


@bp.post("/places/<slug>/editions/")
@access(policy.can_see_editions, act=policy.can_edit_place, load=load_place)
def create(workplace: Workplace) -> Page:
    """Save the team's own words; with the button that says so, publish the plan with them."""
    publish = "publish" in request.form
    try:
        looks_new = _save_words(workplace) if "introduction" in request.form else None
        if publish and looks_new is not None:
            flash(
                _("Saved, but not shared yet: something that you just wrote looks like personal data."),
                "look",
            )
            return _onward(workplace, looks_new)
        if not publish:
            flash(_("Saved. Nobody outside the team reads it until you share an edition."))
            return _onward(workplace)
        edition = editions.share(current_user, workplace=workplace, audience=request.form.get("audience", ""))
    except (InvalidError, StaleError) as error:
        return _refused(workplace, error), error.status
    flash(_("Edition %(number)s is shared.", number=edition.number))
    return _onward(workplace)


@bp.post("/places/<slug>/editions/audience")
@access(policy.can_see_editions, act=policy.can_edit_place, load=load_place)
def set_audience(workplace: Workplace) -> Page:
    try:
        edition = editions.set_audience(
            current_user, workplace=workplace, audience=request.form.get("audience", "")
        )
    except InvalidError as error:
        page = render_editions(workplace, refused=("share", say(error.message)))
        return frames_its_own(page), error.status
    flash(_("You have chosen who reads edition %(number)s.", number=edition.number))
    return redirect(url_for(".index", slug=workplace.place.slug), 303)


@bp.post("/places/<slug>/editions/end")
@access(policy.can_see_editions, act=policy.can_edit_place, load=load_place)
def end(workplace: Workplace) -> Page:
    editions.stop(current_user, workplace=workplace)
    flash(_("The plan is no longer shared."))
    return redirect(url_for(".index", slug=workplace.place.slug), 303)


def _save_words(workplace: Workplace) -> PlanDraft | None:
    """The words as they are saved, if there is something in them to look at that no page has warned of yet."""
    before = hits_in(get_words(workplace.journey))
    saved = plan_drafts.save(
        current_user,
        workplace=workplace,
        introduction=request.form.get("introduction", ""),
        stands_behind=request.form.get("stands_behind", ""),
        version=read_version(request.form),
    )
    return saved if set(hits_in(saved)) - set(before) else None


def _onward(workplace: Workplace, look_at: PlanDraft | None = None) -> Response:
    """To the page again, as a new one: with what is said on top, and a preview of what is saved now. An address that
    differs in its mark only would be no new page to the browser; so it names the version of the words, too."""
    slug = workplace.place.slug
    to = url_for(".index", slug=slug)
    if look_at is not None:
        chosen = request.form.get("audience") or None
        to = url_for(".index", slug=slug, saved=look_at.version, audience=chosen, _anchor="personal")
    return Response(status=204, headers={"HX-Redirect": to}) if htmx else redirect(to, 303)


def _refused(workplace: Workplace, error: DomainError) -> Response:
    """The page with what was typed; after a stale save beside what stands there now, which the next save replaces."""
    fields = error.fields if isinstance(error, InvalidError) else {}
    first = next(iter(fields), "introduction" if isinstance(error, StaleError) else "audience-municipality")
    sent = {name: request.form.get(name, "") for name in OWN}
    theirs = error.current if isinstance(error, StaleError) else None
    return frames_its_own(
        render_editions(workplace, refused=(first, say(error.message)), sent=sent, theirs=theirs)
    )
