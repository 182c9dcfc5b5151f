"""All actions in one table: who is responsible and with whom, when, what is needed of whom, how far each has come."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from portal.documents.blocks import Table
from portal.documents.replies import outcome
from portal.documents.words import day, month, say, value
from portal.errors import N_
from portal.process.plan import Action
from portal.process.plan_document import Actions, PlanDocument

WIDTHS = (29, 9, 31, 18, 27, 16, 19)
"""Of action, goal, responsible, when, needs, status and the municipality; a column without anything is left out."""
_BETWEEN = re.compile(r" (?=\d|–)")
"""A month and its year stay in one line of a narrow column, and so does a dash with what it follows."""


def overview(part: Actions, document: PlanDocument) -> Table:
    lang, replies = document.lang, document.replies
    is_led = any(action.fact("responsible") for action in part.all)
    heads = (
        say(lang, N_("Action")),
        say(lang, N_("Goal")),
        _label(part, "responsible" if is_led else "partners"),
        say(lang, N_("When")),
        _label(part, "needs"),
        say(lang, N_("Status")),
        say(lang, N_("The municipality")),
    )
    rows = [
        (
            action.title,
            str(action.goal or ""),
            _who(action, lang) if is_led else _said(action, "partners", lang),
            _BETWEEN.sub("\u00a0", months(action, lang)),
            _said(action, "needs", lang),
            action.status.label if action.status else "",
            outcome(reply.said, lang) if (reply := replies.to(action.id)) is not None else "",
        )
        for action in part.all
    ]
    kept = [0, *(n for n in range(1, len(heads)) if any(row[n] for row in rows))]
    return Table(
        say(lang, N_("All actions")),
        tuple(heads[n] for n in kept),
        tuple(tuple(row[n] for n in kept) for row in rows),
        tuple(WIDTHS[n] for n in kept),
    )


def responsible(action: Action, lang: str) -> str:
    """Who is responsible, and in which function there."""
    who, function = _said(action, "responsible", lang), _said(action, "function", lang)
    return f"{who} ({function})" if who and function else who


def months(action: Action, lang: str) -> str:
    """The dates in words, by month; "" without any."""
    return _when(action, lang, month)


def days(action: Action, lang: str) -> str:
    """The same to the day."""
    return _when(action, lang, day)


def _when(action: Action, lang: str, written: Callable[[date, str], str]) -> str:
    start, end = action.starts_on, action.ends_on
    if start and end:
        first, last = written(start, lang), written(end, lang)
        return first if first == last else f"{first} – {last}"
    if start:
        return say(lang, N_("from %(month)s"), month=written(start, lang))
    return say(lang, N_("until %(month)s"), month=written(end, lang)) if end else ""


def _who(action: Action, lang: str) -> str:
    """Who is responsible, and below them with whom; that nobody is yet is worth knowing, too."""
    who, partners = responsible(action, lang), _said(action, "partners", lang)
    together = say(lang, N_("with %(who)s"), who=partners) if partners else ""
    return "\n".join(each for each in (who or say(lang, N_("Nobody yet")), together) if each)


def _said(action: Action, role: str, lang: str) -> str:
    cell = action.fact(role)
    return value(cell.shown, lang) if cell is not None and cell.shown is not None else ""


def _label(part: Actions, role: str) -> str:
    """What the definition calls the column; "" where no action has anything in it."""
    cells = (action.fact(role) for action in part.all)
    return next((cell.column.label for cell in cells if cell is not None), "")
