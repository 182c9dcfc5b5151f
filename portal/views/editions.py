"""Where the team publishes its plan: its own words to it, who reads it, what they will read, the editions so far."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.clock import now
from portal.errors import DomainError, InvalidError, StaleError
from portal.forms.reviews import read_version
from portal.models import PlanDraft
from portal.policy import Workplace
from portal.process import gate
from portal.process.action_progress import count_new, freeze_progress
from portal.process.document import Document, outline
from portal.process.excerpt import excerpt, freeze_excerpt, is_empty, plan_sections
from portal.process.frozen import FrozenCopy, thaw
from portal.process.personal_data import Hit, look_in, look_through
from portal.process.schema import Audience
from portal.queries.action_work import list_plan_notes
from portal.queries.attachments import files_of, list_attachments
from portal.queries.copies import get_copy_text
from portal.queries.editions import EditionList, list_editions
from portal.queries.material import get_material
from portal.queries.plan_drafts import get_words
from portal.queries.plan_links import list_links
from portal.queries.workplaces import load_place
from portal.services import editions, plan_drafts
from portal.services.plan_links import DAYS
from portal.views.edition_news import changes_since, own_changes
from portal.views.edition_progress import Frozen, hits_in_progress, told_progress
from portal.views.links import href_of, title_of
from portal.views.placebar import placebar_of
from portal.web.access import access
from portal.web.failures import say
from portal.web.language import current_language
from portal.web.structured import address_of

bp = Blueprint("editions", __name__)

Page = str | Response | tuple[str, int]
NEW_LINK = "new_plan_link"
"""Where the session keeps the secret of a link until the next page has shown it, once."""

OWN = {
    "introduction": lazy_gettext("Introduction"),
    "stands_behind": lazy_gettext("Who stands behind the plan"),
}
MOST_HITS = 40


@bp.get("/places/<slug>/editions/")
@access(policy.can_see_editions, load=load_place)
def index(workplace: Workplace) -> Page:
    return render_editions(workplace)


@bp.post("/places/<slug>/editions/")
@access(policy.can_see_editions, act=policy.can_edit_place, load=load_place)
def create(workplace: Workplace) -> Page:
    """Save the team's own words; with the button that says so, publish the plan with them."""
    publish = "publish" in request.form
    try:
        is_new_warning = "introduction" in request.form and _save_words(workplace)
        if publish and is_new_warning:
            flash(
                _("Saved, but not shared yet: something that you just wrote looks like personal data."),
                "look",
            )
            return redirect(f"{url_for('.index', slug=workplace.place.slug)}#personal", 303)
        if not publish:
            flash(_("Saved. Nobody outside the team reads it until you share an edition."))
            return redirect(url_for(".index", slug=workplace.place.slug), 303)
        edition = editions.share(current_user, workplace=workplace, audience=request.form.get("audience", ""))
    except (InvalidError, StaleError) as error:
        return _refused(workplace, error), error.status
    flash(_("Edition %(number)s is shared.", number=edition.number))
    return redirect(url_for(".index", slug=workplace.place.slug), 303)


@bp.post("/places/<slug>/editions/audience")
@access(policy.can_see_editions, act=policy.can_edit_place, load=load_place)
def set_audience(workplace: Workplace) -> Page:
    try:
        edition = editions.set_audience(
            current_user, workplace=workplace, audience=request.form.get("audience", "")
        )
    except InvalidError as error:
        return render_editions(workplace, refused=("share", say(error.message))), error.status
    flash(_("You have chosen who reads edition %(number)s.", number=edition.number))
    return redirect(url_for(".index", slug=workplace.place.slug), 303)


@bp.post("/places/<slug>/editions/end")
@access(policy.can_see_editions, act=policy.can_edit_place, load=load_place)
def end(workplace: Workplace) -> Page:
    editions.stop(current_user, workplace=workplace)
    flash(_("The plan is no longer shared."))
    return redirect(url_for(".index", slug=workplace.place.slug), 303)


def _save_words(workplace: Workplace) -> bool:
    """True if there is something in them to look at that no page has warned of yet."""
    before = _hits_in(get_words(workplace.journey))
    saved = plan_drafts.save(
        current_user,
        workplace=workplace,
        introduction=request.form.get("introduction", ""),
        stands_behind=request.form.get("stands_behind", ""),
        version=read_version(request.form),
    )
    return bool(set(_hits_in(saved)) - set(before))


def _hits_in(words: PlanDraft) -> list[Hit]:
    return look_in({name: getattr(words, name) for name in OWN})


def _refused(workplace: Workplace, error: DomainError) -> str:
    """The page with what was typed; after a stale save beside what stands there now, which the next save replaces."""
    fields = error.fields if isinstance(error, InvalidError) else {}
    first = next(iter(fields), "introduction" if isinstance(error, StaleError) else "audience-municipality")
    sent = {name: request.form.get(name, "") for name in OWN}
    theirs = error.current if isinstance(error, StaleError) else None
    return render_editions(workplace, refused=(first, say(error.message)), sent=sent, theirs=theirs)


def render_editions(
    workplace: Workplace,
    *,
    refused: tuple[str, str] | None = None,
    sent: dict[str, str] | None = None,
    theirs: object = None,
    link: tuple[str, int] = ("", 30),
) -> str:
    """The page. `refused`: the id of a field, and what is wrong; `sent`: the words that were typed."""
    process, journey = workplace.process, workplace.journey
    material, words, listed = get_material(journey), get_words(journey), list_editions(journey)
    sections = plan_sections(process)
    files = files_of(list_attachments(journey))
    copy = freeze_excerpt(process, material, sections, Audience.PLAN, files)
    progress = freeze_progress(process, copy, list_plan_notes(journey))
    thawed = thaw(copy)
    empty = is_empty(excerpt(process, material, sections, Audience.PLAN))
    hits = [*_hits(workplace, thawed, words), *hits_in_progress(workplace, thawed, progress)]
    state = gate.CheckpointState(journey.checkpoint_state)
    return render_template(
        "editions/index.html",
        place=workplace.place,
        placebar=placebar_of(workplace, material),
        workplace=workplace,
        document=_document(workplace, thawed),
        is_empty=empty,
        is_early=not gate.is_phase_open(process, state, process.checkpoint.after_phase + 1),
        words=sent or {name: getattr(words, name) for name in OWN},
        version=words.version,
        limits=plan_drafts.LIMITS,
        theirs=theirs,
        shared=listed.shared,
        editions=listed.all,
        **_since(listed, copy, words, workplace, progress),
        told=told_progress(workplace, thawed, progress),
        hits=hits[:MOST_HITS],
        more_hits=len(hits) - MOST_HITS,
        **_links(workplace, link),
        may=policy.can_edit_place(current_user, workplace),
        refused=refused,
    )


def _document(workplace: Workplace, copy: FrozenCopy) -> Document:
    """What will be read."""
    return outline(
        workplace.process,
        copy.material,
        labels=copy.labels,
        files=copy.files,
        lang=current_language(),
        reader=Audience.PLAN,
        sections=[section.key for section in plan_sections(workplace.process)],
    )


def _links(workplace: Workplace, typed: tuple[str, int]) -> dict[str, Any]:
    """The links, and the secret of one that has just been made: on this page, and then never again."""
    secret = session.pop(NEW_LINK, None) if NEW_LINK in session else None
    slug, lang = workplace.place.slug, current_language()
    return {
        "links": list_links(workplace.journey),
        "link": typed,
        "days": DAYS,
        "now": now(),
        "new_link": address_of("plan_links.show", lang, slug=slug, token=secret) if secret else "",
    }


def _since(
    listed: EditionList, copy: dict[str, Any], words: PlanDraft, workplace: Workplace, progress: Frozen
) -> dict[str, Any]:
    """What has changed since the newest edition, whether it is open or not."""
    newest = next(iter(listed.all), None)
    if newest is None:
        return {"changes": None, "own": [], "is_same": False, "new_notes": 0}
    place = {"name": workplace.place.name, "municipality": workplace.place.municipality.name}
    before, own = get_copy_text(newest), own_changes(newest, words)
    changes = changes_since(before, json.dumps({"copy": copy, "place": place}))
    old = json.loads(before)
    same = (old["copy"], old.get("progress", {})) == (copy, progress) and not own and newest.ended_at is None
    return {"changes": changes, "own": own, "is_same": same, "new_notes": count_new(old, progress)}


def _hits(workplace: Workplace, copy: FrozenCopy, words: PlanDraft) -> list[tuple[Hit, str, str]]:
    """What looks like personal data, with where it stands, in words and as an address."""
    slug, lang = workplace.place.slug, current_language()
    found: list[tuple[Hit, str, str]] = []
    found += [(hit, str(OWN[hit.key]), f"#{hit.key}") for hit in _hits_in(words)]
    for hit in look_through(workplace.process, copy.material, copy.labels):
        where = (
            title_of(workplace, hit.key, lang) if hit.key else _("The name of a row that the plan refers to")
        )
        href = url_for("rows.edit", slug=slug, row_id=hit.row) if hit.row else href_of(workplace, hit.key)
        found.append((hit, where, href))
    return found
