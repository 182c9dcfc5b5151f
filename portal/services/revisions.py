"""Keeping what people have written: a revision for every save, in the transaction of the save itself."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert

from portal.extensions import db
from portal.models import Answer, Revision, Row


def keep(holders: Sequence[Answer | Row]) -> None:
    """Append what these answers and rows say now, as their newest version, with one statement. Nothing for none.

    Call it once for each new version; by whom and when is what the answer or row says of itself.
    """
    if not holders:
        return
    # A plain insert: the unit of work would ask for each new id and so send row by row.
    query = insert(Revision).execution_options(render_nulls=True)
    db.session.execute(query, [_said(holder) for holder in holders])


def _said(holder: Answer | Row) -> dict[str, object]:
    is_row = isinstance(holder, Row)
    return {
        "journey_id": holder.journey_id,
        "question_key": None if is_row else holder.question_key,
        "row_id": holder.id if is_row else None,
        "version": holder.version,
        "value": holder.values if is_row else holder.value,
        "not_relevant": None if is_row else holder.not_relevant,
        "is_deleted": is_row and holder.deleted_at is not None,
        "saved_by": holder.updated_by,
        "at": holder.updated_at,
    }
