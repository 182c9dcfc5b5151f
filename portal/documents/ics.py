"""The dated actions of a plan as a calendar (RFC 5545). What has no dates is not in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from icalendar import Calendar, Event, vText

from portal.documents.docx import safe
from portal.documents.replies import fact
from portal.documents.words import day, named, say, value
from portal.errors import N_
from portal.process.plan import Action
from portal.process.plan_document import PlanDocument

PRODUCT = "-//Platsportalen//Plan//SV"
DAY = timedelta(days=1)


def write(document: PlanDocument) -> bytes:
    lang, edition = document.lang, document.edition
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add(
        "x-wr-calname",
        vText(safe(say(lang, N_("Local development plan for %(place)s"), place=edition.place))),
    )
    calendar.add("x-wr-caldesc", vText(_about(document)))
    for action in document.plan.actions:
        if action.has_dates:
            calendar.add_component(_event(action, document))
    return calendar.to_ical()


def _about(document: PlanDocument) -> str:
    """Which edition it is, who stands behind it, and the team's introduction."""
    lang, edition = document.lang, document.edition
    words = N_("Edition %(number)s, %(day)s")
    lines = [say(lang, words, number=edition.number, day=day(edition.day, lang))]
    if document.behind:
        lines.append(f"{say(lang, N_('They stand behind the plan'))}: {', '.join(document.behind)}")
    return safe("\n".join([*lines, edition.introduction]))


def _event(action: Action, document: PlanDocument) -> Event:
    """The same action has the same UID in every edition, and a later edition a higher sequence: calendars follow."""
    edition = document.edition
    place = sha256(f"{edition.place}\n{edition.municipality}".encode()).hexdigest()[:16]
    first, last = _days(action)
    event = Event()
    event.add("uid", f"{place}-action-{action.id}@platsportalen")
    event.add("dtstamp", datetime(edition.day.year, edition.day.month, edition.day.day, 12, tzinfo=UTC))
    event.add("sequence", edition.number)
    event.add("summary", safe(action.title), {"LANGUAGE": document.lang})
    event.add("dtstart", first)
    if last < date.max:
        event.add("dtend", last + DAY)  # the day after the last one, says the RFC
    event.add("transp", "TRANSPARENT")
    facts = _facts(action, document)
    if facts:
        event.add("description", facts, {"LANGUAGE": document.lang})
    return event


def _days(action: Action) -> tuple[date, date]:
    first = action.starts_on or action.ends_on or date.min
    last = action.ends_on or first
    return min(first, last), max(first, last)


def _facts(action: Action, document: PlanDocument) -> str:
    lang = document.lang
    status = [f"{say(lang, N_('Status'))}: {action.status.label}"] if action.status is not None else []
    cells = [cell for cell in (action.theme, *action.facts) if cell is not None and cell.shown is not None]
    facts = [f"{named(c.column.label)} {value(c.shown, lang)}" for c in cells if c.shown is not None]
    answered = [f"{name} {words}" for name, words in fact(document, action.id)]
    return safe("\n".join([*status, *facts, *answered]))
