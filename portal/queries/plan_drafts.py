"""Reading what the team has written to its plan beside the answers."""

from __future__ import annotations

from sqlalchemy import select

from portal.clock import now
from portal.extensions import db
from portal.models import Journey, PlanDraft


def find_draft(journey: Journey) -> PlanDraft | None:
    """As it stands now, also when somebody else has saved in the meantime."""
    query = select(PlanDraft).where(PlanDraft.journey_id == journey.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def get_words(journey: Journey) -> PlanDraft:
    """The draft; an empty one, of version 0 and never stored, where nothing has been written."""
    return find_draft(journey) or PlanDraft(
        journey_id=journey.id, introduction="", stands_behind="", version=0, updated_at=now()
    )
