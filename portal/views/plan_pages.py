"""The page of an edition of the plan, written: the same for everybody who may read it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from portal.clock import STOCKHOLM
from portal.models import PlanEdition
from portal.pictures.timeline import Bar
from portal.policy import Workplace
from portal.process.plan import Action, Plan
from portal.process.plan_document import meetings_in
from portal.process.shown import ShownOption
from portal.queries.copies import get_copy_text
from portal.queries.repeated_answers import list_repeated
from portal.views.copies import edition_in, plan_in
from portal.views.edition_news import news_of_edition
from portal.views.plan_addresses import PlanAddresses
from portal.views.published import names_behind
from portal.views.told import Told, told_of
from portal.views.words import listed
from portal.web.filters import day as full_day
from portal.web.language import current_language

SIGNS = {
    "idea": ("idea", "idea", "plan"),
    "planned": ("none", "plan", "plan"),
    "under_way": ("part", "now", "now"),
    "done": ("done", "done", "done"),
    "dropped": ("waived", "na", "plan"),
}
"""The statuses that the design has drawn: the sign, the tile and the bar."""
TONES = {
    "good": ("done", "done", "done"),
    "warn": ("part", "now", "now"),
    "bad": ("miss", "no", "plan"),
    "none": ("none", "plan", "plan"),
}
"""For statuses of other definitions."""
NAME_LENGTH = 34
"""Characters of a name that fit the timeline on a screen of 320 pixels; the whole name stands in the list above."""


@dataclass(frozen=True, slots=True)
class PastPage:
    """The page of an edition as it stood in its time; `named`: what the place was called then."""

    named: Mapping[str, Any]
    written: Markup


def as_it_was(
    workplace: Workplace, edition: PlanEdition, at: PlanAddresses, older: PlanEdition | None = None
) -> PastPage:
    """With what the municipality had answered by then; `older`: the edition that tells what was new in it."""
    text = get_copy_text(edition)
    plan, named = plan_in(text, current_language())
    told = told_of(workplace, edition)
    written = write(workplace, edition, older, plan, text, at, with_changes=False, told=told)
    return PastPage(named, written)


def write(
    workplace: Workplace,
    edition: PlanEdition,
    older: PlanEdition | None,
    plan: Plan,
    text: str,
    at: PlanAddresses,
    *,
    with_changes: bool,
    told: Told,
    before: str | None = None,
) -> Markup:
    """The plan to read: the same for everybody who may. `before`: the older edition's copy, where it has been read."""
    dated = [action for action in plan.actions if action.has_dates]
    process, copy, named = edition_in(text)
    lang, day = current_language(), edition.shared_at.astimezone(STOCKHOLM).date()
    page = render_template(
        "plans/_plan.html",
        place=workplace.place,
        edition=edition,
        older=older,
        news=news_of_edition(edition, older, text, before) if older is not None else None,
        with_changes=with_changes,
        behind=listed(names_behind(edition)),
        at=at,
        named=named,
        plan=plan,
        sign=sign_of,
        bars=[_bar(action) for action in dated],
        undated=[action for action in plan.actions if not action.has_dates] if dated else [],
        timeline_label=_label(dated),
        legend=_legend(plan),
        heading_sets=process.heading_sets,
        has_calendar=bool(dated or meetings_in(process, copy, day, lang)),
        told=told,
        repeated=_repeated(workplace, told) if at.has_history else (),
    )
    return Markup(page)  # noqa: S704  a template's


def _repeated(workplace: Workplace, told: Told) -> Collection[int]:
    """The actions of which an earlier answer can be read: officers read their drafts there, too."""
    return list_repeated(workplace.journey, shared=not told.may_answer) if told.answers else ()


def sign_of(status: ShownOption | None) -> tuple[str, str, str]:
    """The sign, the tile and the bar of a status."""
    if status is None:
        return TONES["none"]
    return SIGNS.get(status.key) or TONES.get(status.tone, TONES["none"])


def cut(title: str) -> str:
    """The beginning of a name, in whole words unless the first one is too long."""
    short = shorten(title, NAME_LENGTH, placeholder="…")
    return short if short != "…" else f"{title[: NAME_LENGTH - 1]}…"


def _bar(action: Action) -> Bar:
    title = cut(action.title)
    name = f"{action.goal}  {title}" if action.goal else title
    return Bar(name, sign_of(action.status)[2], action.starts_on, action.ends_on)


def _label(actions: Sequence[Action]) -> str:
    """What the timeline shows, in words: the days of each action stand with it, and are not said again."""
    ends = [day for action in actions for day in (action.starts_on, action.ends_on) if day is not None]
    if not ends:
        return ""
    counted = ngettext("Timeline of one action", "Timeline of %(num)s actions", len(actions))
    reach = _("from %(start)s to %(end)s", start=full_day(min(ends)), end=full_day(max(ends)))
    return " ".join([f"{counted}, {reach}.", _("The days of each stand with it above.")])


def _legend(plan: Plan) -> list[tuple[str, str]]:
    """What the bars' looks mean: only those that are drawn."""
    found: dict[str, list[str]] = {}
    for option, _number in plan.statuses:
        if any(a.has_dates and a.status and a.status.key == option.key for a in plan.actions):
            found.setdefault(sign_of(option)[2], []).append(option.label)
    return [(kind, ", ".join(labels)) for kind, labels in found.items()]
