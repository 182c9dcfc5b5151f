"""Everything that is new to the person at a place since they last looked, on one page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask_login import current_user

from portal import policy
from portal.policy import Workplace
from portal.process.schema import Audience
from portal.queries.fresh import list_fresh
from portal.queries.looks import Glance, get_glance
from portal.queries.material import get_material
from portal.queries.news import get_news
from portal.queries.threads import list_new_threads
from portal.queries.workplaces import load_place
from portal.services.looks import renew_looks
from portal.views.counted import contents_of, counts_in_words
from portal.views.links import href_of
from portal.views.looks import names_of
from portal.views.placebar import placebar_of
from portal.views.thread_pages import title_of_thread
from portal.web.access import access
from portal.web.language import current_language
from portal.web.transaction import began_at, if_possible

bp = Blueprint("news", __name__)


@bp.get("/places/<slug>/changes")
@access(policy.can_see_place, load=load_place)
def show(workplace: Workplace) -> str:
    material = get_material(workplace.journey)
    glance = get_glance(current_user, workplace, began_at())
    fresh = list_fresh(workplace, material, glance)
    news = get_news(workplace, material, glance, fresh, current_language())
    names = names_of(glance, {user for user, _at in news.by.values()})
    page = render_template(
        "news/show.html",
        place=workplace.place,
        placebar=placebar_of(workplace, material),
        team=policy.is_team(current_user, workplace.place),
        since=glance.since,
        changes=news.changes,
        by={key: (names.get(user, ""), at) for key, (user, at) in news.by.items()},
        counts=counts_in_words(news.changes),
        contents=contents_of(news.changes),
        talks=list_new_threads(current_user, workplace) if glance.talks else [],
        title_of=lambda line: title_of_thread(workplace, line.thread),
        unopened=_unopened(workplace, glance),
        href_of=lambda key: href_of(workplace, key),
    )
    over = [subject for subject in glance.since if glance.is_over(subject)]
    if over:
        with if_possible():
            renew_looks(current_user, workplace=workplace, subjects=over, at=glance.moment)
    return page


def _unopened(workplace: Workplace, glance: Glance) -> list[dict[str, Any]]:
    """What is shared with a coach who has never opened it: all of it is new."""
    if glance.circle is not Audience.COACH:
        return []
    process, lang = workplace.process, current_language()
    found = [part for key in glance.unopened if (part := process.step(key) or process.register(key))]
    return [{"href": href_of(workplace, part.key), "label": part.title.of(lang)} for part in found]
