"""Goals and actions as blocks: in short as a table and a timeline, then each with all that is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from portal.documents.blocks import Block, Facts, Paragraph, Points, Span, Table, Timeline, Title
from portal.documents.images import images_of
from portal.documents.replies import fact, outcome
from portal.documents.words import day, month, named, say, value
from portal.errors import N_
from portal.process.document import Cell
from portal.process.plan import Action
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
    yield _overview(part, document)
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
            yield from _each(goal.actions, document, level + 1)
    if part.loose and any(goal.actions for goal in part.goals):
        yield Title(level, say(lang, N_("Other actions")))
        yield from _each(part.loose, document, level + 1)
    else:
        yield from _each(part.loose, document, level)


def when(action: Action, lang: str) -> str:
    """The dates in words, by month; "" without any."""
    start, end = action.starts_on, action.ends_on
    if start and end:
        first, last = month(start, lang), month(end, lang)
        return first if first == last else f"{first} – {last}"
    if start:
        return say(lang, N_("from %(month)s"), month=month(start, lang))
    return say(lang, N_("until %(month)s"), month=month(end, lang)) if end else ""


def span_of(action: Action, lang: str) -> Span:
    ends: tuple[date | None, date | None] = (action.starts_on, action.ends_on)
    name = f"{action.title} · {action.status.label}" if action.status else action.title
    return Span(name, *ends, when(action, lang), _kind(action.status))


def _kind(status: ShownOption | None) -> str:
    return KINDS.get(status.tone, "plan") if status is not None else "plan"


def _overview(part: Actions, document: PlanDocument) -> Table:
    """A row an action; a column in which nothing stands is left out."""
    lang, replies = document.lang, document.replies
    heads = [N_("Action"), N_("Goal"), N_("Status"), N_("When"), N_("The municipality")]
    rows = [
        (
            action.title,
            str(action.goal or ""),
            action.status.label if action.status else "",
            when(action, lang),
            outcome(reply.said, lang) if (reply := replies.to(action.id)) is not None else "",
        )
        for action in part.all
    ]
    kept = [0, *(n for n in range(1, len(heads)) if any(row[n] for row in rows))]
    return Table(
        say(lang, N_("All actions")),
        tuple(say(lang, heads[n]) for n in kept),
        tuple(tuple(row[n] for n in kept) for row in rows),
    )


def _each(listed: Sequence[Action], document: PlanDocument, level: int) -> Iterator[Block]:
    lang = document.lang
    for action in listed:
        yield Title(level, action.title)
        status = ((f"{say(lang, N_('Status'))}:", action.status.label),) if action.status else ()
        said = _facts((action.theme, *action.facts), lang)
        facts = (*status, *said, *fact(document, action.id))
        if facts:
            yield Facts(facts)
        yield from images_of(action.facts, action.title, document)
        if action.progress:
            yield Paragraph((say(lang, N_("How it has gone")),))
            yield Points(tuple(f"{day(note.day, lang)}: {note.text}" for note in action.progress))


def _facts(cells: Sequence[Cell | None], lang: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (named(cell.column.label), value(cell.shown, lang))
        for cell in cells
        if cell is not None and cell.shown is not None
    )
