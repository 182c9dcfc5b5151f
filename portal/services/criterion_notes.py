"""The team's comments on criteria, and waivers of musts that cannot be met."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError

from portal import policy
from portal.clock import now
from portal.errors import N_, InvalidError, LockedError, Message, NotFoundError, StaleError
from portal.extensions import db
from portal.models import CriterionNote, User
from portal.policy import Workplace
from portal.process import gate
from portal.process.schema import Criterion
from portal.services.events import record
from portal.services.permits import hold
from portal.text import clean

COMMENT_LIMIT = 2_000
WAIVER_LIMIT = 1_000


def save(
    actor: User,
    *,
    workplace: Workplace,
    criterion_key: str,
    version: int,
    comment: str | None = None,
    waiver: str | None = None,
) -> CriterionNote:
    """Save a comment, a waiver or both (None leaves what stands); `version` is that of the note read, 0 for none.

    Raises NotAllowedError, NotFoundError, LockedError during a review, InvalidError (too long; a waiver of a subject to
    talk about), StaleError (its `current` is the note as it is).
    """
    hold(workplace)  # a submission that came a moment before counts, and the end of the journey, too
    policy.require(policy.can_submit(actor, workplace))
    criterion = workplace.process.checkpoint.criterion(criterion_key)
    if criterion is None:
        raise NotFoundError
    journey = workplace.journey
    if gate.is_locked(gate.CheckpointState(journey.checkpoint_state)):
        raise LockedError(N_("The answers are locked while the coach reviews your submission."))
    texts = _checked(criterion, comment, waiver)
    note = _store(actor, journey.id, criterion.key, version, texts)
    record(
        actor, "criterion_note_saved", journey=journey, subject=criterion.key, data={"version": note.version}
    )
    return note


def _checked(criterion: Criterion, comment: str | None, waiver: str | None) -> dict[str, str]:
    given = {"comment": comment, "waiver": waiver}
    texts = {name: clean(text) for name, text in given.items() if text is not None}
    fields: dict[str, Message] = {}
    for name, limit in (("comment", COMMENT_LIMIT), ("waiver", WAIVER_LIMIT)):
        length = len(texts.get(name, ""))
        if length > limit:
            words = N_("The text has %(length)s characters; there is room for %(limit)s.")
            fields[name] = Message(words, {"length": length, "limit": limit})
    if texts.get("waiver") and not criterion.is_must:
        fields["waiver"] = Message(N_("Only a requirement can be waived."))
    if fields:
        first = next(iter(fields.values()))
        raise InvalidError(first.text, fields, **first.params)
    return texts


def _store(actor: User, journey_id: int, key: str, version: int, texts: dict[str, str]) -> CriterionNote:
    moment = now()
    of_this = (CriterionNote.journey_id == journey_id, CriterionNote.criterion_key == key)
    if version == 0:
        try:
            with db.session.begin_nested():
                note = CriterionNote(
                    journey_id=journey_id,
                    criterion_key=key,
                    version=1,
                    updated_by=actor.id,
                    updated_at=moment,
                    **texts,
                )
                db.session.add(note)
        except IntegrityError:
            raise _stale(journey_id, key) from None
        return note
    saved = db.session.execute(
        update(CriterionNote)
        .where(*of_this, CriterionNote.version == version)
        .values(version=version + 1, updated_by=actor.id, updated_at=moment, **texts)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", saved).rowcount != 1:
        raise _stale(journey_id, key)
    return _read(journey_id, key)


def _read(journey_id: int, key: str) -> CriterionNote:
    """The note as it is; an empty one, of version 0, where nothing stands: a page of the journey before names more."""
    query = select(CriterionNote).where(
        CriterionNote.journey_id == journey_id, CriterionNote.criterion_key == key
    )
    found = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    return found or CriterionNote(
        journey_id=journey_id, criterion_key=key, comment="", waiver="", version=0, updated_at=now()
    )


def _stale(journey_id: int, key: str) -> StaleError:
    return StaleError(N_("Somebody in your team has written here meanwhile."), _read(journey_id, key))
