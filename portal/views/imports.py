"""Goals and actions from a table: paste or upload, look through, save. Between the steps the form carries them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import N_, DomainError, InvalidError, Message
from portal.forms.imports import stamp
from portal.policy import Workplace
from portal.process.schema import Register
from portal.queries.material import Written, get_written
from portal.queries.submissions import count_rows
from portal.queries.workplaces import load_place
from portal.services import tables
from portal.services.imports import Draft, import_rows
from portal.views.import_parts import Part, chosen_register, look, parts_of_file, parts_sent
from portal.views.placebar import placebar_of
from portal.views.register_blocks import address_of
from portal.views.saved_rows import onward_of
from portal.web.access import access
from portal.web.failures import say

bp = Blueprint("imports", __name__)

Answer = str | Response | tuple[str, int]
CHANGED = N_("Something has changed since you looked through the table. Look at it again before you save.")
NOWHERE = N_("Choose what at least one of the sheets holds.")


@bp.get("/places/<slug>/imports/")
@access(policy.can_see_place, act=policy.can_import, load=load_place)
def index(workplace: Workplace) -> Answer:
    return _start(workplace, chosen_register(workplace, request.args.get("register", "")))


@bp.post("/places/<slug>/imports/preview")
@access(policy.can_see_place, act=policy.can_bring_table, load=load_place)
def preview(workplace: Workplace) -> Answer:
    register, written = _register(workplace), get_written(workplace.journey)
    try:
        parts, unread = _tables(workplace, register)
    except DomainError as error:
        return _start(workplace, register, error), error.status
    look(workplace, written, parts)
    refused = _refused(parts)
    if refused is not None and len(parts) == 1:
        return _start(workplace, register, refused), refused.status
    has_errors = any(part.errors for part in parts)
    status = refused.status if refused is not None else 422 if has_errors else 200
    return _page(workplace, written, parts, errors=unread), status


@bp.post("/places/<slug>/imports/")
@access(policy.can_see_place, act=policy.can_bring_table, load=load_place)
def create(workplace: Workplace) -> Answer:
    parts, written = parts_sent(workplace), get_written(workplace.journey)
    if len(parts) == 1:
        parts[0].register = _register(workplace)
    look(workplace, written, parts)
    refused = _refused(parts)
    if refused is not None and len(parts) == 1:
        return _start(workplace, _register(workplace), refused), refused.status
    if any(part.errors for part in parts):
        return _page(workplace, written, parts), refused.status if refused is not None else 422
    ready = [part for part in parts if part.ready]
    if not ready or request.form.get("seen") != _stamp(parts):
        return _page(
            workplace, written, parts, errors=[_(CHANGED if _in_order(workplace, parts) else NOWHERE)]
        ), 409
    try:
        count = sum(_save(workplace, part) for part in _in_order(workplace, ready))
    except DomainError as error:
        return _page(workplace, written, parts, errors=[say(error.message)]), error.status
    return _saved(workplace, parts, ngettext("%(num)d row is saved.", "%(num)d rows are saved.", count))


def _save(workplace: Workplace, part: Part) -> int:
    if part.register is None:
        return 0
    drafts = [Draft(row.values, row.names) for row in part.ready]
    return len(import_rows(current_user, workplace=workplace, register=part.register, drafts=drafts))


def _saved(workplace: Workplace, parts: Sequence[Part], said: str) -> Answer:
    """On to the list; or the rows that are left, to be mended."""
    left = [part for part in parts if part.wrong]
    if not left:
        flash(said, "done")
        last = next(part.register for part in reversed(_in_order(workplace, parts)) if part.ready)
        return redirect(onward_of() or address_of(workplace, last or _register(workplace)), 303)
    for part in left:
        lines = [part.table[0], *(part.table[row.number - 1] for row in part.wrong)]
        part.text, part.rows, part.errors = tables.write_text(lines), (), []
    written = get_written(workplace.journey)
    look(workplace, written, left)
    for number, part in enumerate(left):
        part.number = number
    return _page(workplace, written, left, said=said)


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
    sheets = tables.read_file(content)
    unread = [
        _("“%(sheet)s” is not read: %(why)s", sheet=each.name, why=say(each.problem))
        for each in sheets
        if each.problem
    ]
    read = [each for each in sheets if not each.problem]
    if len(read) == 1:
        return [Part(0, "", read[0].text, register)], unread
    return parts_of_file(workplace, read), unread


def _register(workplace: Workplace) -> Register:
    return chosen_register(workplace, request.form.get("register", ""))


def _refused(parts: Sequence[Part]) -> DomainError | None:
    return next((part.refused for part in parts if part.refused is not None), None)


def _in_order(workplace: Workplace, parts: Sequence[Part]) -> list[Part]:
    """Goals before the actions that name them."""
    order = [r.key for r in policy.importable(workplace.process)]
    found = [(order.index(part.register.key), part) for part in parts if part.register is not None]
    return [part for _number, part in sorted(found, key=lambda each: each[0])]


def _stamp(parts: Sequence[Part]) -> str:
    return stamp((part.register.key, part.rows) for part in parts if part.register is not None)


def _start(workplace: Workplace, register: Register, error: DomainError | None = None) -> str:
    fields = error.fields if isinstance(error, InvalidError) else {}
    place = {"text": "file"} if "file" in request.files and request.files["file"].filename else {}
    errors = {place.get(name, name): say(message) for name, message in fields.items()}
    return render_template(
        "imports/index.html",
        place=workplace.place,
        placebar=placebar_of(workplace, count_rows(workplace.journey.id)),
        registers=policy.importable(workplace.process),
        register=register,
        text=request.form.get("text", ""),
        errors=errors,
        refusal=say(error.message) if error is not None and not errors else "",
        rows_limit=tables.ROWS_LIMIT,
        onward=onward_of(),
        back=address_of(workplace, register),
    )


def _page(
    workplace: Workplace,
    written: Written,
    parts: Sequence[Part],
    *,
    errors: Sequence[str] = (),
    said: str = "",
) -> str:
    ready = sum(len(part.ready) for part in parts)
    return render_template(
        "imports/preview.html",
        place=workplace.place,
        placebar=placebar_of(workplace, written),
        parts=parts,
        several=len(parts) > 1,
        registers=policy.importable(workplace.process),
        ready=ready,
        wrong=sum(len(part.wrong) for part in parts),
        is_saveable=ready and not any(part.errors for part in parts),
        seen=_stamp(parts),
        errors=errors,
        said=said,
        onward=onward_of(),
        back=url_for(
            "imports.index",
            slug=workplace.place.slug,
            register=_register(workplace).key,
            next=onward_of() or None,
        ),
    )
