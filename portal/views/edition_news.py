"""What is new in an edition: in short on the plan's page, word by word on a page of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from portal import policy
from portal.models import PlanDraft, PlanEdition
from portal.policy import Workplace
from portal.process.compared import AnswerChange
from portal.process.comparison import Comparison, text_difference
from portal.process.contents import read_contents
from portal.process.edition_news import EditionNews, compare_editions
from portal.queries.copies import get_copy_text
from portal.queries.editions import find_older
from portal.queries.plans import load_compared
from portal.queries.received import find_last_answered
from portal.views.copies import edition_in, news_in
from portal.views.counted import contents_of, counts_in_words
from portal.web.access import access
from portal.web.language import current_language

bp = Blueprint("edition_news", __name__)


@dataclass(frozen=True, slots=True)
class Newer:
    """What an edition has beyond the one before it, which is `older`; `rows`: of the actions that are new."""

    older: PlanEdition
    news: EditionNews
    rows: frozenset[int]


@bp.get("/plans/<slug>/changes")
@access(policy.can_compare_editions, load=load_compared, hidden=True)
def show(workplace: Workplace, edition: PlanEdition, older: PlanEdition) -> str:
    answered, before_it = _answered_before(workplace, edition, older), older
    if answered is not None and request.args.get("since") == str(answered.number):
        older = answered
    process, copy, named = edition_in(get_copy_text(edition))
    before = edition_in(get_copy_text(older))[1]
    changes = compare_editions(process, before, copy, current_language())
    return render_template(
        "plans/changes.html",
        place=workplace.place,
        named=named,
        edition=edition,
        older=older,
        answered=answered,
        before_it=before_it,
        changes=changes,
        own=own_changes(older, edition),
        counts=counts_in_words(changes),
        contents=contents_of(changes),
    )


def _answered_before(workplace: Workplace, edition: PlanEdition, older: PlanEdition) -> PlanEdition | None:
    """For the municipality's officers: the edition that they answered last, where others have come in since then."""
    if not policy.can_keep_plan(current_user, workplace, edition):
        return None
    found = find_last_answered(edition)
    return found if found is not None and found.number < older.number else None


def news_of_edition(
    edition: PlanEdition, older: PlanEdition, text: str, before: str | None = None
) -> EditionNews:
    """In short, with the team's own words to the plan among its parts. `text`: the edition's copy; `before`: the older
    one's, where it has been read."""
    news = news_in(before or get_copy_text(older), text, current_language())
    return replace(news, parts=[*(each.title for each in own_changes(older, edition)), *news.parts])


def newer_in(workplace: Workplace, edition: PlanEdition, text: str) -> Newer | None:
    """For whoever may compare the editions; None for others, and for a first edition. `text`: the edition's copy. Two
    queries."""
    older = find_older(edition)
    if older is None or not policy.can_compare_editions(current_user, workplace, edition, older):
        return None
    rows = read_contents(edition.contents).new_actions(read_contents(older.contents))
    return Newer(older, news_of_edition(edition, older, text), rows)


def own_changes(before: PlanEdition, after: PlanEdition | PlanDraft) -> list[AnswerChange]:
    """How the team's own words to the plan have changed."""
    pairs = (
        ("stands-behind", _("Who stands behind the plan"), before.stands_behind, after.stands_behind),
        ("introduction", _("Introduction"), before.introduction, after.introduction),
    )
    found = ((key, title, text_difference(old, new)) for key, title, old, new in pairs)
    return [AnswerChange(key, title, said) for key, title, said in found if said is not None]


def changes_since(before: str, text: str) -> Comparison:
    """How a copy that is not published yet differs from that of an edition; both as JSON text."""
    process, copy, _named = edition_in(text)
    return compare_editions(process, edition_in(before)[1], copy, current_language())
