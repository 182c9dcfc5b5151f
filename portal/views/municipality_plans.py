"""The municipality's overview of the plans that it has been shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from flask import Blueprint, render_template, request
from flask_babel import ngettext
from flask_login import current_user

from portal import policy
from portal.clock import today
from portal.models import ActionAnswer, Place
from portal.process.action_answers import Stage
from portal.process.contents import Listed
from portal.process.schema import Process
from portal.queries.municipal_plans import MunicipalPlan, Promised, list_municipal_plans, list_promised
from portal.queries.municipalities import list_own_municipalities
from portal.queries.paging import SIZE, Page
from portal.web.access import access
from portal.web.language import current_language
from portal.web.paging import page_number

bp = Blueprint("municipality_plans", __name__)

SHOWS = ("waiting", "promised", "places")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme and how many goals of how many places have it."""

    key: str
    label: str
    goals: int
    places: int


@dataclass(frozen=True, slots=True)
class Waits:
    """An action that waits for an answer."""

    plan: MunicipalPlan
    action: Listed

    @property
    def is_changed(self) -> bool:
        """It has been answered, and says something else since."""
        return self.action.id in self.plan.answered


@bp.get("/municipality/plans/")
@access(policy.can_see_municipality)
def index() -> str:
    plans = list_municipal_plans(current_user)
    waiting = [Waits(plan, action) for plan in plans for action in plan.waiting]
    # Oldest first; a stable sort keeps the order of places and plans within a day.
    waiting.sort(key=lambda one: one.action.since or today())
    promised = list_promised(current_user, page_number() if _shown() == "promised" else 1)
    themes = _themes(plans)
    # The key of goals without a theme is empty: only its absence asks for all places.
    theme = next((each for each in themes if each.key == request.args.get("theme")), None)
    chosen = [plan for plan in plans if theme is None or plan.contents.goals.get(theme.key)]
    return render_template(
        "municipality/plans.html",
        municipalities=list_own_municipalities(current_user),
        shown=_shown(),
        counts={"waiting": len(waiting), "promised": _counted(promised), "places": len(plans)},
        waiting=_page_of(waiting),
        promised=promised,
        promises=_by_decision(promised),
        places=_page_of([(plan, _themes([plan])) for plan in chosen]),
        themes=themes,
        theme=theme,
        today=today(),
    )


def _counted(promised: Promised) -> int | str:
    """For the tab: how many are decided and how many are not."""
    if not promised.page.total:
        return 0
    return ngettext(
        "%(num)s decided, %(rest)s not",
        "%(num)s decided, %(rest)s not",
        promised.decided,
        rest=promised.undecided,
    )


def _by_decision(promised: Promised) -> list[tuple[bool, list[tuple[ActionAnswer, Place]]]]:
    """The page's rows in two parts, what is decided first; a part that has none is left out."""
    parts = groupby(promised.page.items, key=lambda one: one[0].stage == Stage.DECIDED)
    return [(is_decided, list(rows)) for is_decided, rows in parts]


def _shown() -> str:
    shown = request.args.get("show", "")
    return shown if shown in SHOWS else SHOWS[0]


def _page_of(items: Sequence[T]) -> Page[T]:
    number = min(page_number(), max(1, -(-len(items) // SIZE)))
    return Page(items[(number - 1) * SIZE : number * SIZE], number, len(items))


def _themes(plans: Sequence[MunicipalPlan]) -> list[Theme]:
    """Those that some goal has, most goals first."""
    goals: Counter[str] = Counter()
    places: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for plan in plans:
        for key, number in plan.contents.goals.items():
            goals[key] += number
            places[key] += 1
            labels.setdefault(key, _label(plan.process, key))
    return [Theme(key, labels[key], goals[key], places[key]) for key, _number in goals.most_common()]


def _label(process: Process, key: str) -> str:
    """What the definition calls a theme of its goals; empty where it has none."""
    register = process.register_with_role("goals")
    column = next((c for c in register.columns if c.role == "theme"), None) if register is not None else None
    option = next((o for o in column.options if o.key == key), None) if column is not None else None
    return option.label.of(current_language()) if option is not None else ""
