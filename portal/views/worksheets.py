"""Empty worksheets to print: a section or a whole step on paper, with room to write."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template, url_for
from flask_login import current_user

from portal import policy
from portal.policy import Workplace
from portal.process.schema import Audience, Section, Step
from portal.process.worksheets import make_worksheet
from portal.queries.submissions import count_rows
from portal.queries.workplaces import load_section, load_step
from portal.views.placebar import placebar_of
from portal.web.access import access

bp = Blueprint("worksheets", __name__)


@bp.get("/places/<slug>/steps/<step>/<section>/worksheet")
@access(policy.can_see_place, load=load_section)
def show_section(workplace: Workplace, step: Step, section: Section) -> str:
    return _page(workplace, step, [section], alone=section)


@bp.get("/places/<slug>/steps/<step>/worksheet")
@access(policy.can_see_place, load=load_step)
def show_step(workplace: Workplace, step: Step) -> str:
    return _page(workplace, step, step.sections)


def _page(
    workplace: Workplace, step: Step, sections: Sequence[Section], *, alone: Section | None = None
) -> str:
    """Open to all who see the place, before a step is shared, too: it holds what is asked and no answers."""
    circle = policy.reader(current_user, workplace.place) or Audience.COACH
    readable = policy.can_read_step(current_user, workplace, step)
    slug = workplace.place.slug
    return render_template(
        "worksheets/show.html",
        place=workplace.place,
        placebar=placebar_of(workplace, count_rows(workplace.journey.id)),
        process=workplace.process,
        step=step,
        alone=alone,
        sheets=[make_worksheet(section, circle) for section in sections],
        trail=[(url_for("steps.show", slug=slug, step=step.key), step.title)]
        + (
            [(url_for("sections.show", slug=slug, step=step.key, section=alone.name), alone.title)]
            if alone and readable
            else []
        ),
    )
