"""Actions as they stand in lists: each with its signs and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from portal.models import ActionAnswer
from portal.policy import Workplace
from portal.process.schema import Option
from portal.process.shown import ShownOption
from portal.process.work import asks_why
from portal.queries.action_lists import Line
from portal.views.plan_pages import sign_of
from portal.web.filters import short_day
from portal.web.language import current_language


@dataclass(frozen=True, slots=True)
class Card:
    """An action in a list. `sign`, `bar`: of its status, in lists and in the timeline; `late`: why it is late."""

    id: int
    version: int
    title: str
    href: str
    goal: int | None
    status: Option | None
    sign: str
    bar: str
    late: tuple[str, ...]
    responsible: str
    when: str
    keeper: str
    follow_up: str
    answer: ActionAnswer | None
    starts_on: date | None
    ends_on: date | None
    asks_why: bool


def cards_of(workplace: Workplace, lines: Iterable[Line], asked: Mapping[str, Any]) -> list[Card]:
    """`asked`: the list in which they stand, to which their pages lead back."""
    return [_card(workplace, line, asked) for line in lines]


def _card(workplace: Workplace, line: Line, asked: Mapping[str, Any]) -> Card:
    work, lang = line.work, current_language()
    status = work.status
    sign, _tile, bar = sign_of(
        ShownOption(status.key, status.label.of(lang), status.tone) if status else None
    )
    due = None if line.has_ended else work.follow_up
    return Card(
        id=work.id,
        version=work.version,
        title=work.title.of(lang),
        href=url_for("action_pages.show", slug=workplace.place.slug, row_id=work.id, **asked),
        goal=line.goal,
        status=status,
        sign=sign,
        bar=bar,
        late=_late(line),
        responsible=", ".join(line.responsible),
        when=_when(work.starts_on, work.ends_on),
        keeper=work.keeper.name if work.keeper is not None else "",
        follow_up=(f"{short_day(due.on)}: {due.what}" if due.what else short_day(due.on)) if due else "",
        answer=work.answer,
        starts_on=work.starts_on,
        ends_on=work.ends_on,
        asks_why=asks_why(status),
    )


def _late(line: Line) -> tuple[str, ...]:
    words = []
    if line.is_overdue:
        words.append(_("Should have been finished %(day)s", day=short_day(line.work.ends_on)))
    if line.is_unfollowed and line.work.follow_up is not None:
        words.append(_("Should have been followed up %(day)s", day=short_day(line.work.follow_up.on)))
    return tuple(words)


def _when(start: date | None, end: date | None) -> str:
    if start and end:
        return _("%(start)s to %(end)s", start=short_day(start), end=short_day(end))
    if start:
        return _("from %(day)s", day=short_day(start))
    return _("by %(day)s", day=short_day(end)) if end else ""
