"""What is new to the person on a page of a place since they last looked; and that they have looked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import ngettext
from flask_login import current_user

from portal.policy import Workplace
from portal.process.comparison import Comparison
from portal.process.material import Material
from portal.queries.fresh import Saved, list_fresh
from portal.queries.looks import Glance, get_glance
from portal.queries.material import Written
from portal.queries.news import get_news
from portal.queries.people import list_names
from portal.services.looks import begin_look, renew_looks
from portal.views.counted import counts_in_words
from portal.views.words import listed
from portal.web.filters import short_day
from portal.web.language import current_language
from portal.web.transaction import began_at, if_possible


@dataclass(frozen=True, slots=True)
class Since:
    """What is new in one step or place-wide register. `at`: when the person last looked, None on a first visit.
    `parts`: how much in each section. `words`: how much of what. `changes`: where the page shows the texts."""

    glance: Glance
    subject: str
    at: datetime | None
    parts: Mapping[str, int]
    words: str
    changes: Comparison | None = None
    by: Mapping[str | int, tuple[str, datetime]] | None = None


def since_looked(workplace: Workplace, material: Material, subject: str) -> Since:
    """One query: what is new, counted."""
    glance = get_glance(current_user, workplace, began_at())
    return _since(glance, subject, list_fresh(workplace, material, glance))


def changes_since_looked(workplace: Workplace, written: Written, subject: str, part: str) -> Since:
    """Like since_looked, of one section (or the whole register), with the texts that differ; those take one or a few
    queries more, and none while nothing was saved."""
    glance, material = get_glance(current_user, workplace, began_at()), written.material
    fresh = [each for each in list_fresh(workplace, material, glance) if each.part == part]
    if not fresh:
        return _since(glance, subject, fresh)
    lang = current_language()
    news = get_news(workplace, material, glance, fresh, lang, subjects=[subject], part=part)
    names = names_of(glance, {user for user, _at in news.by.values()})
    by = {key: (names.get(user, ""), at) for key, (user, at) in news.by.items()}
    found = _since(glance, subject, fresh)
    words = counts_in_words(news.changes) or found.words
    return replace(found, words=words, changes=news.changes, by=by)


def names_of(glance: Glance, users: Collection[int]) -> dict[int, str]:
    """What they are called; a query only for those who have removed a row and saved nothing else."""
    known = glance.names
    return known | list_names([user for user in users if user not in known])


def note_look(workplace: Workplace, since: Since) -> None:
    """That the person looks at it now: a transaction of its own, and only when a visit begins."""
    glance, subject = since.glance, since.subject
    if subject in glance.unopened:
        with if_possible():
            begin_look(current_user, workplace=workplace, subject=subject, at=glance.moment)
    elif glance.is_over(subject):
        with if_possible():
            renew_looks(current_user, workplace=workplace, subjects=[subject], at=glance.moment)


def _since(glance: Glance, subject: str, fresh: Sequence[Saved]) -> Since:
    certain = [each for each in fresh if each.subject == subject and each.is_certain]
    parts = Counter(each.part for each in certain)
    return Since(glance, subject, glance.since.get(subject), parts, count_words(certain))


def count_words(fresh: Sequence[Saved]) -> str:
    """2 answers, 1 row and 1 tick; empty for nothing."""
    ticks = sum(each.is_tick for each in fresh)
    rows = sum(each.row_id is not None for each in fresh)
    answers = len(fresh) - ticks - rows
    said = [
        (answers, ngettext("%(num)d answer", "%(num)d answers", answers)),
        (rows, ngettext("%(num)d row", "%(num)d rows", rows)),
        (ticks, ngettext("%(num)d tick", "%(num)d ticks", ticks)),
    ]
    return listed([words for number, words in said if number])


def glance_of(workplace: Workplace) -> Glance:
    """What the person has looked at, as this page begins. One query."""
    return get_glance(current_user, workplace, began_at())


def talks_new(glance: Glance, key: str = "") -> int:
    """How many posts are new in the place's conversations, or in those about this step or register."""
    return sum(talk.new for talk in glance.talks if not key or talk.is_within(key))


def marks_of(workplace: Workplace, material: Material, glance: Glance) -> dict[str, str]:
    """ "3 new since you looked 14 October", by the key of each step and register that has something new."""
    counts = Counter(each.subject for each in list_fresh(workplace, material, glance) if each.is_certain)
    return {
        key: ngettext(
            "%(num)d new since you looked %(day)s",
            "%(num)d new since you looked %(day)s",
            number,
            day=short_day(glance.since[key]),
        )
        for key, number in counts.items()
    }
