"""Which verdict holds at a journey: the latest row of the newest submission that was decided."""

from __future__ import annotations

from sqlalchemy import Integer, bindparam, select

from portal.extensions import db
from portal.models import Decision, Submission

_NEWEST = (
    select(Decision.id)
    .join(Decision.submission)
    .where(Submission.journey_id == bindparam("journey", type_=Integer))
    .order_by(Submission.number.desc(), Decision.id.desc())
    .limit(1)
)

HOLDING = _NEWEST.scalar_subquery()
"""Its id, of the journey that is bound as `journey`."""


def find_holding(journey_id: int) -> int | None:
    """The id of the verdict that holds."""
    return db.session.scalar(_NEWEST, {"journey": journey_id})
