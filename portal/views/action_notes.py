"""Notes of progress on an action: write, put right, remove, bring back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import InvalidError
from portal.forms.action_work import NoteForm
from portal.models import ActionNote, Row
from portal.policy import Workplace
from portal.process.personal_data import look_in
from portal.process.schema import Audience, Register
from portal.queries.action_work import load_note
from portal.queries.actions import load_action
from portal.services import action_notes
from portal.views.action_sheet import Kept, action_page, address_of_action, read_id
from portal.web.access import access
from portal.web.forms import show_refusal

bp = Blueprint("action_notes", __name__)

Page = str | Response | tuple[str, int]


@bp.post("/places/<slug>/actions/<int:row_id>/notes")
@access(policy.can_read_actions, act=policy.can_work_on_action, load=load_action)
def create(workplace: Workplace, register: Register, row: Row) -> Page:
    form = NoteForm()
    body, reach = form.body.data or "", form.reach.data or ""
    try:
        note = action_notes.add_note(
            current_user, workplace=workplace, row=row, body=body, reach=reach, known=_known()
        )
    except InvalidError as error:
        status = show_refusal(form, error)
        return action_page(workplace, register, row, Kept(note=form)), status
    flash(_("The note is saved."), "done")
    _look_at(note)
    return redirect(address_of_action(workplace, row, f"note-{note.id}"), 303)


def _known() -> int | None:
    """The newest note on the page when its form was opened, so that a second press makes no second note."""
    return read_id(request.form["known"]) if "known" in request.form else None


@bp.post("/places/<slug>/actions/<int:row_id>/notes/<int:note_id>/corrections")
@access(policy.can_read_note, act=policy.can_correct_note, load=load_note)
def correct(workplace: Workplace, register: Register, row: Row, note: ActionNote) -> Page:
    form = NoteForm()
    body, reach = form.body.data or "", form.reach.data or ""
    try:
        new = action_notes.correct_note(
            current_user, workplace=workplace, row=row, note=note, body=body, reach=reach
        )
    except InvalidError as error:
        status = show_refusal(form, error)
        return action_page(workplace, register, row, Kept(note=form, corrected=note.id)), status
    flash(_("The note is changed."), "done")
    _look_at(new)
    return redirect(address_of_action(workplace, row, f"note-{new.id}"), 303)


def _look_at(note: ActionNote) -> None:
    """Whoever writes for all readers of the plan is told at once what looks like somebody's personal data."""
    found = [hit.words for hit in look_in({"note": note.body})] if note.reach == Audience.PLAN else []
    if found:
        words = ", ".join(f"“{each}”" for each in found[:3])
        flash(
            _("This looks like personal data: %(words)s. All who read the plan will see it.", words=words),
            "look",
        )


@bp.post("/places/<slug>/actions/<int:row_id>/notes/<int:note_id>/deletion")
@access(policy.can_read_note, act=policy.can_work_on_action, load=load_note)
def remove(workplace: Workplace, _register: Register, row: Row, note: ActionNote) -> Page:
    action_notes.remove_note(current_user, workplace=workplace, row=row, note=note)
    return redirect(address_of_action(workplace, row, "notes", removed_note=note.id), 303)


@bp.post("/places/<slug>/actions/<int:row_id>/notes/<int:note_id>/restoration")
@access(policy.can_read_note, act=policy.can_work_on_action, load=load_note)
def restore(workplace: Workplace, _register: Register, row: Row, note: ActionNote) -> Page:
    action_notes.restore_note(current_user, workplace=workplace, row=row, note=note)
    flash(_("The note is back where it was."), "done")
    return redirect(address_of_action(workplace, row, f"note-{note.id}"), 303)
