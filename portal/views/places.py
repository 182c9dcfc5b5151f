"""The places that a person may see, and the start page of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from portal import policy
from portal.clock import STOCKHOLM, today
from portal.models import Journey
from portal.policy import Workplace
from portal.process.calendar import Calendar, Stretch
from portal.process.definitions import find_definition
from portal.process.gate import CheckpointState, open_phases
from portal.process.material import Material
from portal.process.progress import process_progress
from portal.process.schema import Phase
from portal.queries.action_answers import count_answers
from portal.queries.checkpoint import CheckpointRecord, get_record
from portal.queries.duty import Staffer, list_staff
from portal.queries.editions import find_newest_edition
from portal.queries.looks import Glance
from portal.queries.material import get_material
from portal.queries.places import list_journeys
from portal.queries.points import points_in
from portal.queries.searching import words_of
from portal.queries.threads import count_new_posts
from portal.queries.workplaces import load_place
from portal.views.coaching import coaching_links
from portal.views.duty import away_lines
from portal.views.links import href_of
from portal.views.looks import glance_of, marks_of, talks_new
from portal.views.placebar import placebar_of
from portal.views.start import dates, gate_mark, legs, suggest
from portal.views.words import Sign, checkpoint_words
from portal.views.work_links import work_line
from portal.web.access import access
from portal.web.paging import page_number

bp = Blueprint("places", __name__)

NEAR_THE_GATE = 30  # days
SAME_MOMENT = timedelta(seconds=10)
"""Sharing an edition is a change of the journey itself, a moment after the day that the edition has."""
THROUGH = (CheckpointState.GO_ON, CheckpointState.GO_ON_FOLLOW_UP)


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place in the list: where its journey stands."""

    journey: Journey
    month: int
    phase: Phase
    checkpoint: Sign
    title: str
    new: int


@bp.get("/places/")
@access(policy.is_signed_in)
def index() -> str:
    typed = words_of(request.args.get("q", ""))
    page = list_journeys(current_user, typed, page_number())
    new = count_new_posts(current_user, [journey.id for journey in page.items])
    lines = [_line(journey, new.get(journey.id, 0)) for journey in page.items]
    return render_template("places/index.html", page=page, lines=lines, q=typed)


def _line(journey: Journey, new: int) -> PlaceLine:
    process = find_definition(journey.definition_key, journey.definition_version)
    opened = open_phases(process, CheckpointState(journey.checkpoint_state))
    phase = next(p for p in reversed(process.phases) if p.number in opened)
    words = checkpoint_words(journey.checkpoint_state)
    return PlaceLine(journey, calendar_of(journey).month, phase, words, journey.place.name, new)


def calendar_of(journey: Journey) -> Calendar:
    """The journey's calendar as it looks today, or on the day it ended; its pauses are loaded."""
    pauses = [Stretch(pause.since, pause.until) for pause in journey.pauses]
    return Calendar(journey.starts_on, journey.months, journey.ended_on or today(), pauses)


@bp.get("/places/<slug>/")
@access(policy.can_see_place, load=load_place)
def show(workplace: Workplace) -> str:
    material = get_material(workplace.journey)
    record = get_record(workplace.journey)
    process = workplace.process
    points = points_in(workplace, record)
    progress = process_progress(process, material)
    team = policy.is_team(current_user, workplace.place)
    due_on = record.due_on(process)
    staff, glance = list_staff(workplace.place, today()), glance_of(workplace)
    return render_template(
        "places/show.html",
        place=workplace.place,
        placebar=placebar_of(workplace, material),
        workplace=workplace,
        team=team,
        calendar=record.calendar,
        due_on=due_on,
        gate_on=_gate_day(workplace, record, due_on),
        legs=legs(workplace, progress, points, team=team),
        gate=gate_mark(workplace, record.readiness(process, material), due_on, points),
        beside=[(p, href_of(workplace, p.anchor)) for p in points if p.step is None],
        can_mark=bool(points) and bool(policy.can_mark_verdict(current_user, workplace)),
        suggestion=suggest(workplace, progress, points) if team else None,
        decision=record.holding,
        **_plan(workplace, material, team=bool(team)),
        marks=marks_of(workplace, material, glance),
        **_talks(workplace, glance),
        reminders=_reminders(workplace, record.calendar, due_on),
        dates=dates(workplace, record.calendar, points),
        registers=[r for r in process.registers if policy.can_open_register(current_user, workplace, r.key)],
        counts={
            r.key: len(material.entries(r.key))
            for r in process.registers
            if policy.can_read_register(current_user, workplace, r.key)
        },
        leaders=_names(staff, "leader"),
        coaches=_names(staff, "place_coach"),
        away=away_lines(staff),
        can_hand_over=policy.can_read_handover(current_user, workplace),
    )


def _plan(workplace: Workplace, material: Material, *, team: bool) -> dict[str, Any]:
    """The newest edition, the same if it is open now, how many actions the municipality has answered, and the way to
    the actions; that takes no query before the plan is shared and actions are written."""
    journey = workplace.journey
    is_shared = "plan_shared" in material.facts
    count = count_answers([journey.id]).get(journey.id) if is_shared else None
    newest = find_newest_edition(journey) if is_shared or not team else None
    edition = newest if newest is not None and newest.ended_at is None else None
    return {
        "newest": newest,
        "edition": edition,
        "changed_since": edition is not None and journey.changed_at - edition.shared_at > SAME_MOMENT,
        "replied": count if count is not None and count.asked else None,
        "worklink": work_line(workplace, material, count),
    }


def _talks(workplace: Workplace, glance: Glance) -> dict[str, Any]:
    """What is new in conversations, in all of them and by step; and whether the person may begin one."""
    return {
        "talks": {step.key: talks_new(glance, step.key) for step in workplace.process.steps},
        "talks_all": talks_new(glance),
        "may_talk": policy.can_begin_thread(current_user, workplace),
        "coaching": coaching_links(workplace),
    }


def _gate_day(workplace: Workplace, record: CheckpointRecord, due_on: date) -> date:
    """Where the gate stands on the rail: the day that the place went through it, or the last day to submit."""
    decision = record.holding
    went = CheckpointState(workplace.journey.checkpoint_state) in THROUGH
    return decision.decided_at.astimezone(STOCKHOLM).date() if went and decision else due_on


def _reminders(workplace: Workplace, calendar: Calendar, due_on: date) -> list[tuple[date, str]]:
    """For the rail: not those that would lie behind the gate."""
    days = [calendar.after(r.month) for r in workplace.process.reminders]
    return [(day, _("reminder")) for day in days if abs((day - due_on).days) > NEAR_THE_GATE]


def _names(staff: Sequence[Staffer], role: str) -> list[str]:
    return [each.user.name for each in staff if each.role == role]
