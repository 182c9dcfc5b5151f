"""The dated actions and the meetings of a plan as a calendar (RFC 5545). What has no dates is not in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from icalendar import Calendar, Event, vText

from portal.documents.replies import fact
from portal.documents.words import day, named, say, value
from portal.documents.xml import safe
from portal.errors import N_
from portal.process.document import Cell
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
            told = _facts(action, document)
            calendar.add_component(_event(document, f"action-{action.id}", action.title, _days(action), told))
    for meeting in document.meetings:
        title = f"{meeting.title.rstrip('?:')}, {edition.place}"
        days, told = (meeting.day, meeting.day), _told(meeting.facts, lang)
        calendar.add_component(
            _event(document, f"meeting-{meeting.key}", title[:1].upper() + title[1:], days, told)
        )
    return calendar.to_ical()


def _about(document: PlanDocument) -> str:
    """Which edition it is, who stands behind it, and the team's introduction."""
    lang, edition = document.lang, document.edition
    words = N_("Edition %(number)s, %(day)s")
    lines = [say(lang, words, number=edition.number, day=day(edition.day, lang))]
    if document.behind:
        lines.append(f"{say(lang, N_('They stand behind the plan'))}: {', '.join(document.behind)}")
    return safe("\n".join([*lines, edition.introduction]))


def _event(document: PlanDocument, key: str, title: str, days: tuple[date, date], told: str) -> Event:
    """The same action has the same UID in every edition, and a later edition a higher sequence: calendars follow."""
    edition = document.edition
    place = sha256(f"{edition.place}\n{edition.municipality}".encode()).hexdigest()[:16]
    first, last = days
    event = Event()
    event.add("uid", f"{place}-{key}@platsportalen")
    event.add("dtstamp", datetime(edition.day.year, edition.day.month, edition.day.day, 12, tzinfo=UTC))
    event.add("sequence", edition.number)
    event.add("summary", safe(title), {"LANGUAGE": document.lang})
    event.add("dtstart", first)
    if last < date.max:
        event.add("dtend", last + DAY)  # the day after the last one, says the RFC
    event.add("transp", "TRANSPARENT")
    if told:
        event.add("description", told, {"LANGUAGE": document.lang})
    return event


def _days(action: Action) -> tuple[date, date]:
    first = action.starts_on or action.ends_on or date.min
    last = action.ends_on or first
    return min(first, last), max(first, last)


def _facts(action: Action, document: PlanDocument) -> str:
    lang = document.lang
    status = [f"{say(lang, N_('Status'))}: {action.status.label}"] if action.status is not None else []
    facts = _told((action.theme, *action.facts), lang)
    answered = [f"{name} {words}" for name, words in fact(document, action.id)]
    return safe("\n".join([*status, *([facts] if facts else []), *answered]))


def _told(cells: Iterable[Cell | None], lang: str) -> str:
    facts = (
        f"{named(cell.column.label)} {value(cell.shown, lang)}"
        for cell in cells
        if cell is not None and cell.shown is not None
    )
    return safe("\n".join(facts))
