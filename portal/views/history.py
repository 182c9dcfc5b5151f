"""The history of an answer or a row: who changed what and when; what it said earlier can be brought back."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import StaleError
from portal.models import Row
from portal.policy import Workplace
from portal.process.schema import Audience, Question, Register, Text
from portal.queries.history import get_answer_past, get_row_past, load_asked
from portal.queries.rows import load_deleted_row
from portal.queries.submissions import count_rows
from portal.services import restorations
from portal.views.links import href_of, name_of
from portal.views.past import PastPage, show_answer_past, show_row_past
from portal.views.placebar import placebar_of
from portal.views.register_blocks import address_of
from portal.views.words import listed
from portal.web.access import access
from portal.web.language import current_language
from portal.web.paging import page_number

bp = Blueprint("history", __name__)

Page = str | Response | tuple[str, int]
VERSION_DIGITS = 10


@bp.get("/places/<slug>/answers/<question_key>/history")
@access(policy.can_read_history, load=load_asked)
def answer(workplace: Workplace, asked: Question | Register) -> str:
    return _answer_page(workplace, asked)


@bp.post("/places/<slug>/answers/<question_key>/history/<int:version>/restoration")
@access(policy.can_read_history, load=load_asked)
def restore_answer(workplace: Workplace, asked: Question | Register, version: int) -> Page:
    try:
        _saved, gone = restorations.restore_answer(
            current_user, workplace=workplace, question=asked, version=version, base_version=_base_version()
        )
    except StaleError as error:
        return _answer_page(workplace, asked, is_stale=True), error.status
    _tell(gone)
    return redirect(href_of(workplace, asked.key), 303)


@bp.get("/places/<slug>/rows/<int:row_id>/history")
@access(policy.can_read_history, load=load_deleted_row)
def row(workplace: Workplace, register: Register, row: Row) -> str:
    return _row_page(workplace, register, row)


@bp.post("/places/<slug>/rows/<int:row_id>/history/<int:version>/restoration")
@access(policy.can_read_history, act=policy.can_edit_row, load=load_deleted_row)
def restore_row(workplace: Workplace, register: Register, row: Row, version: int) -> Page:
    try:
        _saved, gone = restorations.restore_row_version(
            current_user, workplace=workplace, row=row, version=version, base_version=_base_version()
        )
    except StaleError as error:
        return _row_page(workplace, register, row, is_stale=True), error.status
    _tell(gone)
    return redirect(_home_of(workplace, register, row), 303)


def _answer_page(workplace: Workplace, asked: Question | Register, *, is_stale: bool = False) -> str:
    past = get_answer_past(workplace.journey, asked.key, page_number(), each=_each())
    return _page(
        workplace,
        show_answer_past(current_user, workplace, asked, past),
        title=name_of(workplace, asked.key, current_language()),
        about=asked,
        back=href_of(workplace, asked.key),
        endpoint="history.answer",
        subject={"slug": workplace.place.slug, "question_key": asked.key},
        is_stale=is_stale,
    )


def _row_page(workplace: Workplace, register: Register, row: Row, *, is_stale: bool = False) -> str:
    past = get_row_past(row, page_number(), each=_each())
    shown = show_row_past(current_user, workplace, register, row, past)
    return _page(
        workplace,
        shown,
        title=shown.title,
        is_preset=row.preset_key is not None,
        about=register,
        back=_home_of(workplace, register, row),
        endpoint="history.row",
        subject={"slug": workplace.place.slug, "row_id": row.id},
        is_stale=is_stale,
    )


def _page(workplace: Workplace, shown: PastPage, **more: object) -> str:
    return render_template(
        "history/show.html",
        place=workplace.place,
        placebar=placebar_of(workplace, count_rows(workplace.journey.id)),
        shown=shown,
        is_own=policy.reader(current_user, workplace.place) is not Audience.TEAM,
        **more,
    )


def _tell(gone: Sequence[Text]) -> None:
    """What was brought back, and what could not be."""
    flash(_("What you chose is back. What stood here until now is in the history."), "done")
    if gone:
        names = listed([name.of(current_language()) for name in gone])
        flash(_("Left out, because it has been removed from its list: %(names)s.", names=names), "look")


def _home_of(workplace: Workplace, register: Register, row: Row) -> str:
    """Where the row stands."""
    if row.preset_key is not None:
        return address_of(workplace, register, _anchor=f"presets-{register.name}")
    return address_of(workplace, register, **({} if row.deleted_at is not None else {"row": row.id}))


def _base_version() -> int:
    """The version that stood there when the page was opened; -1 for what never was one."""
    text = request.form.get("base_version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < VERSION_DIGITS else -1


def _each() -> bool:
    """Whether every save is asked for by itself."""
    return request.args.get("each") == "1"
