"""Reading what places have asked their municipality to put in."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import ContributionRequest, Journey
from portal.policy import Workplace
from portal.queries.workplaces import get_workplace_by_journey

LARGEST_ID = 2**31 - 1


def find_request(journey: Journey) -> ContributionRequest | None:
    """The request that holds now: the latest one, answered or not."""
    return db.session.scalars(_HOLDING, {"journey": journey.id}).one_or_none()


_HOLDING = select(ContributionRequest).where(
    ContributionRequest.journey_id == bindparam("journey"), ContributionRequest.replaced_at.is_(None)
)


def list_requests(journey: Journey) -> list[ContributionRequest]:
    """Every request of the journey, newest first, with its copy."""
    query = (
        select(ContributionRequest)
        .where(ContributionRequest.journey_id == journey.id)
        .order_by(ContributionRequest.id.desc())
    )
    return list(db.session.scalars(query))


def load_request(request_id: int) -> tuple[Workplace, ContributionRequest]:
    """Loader of routes about one request, also one that has been replaced. Raises NotFoundError."""
    found = db.session.get(ContributionRequest, request_id) if request_id <= LARGEST_ID else None
    if found is None:
        raise NotFoundError(N_("There is no such question from a place."))
    return get_workplace_by_journey(found.journey_id), found
