"""A meeting: a section or a register on a screen for everybody in the room, written in while people speak."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import N_, DomainError, InvalidError, StaleError
from portal.extensions import htmx
from portal.models import Row
from portal.policy import Workplace
from portal.process.meeting import Line, line_of
from portal.process.schema import Register, Section, Step
from portal.queries.rows import load_deleted_row, load_register, load_row
from portal.queries.workplaces import load_place_register, load_section
from portal.services import rows as service
from portal.views.meeting_entries import Entries, entry_of, line_form, list_entries
from portal.views.meeting_links import meeting_of
from portal.views.meeting_pages import make_screen, render_screen
from portal.views.row_forms import sent_key, values_of
from portal.web.access import access
from portal.web.forms import show_refusal

bp = Blueprint("meetings", __name__)

Answer = str | Response | tuple[str, int]
NAME_IN_MESSAGE = 80
TOO_MUCH = N_("An entry of this list needs more than a line. Write it in the form.")


@bp.get("/places/<slug>/steps/<step>/<section>/meeting")
@access(policy.can_read_step, act=policy.can_edit_step, load=load_section)
def show(workplace: Workplace, step: Step, section: Section) -> Answer:
    screen = make_screen(workplace, step, section)
    return _list(screen.entries) if htmx and screen.entries is not None else render_screen(screen)


@bp.get("/places/<slug>/<register>/meeting")
@access(policy.can_open_register, act=policy.can_add_row, load=load_place_register)
def show_register(workplace: Workplace, register_key: str) -> Answer:
    register = workplace.process.register(register_key)
    assert register is not None  # noqa: S101  the loader has found it
    screen = make_screen(workplace, None, register)
    return _list(screen.entries) if htmx and screen.entries is not None else render_screen(screen)


@bp.post("/places/<slug>/registers/<register_key>/meeting")
@access(policy.can_see_place, act=policy.can_write_register, load=load_register)
def add(workplace: Workplace, register: Register) -> Answer:
    line = _line(workplace, register)
    form = line_form(workplace, register, line, request.form)
    status = 422
    if form.validate():
        try:
            row = service.add_row(
                current_user,
                workplace=workplace,
                register=register,
                values=values_of(workplace, form),
                sent_key=sent_key(),
            )
        except DomainError as error:
            status = show_refusal(form, error)
        else:
            return _changed(workplace, register, line, row, _("“%(title)s” is added."))
    if htmx:
        return _retargeted("#line-problem", render_template("meetings/_problem.html", form=form), status)
    step, subject = _subject(workplace, register)
    return render_screen(make_screen(workplace, step, subject, form=form, part=register.name)), status


@bp.post("/places/<slug>/rows/<int:row_id>/meeting")
@access(policy.can_read_row, act=policy.can_edit_row, load=load_row)
def change(workplace: Workplace, register: Register, row: Row) -> Answer:
    line = _line(workplace, register)
    form = line_form(workplace, register, line, request.form, row=row)
    status = 422
    if form.validate():
        try:
            service.edit_row(
                current_user,
                workplace=workplace,
                row=row,
                values=values_of(workplace, form),
                base_version=form.base_version,
            )
        except StaleError as error:
            status, form.conflict = error.status, row
            form["version"].data = row.version
        except DomainError as error:
            status = show_refusal(form, error)
        else:
            return _changed(workplace, register, line, row, _("“%(title)s” is changed."))
    entries = list_entries(workplace, register, line)
    entries.changing, entries.form = row.id, form
    return _refused(workplace, register, entries, status)


@bp.post("/places/<slug>/rows/<int:row_id>/meeting/deletion")
@access(policy.can_read_row, act=policy.can_edit_row, load=load_row)
def remove(workplace: Workplace, register: Register, row: Row) -> Answer:
    line, sure = _line(workplace, register), request.form.get("though_used") == "1"
    try:
        service.delete_row(current_user, workplace=workplace, row=row, though_used=sure)
    except service.InUseError as error:
        entries = list_entries(workplace, register, line)
        entries.asked, entries.uses = entry_of(workplace, register, line, row), error.uses
        return _refused(workplace, register, entries, error.status)
    if not htmx:
        return redirect(meeting_of(workplace, register, removed=row.id), 303)
    entries = list_entries(workplace, register, line)
    entries.undo = entry_of(workplace, register, line, row)
    entries.said = _("“%(title)s” is removed.", title=entries.undo.title[:NAME_IN_MESSAGE])
    return _list(entries)


@bp.post("/places/<slug>/rows/<int:row_id>/meeting/restoration")
@access(policy.can_read_row, act=policy.can_edit_row, load=load_deleted_row)
def restore(workplace: Workplace, register: Register, row: Row) -> Answer:
    service.restore_row(current_user, workplace=workplace, row=row)
    return _changed(workplace, register, _line(workplace, register), row, _("“%(title)s” is back."))


def _line(workplace: Workplace, register: Register) -> Line:
    """Raises InvalidError for a register whose rows need more than a line."""
    line = line_of(workplace.process, register)
    if line is None:
        raise InvalidError(TOO_MUCH)
    return line


def _changed(workplace: Workplace, register: Register, line: Line, row: Row, words: str) -> Answer:
    """The list with the row in it, marked and told; without htmx the page again. `words` hold the title's place."""
    title = entry_of(workplace, register, line, row).title
    said = words % {"title": title[:NAME_IN_MESSAGE]}
    if htmx:
        entries = list_entries(workplace, register, line)
        entries.newest, entries.said, entries.to_newest = row.id, said, request.endpoint != "meetings.add"
        return _list(entries)
    flash(said, "done")
    return redirect(meeting_of(workplace, register, row=row.id), 303)


def _refused(workplace: Workplace, register: Register, entries: Entries, status: int) -> Answer:
    """The list with what has to be put right or answered in it."""
    if htmx:
        return _retargeted("#entries", _list(entries), status)
    step, subject = _subject(workplace, register)
    screen = make_screen(workplace, step, subject, part=register.name)
    screen.entries = entries
    return render_screen(screen), status


def _subject(workplace: Workplace, register: Register) -> tuple[Step | None, Section | Register]:
    """What the meeting is about that the register belongs to: its section, or itself."""
    section = workplace.process.section_of(register.key)
    step = workplace.process.step_of(register.key)
    return (None, register) if register.is_place_wide or section is None else (step, section)


def _list(entries: Entries) -> str:
    return render_template("meetings/_entries.html", entries=entries, alone=True)


def _retargeted(target: str, page: str, status: int) -> Response:
    """A refusal that stands in its own place of the page; the script lets only those in."""
    answer = make_response(page, status)
    answer.headers["HX-Retarget"] = target
    return answer
