"""The way to the lists of actions from other pages, with how many actions there are in a line."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from portal import policy
from portal.clock import today
from portal.policy import Workplace
from portal.process.gate import CheckpointState, is_step_open
from portal.process.material import Material
from portal.process.schema import Step
from portal.process.work import shape_of
from portal.queries.action_answers import Count, count_answers
from portal.queries.action_lists import Tally, count_actions
from portal.queries.rows import find_row
from portal.views.register_blocks import address_of
from portal.web.language import current_language

UNDER_WAY = "warn"
"""The tone of statuses in which somebody is at work."""


def tally_words(tally: Tally, count: Count | None) -> str:
    """12 actions: 3 under way, 4 without a status, 2 late, the municipality has answered 4 of 6."""
    lang = current_language()
    parts = [
        f"{number} {option.label.of(lang).lower()}"
        for option, number in tally.statuses
        if number and option.tone == UNDER_WAY
    ]
    without = tally.total - sum(number for _option, number in tally.statuses) if tally.statuses else 0
    if without:
        parts.append(ngettext("one without a status", "%(num)s without a status", without))
    if tally.late:
        parts.append(ngettext("one late", "%(num)s late", tally.late))
    if count is not None and count.asked:
        parts.append(
            _(
                "the municipality has answered %(answered)s of %(asked)s",
                answered=count.answered,
                asked=count.asked,
            )
        )
    total = ngettext("One action", "%(num)s actions", tally.total)
    return f"{total}: {', '.join(parts)}." if parts else f"{total}."


@dataclass(frozen=True, slots=True)
class WorkLine:
    """The way to the lists from another page: how many actions there are, in words, and of which step they are."""

    step: str
    words: str
    href: str


def work_line(workplace: Workplace, material: Material, count: Count | None) -> WorkLine | None:
    """For those who may read the actions, once their step is open and there are some. One query."""
    register = workplace.process.register_with_role("actions")
    step = workplace.process.step_of(register.key) if register is not None else None
    state = CheckpointState(workplace.journey.checkpoint_state)
    if step is None or not is_step_open(workplace.process, state, step.key):
        return None
    if not policy.can_read_actions(current_user, workplace):
        return None
    tally = count_actions(workplace, material, today())
    if tally is None:
        return None
    href = url_for("actions.index", slug=workplace.place.slug)
    return WorkLine(step.key, tally_words(tally, count), href)


def work_line_of(workplace: Workplace, step: Step, material: Material) -> WorkLine | None:
    """For the page of a step: only that of the actions has one. Two queries at most."""
    register = workplace.process.register_with_role("actions")
    if register is None or workplace.process.step_of(register.key) is not step:
        return None
    answered = count_answers([workplace.journey.id]) if "plan_shared" in material.facts else {}
    return work_line(workplace, material, answered.get(workplace.journey.id))


def way_to_actions(workplace: Workplace) -> str:
    """For the page of the plan, which visitors read, too; empty for whoever may not follow the actions."""
    may = current_user.is_authenticated and policy.can_read_actions(current_user, workplace)
    return url_for("actions.index", slug=workplace.place.slug) if may else ""


def way_to_action(workplace: Workplace, row_id: int) -> str:
    """An action's own page; empty where there is none for this reader: it is removed, or not shared with them."""
    if not current_user.is_authenticated or not policy.can_read_actions(current_user, workplace):
        return ""
    row, register = find_row(workplace.journey, row_id), workplace.process.register_with_role("actions")
    if row is None or row.deleted_at is not None or register is None or row.register_key != register.key:
        return ""
    return url_for("action_pages.show", slug=workplace.place.slug, row_id=row_id)


def goal_href(workplace: Workplace, goal: int | None, here: str) -> str:
    """Where a goal is changed, for those who may, or read; empty for others, and where there is no goal. It leads back
    `here`."""
    shape = shape_of(workplace.process)
    if goal is None or shape is None or shape.goals is None:
        return ""
    if policy.can_write_register(current_user, workplace, shape.goals):
        return url_for("rows.edit", slug=workplace.place.slug, row_id=goal, next=here)
    readable = policy.can_read_referred(current_user, workplace, shape.goals.key)
    return address_of(workplace, shape.goals, row=goal, _anchor=f"row-{goal}") if readable else ""


def team_ways(workplace: Workplace, here: str) -> list[tuple[str, str]]:
    """From the lists to what the team does beside them: address and words. They lead back `here`, but for sharing."""
    shape, slug = shape_of(workplace.process), workplace.place.slug
    if shape is None or not policy.can_work_on_action(current_user, workplace):
        return []
    ways = []
    if shape.register in policy.importable(workplace.process):
        to = url_for("imports.index", slug=slug, register=shape.register.key, next=here)
        ways.append((to, _("Import from a table")))
    if shape.goals is not None:
        ways.append((address_of(workplace, shape.goals, next=here), _("Goals")))
    if policy.can_see_editions(current_user, workplace):
        ways.append((url_for("editions.index", slug=slug), _("Share the plan")))
    return ways
