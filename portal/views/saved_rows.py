"""After a row is saved: what is said, and where one goes on to."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.extensions import htmx
from portal.forms.rows import RowForm
from portal.models import Row
from portal.policy import Workplace
from portal.process.schema import Register
from portal.queries.material import Written, get_written
from portal.views.beside import talks_beside
from portal.views.meeting_links import origin_of
from portal.views.register_blocks import RegisterBlock, address_of, make_block
from portal.views.register_lists import lay_out
from portal.views.shown_rows import ShownEntry, show_rows
from portal.web.forms import safe_next

Answer = str | Response
NAME_IN_MESSAGE = 80
GOALS = "goals"
"""The role of the register in which a new row is told of: a goal is soon made, and should be meant."""


def added(workplace: Workplace, register: Register, row: Row, form: RowForm) -> Answer:
    """The register with the row in it; or the page that the form came from, or that it was begun for."""
    written = get_written(workplace.journey)
    said = _told(workplace, form, _("“%(title)s” is added.", title=_name(workplace, register, row, written)))
    origin, onward = origin_of(workplace, request.form.get("meeting", "")), onward_of()
    # From a page of its own, not from the form in the middle of the register.
    if onward or origin is not None or not htmx or request.headers.get("HX-Target") == "main":
        back: dict[str, Any] = {"add": register.name}
        if origin is not None:
            back = {"meeting": origin.key, "_anchor": f"row-{row.id}"}
        return _go(said, onward or address_of(workplace, register, row=row.id, **back))
    block = make_block(current_user, workplace, register, written, is_open=True)
    block.added = said
    return alone(block, row)


def changed(workplace: Workplace, register: Register, row: Row, form: RowForm, written: Written) -> Answer:
    """`written`: what the place had written before."""
    if form.new_names:
        written = get_written(workplace.journey)
    said = _told(workplace, form, _("“%(title)s” is saved.", title=_name(workplace, register, row, written)))
    return _go(said, onward_of() or address_of(workplace, register, row=row.id))


def onward_of() -> str:
    """Where the form was begun, if that was on a page that wants people back."""
    return safe_next(request.values.get("next")) or ""


def alone(block: RegisterBlock, row: Row | None = None) -> str:
    """The register by itself, for htmx to put in its place; on the page where the row stands."""
    if block.register.is_place_wide:
        lay_out(block, row.id if row is not None else None)
    block.talks = talks_beside(block.workplace, block.register.key)
    return render_template("rows/_register.html", block=block, alone=True)


def shown(workplace: Workplace, register: Register, row: Row, written: Written) -> ShownEntry:
    return show_rows(current_user, workplace, register, written, [row])[0]


def _name(workplace: Workplace, register: Register, row: Row, written: Written) -> str:
    return shown(workplace, register, row, written).title[:NAME_IN_MESSAGE]


def _told(workplace: Workplace, form: RowForm, said: str) -> str:
    """With the goals that were made of names typed in the form."""
    goals = workplace.process.register_with_role(GOALS)
    names = [name for key, name in form.new_names.values() if goals is not None and key == goals.key]
    new = (_("New goal: “%(name)s”.", name=name[:NAME_IN_MESSAGE]) for name in names)
    return " ".join([said, *new])


def _go(said: str, onward: str) -> Answer:
    flash(said, "done")
    return Response(status=204, headers={"HX-Redirect": onward}) if htmx else redirect(onward, 303)
