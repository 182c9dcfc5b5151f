"""Goals and actions as blocks: in short as a table and a timeline, then each with all that is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from portal.documents.action_table import days, months, overview, responsible
from portal.documents.blocks import Block, Facts, Paragraph, Span, Timeline, Title
from portal.documents.images import images_of
from portal.documents.replies import fact
from portal.documents.words import day, named, say, value
from portal.errors import N_
from portal.process.document import Cell
from portal.process.plan import Action, Goal
from portal.process.plan_document import Actions, Goals, PlanDocument
from portal.process.shown import ShownOption

KINDS = {"good": "done", "warn": "now"}
"""How the tone of a status is drawn; every other one is planned."""


def goals(part: Goals, document: PlanDocument, level: int) -> Iterator[Block]:
    lang = document.lang
    for goal in part.goals:
        yield Title(level, f"{goal.number}. {goal.title}")
        facts = _facts((goal.how_seen, goal.theme, *goal.facts), lang)
        if facts:
            yield Facts(facts)
        yield from images_of(goal.facts, goal.title, document)


def actions(part: Actions, document: PlanDocument, level: int) -> Iterator[Block]:
    lang = document.lang
    yield overview(part, document)
    spans = tuple(span_of(action, lang) for action in part.all if action.has_dates)
    if spans:
        told = " ".join(f"{span.name}: {span.when}." for span in spans)
        yield Timeline(say(lang, N_("When it will happen")), spans, told)
    for goal in part.goals:
        if goal.actions:
            words = say(
                lang, N_("Actions for goal %(number)s. %(goal)s"), number=goal.number, goal=goal.title
            )
            yield Title(level, words)
            yield from _each(goal.actions, document, level + 1, goal)
    if part.loose and any(goal.actions for goal in part.goals):
        yield Title(level, say(lang, N_("Other actions")))
        yield from _each(part.loose, document, level + 1, None)
    else:
        yield from _each(part.loose, document, level, None)


def span_of(action: Action, lang: str) -> Span:
    ends: tuple[date | None, date | None] = (action.starts_on, action.ends_on)
    name = f"{action.title} · {action.status.label}" if action.status else action.title
    return Span(name, *ends, months(action, lang), _kind(action.status))


def _kind(status: ShownOption | None) -> str:
    return KINDS.get(status.tone, "plan") if status is not None else "plan"


def _each(listed: Sequence[Action], document: PlanDocument, level: int, goal: Goal | None) -> Iterator[Block]:
    lang = document.lang
    for action in listed:
        yield Title(level, action.title)
        in_short = _in_short(action, goal, lang)
        if in_short:
            yield Paragraph((in_short,))
        facts = (*_told(action, lang), *fact(document, action.id), *_progress(action, lang))
        if facts:
            yield Facts(facts)
        yield from images_of(action.facts, action.title, document)


def _in_short(action: Action, goal: Goal | None, lang: str) -> str:
    """Status, dates and theme need no names; a theme that is the goal's is not said again."""
    theme = action.theme.shown if action.theme is not None else None
    if goal is not None and goal.theme is not None and goal.theme.shown == theme:
        theme = None
    said = (
        action.status.label if action.status else "",
        days(action, lang),
        value(theme, lang) if theme is not None else "",
    )
    return " · ".join(each for each in said if each)


def _told(action: Action, lang: str) -> tuple[tuple[str, str], ...]:
    """What no other line says of it."""
    said = {"starts_on", "ends_on"} | ({"function"} if action.fact("responsible") else set())
    return tuple(
        (
            named(cell.column.label),
            responsible(action, lang) if cell.column.role == "responsible" else value(cell.shown, lang),
        )
        for cell in action.facts
        if cell.shown is not None and cell.column.role not in said
    )


def _progress(action: Action, lang: str) -> tuple[tuple[str, str], ...]:
    """How it has gone, a line a note."""
    notes = "\n".join(f"{day(note.day, lang)}: {note.text}" for note in action.progress)
    return ((f"{say(lang, N_('How it has gone'))}:", notes),) if notes else ()


def _facts(cells: Sequence[Cell | None], lang: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (named(cell.column.label), value(cell.shown, lang))
        for cell in cells
        if cell is not None and cell.shown is not None
    )
