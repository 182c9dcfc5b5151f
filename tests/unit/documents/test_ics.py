"""The calendar, read by the rules of RFC 5545 and not by the library that wrote it."""

from __future__ import annotations

import re

import pytest

from portal.documents import ics
from portal.process.material import Material
from tests.plan_paper import ACTIONS, HOSTILE, entry, full, paper

LINE = re.compile(r"(?P<name>[A-Z-]+)(?P<parameters>(;[A-Z-]+=[^:;]+)*):(?P<value>.*)", re.DOTALL)
ESCAPED = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}
OCTETS = 75


def read(content: bytes) -> list[tuple[str, str]]:
    """Name and value of each line; breaks the test where the file breaks the RFC."""
    raw = content.decode()
    assert raw.endswith("\r\n")
    assert re.search(r"(?<!\r)\n|\r(?!\n)", raw) is None
    assert all(len(line.encode()) <= OCTETS for line in raw.split("\r\n"))
    found = []
    for line in raw.replace("\r\n ", "").removesuffix("\r\n").split("\r\n"):
        match = LINE.fullmatch(line)
        assert match is not None, line
        found.append((match["name"], re.sub(r"\\[nN,;\\]", lambda m: ESCAPED[m[0]], match["value"])))
    return found


def events(content: bytes) -> list[dict[str, str]]:
    lines = read(content)
    starts = [n for n, line in enumerate(lines) if line == ("BEGIN", "VEVENT")]
    ends = [n for n, line in enumerate(lines) if line == ("END", "VEVENT")]
    assert len(starts) == len(ends)
    return [dict(lines[start + 1 : end]) for start, end in zip(starts, ends, strict=True)]


def test_dated_actions_and_meetings_are_in_it() -> None:
    found = events(ics.write(paper()))
    assert [(e["SUMMARY"], e["DTSTART"], e["DTEND"]) for e in found] == [
        ("Ny detaljplan Kroppefjäll", "20270101", "20280101"),
        ("Sjön och skogen", "20270301", "20270302"),
        ("Pilgrimsleden", "20260801", "20260802"),
        ("Planen ses över nästa gång, Dals Rostock", "20270501", "20270502"),
    ]
    assert found[0]["DESCRIPTION"].split("\n") == [
        "Läge: Planerad",
        "Ansvarig: Byalaget",
        "Börjar: 1 januari 2027",
        "Klar senast: 31 december 2027",
        "Kostnad: 120\xa0000\xa0kr",
    ]


def test_the_calendar_is_whole() -> None:
    lines = read(ics.write(paper()))
    assert (lines[0], lines[-1]) == (("BEGIN", "VCALENDAR"), ("END", "VCALENDAR"))
    heads = dict(lines[1 : lines.index(("BEGIN", "VEVENT"))])
    assert (heads["VERSION"], heads["METHOD"], heads["X-WR-CALNAME"]) == (
        "2.0",
        "PUBLISH",
        "Lokal utvecklingsplan för Dals Rostock",
    )
    assert (
        heads["X-WR-CALDESC"] == "Utgåva 2, 26 november 2026\nDe står bakom planen: Byalaget, Sjön och skogen"
    )


def test_calendars_follow_an_action_through_editions() -> None:
    found = events(ics.write(paper()))
    assert [e["SEQUENCE"] for e in found] == ["2"] * 4
    keys = ("action-31", "action-32", "action-34", "meeting-organisation.rhythm.review_date")
    assert [e["UID"].partition("-")[2] for e in found] == [f"{key}@platsportalen" for key in keys]
    assert events(ics.write(paper(lang="en")))[0]["UID"] == found[0]["UID"]


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2027-02-01", "2027-01-01", ("20270101", "20270202")),
        ("0001-01-01", None, ("00010101", "00010102")),
        ("9999-12-31", None, ("99991231", None)),
    ],
)
def test_dates_at_the_edge(start: str, end: str | None, days: tuple[str, str | None]) -> None:
    (found,) = events(
        ics.write(paper(Material(rows={ACTIONS: (entry(1, action="A", start=start, end=end),)})))
    )
    assert (found["DTSTART"], found.get("DTEND")) == days


def test_only_meetings_to_come_are_in_it() -> None:
    """Of the yearly reviews; what a review of last year said is history. The log is not in the plan at all."""
    reviews = (
        entry(1, date="2026-11-25", got_done="Stigen"),
        entry(2, date="2026-11-26", got_done="Stigen är röjd"),
        entry(3, date="snart"),
    )
    rows = {"organisation.yearly_review.list": reviews, "log": (entry(4, date="2027-01-01", kind="visit"),)}
    found = events(ics.write(paper(Material(rows=rows))))
    assert [(e["SUMMARY"], e["DTSTART"], e["UID"].partition("-")[2]) for e in found] == [
        ("Genomgång, Dals Rostock", "20261126", "meeting-row-2@platsportalen")
    ]
    assert found[0]["DESCRIPTION"] == "Det här har blivit gjort: Stigen är röjd"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nobody_writes_an_event_of_their_own(text: str) -> None:
    assert len(events(ics.write(full(text)))) == 4
