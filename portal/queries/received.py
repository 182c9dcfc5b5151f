"""Reading the editions that have reached a municipality: it keeps them, whatever the place shares later."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import defer

from portal.extensions import db
from portal.models import ActionAnswer, EditionReceipt, Journey, PlanEdition, User
from portal.process.contents import Listed, read_contents
from portal.queries.paging import Page
from portal.queries.scopes import plans_kept_by

SIZE = 10
LOOKED_BACK = 50


@dataclass(frozen=True, slots=True)
class Received:
    """An edition that has reached the municipality, without its copy, and the note of it that holds."""

    edition: PlanEdition
    receipt: EditionReceipt | None


def find_last_answered(edition: PlanEdition) -> PlanEdition | None:
    """Of the editions before this that have reached its municipality, the last that was answered or noted as come in
    there; its copy is read when it is asked for. One query."""
    answered = exists().where(ActionAnswer.edition_id == PlanEdition.id, ActionAnswer.is_shared)
    noted = exists().where(EditionReceipt.edition_id == PlanEdition.id)
    query = (
        select(PlanEdition)
        .where(
            PlanEdition.journey_id == edition.journey_id,
            PlanEdition.number < edition.number,
            PlanEdition.reached_at.is_not(None),
            PlanEdition.municipality_id == edition.municipality_id,
            or_(answered, noted),
        )
        .order_by(PlanEdition.number.desc())
        .limit(1)
        .options(defer(PlanEdition.snapshot))
    )
    return db.session.scalars(query).one_or_none()


def find_kept_action(edition: PlanEdition, row_id: int) -> Listed | None:
    """An action of the edition, or of the last before it that has reached the same municipality and had it. One query;
    it looks no further back than LOOKED_BACK editions."""
    query = (
        select(PlanEdition.contents)
        .where(
            PlanEdition.journey_id == edition.journey_id,
            PlanEdition.number <= edition.number,
            PlanEdition.reached_at.is_not(None),
            PlanEdition.municipality_id == edition.municipality_id,
        )
        .order_by(PlanEdition.number.desc())
        .limit(LOOKED_BACK)
    )
    found = (read_contents(contents).action(row_id) for contents in db.session.scalars(query))
    return next((action for action in found if action is not None), None)


def list_received(user: User, journey: Journey, page: int) -> Page[Received]:
    """Those that the person keeps, the newest first. Two queries; a number past the end gives the first page."""
    query = (
        select(PlanEdition, func.count().over())
        .where(PlanEdition.journey_id == journey.id, plans_kept_by(user))
        .order_by(PlanEdition.number.desc())
        .options(defer(PlanEdition.snapshot))
    )
    found = db.session.execute(query.limit(SIZE).offset((page - 1) * SIZE)).all()
    if not found and page > 1:
        return list_received(user, journey, 1)
    noted = select(EditionReceipt).where(EditionReceipt.edition_id.in_([edition.id for edition, _n in found]))
    # The latest of an edition's notes holds.
    receipts = {each.edition_id: each for each in db.session.scalars(noted.order_by(EditionReceipt.id))}
    items = [Received(edition, receipts.get(edition.id)) for edition, _total in found]
    return Page(items, page, found[0][1] if found else 0, SIZE)
