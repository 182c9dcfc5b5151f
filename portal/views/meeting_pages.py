"""The page of a meeting: one part of a section, or a place-wide register, large and alone on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask_login import current_user

from portal.forms.build import AnswerForm
from portal.forms.rows import RowForm
from portal.policy import Workplace
from portal.process.meeting import SHOWN, Line, Part, Way, line_of, way_of
from portal.process.schema import Question, Register, Section, Step
from portal.queries.material import get_written, get_written_of
from portal.queries.rows import list_rows
from portal.views.links import href_of
from portal.views.meeting_entries import Entries, kept_choices, line_form, make_entries
from portal.views.meeting_links import log_of
from portal.views.preset_blocks import PresetBlock, make_presets
from portal.views.sections import form_of


@dataclass(slots=True)
class Screen:
    """What `meetings/show.html` draws. `part` is None where nothing of it fits on a screen; `others` are then, and
    otherwise, the parts that have to be written in the form. `form` is the line that adds to `entries`."""

    workplace: Workplace
    subject: Section | Register
    parts: Sequence[Part]
    part: Part | None
    others: Sequence[Part]
    back: str
    log: str
    answer: AnswerForm | None = None
    presets: PresetBlock | None = None
    entries: Entries | None = None
    form: RowForm | None = None

    @property
    def section(self) -> Section | None:
        return self.subject if isinstance(self.subject, Section) else None

    @property
    def place_in_row(self) -> int:
        return self.parts.index(self.part) if self.part is not None else 0

    @property
    def before(self) -> Part | None:
        return self.parts[self.place_in_row - 1] if self.place_in_row else None

    @property
    def after(self) -> Part | None:
        return next(iter(self.parts[self.place_in_row + 1 :]), None)


def make_screen(
    workplace: Workplace,
    step: Step | None,
    subject: Section | Register,
    *,
    form: RowForm | None = None,
    part: str = "",
) -> Screen:
    """The part that is named here or in the address, else the first. `form`: a line of it that was refused."""
    process = workplace.process
    items: tuple[Part, ...] = subject.items if isinstance(subject, Section) else (subject,)
    parts = tuple(p for p in items if way_of(process, p) in SHOWN)
    wanted = part or request.args.get("part", "")
    chosen = next((p for p in parts if p.name == wanted), next(iter(parts), None))
    screen = Screen(
        workplace=workplace,
        subject=subject,
        parts=parts,
        part=chosen,
        others=[p for p in items if way_of(process, p) is Way.FORM],
        back=href_of(workplace, subject.key),
        log=log_of(workplace, step, subject),
        form=form,
    )
    _fill(screen)
    return screen


def render_screen(screen: Screen) -> str:
    return render_template("meetings/show.html", place=screen.workplace.place, screen=screen)


def _fill(screen: Screen) -> None:
    """What the part needs, and no more."""
    workplace, part = screen.workplace, screen.part
    if isinstance(part, Question) and screen.section is not None:
        written = get_written_of(workplace.journey, screen.section)
        screen.answer = form_of(workplace, screen.section, written, only=part).of(part)
    if not isinstance(part, Register):
        return
    if part.presets:
        screen.presets = make_presets(current_user, workplace, part, get_written(workplace.journey))
    line = line_of(workplace.process, part)
    if line is not None:
        _fill_list(screen, part, line)


def _fill_list(screen: Screen, register: Register, line: Line) -> None:
    rows = list_rows(screen.workplace.journey, register.key)
    screen.entries = make_entries(screen.workplace, register, line, rows)
    if screen.form is None:
        kept = kept_choices(current_user, line, rows)
        screen.form = line_form(screen.workplace, register, line, values=kept)
