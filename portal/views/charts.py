"""Pictures of registers on the pages of a place, as far as the reader's circle may see them. No queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request, url_for

from portal import policy
from portal.models import User
from portal.policy import Workplace
from portal.process.charts import Chart, chart_of
from portal.process.material import Material
from portal.process.schema import Audience, Kind, PictureKind, Register, Step
from portal.process.shown import Naming
from portal.process.titles import row_labels
from portal.queries.material import Written
from portal.web.language import current_language


@dataclass(frozen=True, slots=True)
class Preview:
    """A picture on the page of its step, with the address and the name of the section that it stands in."""

    chart: Chart
    href: str
    section: str


def chart_for(
    user: User,
    workplace: Workplace,
    register: Register,
    written: Written,
    names: Mapping[int, str] | None = None,
) -> Chart | None:
    """The picture of what somebody may read of a register. `names`: those of its rows, where they are known."""
    if register.picture is None:
        return None
    readable = written.material.entries(register.key)
    if not policy.can_read_referred(user, workplace, register.key):
        rows = written.rows
        readable = [
            entry
            for entry in readable
            if entry.id in rows and policy.can_read_row(user, workplace, register, rows[entry.id])
        ]
    material = Material(answers=written.material.answers, rows={register.key: readable})
    circle, lang = policy.reader(user, workplace.place) or Audience.PLAN, current_language()
    # A title that is a text names its row by itself; one that refers is named by other registers.
    title = register.column(register.title_column)
    if names is None and title is not None and title.kind is Kind.REFERENCE:
        names = row_labels(workplace.process, written.material, circle, lang)
    return chart_of(register, material, Naming(lang, names or {}, {}), circle)


def previews(user: User, workplace: Workplace, step: Step, written: Written) -> list[Preview]:
    """The pictures of a step's registers in which something stands, for the step's page."""
    found = []
    for section in step.sections:
        drawn = [c for r in section.registers if (c := _brief(user, workplace, r, written)) is not None]
        href = url_for("sections.show", slug=workplace.place.slug, step=step.key, section=section.name)
        title = section.title.of(current_language())
        found += [Preview(chart, href, title) for chart in drawn if not chart.is_empty]
    return found


def _brief(user: User, workplace: Workplace, register: Register, written: Written) -> Chart | None:
    """A picture in which rows that are drawn one by one are only counted, so that nobody looks for their names."""
    counted = register.picture is not None and register.picture.kind in (
        PictureKind.MATRIX,
        PictureKind.QUADRANTS,
    )
    return chart_for(user, workplace, register, written, {} if counted else None)


def preselected(register: Register) -> dict[str, str]:
    """What the address asks for in a new row: the field of the picture from which somebody adds."""
    picture, asked = register.picture, request.args.get("in", "")
    column = register.column(picture.by or "") if picture is not None else None
    if column is None or request.args.get("add") != register.name or column.option(asked) is None:
        return {}
    return {column.name: asked}
