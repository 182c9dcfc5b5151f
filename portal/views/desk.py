"""The reviewer's desk: everything that the page of a review shows, put together from the copies and the draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal import policy
from portal.forms.reviews import anchors_of
from portal.models import Decision, Review, Submission
from portal.policy import Workplace
from portal.process.readiness import CriterionStatus
from portal.process.review import WORDS, ReviewContent, points_of
from portal.process.sheets import Sheet
from portal.queries.comparisons import get_comparison
from portal.queries.copies import get_copy_text
from portal.queries.points import list_points_of
from portal.queries.submissions import find_previous
from portal.services.reviews import content_of
from portal.views.copies import sheets_in
from portal.views.counted import counts_in_words
from portal.views.duty import standing_in_review, stood_for
from portal.views.links import name_of, title_of
from portal.web.language import current_language


def render_desk(
    workplace: Workplace,
    submission: Submission,
    *,
    content: ReviewContent | None = None,
    theirs: Review | None = None,
    errors: Mapping[str, str] | None = None,
    correction: Mapping[str, Any] | None = None,
) -> str:
    """The page of a review. `content` is what was typed when a save was refused, `theirs` the draft that won then."""
    review, decision = submission.review, submission.decisions[-1] if submission.decisions else None
    if content is None and review is not None and submission.state == "under_review":
        content = content_of(review)
    can_decide = policy.can_decide(current_user, workplace, submission)
    read = _read(workplace, submission)
    previous: Submission | None = read["previous"]
    points = list_points_of(submission.id, *([previous.id] if previous else []))
    return render_template(
        "reviews/show.html",
        **read,
        place=workplace.place,
        checkpoint=workplace.process.checkpoint,
        submission=submission,
        review=review,
        content=content,
        theirs=_differences(workplace, content, content_of(theirs)) if theirs and content else [],
        errors=errors or {},
        decision=decision,
        points=points,
        earlier=points.get(previous.decisions[-1].id, ()) if previous else (),
        mistakes=list(reversed(submission.decisions))[1:],
        correction=correction or _blank_correction(decision),
        can_decide=can_decide,
        is_writing=bool(can_decide) and submission.state == "under_review",
        can_correct=policy.can_correct(current_user, workplace),
        standing_in=standing_in_review(workplace, submission),
        stood_for=stood_for(submission.decisions),
        jumps=_jumps(read["sheets"], content, decision),
        about=lambda key: title_of(workplace, key, current_language()),
        place_href=_place_href(workplace),
    )


def _place_href(workplace: Workplace) -> str:
    """The place's start page; empty for a coach who may not see it."""
    may_see = policy.can_see_place(current_user, workplace)
    return url_for("places.show", slug=workplace.place.slug) if may_see else ""


def _read(workplace: Workplace, submission: Submission) -> dict[str, Any]:
    """What is read: the sheets, apart where a submission came before, and what a point on them can be about."""
    process, lang = workplace.process, current_language()
    previous = find_previous(submission) if submission.number > 1 else None
    asked = [p["criterion"] for p in previous.decisions[-1].content["points"]] if previous else []
    before = get_copy_text(previous) if previous else None
    sheets = sheets_in((process.key, process.version), get_copy_text(submission), lang, before, tuple(asked))
    changes = get_comparison(process, previous, submission, lang) if previous else None
    beside = changes.without({item.key for sheet in sheets for item in sheet.items}) if changes else None
    return {
        "previous": previous,
        "sheets": sheets,
        "changes": changes,
        "counts": counts_in_words(changes) if changes else "",
        "beside": beside,
        "beside_counts": counts_in_words(beside) if beside else "",
        "differing": [sheet for sheet in sheets if sheet.is_changed or sheet.asked],
        "same": [sheet for sheet in sheets if not (sheet.is_changed or sheet.asked)],
        "anchors": _anchors(workplace, sheets, lang),
        "is_on_copy": _is_on_copy(sheets),
    }


def _anchors(workplace: Workplace, sheets: tuple[Sheet, ...], lang: str) -> dict[str, list[tuple[str, str]]]:
    """What a point under each criterion can be about: (key, words)."""
    process = workplace.process
    return {
        sheet.criterion.key: [
            (key, name_of(workplace, key, lang)) for key in anchors_of(sheet.criterion, process)
        ]
        for sheet in sheets
    }


def _is_on_copy(sheets: tuple[Sheet, ...]) -> set[tuple[str, str]]:
    """(criterion, key) of what stands on a sheet, so that a point can stand right under it."""
    return {(sheet.criterion.key, item.key) for sheet in sheets for item in sheet.items}


SIGNS = {"enough": "done", "follow": "look", "not_yet": "miss"}


def _jumps(
    sheets: tuple[Sheet, ...], content: ReviewContent | None, decision: Decision | None
) -> list[dict[str, Any]]:
    """Links within the page, each criterion with the sign of its judgement so far."""
    judged: Mapping[str, Mapping[str, str]] = decision.content["judgements"] if decision is not None else {}
    if content is not None:
        judged = content.judgements
    lang = current_language()
    jumps: list[dict[str, Any]] = [
        {
            "href": f"#k-{sheet.criterion.key}",
            "label": sheet.criterion.title.of(lang),
            "sign": SIGNS.get(
                judged.get(sheet.criterion.key, {}).get("judgement", ""),
                "talk" if sheet.state is CriterionStatus.TALK else "none",
            ),
        }
        for sheet in sheets
    ]
    if decision is not None:
        return [{"href": "#decided", "label": _("The verdict")}, *jumps]
    if content is not None:
        jumps += [
            {"href": "#words", "label": _("Your words to the place")},
            {"href": "#verdict", "label": _("Your verdict")},
        ]
    return jumps


def _blank_correction(decision: Decision | None) -> dict[str, Any]:
    points = points_of(decision.content["points"]) if decision is not None else []
    return {"verdict": "", "reasons": "", "points": points}


def _differences(workplace: Workplace, mine: ReviewContent, other: ReviewContent) -> list[dict[str, str]]:
    """What the saved draft says otherwise than mine: where, in words, and a link to the field."""
    labels = {
        "strengths": _("Strengths"),
        "questions": _("Questions"),
        "suggestions": _("Suggestions"),
        "reasons": _("Reasons"),
    }
    found = [
        {"id": name, "label": labels[name], "text": getattr(other, name)}
        for name in WORDS
        if getattr(mine, name).strip() != getattr(other, name)
    ]
    for criterion in workplace.process.checkpoint.criteria:
        was, now = other.judgements.get(criterion.key, {}), mine.judgements.get(criterion.key, {})
        for part in ("judgement", "note"):
            if (was.get(part) or "") != (now.get(part) or ""):
                text = was.get(part) or ""
                found.append(
                    {"id": f"k-{criterion.key}", "label": criterion.title.of(current_language()), part: text}
                )
    points = {point.id: point for point in other.points}
    for point in mine.points:
        was_point = points.pop(point.id, None)
        if was_point != point:
            text = was_point.text if was_point else ""
            found.append({"id": f"point-{point.id}", "label": _("A point"), "text": text})
    found += [{"id": "points", "label": _("A point"), "text": point.text} for point in points.values()]
    if mine.verdict != other.verdict:
        found.append({"id": "verdict", "label": _("Verdict"), "verdict": other.verdict or ""})
    return found
