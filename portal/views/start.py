"""What a place's start page is made of: the legs of its journey, the next thing, the dates to keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.policy import Workplace
from portal.process.calendar import Calendar
from portal.process.gate import CheckpointState, is_locked, is_phase_open, is_step_open, open_phases
from portal.process.progress import ProcessProgress, next_thing
from portal.process.readiness import Readiness
from portal.process.schema import Step
from portal.process.sections import State
from portal.queries.points import OpenPoint
from portal.views.links import href_of
from portal.views.words import Sign, checkpoint_words, left_of_step, named_left, state_words
from portal.web.filters import short_day
from portal.web.language import current_language

Points = Sequence[OpenPoint]


@dataclass(frozen=True, slots=True)
class Leg:
    """One step of the journey. `kind` picks its stone; `states` its words, the step's own first."""

    step: Step
    parts: int
    done: int
    kind: str
    states: list[Sign]
    left: str
    href: str
    points: list[tuple[OpenPoint, str]]
    """What the coach has asked, and where it is mended."""


@dataclass(frozen=True, slots=True)
class GateMark:
    """The checkpoint between the phases."""

    state: Sign
    left: str
    note: str
    is_open: bool
    href: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The one thing to do next."""

    title: str
    text: str
    href: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A day to keep in mind; `late` when it has passed."""

    day: date
    words: str
    href: str = ""
    late: bool = False


def legs(
    workplace: Workplace, progress: ProcessProgress, points: Sequence[OpenPoint], *, team: bool
) -> dict[str, Leg]:
    """The steps by key, with what is done, what is left and what the coach has asked about them. `team`: said to
    those who write here."""
    return {
        step.key: _leg(
            workplace,
            progress,
            step,
            [(p, href_of(workplace, p.anchor)) for p in points if p.step is step],
            team=team,
        )
        for step in workplace.process.steps
    }


def _leg(
    workplace: Workplace,
    progress: ProcessProgress,
    step: Step,
    points: list[tuple[OpenPoint, str]],
    *,
    team: bool,
) -> Leg:
    process = workplace.process
    state = CheckpointState(workplace.journey.checkpoint_state)
    own = progress.steps[step.key]
    if not is_step_open(process, state, step.key):
        words = ("locked", _("After the checkpoint"))
        return Leg(step, own.total, 0, "locked", [words], "", "", [])
    sign = state_words(own.state)
    if is_locked(state) and not process.is_after_checkpoint(step.key):
        sign = ("wait", _("Locked during review"))
    elif state is CheckpointState.COMPLETE_FIRST and any(p.is_open for p, _href in points):
        sign = ("look", _("To complete"))
    states = [sign]
    if step.key in workplace.shared:
        states.append(("shared", _("Shared %(day)s", day=short_day(workplace.shared[step.key]))))
    left = left_of_step(own.left)
    if own.state is State.DONE:
        left = _("Everything is filled in.")
        if team and sign[0] == "done":
            left = _("Everything is filled in. You can change and add whenever you want.")
    href = url_for("steps.show", slug=workplace.place.slug, step=step.key)
    kind = "done" if own.state is State.DONE and sign[0] != "look" else "part"
    return Leg(step, own.total, own.done, kind, states, left, href, points)


def gate_mark(workplace: Workplace, readiness: Readiness, due_on: date, points: Points = ()) -> GateMark:
    """The checkpoint in words: where it stands, what is missing, by when. `points`: what the coach has asked for."""
    state = CheckpointState(workplace.journey.checkpoint_state)
    is_open = is_phase_open(workplace.process, state, workplace.process.checkpoint.after_phase + 1)
    waits = state in (CheckpointState.NOT_SUBMITTED, CheckpointState.COMPLETE_FIRST)
    musts = sum(1 for c in readiness.criteria if c.criterion.is_must)
    left = ""
    if waits and readiness.missing:
        missing = len(readiness.missing)
        left = ngettext(
            "Left: %(num)s of %(total)s requirements lacks evidence.",
            "Left: %(num)s of %(total)s requirements lack evidence.",
            missing,
            total=musts,
        )
    elif any(point.is_open for point in points) and waits:
        asked = sum(point.is_open for point in points)
        left = ngettext("Left: one point from the coach.", "Left: %(num)s points from the coach.", asked)
    elif waits:
        left = _("All requirements have evidence. You can submit.")
    return GateMark(
        state=checkpoint_words(state),
        left=left,
        note=_("no later than %(day)s", day=short_day(due_on)) if waits else "",
        is_open=is_open,
        href=url_for("checkpoint.show", slug=workplace.place.slug),
    )


def suggest(workplace: Workplace, progress: ProcessProgress, points: Points) -> Suggestion | None:
    """What to do next: what the coach asked for, what is left, the checkpoint. None when the journey rests."""
    process, lang = workplace.process, current_language()
    gate, title = url_for("checkpoint.show", slug=workplace.place.slug), process.checkpoint.title.of(lang)
    state = CheckpointState(workplace.journey.checkpoint_state)
    if workplace.journey.state != "active":
        return None
    if is_locked(state):
        return Suggestion(
            _("Your coach reads what you have submitted"),
            _("You need not do anything now. The registers stay open, so you can keep the log as usual."),
            gate,
            _("Look at what you submitted"),
        )
    if state is CheckpointState.COMPLETE_FIRST:
        asked = next((point for point in points if point.is_open), None)
        return _asked_for(workplace, asked) if asked else _all_answered(gate)
    thing = next_thing(process, progress, open_phases(process, state))
    if thing is None:
        return Suggestion(_("Everything is filled in"), _("You can change and add whenever you want."))
    if thing.section is None or thing.progress is None or thing.step is None:
        return Suggestion(
            title,
            _("Everything before it is filled in. See whether you are ready to submit."),
            gate,
            _("Go to the checkpoint"),
        )
    name = thing.section.title.of(lang)
    begun = thing.progress.state is State.PART
    return Suggestion(
        _("Finish “%(section)s”", section=name) if begun else _("Begin with “%(section)s”", section=name),
        named_left(thing.progress.left) if begun else thing.section.lead.of(lang),
        href_of(workplace, thing.section.key),
        _("Continue with “%(section)s”", section=name) if begun else _("Open “%(section)s”", section=name),
    )


def _all_answered(gate: str) -> Suggestion:
    return Suggestion(
        _("You can submit again"),
        _("You have answered everything that the coach asked for. See whether you are ready."),
        gate,
        _("Go to the checkpoint"),
    )


def _asked_for(workplace: Workplace, point: OpenPoint) -> Suggestion:
    part = point.section or point.step
    action = _("Open “%(section)s”", section=part.title.of(current_language())) if part else _("Open")
    href = href_of(workplace, point.anchor)
    return Suggestion(_("Complete what the coach has asked for"), point.text, href, action)


def dates(workplace: Workplace, calendar: Calendar, points: Sequence[OpenPoint]) -> list[Due]:
    """The days ahead, in order: the checkpoint, points to follow up, reminders, the last day."""
    process, lang = workplace.process, current_language()
    state = CheckpointState(workplace.journey.checkpoint_state)
    found = [Due(calendar.ends_on, _("The last day"))]
    if state in (CheckpointState.NOT_SUBMITTED, CheckpointState.COMPLETE_FIRST):
        due = calendar.due(process.checkpoint.due_month)
        words = _("Submit: %(checkpoint)s", checkpoint=process.checkpoint.title.of(lang))
        found.append(Due(due, words, href_of(workplace, process.checkpoint.key), due < calendar.today))
    found += [
        Due(p.due_on, p.text, href_of(workplace, p.anchor), p.due_on < calendar.today)
        for p in points
        if p.due_on and not p.marked.is_settled
    ]
    for reminder in process.reminders:
        day = calendar.after(reminder.month)
        if day >= calendar.today:
            found.append(
                Due(day, reminder.title.of(lang), href_of(workplace, reminder.link) if reminder.link else "")
            )
    return sorted(found, key=lambda due: due.day)
