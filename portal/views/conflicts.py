"""Two people have changed the same answer: both texts, so that people can choose which one counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from portal.clock import STOCKHOLM, today
from portal.forms.build import AnswerForm
from portal.models import Answer
from portal.process.merging import put_together
from portal.process.schema import Kind
from portal.process.shown import Naming, show
from portal.process.wording import Became, Piece, compare_words
from portal.web.filters import clock_time, day
from portal.web.language import current_language

TEXTS = (Kind.SHORT_TEXT, Kind.LONG_TEXT)


@dataclass(frozen=True, slots=True)
class Conflict:
    """What stands on the page between two versions of an answer: each in pieces, of which those that the other one
    does not have are not `kept`. `version` is that of `theirs`."""

    version: int
    mine: Sequence[Piece]
    theirs: Sequence[Piece]
    theirs_title: str
    theirs_note: str
    merged: str | None


def conflict_of(form: AnswerForm, current: Answer) -> Conflict:
    """The two versions in words. Only texts can be put together into a third one."""
    names = dict(form.input.choosable) if form.question.kind is Kind.REFERENCE else {}
    given = form.given
    mine = words_of(form, given.value, given.not_relevant, names) + (
        f" {form.new_row}" if form.new_row else ""
    )
    theirs = words_of(form, current.value, current.not_relevant, names)
    is_text = form.question.kind in TEXTS and not given.not_relevant and not current.not_relevant
    pieces, other_pieces = side_by_side(mine.strip() or _("No answer"), theirs or _("No answer"))
    together = put_together(mine, theirs) if is_text else None
    if together is not None and form.question.kind is Kind.SHORT_TEXT:
        together = " ".join(together.split())
    return Conflict(
        version=current.version,
        mine=pieces,
        theirs=other_pieces,
        theirs_title=_("What %(name)s wrote", name=current.author.name),
        theirs_note=saved_words(current.updated_at),
        merged=together,
    )


def side_by_side(mine: str, theirs: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, mine first; a piece that the other one lacks is not `kept`. Texts that have nothing in
    common are told whole: marking every word would mark nothing."""
    pieces = compare_words(theirs, mine)
    if not any(piece.became is Became.KEPT and piece.text.strip() for piece in pieces):
        return [Piece(Became.KEPT, mine)] if mine else [], [Piece(Became.KEPT, theirs)] if theirs else []
    return (
        [piece for piece in pieces if piece.became is not Became.REMOVED],
        [piece for piece in pieces if piece.became is not Became.ADDED],
    )


def saved_words(moment: datetime) -> str:
    """When the other one saved."""
    time = clock_time(moment)
    if moment.astimezone(STOCKHOLM).date() == today():
        return _("Saved %(time)s", time=time)
    return _("Saved %(day)s at %(time)s", day=day(moment), time=time)


def words_of(form: AnswerForm, value: object, not_relevant: str | None, names: Mapping[int, str]) -> str:
    """An answer in words."""
    if not_relevant is not None:
        return _("Not relevant here: %(why)s", why=not_relevant)
    shown = show(form.question, value, Naming(current_language(), names, {}))
    if shown is None:
        return ""
    if shown.yes is not None:
        return " ".join(part for part in (_("Yes") if shown.yes else _("No"), shown.why) if part)
    return f"{shown.text} {shown.unit or ''}".strip()


def choose(form: AnswerForm, formdata: MultiDict[str, str]) -> str | None:
    """What somebody chose between two versions: mine, theirs or merged; "" if they have not yet, None if there was
    nothing to choose. A merged text takes the place of the answer."""
    if f"{form.name}--conflict" not in formdata:
        return None
    choice = formdata.get(f"{form.name}--keep", "")
    return choice if choice in {"mine", "theirs", "merged"} else ""


def merged_data(formdata: MultiDict[str, str]) -> MultiDict[str, str]:
    """What was sent, with the merged texts in the place of the answers they were made for."""
    out = formdata.copy()
    for name in list(formdata):
        base, _dash, part = name.rpartition("--")
        if part == "keep" and formdata[name] == "merged":
            out.setlist(base, [formdata.get(f"{base}--merged", "")])
    return out
