"""The points of a verdict: the team says what becomes of each."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import ConflictError, InvalidError
from portal.extensions import htmx
from portal.forms.marks import read_mark
from portal.models import VerdictPoint
from portal.policy import Workplace
from portal.process.marks import Marked
from portal.queries.points import line_of, load_point
from portal.queries.submissions import count_rows
from portal.services.points import mark_point
from portal.views.links import title_of
from portal.views.marks import Controls, Outcome, draw, outcome_of, problem_of
from portal.views.placebar import placebar_of
from portal.web.access import access
from portal.web.forms import safe_next
from portal.web.language import current_language

bp = Blueprint("points", __name__)

Page = str | Response | tuple[str, int]


@bp.post("/places/<slug>/points/<int:point_id>/mark")
@access(policy.can_see_place, act=policy.can_mark_verdict, load=load_point)
def mark(workplace: Workplace, point: VerdictPoint) -> Page:
    sent, before = read_mark(request.form), line_of(point).marked
    to = url_for(".mark", slug=workplace.place.slug, point_id=point.id)
    controls = Controls(f"mark-{point.id}", to, point.text, sent.outside, _back(workplace))
    try:
        changed = mark_point(
            current_user, workplace=workplace, point=point, mark=sent.mark, because=sent.because
        )
    except (InvalidError, ConflictError) as error:
        problem = problem_of(error, sent)
        if htmx:
            return draw(controls, Outcome(before), problem), error.status
        return _refused(workplace, point, before, problem), error.status
    outcome = outcome_of(point, sent, before) if changed else Outcome(before)
    if htmx:
        return draw(controls, outcome)
    flash(outcome.words)
    return redirect(f"{_back(workplace)}#mark-{point.id}", 303)


def _refused(workplace: Workplace, point: VerdictPoint, now: Marked, problem: dict[str, str]) -> str:
    """A page of its own for browsers without scripts: the point, what was typed and what to mend."""
    return render_template(
        "points/refused.html",
        place=workplace.place,
        placebar=placebar_of(workplace, count_rows(workplace.journey.id)),
        point=line_of(point),
        decision=point.decision,
        about=title_of(workplace, point.anchor_key, current_language()),
        now=now,
        problem=problem,
        back=_back(workplace),
    )


def _back(workplace: Workplace) -> str:
    """The page that it was sent from."""
    checkpoint = url_for("checkpoint.show", slug=workplace.place.slug)
    return safe_next(request.form.get("back")) or checkpoint
