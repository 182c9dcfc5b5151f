"""Reading receipts: that an edition of a plan has come in to a municipality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.extensions import db
from portal.models import EditionReceipt, PlanEdition


@dataclass(frozen=True, slots=True)
class Earlier:
    """The receipt of an edition before, with its number."""

    receipt: EditionReceipt
    edition: int


@dataclass(frozen=True, slots=True)
class Receipts:
    """Of an edition, the latest first: it holds; and of the latest edition `before` it that the same municipality has
    noted."""

    own: Sequence[EditionReceipt]
    before: Earlier | None


def list_receipts(edition: PlanEdition) -> Receipts:
    """Few; ten at most of the edition itself. One query."""
    query = (
        select(EditionReceipt, PlanEdition.number)
        .join(PlanEdition, PlanEdition.id == EditionReceipt.edition_id)
        .where(PlanEdition.journey_id == edition.journey_id, PlanEdition.number <= edition.number)
        .where(EditionReceipt.municipality_id == edition.municipality_id)
        .options(joinedload(EditionReceipt.author))
        .order_by(PlanEdition.number.desc(), EditionReceipt.id.desc())
        .limit(11)
    )
    found = db.session.execute(query).all()
    own = [receipt for receipt, number in found if number == edition.number]
    before = (Earlier(receipt, number) for receipt, number in found if number < edition.number)
    return Receipts(own[:10], next(before, None))


def find_receipt(edition: PlanEdition) -> EditionReceipt | None:
    """The one that holds."""
    return next(iter(list_receipts(edition).own), None)
