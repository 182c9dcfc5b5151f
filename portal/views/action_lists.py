"""What the pages of actions show: the list that was asked for, its filters and counts, and the links between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.clock import today
from portal.policy import Workplace
from portal.process.schema import Audience, Option, Register
from portal.queries.action_answers import Count
from portal.queries.action_lists import (
    CHOICES,
    NONE,
    Line,
    Wanted,
    columns_of,
    divide,
    list_lines,
    narrow,
    tally,
)
from portal.queries.actions import Work
from portal.queries.paging import Page
from portal.views.action_cards import Card, cards_of
from portal.views.action_times import Times, times_of
from portal.views.action_wanted import kept_of, list_of, whole_of
from portal.views.register_blocks import address_of
from portal.views.work_links import goal_href, tally_words
from portal.web.language import current_language

OPTION_LENGTH = 60
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class GoalPart:
    """A goal with its actions on a page; `number` is its place among the goals, None for the actions of no goal;
    `href`: where it is changed, or read."""

    number: int | None
    title: str
    cards: Sequence[Card]
    goes_on: bool
    add_href: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class StatusPart:
    """A column of the board. `rest`: how many more there are, at `href`."""

    key: str
    title: str
    cards: Sequence[Card]
    total: int
    href: str
    is_whole: bool

    @property
    def rest(self) -> int:
        return 0 if self.is_whole else self.total - len(self.cards)


@dataclass(frozen=True, slots=True)
class Lists:
    """What the page shows. `kept`: what stands in its links; of `goals`, `columns` and `times` there is one.
    `moved`: what was just moved on the board, or not."""

    wanted: Wanted
    kept: Mapping[str, Any]
    summary: str
    total: int
    found: int
    chips: Sequence[tuple[str, int]]
    filters: Mapping[str, tuple[str, Sequence[Choice]]]
    has_goals: bool
    statuses: Sequence[Option]
    add_href: str
    goals: Sequence[GoalPart] | None = None
    columns: Sequence[StatusPart] | None = None
    times: Times | None = None
    page: Page[Any] | None = None
    moved: Card | None = None

    @property
    def shown(self) -> list[str]:
        """The filters that are chosen, and what is searched for, in words: for whoever reads it on paper."""
        chosen = {name: dict(choices) for name, (_label, choices) in self.filters.items()}
        words = [found for name, named in chosen.items() if (found := named.get(getattr(self.wanted, name)))]
        return [*words, f"”{self.wanted.q}”"] if self.wanted.q else words

    @property
    def shows_moved(self) -> bool:
        """Whether what was moved stands on this page: a filter, or a long column, may leave it out."""
        shown = (card.id for column in self.columns or () for card in column.cards)
        return self.moved is not None and self.moved.id in shown


def lists_of(
    workplace: Workplace,
    work: Work,
    circle: Audience,
    wanted: Wanted,
    count: Count | None,
    moved: int | None = None,
) -> Lists:
    """The list that is asked for. `count`: how many actions the municipality has answered."""
    shape, reader = work.shape, current_user.id
    lines = list_lines(workplace, work, circle, current_language(), today())
    found = narrow(lines, wanted, reader)
    others = narrow(lines, replace(wanted, only=""), reader)
    whole = tally(lines, shape)
    return Lists(
        wanted=wanted,
        kept=kept_of(wanted),
        summary=tally_words(whole, count),
        total=whole.total,
        found=len(found),
        chips=[(only, sum(line.is_chosen(only, reader) for line in others)) for only in ("", *CHOICES)],
        filters=_filters(work, lines),
        has_goals=bool(work.goals),
        statuses=shape.status.options if shape.status is not None else (),
        add_href=_add_href(workplace, shape.register, wanted),
        moved=_moved(workplace, lines, wanted, moved),
        **_SHOWN[wanted.by](workplace, work, wanted, found),
    )


def _by_goal(workplace: Workplace, work: Work, wanted: Wanted, lines: Sequence[Line]) -> dict[str, Any]:
    goals, numbers = work.goals, {goal: number for number, goal in enumerate(work.goals, 1)}
    page = divide(lines, list(goals), wanted.page, empty=not wanted.is_narrowed)
    register = work.shape.register
    parts = [
        GoalPart(
            number=numbers[part.goal] if part.goal is not None else None,
            title=goals[part.goal].of(current_language()) if part.goal is not None else "",
            cards=cards_of(workplace, part.lines, whole_of(wanted)),
            goes_on=part.goes_on,
            add_href=_add_href(workplace, register, wanted, part.goal) if part.goal is not None else "",
            href=goal_href(workplace, part.goal, list_of(workplace, wanted)),
        )
        for part in page.items
    ]
    return {"goals": parts, "page": page}


def _by_status(workplace: Workplace, work: Work, wanted: Wanted, lines: Sequence[Line]) -> dict[str, Any]:
    columns, page = columns_of(lines, work.shape, wanted)
    parts = [
        StatusPart(
            key=column.key,
            title=column.option.label.of(current_language()) if column.option else _("No status yet"),
            cards=cards_of(workplace, column.lines, whole_of(wanted)),
            total=column.total,
            href=_address(workplace, kept_of(wanted) | {"status": column.key}),
            is_whole=page is not None,
        )
        for column in columns
    ]
    return {"columns": parts, "page": page}


_SHOWN = {"goal": _by_goal, "status": _by_status, "time": times_of}


def _filters(work: Work, lines: Sequence[Line]) -> dict[str, tuple[str, list[Choice]]]:
    """What can be chosen, under its name: of the themes and the missing things only those that some action has."""
    lang, shape = current_language(), work.shape
    used, loose = {line.theme for line in lines}, any(line.goal is None for line in lines)
    goals = [
        (str(goal), shorten(f"{number}. {title.of(lang)}", OPTION_LENGTH, placeholder="…"))
        for number, (goal, title) in enumerate(work.goals.items(), 1)
    ]
    if loose and goals:
        goals.append((NONE, _("No goal")))
    found = {"goal": (_("Goal"), goals)}
    if shape.theme is not None:
        themes = [(o.key, o.label.of(lang)) for o in shape.theme.options if o.key in used]
        found["theme"] = (shape.theme.label.of(lang), themes)
    if shape.status is not None:
        statuses = [(o.key, o.label.of(lang)) for o in shape.status.options]
        if any(line.status == NONE for line in lines):
            statuses.append((NONE, _("No status yet")))
        found["status"] = (shape.status.label.of(lang), statuses)
    return found


def _moved(workplace: Workplace, lines: Sequence[Line], wanted: Wanted, moved: int | None) -> Card | None:
    found = [line for line in lines if line.work.id == moved]
    return next(iter(cards_of(workplace, found, whole_of(wanted))), None)


def _add_href(workplace: Workplace, register: Register, wanted: Wanted, goal: int | None = None) -> str:
    """The form for a new action, with its goal chosen; it leads back to the list."""
    chosen = {} if goal is None else {"for": goal}
    asked = {"add": register.name, "next": list_of(workplace, wanted), **chosen}
    return address_of(workplace, register, _anchor=f"register-{register.name}-add", **asked)


def _address(workplace: Workplace, asked: Mapping[str, Any]) -> str:
    return url_for("actions.index", slug=workplace.place.slug, **asked)
