"""Rows of registers, one at a time: add, change, move, remove, bring back."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import InvalidError, StaleError
from portal.extensions import htmx
from portal.forms.rows import RowForm, build_row_form
from portal.models import Row
from portal.policy import Workplace
from portal.process.schema import Register
from portal.queries.attachments import list_attachments
from portal.queries.material import get_written
from portal.queries.rows import load_deleted_row, load_register, load_row
from portal.services import rows as service
from portal.views.conflicts import merged_data
from portal.views.meeting_links import origin_of
from portal.views.placebar import placebar_of
from portal.views.register_blocks import (
    address_of,
    make_block,
    references_for,
    writable_columns,
)
from portal.views.removed_files import just_removed_file
from portal.views.row_conflicts import conflict_of_row, is_own
from portal.views.row_forms import form_of, sent_key, values_of
from portal.views.saved_rows import added, alone, changed, onward_of, shown
from portal.web.access import access
from portal.web.forms import show_refusal
from portal.web.language import current_language

bp = Blueprint("rows", __name__)

Answer = str | Response | tuple[str, int]


@bp.post("/places/<slug>/registers/<register_key>/rows")
@access(policy.can_see_place, act=policy.can_write_register, load=load_register)
def create(workplace: Workplace, register: Register) -> Answer:
    written = get_written(workplace.journey)
    form = build_row_form(
        register,
        references_for(current_user, workplace, register, written, asks=True),
        formdata=request.form,
        columns=writable_columns(current_user, workplace, register),
    )
    if form.validate():
        try:
            row = service.add_row(
                current_user,
                workplace=workplace,
                register=register,
                values=values_of(workplace, form),
                sent_key=sent_key(),
            )
        except InvalidError as error:
            show_refusal(form, error)
        except StaleError as error:
            return _differs(workplace, register, error, request.form, 1)
        else:
            return added(workplace, register, row, form)
    if htmx:
        block = make_block(current_user, workplace, register, written, form=form, is_open=True)
        return alone(block), 422
    return _page(workplace, register, form, None, written), 422


@bp.get("/places/<slug>/rows/<int:row_id>")
@access(policy.can_read_row, act=policy.can_edit_row, load=load_row)
def edit(workplace: Workplace, register: Register, row: Row) -> Answer:
    if row.preset_key is not None:
        return redirect(address_of(workplace, register), 303)
    written = get_written(workplace.journey)
    return _page(workplace, register, form_of(workplace, register, row, written), row, written)


@bp.post("/places/<slug>/rows/<int:row_id>")
@access(policy.can_read_row, act=policy.can_edit_row, load=load_row)
def update(workplace: Workplace, register: Register, row: Row) -> Answer:
    written = get_written(workplace.journey)
    sent = merged_data(request.form)
    form = form_of(workplace, register, row, written, sent)
    base = form.base_version
    if row.version != base and is_own(workplace, row, partial(form_of, workplace, register, row, written)):
        base = row.version
    status = 422
    if form.validate():
        try:
            values = values_of(workplace, form)
            service.edit_row(current_user, workplace=workplace, row=row, values=values, base_version=base)
        except StaleError as error:
            return _differs(workplace, register, error, sent, base)
        except InvalidError as error:
            status = show_refusal(form, error)
        else:
            return changed(workplace, register, row, form, written)
    return _page(workplace, register, form, row, written), status


@bp.post("/places/<slug>/rows/<int:row_id>/position")
@access(policy.can_read_row, act=policy.can_edit_row, load=load_row)
def move(workplace: Workplace, register: Register, row: Row) -> Answer:
    up = request.form.get("direction") == "up"
    service.move_row(current_user, workplace=workplace, row=row, up=up)
    if htmx:
        block = make_block(current_user, workplace, register, get_written(workplace.journey))
        block.moved = (row.id, "up" if up else "down")
        return alone(block, row)
    return redirect(address_of(workplace, register, row=row.id, sort="given", _anchor=f"row-{row.id}"), 303)


@bp.post("/places/<slug>/rows/<int:row_id>/deletion")
@access(policy.can_read_row, act=policy.can_edit_row, load=load_row)
def delete(workplace: Workplace, register: Register, row: Row) -> Answer:
    try:
        service.delete_row(
            current_user, workplace=workplace, row=row, though_used=request.form.get("though_used") == "1"
        )
    except service.InUseError as error:
        written = get_written(workplace.journey)
        page = render_template(
            "rows/deletion.html",
            place=workplace.place,
            placebar=placebar_of(workplace, written),
            workplace=workplace,
            register=register,
            row=row,
            title=shown(workplace, register, row, written).title,
            uses=[
                (use, address_of(workplace, found) if (found := workplace.process.register(use.key)) else "")
                for use in error.uses
            ],
            back=address_of(workplace, register, row=row.id),
        )
        return page, error.status
    return redirect(address_of(workplace, register, removed=row.id), 303)


@bp.post("/places/<slug>/rows/<int:row_id>/restoration")
@access(policy.can_read_row, act=policy.can_edit_row, load=load_deleted_row)
def restore(workplace: Workplace, register: Register, row: Row) -> Answer:
    service.restore_row(current_user, workplace=workplace, row=row)
    flash(_("The row is back where it was."), "done")
    return redirect(address_of(workplace, register, row=row.id), 303)


def _differs(
    workplace: Workplace, register: Register, error: StaleError, sent: MultiDict[str, str], base_version: int
) -> Answer:
    """The row's page with what was sent, and column by column what somebody else has saved meanwhile."""
    row: Row = error.current  # type: ignore[assignment]  # the service hands on the row
    written = get_written(workplace.journey)
    form = form_of(workplace, register, row, written, sent)
    form.conflict = conflict_of_row(form, row, base_version)
    form["version"].data = row.version
    # From a form in the middle of another page, htmx puts the whole row in its place.
    whole = {"HX-Retarget": "#main", "HX-Reselect": "#main", "HX-Reswap": "outerHTML"}
    return Response(_page(workplace, register, form, row, written), error.status, whole if htmx else None)


def _page(workplace: Workplace, register: Register, form: RowForm, row: Row | None, written: Any) -> str:
    """The page on which a row is changed, or (`row` is None) on which a new one that was refused is put right."""
    slug, lang = workplace.place.slug, current_language()
    entry = shown(workplace, register, row, written) if row is not None else None
    here = (
        {"slug": slug, "row_id": row.id} if row is not None else {"slug": slug, "register_key": register.key}
    )
    return render_template(
        "rows/edit.html",
        place=workplace.place,
        placebar=placebar_of(workplace, written),
        workplace=workplace,
        register=register,
        row=row,
        shown=entry,
        form=form,
        title=entry.title if entry is not None else register.one.of(lang),
        action=url_for("rows.update" if row is not None else "rows.create", **here),
        back=address_of(workplace, register, **({"row": row.id} if row is not None else {})),
        onward=onward_of(),
        origin=origin_of(workplace, request.form.get("meeting", "")),
        attached=[a for a in list_attachments(workplace.journey) if row is not None and a.row_id == row.id],
        removed_file=just_removed_file(workplace),
    )
