"""Which actions the municipality has answered more than once: only there is more to read than the answer that holds."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.extensions import db
from portal.models import ActionAnswer, Journey


def list_repeated(journey: Journey, *, shared: bool) -> frozenset[int]:
    """By the row of the action; `shared`: of what was sent to the place, without the officers' drafts. One query."""
    query = (
        select(ActionAnswer.row_id)
        .where(ActionAnswer.journey_id == journey.id, *([ActionAnswer.is_shared] if shared else []))
        .group_by(ActionAnswer.row_id)
        .having(func.count() > 1)
    )
    return frozenset(db.session.scalars(query))


def is_repeated(answer: Any, *, shared: bool) -> ColumnElement[bool]:
    """Whether the same action had another answer before, in a query of answers; `shared`: as above, else also without
    the drafts of another municipality."""
    earlier = aliased(ActionAnswer)
    return exists().where(
        earlier.journey_id == answer.journey_id,
        earlier.row_id == answer.row_id,
        earlier.id < answer.id,
        earlier.is_shared
        if shared
        else or_(earlier.is_shared, earlier.municipality_id == answer.municipality_id),
    )
