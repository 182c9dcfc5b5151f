"""The page of an action, put together for who reads it; every view that changes something of an action shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import render_template, request, url_for
from flask_login import current_user

from portal import policy
from portal.clock import today
from portal.errors import DomainError, NotFoundError
from portal.forms.action_work import FollowUpForm, NoteForm, OutcomeForm
from portal.models import Row
from portal.policy import Workplace
from portal.process.contents import asking_in, listed_now
from portal.process.replies import Before
from portal.process.schema import Audience, Register
from portal.process.work import asks_why, is_late
from portal.queries.action_work import (
    Outside,
    find_removed_note,
    get_outside,
    is_in_plan,
    is_outside,
    list_follow_ups,
    list_notes,
    list_status_changes,
)
from portal.queries.actions import ActionWork, Work, get_work_on
from portal.services import action_notes, action_status, follow_ups
from portal.views.action_shared import shared_status
from portal.views.action_wanted import list_asked
from portal.views.answered import choices_to_answer, show_answered
from portal.views.beside import talks_beside
from portal.views.placebar import placebar_of
from portal.views.plan_pages import sign_of
from portal.views.register_blocks import address_of
from portal.views.shown_rows import show_rows
from portal.views.told import Then, given_to
from portal.web.failures import say
from portal.web.forms import safe_next
from portal.web.language import current_language

LIMITS = {"body": action_notes.LIMIT, **follow_ups.LIMITS}
ID_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Kept:
    """What was sent and not saved: its form, or why where there is no form to say it in. `corrected`: the note that
    `note` was to take the place of."""

    refused: DomainError | None = None
    note: NoteForm | None = None
    corrected: int = 0
    follow_up: FollowUpForm | None = None
    outcomes: Mapping[int, OutcomeForm] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the status in words; `before` is empty where there was none."""

    before: str
    after: str
    who: str
    at: datetime


def address_of_action(workplace: Workplace, row: Row, anchor: str | None = None, **query: object) -> str:
    """With the list from which its page was opened."""
    arguments: dict[str, Any] = {"_anchor": anchor, **list_asked(), **query}
    return url_for("action_pages.show", slug=workplace.place.slug, row_id=row.id, **arguments)


def read_id(text: str | None) -> int:
    """Of what was chosen in a list; 0 for what is no id."""
    text = text or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= ID_DIGITS else 0


def save_status(workplace: Workplace, row: Row) -> None:
    """As it was sent. Raises InvalidError, StaleError."""
    action_status.set_status(
        current_user,
        workplace=workplace,
        row=row,
        status=request.form.get("status", ""),
        base_version=read_id(request.form.get("version")),
    )


def action_page(workplace: Workplace, register: Register, row: Row, kept: Kept | None = None) -> str:
    """`kept`: what was sent and could not be saved."""
    kept, outside = kept or Kept(), get_outside(row)
    circle = policy.reader(current_user, workplace.place) or Audience.PLAN
    work = get_work_on(workplace, row, circle, outside.answer)
    action = work.action(row.id)
    if action is None:
        raise NotFoundError
    slug, asked = workplace.place.slug, list_asked()
    back, here = url_for("actions.index", slug=slug, **asked), address_of_action(workplace, row)
    due = action.follow_up.on if action.follow_up is not None else None
    return render_template(
        "actions/show.html",
        place=workplace.place,
        placebar=placebar_of(workplace, work.written),
        register=register,
        row=row,
        action=action,
        title=action.title.of(current_language()),
        late=is_late(action.status, action.ends_on, due, today()),
        today=today(),
        entry=show_rows(current_user, workplace, register, work.written, [row])[0],
        sign=sign_of,
        goal=_goal(workplace, work, action),
        shared=shared_status(outside, work.shape, action),
        asks=row.id in asking_in(register, work.written.material.entries(register.key)),
        is_repeated=outside.is_repeated,
        given=_given(workplace, register, work, action),
        dropped=asks_why(action.status),
        talks=talks_beside(workplace, register.key),
        kept=kept,
        # In place of the form that the answer takes away, for whoever works with the keyboard.
        is_moved=request.headers.get("HX-Trigger") == "move",
        here=here,
        problem=say(kept.refused.message) if kept.refused is not None else "",
        asked=asked,
        back=back,
        edit_href=url_for("rows.edit", slug=slug, row_id=row.id, next=back if asked else here),
        **_status(workplace, register, row, work),
        **_beside(workplace, action, work, outside, kept),
    )


def _given(
    workplace: Workplace, register: Register, work: Work, action: ActionWork
) -> tuple[Before, Then | None] | None:
    """Which edition the municipality's answer was given to, and what the action said there, where it says another thing
    now; None without an answer."""
    if action.answer is None:
        return None
    listed = listed_now(register, work.written.material.entries(register.key), action.id)
    return given_to(workplace, action.answer, listed)


def _goal(workplace: Workplace, work: Work, action: ActionWork) -> tuple[str, str] | None:
    """What the goal is called, and where it stands if the person may read that."""
    goals = work.shape.goals
    if goals is None or action.goal is None or action.goal not in work.goals:
        return None
    readable = policy.can_read_referred(current_user, workplace, goals.key)
    href = address_of(workplace, goals, row=action.goal, _anchor=f"row-{action.goal}") if readable else ""
    return work.goals[action.goal].of(current_language()), href


def _status(workplace: Workplace, register: Register, row: Row, work: Work) -> dict[str, Any]:
    """The statuses to choose among, and how it became what it is: for those who may read what the row said before."""
    column, lang = work.shape.status, current_language()
    if column is None:
        return {"statuses": (), "changes": ()}
    readable = policy.can_read_history(current_user, workplace, register, row)
    labels = {option.key: option.label.of(lang) for option in column.options}
    changes = [
        Change(labels.get(each.before, each.before), labels.get(each.after, each.after), each.who, each.at)
        for each in (list_status_changes(row, column) if readable else ())
    ]
    return {"statuses": column.options, "changes": changes, "next": safe_next(request.form.get("next"))}


def _beside(
    workplace: Workplace, action: ActionWork, work: Work, outside: Outside, kept: Kept
) -> dict[str, Any]:
    """Notes, what it answers, follow-ups and who keeps an eye on it; the forms for those who may work on it."""
    circle = policy.reader(current_user, workplace.place) or Audience.PLAN
    may_work = bool(policy.can_work_on_action(current_user, workplace))
    follow_ups = list_follow_ups(action.row)
    removed = read_id(request.args.get("removed_note")) if may_work else 0
    notes = list_notes(action.row, circle)
    in_plan = {note.id for note in notes if is_in_plan(note, outside)}
    own = {n.id: n for n in notes if may_work and n.written_by == current_user.id and n.id not in in_plan}
    corrected = own.get(kept.corrected or read_id(request.args.get("note")))
    return {
        "may_work": may_work,
        "is_team": circle is Audience.TEAM,
        "notes": notes,
        "edition": outside.edition,
        "in_plan": in_plan,
        "own_notes": own,
        "corrected": corrected,
        "note_form": kept.note or NoteForm(formdata=None, obj=corrected),
        "answered": show_answered(workplace, work.written, action.answers),
        "choices": choices_to_answer(workplace, work.written, action.answers) if may_work else [],
        "follow_ups": follow_ups,
        "follow_up_form": kept.follow_up or FollowUpForm(formdata=None),
        "outcome_forms": _outcome_forms([each.id for each in follow_ups], kept) if may_work else {},
        "team": work.team if may_work else (),
        "limits": LIMITS,
        "removed_note": removed,
        "still_in": _still_in(action.row, removed, outside) if removed else None,
        "removed_follow_up": read_id(request.args.get("removed_follow_up")) if may_work else 0,
    }


def _still_in(row: Row, removed: int, outside: Outside) -> int | None:
    """The number of the edition that is shared now, if it holds this removed note. One query."""
    note = find_removed_note(row, removed)
    return outside.edition if note is not None and is_outside(note, outside) else None


def _outcome_forms(ids: Sequence[int], kept: Kept) -> dict[int, OutcomeForm]:
    return {each: kept.outcomes.get(each) or OutcomeForm(each, formdata=None) for each in ids}
