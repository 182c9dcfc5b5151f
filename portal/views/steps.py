"""A step: why it matters, its checklist and its sections; for coaches and region before it is shared, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask_login import current_user

from portal import policy
from portal.models import Tick
from portal.policy import Workplace
from portal.process.evidence import evaluate
from portal.process.gate import CheckpointState, is_phase_open, is_step_open
from portal.process.progress import ProcessProgress, StepProgress, process_progress
from portal.process.schema import Audience, ChecklistItem, Field, Section, Step, Text
from portal.process.sections import State
from portal.queries.material import Written, get_ticked
from portal.queries.points import OpenPoint, list_points
from portal.queries.workplaces import load_step
from portal.views.charts import previews
from portal.views.links import href_of
from portal.views.looks import note_look, since_looked, talks_new
from portal.views.placebar import placebar_of
from portal.views.words import Sign, left_of_section, state_words
from portal.views.work_links import work_line_of
from portal.web.access import access

bp = Blueprint("steps", __name__)


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section as a row of its step. Without `href` it cannot be opened by this person now."""

    section: Section
    state: Sign
    left: str
    href: str
    optional: bool
    points: tuple[OpenPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A line of the checklist with who ticked it or, where it ticks itself, what decides that."""

    item: ChecklistItem
    done: bool
    tick: Tick | None
    words: Text | None = None
    href: str = ""
    link_title: Text | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """The small path: which steps are done, and where the gate stands."""

    done: list[int]
    gate_after: int
    gate_open: bool


@bp.get("/places/<slug>/steps/<step>/")
@access(policy.can_see_place, load=load_step)
def show(workplace: Workplace, step: Step) -> str:
    written = get_ticked(workplace.journey)
    progress = process_progress(workplace.process, written.material)
    readable = bool(policy.can_read_step(current_user, workplace, step))
    editable = policy.can_edit_step(current_user, workplace, step)
    points = list_points(workplace) if readable else ()
    parts = section_rows(workplace, step, progress.steps[step.key], points, readable=readable)
    since = since_looked(workplace, written.material, step.key)
    page = render_template(
        "steps/show.html",
        place=workplace.place,
        placebar=placebar_of(workplace, written),
        workplace=workplace,
        step=step,
        phase=workplace.process.phase_of(step.key),
        where=where_is(workplace, progress),
        progress=progress.steps[step.key],
        parts=parts,
        checks=[check_row(workplace, item, written) for item in step.checklist] if readable else [],
        upcoming=next((r for r in parts if r.state[0] != "done" and not r.optional), None),
        can_mark=bool(points) and bool(policy.can_mark_verdict(current_user, workplace)),
        previews=previews(current_user, workplace, step, written) if readable else [],
        readable=readable,
        worklink=work_line_of(workplace, step, written.material),
        editable=bool(editable),
        reason=editable.reason,
        team=policy.is_team(current_user, workplace.place),
        shared_at=workplace.shared.get(step.key),
        may_share=_may_share(workplace, step),
        kept=kept_by_team(step),
        registers=workplace.process.registers,
        counts={r.key: len(written.material.entries(r.key)) for r in workplace.process.registers},
        since=since,
        talks={r.section.key: talks_new(since.glance, r.section.key) for r in parts},
    )
    note_look(workplace, since)
    return page


def _may_share(workplace: Workplace, step: Step) -> bool:
    """A step that is not open yet holds nothing to share; one that was shared can always be taken back."""
    state = CheckpointState(workplace.journey.checkpoint_state)
    is_open = is_step_open(workplace.process, state, step.key) or step.key in workplace.shared
    return is_open and bool(policy.can_share(current_user, workplace))


def where_is(workplace: Workplace, progress: ProcessProgress) -> Where:
    """For the small path of all steps."""
    process = workplace.process
    after = process.checkpoint.after_phase
    state = CheckpointState(workplace.journey.checkpoint_state)
    return Where(
        done=[s.number for s in process.steps if progress.steps[s.key].state is State.DONE],
        gate_after=sum(len(phase.steps) for phase in process.phases[:after]),
        gate_open=is_phase_open(process, state, after + 1),
    )


def section_rows(
    workplace: Workplace, step: Step, progress: StepProgress, points: Sequence[OpenPoint], *, readable: bool
) -> list[SectionRow]:
    """The sections with their states, what is left, and what the coach asked about them."""
    rows = []
    circle = policy.reader(current_user, workplace.place) or Audience.PLAN
    for section in step.sections:
        if not section.is_for(circle):
            continue
        own = progress.sections[section.key]
        href = url_for("sections.show", slug=workplace.place.slug, step=step.key, section=section.name)
        rows.append(
            SectionRow(
                section,
                state_words(own.state),
                left_of_section(own),
                href if readable else "",
                own.is_optional,
                tuple(p for p in points if p.section is section),
            )
        )
    return rows


def check_row(workplace: Workplace, item: ChecklistItem, written: Written) -> CheckRow:
    """A line of the checklist; one that ticks itself says what is missing and leads there."""
    if item.derived is None:
        tick = written.ticks.get(item.key)
        return CheckRow(item, tick is not None, tick)
    finding = evaluate(item.derived, workplace.process, written.material)
    leaves = sorted(finding.leaves, key=lambda leaf: leaf.met)
    key = item.link or next((leaf.link for leaf in leaves if leaf.link), None)
    words = next((leaf.text for leaf in leaves if leaf.text), None)
    if key is None:
        return CheckRow(item, finding.met, None, words)
    section = workplace.process.section_of(key) or workplace.process.register(key)
    title = section.title if section is not None else None
    return CheckRow(item, finding.met, None, words, href_of(workplace, key), title)


def kept_by_team(step: Step) -> list[Text]:
    """What stays with the team when the step is shared: the labels of its questions and columns for the team alone."""
    asked: list[Field] = []
    for section in step.sections:
        asked += section.questions
        asked += [column for register in section.registers for column in register.columns]
    labels = [field.label for field in asked if field.audience is Audience.TEAM]
    return list(dict.fromkeys(labels))
