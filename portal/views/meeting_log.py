"""After a meeting: its row in the place's log, begun from what was written. Nothing is kept before it is saved."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import gettext as _
from flask_login import current_user

from portal import policy
from portal.clock import today
from portal.errors import NotFoundError
from portal.forms.rows import build_row_form
from portal.policy import Workplace
from portal.process.material import Value
from portal.process.schema import Kind, Register, Section, Step
from portal.queries.material import get_written
from portal.queries.workplaces import load_place_register, load_section
from portal.views.meeting_links import log_origin
from portal.views.placebar import placebar_of
from portal.views.register_blocks import references_for, writable_columns
from portal.views.register_lists import date_column
from portal.web.access import access
from portal.web.language import current_language

bp = Blueprint("meeting_log", __name__)

FIRST = ("participants", "hours")
"""The roles of the columns that are asked for before the others."""

TEXTS = (Kind.SHORT_TEXT, Kind.LONG_TEXT)


@bp.get("/places/<slug>/steps/<step>/<section>/meeting/log")
@access(policy.can_read_step, act=policy.can_edit_place, load=load_section)
def show(workplace: Workplace, _step: Step, section: Section) -> str:
    return _page(workplace, section)


@bp.get("/places/<slug>/<register>/meeting/log")
@access(policy.can_open_register, act=policy.can_edit_place, load=load_place_register)
def show_register(workplace: Workplace, register_key: str) -> str:
    register = workplace.process.register(register_key)
    assert register is not None  # noqa: S101  the loader has found it
    return _page(workplace, register)


def _page(workplace: Workplace, subject: Section | Register) -> str:
    log = workplace.process.register_with_role("log")
    if log is None:
        raise NotFoundError
    written = get_written(workplace.journey)
    columns = writable_columns(current_user, workplace, log)
    form = build_row_form(
        log,
        references_for(current_user, workplace, log, written),
        values=_begun(log, subject),
        columns=sorted(columns, key=lambda c: c.role not in FIRST),
    )
    return render_template(
        "meetings/log.html",
        place=workplace.place,
        placebar=placebar_of(workplace, written),
        workplace=workplace,
        register=log,
        form=form,
        origin=log_origin(workplace, subject),
    )


def _begun(log: Register, subject: Section | Register) -> dict[str, Value]:
    """Today's date, a heading and what came out, in the log's own columns; found by their roles."""
    title = subject.title.of(current_language())
    begun: dict[str, Value] = {}
    day = date_column(log)
    if day is not None:
        begun[day] = today().isoformat()
    heading = log.column(log.title_column)
    if heading is not None and heading.kind in TEXTS:
        begun[heading.name] = _("Meeting: %(title)s", title=title)[: heading.limit]
    kind = next((c for c in log.columns if c.required and c.kind is Kind.CHOICE), None)
    if kind is not None:
        begun[kind.name] = kind.options[0].key
    outcome = next((c for c in log.columns if c.role == "outcome"), None)
    if outcome is not None:
        begun[outcome.name] = _("We worked with “%(title)s”.", title=title)[: outcome.limit]
    return begun
