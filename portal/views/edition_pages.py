"""The page where the team publishes its plan, put together: words, who reads it, warnings, links, editions so far."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user

from portal import policy
from portal.clock import now
from portal.models import PlanDraft
from portal.policy import Workplace
from portal.process import gate
from portal.process.excerpt import plan_sections
from portal.process.material import Material, files_in
from portal.process.personal_data import Hit, look_in, look_through
from portal.process.reach import Reach
from portal.process.schema import Audience, Kind
from portal.queries.next_editions import NextEdition, get_next_edition
from portal.queries.plan_links import list_links
from portal.services import plan_drafts
from portal.services.plan_links import DAYS
from portal.views.copies import edition_in
from portal.views.edition_news import changes_since, own_changes
from portal.views.edition_progress import hits_in_progress
from portal.views.links import href_of, title_of
from portal.views.placebar import placebar_of
from portal.web.language import current_language
from portal.web.structured import address_of

NEW_LINK = "new_plan_link"
"""Where the session keeps the secret of a link until the next page has shown it, once."""

OWN = {
    "introduction": lazy_gettext("Introduction"),
    "stands_behind": lazy_gettext("Who stands behind the plan"),
}
MOST_HITS = 40


def render_editions(
    workplace: Workplace,
    *,
    refused: tuple[str, str] | None = None,
    sent: dict[str, str] | None = None,
    theirs: object = None,
    link: tuple[str, int] = ("", 30),
) -> str:
    """The page. `refused`: the id of a field, and what is wrong; `sent`: the words that were typed."""
    upcoming = get_next_edition(workplace)
    words, hits = upcoming.words, _hits(workplace, upcoming)
    return render_template(
        "editions/index.html",
        place=workplace.place,
        placebar=placebar_of(workplace, upcoming.material),
        workplace=workplace,
        upcoming=upcoming,
        number=upcoming.edition.number,
        is_empty=upcoming.is_empty,
        is_early=_is_early(workplace),
        words=sent or {name: getattr(words, name) for name in OWN},
        version=words.version,
        limits=plan_drafts.LIMITS,
        theirs=theirs,
        shared=upcoming.editions.shared,
        links_open=_reaches_links(upcoming),
        audience=_audience(upcoming),
        editions=upcoming.editions.all,
        in_plan=_pictures(workplace, upcoming.material),
        **_since(upcoming),
        hits=hits[:MOST_HITS],
        more_hits=len(hits) - MOST_HITS,
        **_links(workplace, link),
        may=policy.can_edit_place(current_user, workplace),
        refused=refused,
    )


def _pictures(workplace: Workplace, material: Material) -> list[tuple[str, int, str]]:
    """The questions whose files come into the plan, such as pictures of the place, while they can be answered: what
    readers call each, how many files it has, and where they are added, with the way back."""
    process, lang = workplace.process, current_language()
    here = url_for("editions.index", slug=workplace.place.slug)
    return [
        (
            question.label_for(Audience.PLAN).of(lang),
            len(files_in(material.given(question.key).value)),
            href_of(workplace, question.key, next=here),
        )
        for section in plan_sections(process)
        for question in section.questions
        if question.kind is Kind.ATTACHMENT
        and question.audience.reaches(Audience.PLAN)
        and (step := process.step_of(question.key)) is not None
        and policy.can_edit_step(current_user, workplace, step)
    ]


def _reaches_links(upcoming: NextEdition) -> bool:
    """Whether there is an edition that a link opens."""
    shared = upcoming.editions.shared
    return shared is not None and Reach(shared.audience).covers(Reach.LINK)


def _audience(upcoming: NextEdition) -> str:
    """Who is chosen to read the next edition: what was sent with the form or with words that were saved just now, else
    as far as the last one reaches."""
    asked = request.form if request.method == "POST" else request.args
    chosen = asked.get("audience", "")
    is_own = request.method == "POST" or asked.get("saved", "") == str(upcoming.words.version)
    return chosen if is_own and chosen in set(Reach) else upcoming.edition.audience


def _is_early(workplace: Workplace) -> bool:
    """Whether goals and actions have no place yet."""
    process, state = workplace.process, gate.CheckpointState(workplace.journey.checkpoint_state)
    return not gate.is_phase_open(process, state, process.checkpoint.after_phase + 1)


def _since(upcoming: NextEdition) -> dict[str, Any]:
    """What has changed since the newest edition, whether it is open or not."""
    if upcoming.newest is None or upcoming.before is None:
        return {"changes": None, "own": [], "new_notes": 0}
    changes = changes_since(upcoming.before, upcoming.text)
    own = own_changes(upcoming.newest, upcoming.words)
    return {"changes": changes, "own": own, "new_notes": upcoming.new_notes}


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


def hits_in(words: PlanDraft) -> list[Hit]:
    """What in the team's own words looks like personal data."""
    return look_in({name: getattr(words, name) for name in OWN})


def _hits(workplace: Workplace, upcoming: NextEdition) -> list[tuple[Hit, str, str]]:
    """What looks like personal data, with where it stands, in words and as an address."""
    _process, copy, _named = edition_in(upcoming.text)
    own = [(hit, str(OWN[hit.key]), f"#{hit.key}") for hit in hits_in(upcoming.words)]
    placed = _placed(workplace, look_through(workplace.process, copy.material, copy.labels))
    return [*own, *placed, *hits_in_progress(workplace, copy, upcoming.progress)]


def _placed(workplace: Workplace, hits: Iterable[Hit]) -> Iterable[tuple[Hit, str, str]]:
    slug, lang = workplace.place.slug, current_language()
    for hit in hits:
        where = (
            title_of(workplace, hit.key, lang) if hit.key else _("The name of a row that the plan refers to")
        )
        href = url_for("rows.edit", slug=slug, row_id=hit.row) if hit.row else href_of(workplace, hit.key)
        yield hit, where, href
