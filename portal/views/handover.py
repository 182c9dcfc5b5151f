"""The handover note of a place: one page, put together from what is there, for whoever coaches it next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext as _
from flask_login import current_user

from portal import policy
from portal.clock import today
from portal.models import Decision, Row, Thread
from portal.policy import Workplace
from portal.process.gate import CheckpointState, open_phases
from portal.process.progress import process_progress
from portal.process.schema import Audience, Column, Kind, Register
from portal.process.shown import Naming, Shown
from portal.process.shown import show as shown_of
from portal.queries.checkpoint import CheckpointRecord, get_record
from portal.queries.covers import load_handover
from portal.queries.handover import LISTED, OpenTalk, list_entries, list_notes, list_open_talks, list_people
from portal.queries.material import get_material
from portal.queries.points import points_in
from portal.queries.promises import is_halted
from portal.views.links import title_of
from portal.views.placebar import placebar_of
from portal.views.start import dates, gate_mark, legs
from portal.views.thread_pages import address_of_thread, head_of_thread, title_of_thread, where_of_thread
from portal.views.words import listed
from portal.web.access import access
from portal.web.filters import day as day_in_words
from portal.web.language import current_language

bp = Blueprint("handover", __name__)

Covering = Mapping[int, frozenset[int]]
DECISIONS = 3
UNNAMED = (Kind.REFERENCE, Kind.ATTACHMENT)
"""What leads to other registers and files, which may be the team's own."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A coach's row of the log: its title, who wrote it when, and what else it says."""

    title: str
    who: str
    row: Row
    cells: tuple[tuple[Column, Shown], ...]


@bp.get("/places/<slug>/handover")
@access(policy.can_read_handover, load=load_handover)
def show(workplace: Workplace, covering: Covering) -> str:
    material, record = get_material(workplace.journey), get_record(workplace.journey)
    process, reads_place = workplace.process, bool(policy.can_see_place(current_user, workplace))
    points, people = points_in(workplace, record), list_people(workplace.place, today())
    talks = list_open_talks(workplace.journey)
    opened = open_phases(process, CheckpointState(workplace.journey.checkpoint_state))
    due_on = record.due_on(process)

    def title(thread: Thread) -> str:
        # Who covers one conversation knows of the others what any coach of the region does.
        if not reads_place and thread.id not in covering[current_user.id]:
            return head_of_thread(workplace, thread)
        return " · ".join(
            filter(None, (title_of_thread(workplace, thread), where_of_thread(workplace, thread)))
        )

    return render_template(
        "handover/show.html",
        place=workplace.place,
        workplace=workplace,
        placebar=placebar_of(workplace, material) if reads_place else None,
        reads_place=reads_place,
        on=today(),
        calendar=record.calendar,
        phase=next(p for p in reversed(process.phases) if p.number in opened),
        legs=legs(workplace, process_progress(process, material), points, team=False),
        gate=gate_mark(workplace, record.readiness(process, material), due_on),
        dates=dates(workplace, record.calendar, points),
        talks=[(talk, title(talk.thread), _turn(talk)) for talk in talks[:LISTED]],
        has_more=len(talks) > LISTED,
        circle=Audience.COACH,
        thread_href=address_of_thread,
        thread_title=title,
        about=lambda key: title_of(workplace, key, current_language()),
        decisions=_decisions(record),
        stood_for=lambda decision: listed([people.names.get(i, "") for i in decision.stands_for]),
        entries=_entries(workplace, people.coaches, people.names),
        notes=list_notes(workplace.journey, None if reads_place else covering[current_user.id]),
        people=people.present,
    )


def _turn(talk: OpenTalk) -> str:
    """Whose turn it is, and by when an answer is promised."""
    if talk.promise is None:
        return _("No question waits for an answer.")
    if is_halted(talk.promise):
        return _("It is the coaches' turn. The journey is paused, so the promised days stand still.")
    due = talk.promise.due_on
    if due is None:
        return _("It is the place's turn: the coach has asked back.")
    if due < today():
        return _("It is the coaches' turn. The answer was promised by %(day)s.", day=day_in_words(due))
    return _("It is the coaches' turn, no later than %(day)s.", day=day_in_words(due))


def _decisions(record: CheckpointRecord) -> list[tuple[Any, Decision]]:
    """The latest verdicts that hold, each with its submission."""
    decided = [(s, s.decisions[-1]) for s in reversed(record.submissions) if s.decisions]
    return decided[:DECISIONS]


def _entries(workplace: Workplace, coaches: frozenset[int], names: Mapping[int, str]) -> list[Entry]:
    log = next((r for r in workplace.process.registers if r.role == "log"), None)
    if log is None:
        return []
    rows = list_entries(workplace.journey, log.key, coaches, is_shared=log.key in workplace.shared)
    naming = Naming(current_language(), {}, {})
    return [_entry(log, row, names, naming) for row in rows]


def _entry(log: Register, row: Row, names: Mapping[int, str], naming: Naming) -> Entry:
    columns = [c for c in log.columns if c.audience.reaches(Audience.COACH) and c.kind not in UNNAMED]
    cells = [(c, shown_of(c, row.values.get(c.name), naming)) for c in columns if c.is_shown(row.values)]
    said = tuple((column, shown) for column, shown in cells if shown is not None)
    title = next((shown.text for column, shown in said if column.name == log.title_column), "")
    rest = tuple((column, shown) for column, shown in said if column.name != log.title_column)
    return Entry(title, names.get(row.created_by, ""), row, rest)
