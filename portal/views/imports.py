"""Goals and actions from a table: paste or upload, look through, save. Between the steps the form carries them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import N_, DomainError, InvalidError, Message
from portal.policy import Workplace
from portal.process.schema import Register
from portal.queries.material import Written, get_written
from portal.queries.workplaces import load_place
from portal.services import table_files, tables
from portal.services.imports import Draft, import_rows
from portal.views.import_mends import News, put_in
from portal.views.import_pages import choices_of, in_order, preview_page, stamp_of, start_page
from portal.views.import_parts import (
    Part,
    chosen_register,
    is_table,
    keep_wrong,
    look,
    parts_of_file,
    parts_sent,
)
from portal.views.register_blocks import address_of
from portal.views.saved_rows import onward_of
from portal.web.access import access
from portal.web.failures import say
from portal.web.language import current_language

bp = Blueprint("imports", __name__)

Answer = str | Response | tuple[str, int]
CHANGED = N_("Something has changed since you looked through the table. Look at it again before you save.")
CHOSEN = N_("What you have chosen holds now. Look through the rows before you save.")
NO_TABLE = N_(
    "No table can be read here. The first row should hold headings, such as “%(heading)s”, and the rows below it one "
    "thing each."
)
NOTHING = N_("Nothing was saved: all rows are left out.")
NOWHERE = N_("Choose what at least one of the sheets holds.")


@bp.get("/places/<slug>/imports/")
@access(policy.can_see_place, act=policy.can_import, load=load_place)
def index(workplace: Workplace) -> Answer:
    return start_page(workplace, chosen_register(workplace, request.args.get("register", "")))


@bp.post("/places/<slug>/imports/table")
@access(policy.can_see_place, act=policy.can_bring_table, load=load_place)
def table(workplace: Workplace) -> Answer:
    """Back to what was pasted, with what was put right in it and chosen for it since."""
    parts = parts_sent(workplace)
    _is_changed, lost = put_in(parts)
    return start_page(workplace, _register(workplace), parts=parts, refusal=" ".join(lost))


@bp.post("/places/<slug>/imports/preview")
@access(policy.can_see_place, act=policy.can_bring_table, load=load_place)
def preview(workplace: Workplace) -> Answer:
    register, written = _register(workplace), get_written(workplace.journey)
    try:
        parts, unread = _tables(workplace, register)
    except DomainError as error:
        return start_page(workplace, register, error), error.status
    _is_changed, lost = put_in(parts)
    look(workplace, written, parts)
    refused = _refused(parts)
    if refused is None and len(parts) == 1 and not is_table(workplace, parts[0]):
        refused = _no_table(register)
    if refused is not None and len(parts) == 1:
        return start_page(workplace, register, refused), refused.status
    has_errors = any(part.errors for part in parts)
    status = refused.status if refused is not None else 422 if has_errors else 200
    return preview_page(workplace, written, parts, errors=[*unread, *lost]), status


@bp.post("/places/<slug>/imports/")
@access(policy.can_see_place, act=policy.can_bring_table, load=load_place)
def create(workplace: Workplace) -> Answer:
    """Saves what has been looked at, and what is put right with it: unless there is something new to say of that."""
    parts, written = parts_sent(workplace), get_written(workplace.journey)
    if len(parts) == 1:
        parts[0].register = _register(workplace)
    look(workplace, written, parts)
    shown, news = stamp_of(parts), News(parts)
    is_changed, lost = put_in(parts)
    if is_changed:
        look(workplace, written, parts)
    refused = _refused(parts)
    if refused is not None and len(parts) == 1:
        return start_page(workplace, _register(workplace), refused), refused.status
    if any(part.errors for part in parts):
        return preview_page(
            workplace, written, parts, errors=lost
        ), refused.status if refused is not None else 422
    if why := lost or _why_not(workplace, parts, shown):
        return preview_page(workplace, written, parts, errors=why), 409
    if news.has_more(parts):
        said = _("Your corrections are in the table. Look at what is said of the rows, then save.")
        return preview_page(workplace, written, parts, said=said)
    return _save_all(workplace, written, parts)


def _why_not(workplace: Workplace, parts: Sequence[Part], shown: str) -> list[str]:
    """`shown`: what would be saved of what the page showed."""
    if not in_order(workplace, parts):
        return [_(NOWHERE)]
    if request.form.get("seen") == shown:
        return []
    choices = choices_of(parts)
    return [_(CHANGED) if request.form.get("choices", choices) == choices else _(CHOSEN)]


def _save_all(workplace: Workplace, written: Written, parts: Sequence[Part]) -> Answer:
    if not any(part.ready for part in parts) and any(part.wrong for part in parts):
        return preview_page(workplace, written, parts), 422
    try:
        count = sum(_save(workplace, part) for part in in_order(workplace, parts) if part.ready)
    except DomainError as error:
        return preview_page(workplace, written, parts, errors=[say(error.message)]), error.status
    said = ngettext("%(num)d row is saved.", "%(num)d rows are saved.", count) if count else _(NOTHING)
    return _saved(workplace, parts, said)


def _save(workplace: Workplace, part: Part) -> int:
    if part.register is None:
        return 0
    drafts = [Draft(row.values, row.names) for row in part.ready]
    return len(import_rows(current_user, workplace=workplace, register=part.register, drafts=drafts))


def _saved(workplace: Workplace, parts: Sequence[Part], said: str) -> Answer:
    """On to the list; or the rows that are left, to be put right."""
    left = [part for part in parts if part.wrong]
    if not left:
        flash(said, "done")
        last = [part.register for part in in_order(workplace, parts) if part.ready and part.register][-1:]
        return redirect(onward_of() or address_of(workplace, (last or [_register(workplace)])[0]), 303)
    for part in left:
        keep_wrong(part)
    written = get_written(workplace.journey)
    look(workplace, written, left)
    for number, part in enumerate(left):
        part.number = number
    rest = _("The rows below are left. Put them right and save.")
    return preview_page(workplace, written, left, said=f"{said} {rest}")


def _tables(workplace: Workplace, register: Register) -> tuple[list[Part], list[str]]:
    """From the file where one is sent, else as they were pasted; and which sheets are not read, in words."""
    file = request.files.get("file")
    if file is None or not file.filename:
        parts = parts_sent(workplace)
        if len(parts) == 1:
            parts[0].register = register
        return parts, []
    content = file.stream.read(tables.SIZE_LIMIT + 1)
    if not content:
        raise InvalidError(tables.EMPTY, {"file": Message(tables.EMPTY)})
    sheets = table_files.read_file(content)
    unread = [
        _("“%(sheet)s” is not read: %(why)s", sheet=each.name, why=say(each.problem))
        for each in sheets
        if each.problem
    ]
    read = [each for each in sheets if not each.problem]
    if len(read) == 1:
        return [Part(0, "", read[0].text, register, read[0].gaps)], unread
    return parts_of_file(workplace, read), unread


def _register(workplace: Workplace) -> Register:
    return chosen_register(workplace, request.form.get("register", ""))


def _no_table(register: Register) -> InvalidError:
    title = register.column(register.title_column)
    heading = title.label.of(current_language()) if title is not None else ""
    return InvalidError(NO_TABLE, {"text": Message(NO_TABLE, {"heading": heading})}, heading=heading)


def _refused(parts: Sequence[Part]) -> DomainError | None:
    return next((part.refused for part in parts if part.refused is not None), None)
