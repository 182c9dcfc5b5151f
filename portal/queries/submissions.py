"""Reading submissions: one with its verdicts, the one before it, the files that a place has."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, defer, joinedload

from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Attachment, Cover, Decision, Journey, Place, Review, Row, Submission
from portal.policy import Workplace
from portal.queries.workplaces import get_workplace, workplace_of

_WHOLE = (
    defer(Submission.snapshot),
    joinedload(Submission.submitter),
    joinedload(Submission.beginner),
    joinedload(Submission.decisions).joinedload(Decision.decider),
    joinedload(Submission.review).joinedload(Review.author),
    joinedload(Submission.cover).joinedload(Cover.user),
)


def load_submission(slug: str, number: int) -> tuple[Workplace, Submission]:
    """Loader of routes under /places/<slug>/submissions/<number>/."""
    workplace = get_workplace(slug)
    query = (
        select(Submission)
        .where(Submission.journey_id == workplace.journey.id, Submission.number == number)
        .options(*_WHOLE)
    )
    submission = db.session.scalars(query).unique().one_or_none()
    if submission is None:
        raise NotFoundError(N_("There is no such submission."))
    return workplace, submission


def load_review(submission_id: int) -> tuple[Workplace, Submission]:
    """Loader of routes under /reviews/<submission_id>/: two queries."""
    query = (
        select(Submission)
        .join(Submission.journey)
        .join(Journey.place)
        .where(Submission.id == submission_id)
        .options(
            contains_eager(Submission.journey).contains_eager(Journey.place).joinedload(Place.municipality),
            *_WHOLE,
        )
    )
    submission = db.session.scalars(query).unique().one_or_none()
    if submission is None:
        raise NotFoundError(N_("There is no such submission."))
    return workplace_of(submission.journey), submission


def get_numbered(journey_id: int, number: int) -> Submission:
    """A submission of this journey, whole. Raises NoResultFound: the number was read from the same table."""
    query = select(Submission).where(Submission.journey_id == journey_id, Submission.number == number)
    return db.session.scalars(query.options(*_WHOLE)).unique().one()


def find_previous(submission: Submission) -> Submission | None:
    """The submission that was decided before this one, with its verdicts."""
    return find_last_decided(submission.journey_id, before=submission.number)


def find_last_decided(journey_id: int, *, before: int | None = None) -> Submission | None:
    """The newest submission with a verdict; its copy is read when it is asked for, as everywhere here."""
    query = (
        select(Submission)
        .where(Submission.journey_id == journey_id, Submission.state == "decided")
        .order_by(Submission.number.desc())
        .limit(1)
    )
    if before is not None:
        query = query.where(Submission.number < before)
    found = db.session.scalar(query.with_only_columns(Submission.id))
    if found is None:
        return None
    whole = select(Submission).where(Submission.id == found).options(*_WHOLE)
    return db.session.scalars(whole).unique().one()


def load_submitted_file(slug: str, number: int, file_id: str) -> tuple[Workplace, Submission, dict[str, Any]]:
    """Loader of a file of a submission, from the list in its copy: later changes of the place do not touch it."""
    workplace, submission = load_submission(slug, number)
    file: dict[str, Any] | None = submission.snapshot["copy"]["files"].get(file_id)
    if file is None:
        raise NotFoundError(N_("There is no such file."))
    return workplace, submission, file


def count_rows(journey_id: int) -> dict[str, int]:
    """How many rows each register has, by its key; for the bar of a place on pages that read nothing else."""
    query = (
        select(Row.register_key, func.count())
        .where(Row.journey_id == journey_id, Row.deleted_at.is_(None))
        .group_by(Row.register_key)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def list_files(journey_id: int) -> dict[str, dict[str, Any]]:
    """Every file of a place, as frozen copies name it, by id."""
    query = select(Attachment).where(Attachment.journey_id == journey_id, Attachment.deleted_at.is_(None))
    return {
        a.id: {
            "name": a.name,
            "sha256": a.sha256,
            "size": a.size,
            "media_type": a.media_type,
            "alt": a.alt,
        }
        for a in db.session.scalars(query)
    }
