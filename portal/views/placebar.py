"""The bar of a place: its start page and its registers, a click away from every page of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.policy import Workplace, can_open_register, can_read_actions, can_read_register
from portal.process.gate import CheckpointState, is_step_open
from portal.process.material import Material
from portal.queries.material import Written
from portal.views.navigation import TALK_PAGES
from portal.web.language import current_language


@dataclass(frozen=True, slots=True)
class BarItem:
    """A link of the bar; `current` is "page" on the page itself and "true" on pages below it."""

    label: str
    href: str
    current: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """What `frame.placebar` draws."""

    label: str
    items: tuple[BarItem, ...]


def placebar_of(workplace: Workplace, counts: Written | Material | Mapping[str, int]) -> Bar:
    """`counts`: what the place has written, or the number of rows by register key. Counts what the person may read."""
    slug, lang = workplace.place.slug, current_language()
    home = url_for("places.show", slug=slug)
    items = [BarItem(workplace.place.name, home, "page" if request.path == home else "true")]
    for register in workplace.process.registers:
        if not can_open_register(current_user, workplace, register.key):
            continue
        href = url_for("registers.show", slug=slug, register=register.key)
        readable = can_read_register(current_user, workplace, register.key)
        count = _count(counts, register.key) if readable else None
        items.append(BarItem(register.title.of(lang), href, "page" if request.path == href else "", count))
    items += _actions(workplace)
    talks = url_for("conversations.index", slug=slug)
    is_talk = (request.endpoint or "").startswith(TALK_PAGES)
    items.append(
        BarItem(_("Conversations"), talks, "page" if request.path == talks else "true" if is_talk else "")
    )
    if any(item.current for item in items[1:]):
        items[0] = BarItem(workplace.place.name, home)
    return Bar(_("%(place)s, the place's pages", place=workplace.place.name), tuple(items))


def _actions(workplace: Workplace) -> list[BarItem]:
    """The lists of actions, once their step is open to the person."""
    register = workplace.process.register_with_role("actions")
    state = CheckpointState(workplace.journey.checkpoint_state)
    step = workplace.process.step_of(register.key) if register is not None else None
    if step is None or not is_step_open(workplace.process, state, step.key):
        return []
    if not can_read_actions(current_user, workplace):
        return []
    href = url_for("actions.index", slug=workplace.place.slug)
    below = "true" if request.path.startswith(href) else ""
    return [BarItem(_("Actions"), href, "page" if request.path == href else below)]


def _count(counts: Written | Material | Mapping[str, int], key: str) -> int:
    if isinstance(counts, Written):
        counts = counts.material
    if isinstance(counts, Material):
        return len(counts.entries(key))
    return counts.get(key, 0)
