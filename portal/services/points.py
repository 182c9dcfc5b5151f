"""The points of a verdict as rows: made when it is sent, marked by the team."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from portal import policy
from portal.errors import N_, ConflictError
from portal.extensions import db
from portal.models import Decision, User, VerdictPoint
from portal.notifications import checkpoint as letters
from portal.policy import Workplace
from portal.process import gate
from portal.process.review import Point, points_of
from portal.queries.decisions import find_holding
from portal.services.events import record
from portal.services.marks import put_mark
from portal.services.permits import hold

PASSED = N_("This point is not asked for any more: you have submitted again, or another verdict has come.")


def write_points(decision: Decision) -> None:
    """The rows of a verdict that has just been sent. What a correction leaves as it was keeps its mark."""
    marked = _marked_before(decision)
    for point in points_of(decision.content["points"]):
        row = VerdictPoint(
            decision_id=decision.id,
            number=point.id,
            criterion_key=point.criterion,
            anchor_key=point.anchor,
            text=point.text,
            due_on=date.fromisoformat(point.due_on) if point.due_on else None,
        )
        old = marked.get(_same(point))
        if old is not None:
            row.mark, row.because = old.mark, old.because
            row.marked_by, row.marked_at = old.marked_by, old.marked_at
        db.session.add(row)
    db.session.flush()


def mark_point(
    actor: User, *, workplace: Workplace, point: VerdictPoint, mark: str, because: str = ""
) -> bool:
    """Mark a point of the verdict that holds, or take the mark back (`mark` empty). Whether that changed anything.

    Raises NotAllowedError, ConflictError when the point is not asked for any more, InvalidError.
    """
    hold(workplace)
    policy.require(policy.can_mark_verdict(actor, workplace))
    state = gate.CheckpointState(workplace.journey.checkpoint_state)
    if not gate.is_decided(state) or point.decision_id != find_holding(workplace.journey.id):
        raise ConflictError(PASSED)
    if not put_mark(actor, point, mark=mark, because=because):
        return False
    data = {"point": point.id, "mark": point.mark or ""}
    event = record(
        actor,
        "point_marked",
        journey=workplace.journey,
        subject=f"decision:{point.decision_id}",
        data=data,
    )
    if mark:
        decision = db.session.get_one(Decision, point.decision_id)
        letters.tell_of_mark(event, workplace=workplace, decision=decision)
    return True


Same = tuple[int, str, str]


def _same(point: Point) -> Same:
    return point.id, point.anchor, point.text


def _marked_before(decision: Decision) -> Mapping[Same, VerdictPoint]:
    if decision.corrects_id is None:
        return {}
    query = select(VerdictPoint).where(
        VerdictPoint.decision_id == decision.corrects_id, VerdictPoint.mark.is_not(None)
    )
    return {(row.number, row.anchor_key, row.text): row for row in db.session.scalars(query)}
