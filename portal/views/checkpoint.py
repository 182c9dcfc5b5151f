"""The checkpoint of a place: what has evidence and what is missing, all answers on one page, the team's notes."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import DomainError, InvalidError, StaleError
from portal.extensions import htmx
from portal.forms.criterion_notes import SentNote, read_note
from portal.models import CriterionNote
from portal.policy import Workplace
from portal.process import gate
from portal.process.document import outline
from portal.process.merging import put_together
from portal.process.readiness import CriterionState, CriterionStatus, Readiness
from portal.process.schema import Audience
from portal.queries.checkpoint import CheckpointRecord, get_record
from portal.queries.material import Written, get_written
from portal.queries.submissions import list_files
from portal.queries.workplaces import load_place
from portal.services import criterion_notes
from portal.services.submissions import labels_of, steps_before
from portal.views.conflicts import side_by_side
from portal.views.duty import stood_for
from portal.views.links import contents_of, href_of, title_of
from portal.views.placebar import placebar_of
from portal.web.access import access
from portal.web.failures import say
from portal.web.language import current_language
from portal.web.saving import save_state

bp = Blueprint("checkpoint", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/places/<slug>/checkpoint/")
@access(policy.can_see_place, load=load_place)
def show(workplace: Workplace) -> Page:
    return render_readiness(workplace)


def render_readiness(
    workplace: Workplace,
    written: Written | None = None,
    *,
    refused: DomainError | None = None,
    trouble: dict[str, object] | None = None,
) -> str:
    """The readiness page; `refused` stands in the submit panel, `trouble` with a note at its criterion."""
    written = written or get_written(workplace.journey)
    record = get_record(workplace.journey)
    found = record.readiness(workplace.process, written.material)
    state = gate.CheckpointState(workplace.journey.checkpoint_state)
    not_yet = _not_yet(record, state)
    circle = policy.reader(current_user, workplace.place)
    is_open = gate.is_phase_open(workplace.process, state, workplace.process.checkpoint.after_phase + 1)
    return render_template(
        "checkpoint/show.html",
        place=workplace.place,
        workplace=workplace,
        placebar=placebar_of(workplace, written),
        checkpoint=workplace.process.checkpoint,
        groups=_groups(found, not_yet),
        not_yet=not_yet,
        **_points(workplace, record, state),
        found=found,
        notes=record.notes,
        submissions=record.submissions,
        latest=record.latest,
        due_on=record.due_on(workplace.process),
        state=state.value,
        is_open=is_open,
        locked=gate.is_locked(state),
        is_team=circle is Audience.TEAM,
        can_edit=bool(policy.can_submit(current_user, workplace)) and not gate.is_locked(state),
        can_submit=policy.can_submit(current_user, workplace),
        can_review=policy.can_see_review(current_user, workplace),
        refused=say(refused.message) if refused else "",
        trouble=trouble,
        href_of=lambda key: href_of(workplace, key),
        about=lambda key: title_of(workplace, key, current_language()),
    )


def _points(workplace: Workplace, record: CheckpointRecord, state: gate.CheckpointState) -> dict[str, object]:
    """The points of the verdict that holds, which of them have no answer, and whether this person may answer."""
    return {
        "points": record.points,
        "unanswered": [point for point in record.points if point.marked.mark is None],
        "can_mark": gate.is_decided(state) and bool(policy.can_mark_verdict(current_user, workplace)),
        "stood_for": stood_for(record.latest.decisions[-1:]) if record.latest else {},
    }


def _not_yet(record: CheckpointRecord, state: gate.CheckpointState) -> Mapping[str, str]:
    """The criteria that are not enough yet as the verdict that holds says, with its note; none once the place has
    submitted again."""
    if record.holding is None or state is not gate.CheckpointState.COMPLETE_FIRST:
        return {}
    judged = record.holding.content["judgements"]
    return {key: each.get("note", "") for key, each in judged.items() if each["judgement"] == "not_yet"}


def _groups(found: Readiness, not_yet: Mapping[str, str]) -> dict[str, list[CriterionState]]:
    """The criteria by their state; apart those that have evidence or a waiver, but are not enough yet."""
    groups: dict[str, list[CriterionState]] = {status.value: [] for status in CriterionStatus}
    groups["judged"] = []
    for one in found.criteria:
        is_mended = one.state in (CriterionStatus.EVIDENCE, CriterionStatus.WAIVED)
        groups["judged" if is_mended and one.criterion.key in not_yet else one.state.value].append(one)
    return groups


@bp.get("/places/<slug>/checkpoint/answers")
@access(policy.can_check_answers, load=load_place)
def answers(workplace: Workplace) -> Page:
    written, process = get_written(workplace.journey), workplace.process
    lang = current_language()
    document = outline(
        process,
        written.material,
        labels=labels_of(process, written.material, lang),
        files=list_files(workplace.journey.id),
        lang=lang,
        reader=Audience.COACH,
        steps=steps_before(process),
    )
    return render_template(
        "checkpoint/answers.html",
        place=workplace.place,
        workplace=workplace,
        placebar=placebar_of(workplace, written),
        checkpoint=process.checkpoint,
        document=document,
        contents=contents_of(document),
        href_of=lambda key: href_of(workplace, key),
        locked=gate.is_locked(gate.CheckpointState(workplace.journey.checkpoint_state)),
    )


@bp.post("/places/<slug>/checkpoint/notes/<criterion>")
@access(policy.can_see_place, act=policy.can_submit, load=load_place)
def save_note(workplace: Workplace, criterion: str) -> Page:
    sent = read_note(request.form)
    try:
        note = criterion_notes.save(
            current_user,
            workplace=workplace,
            criterion_key=criterion,
            version=sent.version,
            comment=sent.comment,
            waiver=sent.waiver,
        )
    except StaleError as error:
        return _conflict(workplace, criterion, sent, error)
    except InvalidError as error:
        if htmx:
            return save_state("error", text=say(error.message)), error.status
        said = {"key": criterion, "sent": sent, "error": say(error.message)}
        return render_readiness(workplace, trouble=said), error.status
    return _saved(workplace, criterion, note)


def _conflict(workplace: Workplace, criterion: str, sent: SentNote, error: StaleError) -> Page:
    """Both texts, and a field to put them together; nothing at all when they say the same."""
    theirs: CriterionNote = error.current  # type: ignore[assignment]  # the service hands on the note
    field = sent.differing(theirs.comment, theirs.waiver)
    if field is None:
        return _saved(workplace, criterion, theirs)
    if htmx:
        words = _("Somebody in your team has written here meanwhile. Press Save to see both texts.")
        return save_state("conflict", text=words, version_name="version", version=sent.version), error.status
    mine, other = getattr(sent, field), getattr(theirs, field)
    pieces, other_pieces = side_by_side(mine, other)
    said = {
        "key": criterion,
        "sent": sent,
        "field": field,
        "note": theirs,
        "mine": mine,
        "mine_pieces": pieces,
        "their_pieces": other_pieces,
        "together": put_together(mine, other),
    }
    return render_readiness(workplace, trouble=said), error.status


def _saved(workplace: Workplace, criterion: str, note: CriterionNote) -> Page:
    if htmx:
        return save_state("saved", at=note.updated_at, version_name="version", version=note.version)
    flash(_("Saved."))
    return redirect(url_for("checkpoint.show", slug=workplace.place.slug, _anchor=f"c-{criterion}"), 303)
