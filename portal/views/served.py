"""How far a municipality's place has come: in words, as the small path, and by the municipality's own checklist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from portal.models import Tick
from portal.process.evidence import is_ticked
from portal.process.gate import CheckpointState, is_locked, is_phase_open, open_phases
from portal.process.material import Material
from portal.process.progress import next_thing, process_progress
from portal.process.schema import Process
from portal.process.sections import State
from portal.queries.municipality import ServedPlace
from portal.views.steps import CheckRow
from portal.views.words import listed
from portal.web.filters import short_day
from portal.web.language import current_language


@dataclass(frozen=True, slots=True)
class Way:
    """What `pictures.steps` draws, and the words beside it. `current`: the first step with something left on this side
    of the checkpoint, None when nothing is: what is left behind a checkpoint that is passed holds nobody there."""

    count: int
    current: int | None
    done: tuple[int, ...]
    gate_after: int
    is_open: bool
    label: str
    when: str
    words: str


def way_of(served: ServedPlace) -> Way:
    process, state = served.process, CheckpointState(served.journey.checkpoint_state)
    progress = process_progress(process, served.material)
    done = tuple(s.number for s in process.steps if progress.steps[s.key].state is State.DONE)
    after = process.checkpoint.after_phase
    is_open = is_phase_open(process, state, after + 1)
    here = {number for number in open_phases(process, state) if (number > after) == is_open}
    upcoming = next_thing(process, progress, here)
    current = upcoming.step.number if upcoming is not None and upcoming.step is not None else None
    gate_after = sum(len(p.steps) for p in process.phases if p.number <= after)
    return Way(
        count=len(process.steps),
        current=current,
        done=tuple(number for number in done if number != current),
        gate_after=gate_after,
        is_open=is_open,
        label=_label(served, done, current, is_open),
        when=_when(served, max(here) if current is None else _phase_of(process, current)),
        words=_words(served, state, is_open),
    )


def checks_of(served: ServedPlace) -> tuple[CheckRow, ...]:
    """The municipality's own checklist for the place."""
    return track_rows(served.process, served.material, served.ticks)


def track_rows(process: Process, material: Material, ticks: Mapping[str, Tick]) -> tuple[CheckRow, ...]:
    return tuple(
        CheckRow(item, is_ticked(item, process, material), ticks.get(item.key))
        for item in process.track.items
    )


def _label(served: ServedPlace, done: tuple[int, ...], current: int | None, is_open: bool) -> str:
    """The small path in words."""
    parts = [f"{served.place.name}:"]
    if done:
        parts.append(_("Done: step %(steps)s.", steps=listed([str(number) for number in done])))
    if current is not None:
        parts.append(_("Now at step %(step)s of %(count)s.", step=current, count=len(served.process.steps)))
    parts.append(_("The gate is open.") if is_open else _("The gate is closed."))
    return " ".join(parts)


def _phase_of(process: Process, number: int) -> int:
    return process.phase_of(process.steps[number - 1].key).number


def _when(served: ServedPlace, phase: int) -> str:
    journey = served.journey
    if journey.state == "ended":
        return _("The journey has ended")
    if journey.state == "paused":
        return _("Paused")
    if served.calendar.month == 0:
        return _("Begins %(day)s", day=short_day(journey.starts_on))
    return _(
        "Month %(month)s of %(months)s, phase %(phase)s",
        month=served.calendar.month,
        months=journey.months,
        phase=phase,
    )


def _words(served: ServedPlace, state: CheckpointState, is_open: bool) -> str:
    if served.journey.state == "ended":
        return ""
    checkpoint = served.process.checkpoint
    title = checkpoint.title.of(current_language())
    if is_open:
        return _("%(checkpoint)s: passed.", checkpoint=title)
    if is_locked(state):
        return _("%(checkpoint)s: submitted, waits for a verdict.", checkpoint=title)
    due = short_day(served.calendar.due(checkpoint.due_month))
    if state is CheckpointState.COMPLETE_FIRST:
        return _("%(checkpoint)s: the place completes some things and submits again.", checkpoint=title)
    return _("%(checkpoint)s: submitted by %(day)s at the latest.", checkpoint=title, day=due)
