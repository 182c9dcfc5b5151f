"""The points of a verdict: the team says what becomes of each."""

from __future__ import annotations

from flask import Blueprint, flash, get_template_attribute, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import ConflictError, InvalidError
from portal.extensions import htmx
from portal.forms.marks import SentMark, read_mark
from portal.models import VerdictPoint
from portal.policy import Workplace
from portal.process.marks import Marked, marked
from portal.queries.points import line_of, load_point
from portal.queries.submissions import count_rows
from portal.services.points import mark_point
from portal.views.links import title_of
from portal.views.placebar import placebar_of
from portal.web.access import access
from portal.web.failures import say
from portal.web.forms import safe_next
from portal.web.language import current_language

bp = Blueprint("points", __name__)

Page = str | Response | tuple[str, int]


@bp.post("/places/<slug>/points/<int:point_id>/mark")
@access(policy.can_see_place, act=policy.can_mark_verdict, load=load_point)
def mark(workplace: Workplace, point: VerdictPoint) -> Page:
    sent, before = read_mark(request.form), line_of(point).marked
    try:
        changed = mark_point(
            current_user, workplace=workplace, point=point, mark=sent.mark, because=sent.because
        )
    except (InvalidError, ConflictError) as error:
        words = say(error.message)
        if htmx:
            return _fragment(workplace, point, before, sent, problem=words), error.status
        return _refused(workplace, point, before, sent, words), error.status
    now = marked(point.mark, point.because, current_user.name, point.marked_at) if changed else before
    meanwhile = words_of_other(before) if changed and sent.came_meanwhile(before) else ""
    if htmx:
        return _fragment(workplace, point, now, sent, meanwhile=meanwhile)
    flash(" ".join(filter(None, [_("Your coach sees your answer.") if now.mark else _("Saved."), meanwhile])))
    return redirect(f"{_back(workplace)}#mark-{point.id}", 303)


def words_of_other(before: Marked) -> str:
    """What somebody else had answered meanwhile."""
    answers = {
        "taken_up": _("Taken up"),
        "parked": _("Parked"),
        "differently": _("We see it differently"),
    }
    return _(
        "%(name)s had answered “%(answer)s” meanwhile. Your answer holds now.",
        name=before.who,
        answer=answers[before.mark or ""],
    )


def _fragment(
    workplace: Workplace,
    point: VerdictPoint,
    now: Marked,
    sent: SentMark,
    *,
    problem: str = "",
    meanwhile: str = "",
) -> str:
    macro = get_template_attribute("macros/marks.html", "marks")
    return str(
        macro(
            f"mark-{point.id}",
            url_for("points.mark", slug=workplace.place.slug, point_id=point.id),
            now,
            True,
            about=point.text[:60],
            problem={"words": problem, "because": sent.because} if problem else None,
            meanwhile=meanwhile,
            outside=sent.outside,
            back=_back(workplace),
            fresh=True,
        )
    )


def _refused(workplace: Workplace, point: VerdictPoint, now: Marked, sent: SentMark, words: str) -> str:
    """A page of its own for browsers without scripts: the point, what was typed and what to mend."""
    return render_template(
        "points/refused.html",
        place=workplace.place,
        placebar=placebar_of(workplace, count_rows(workplace.journey.id)),
        point=line_of(point),
        decision=point.decision,
        about=title_of(workplace, point.anchor_key, current_language()),
        now=now,
        problem={"words": words, "because": sent.because},
        back=_back(workplace),
    )


def _back(workplace: Workplace) -> str:
    """The page that it was sent from."""
    checkpoint = url_for("checkpoint.show", slug=workplace.place.slug)
    return safe_next(request.form.get("back")) or checkpoint
