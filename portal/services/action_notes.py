"""Notes of progress on an action: written, removed, brought back; never changed, but one takes the place of another."""

from __future__ import annotations

from sqlalchemy import select

from portal.clock import now
from portal.errors import N_, InvalidError, Message, NotAllowedError
from portal.extensions import db
from portal.models import ActionNote, Row, User
from portal.policy import Workplace, can_correct_note, require
from portal.process.schema import Audience
from portal.queries.action_work import get_outside, is_in_plan
from portal.services.action_removals import bring_back, take_away
from portal.services.events import record
from portal.services.permits import check_action
from portal.text import clean, is_seen

LIMIT = 2000
"""Characters."""
REACHES = (Audience.TEAM, Audience.COACH, Audience.PLAN)
"""How far a note may reach, from narrow to wide."""

EMPTY = N_("Write what has happened.")
FROZEN = N_("The note stands in the edition of the plan that is shared. Write a new one instead.")
GONE = N_("The note has been removed meanwhile. Save your text as a new one if it is to stand.")
LONG = N_("The text is too long. At most %(limit)s characters fit here.")
NO_REACH = N_("Choose who may read the note.")


def add_note(
    actor: User,
    *,
    workplace: Workplace,
    row: Row,
    body: str,
    reach: str = Audience.COACH,
    known: int | None = None,
) -> ActionNote:
    """Note how an action goes. `known`: the newest note when the form was opened; the same sent again from there is the
    same note. Raises NotAllowedError, NotFoundError for a removed action, InvalidError (by field)."""
    check_action(actor, workplace, row)
    body = _checked(body, reach)
    sent = _find_sent(actor, row, body, reach, known) if known is not None else None
    if sent is not None:
        return sent
    note = ActionNote(
        journey_id=workplace.journey.id,
        row_id=row.id,
        body=body,
        reach=Audience(reach).value,
        written_by=actor.id,
        written_at=now(),
    )
    db.session.add(note)
    db.session.flush()
    _record(actor, workplace, "action_noted", row, note)
    return note


def correct_note(
    actor: User, *, workplace: Workplace, row: Row, note: ActionNote, body: str, reach: str
) -> ActionNote:
    """A new note, of today, in the place of the actor's own; the old one is removed. Raises like `add_note`, and
    NotAllowedError for somebody else's note or one that stands in the edition that is shared."""
    check_action(actor, workplace, row)
    require(can_correct_note(actor, workplace, None, row, note))
    body = _checked(body, reach)
    if note.removed_at is not None:
        raise InvalidError(GONE, {"body": Message(GONE)})
    if is_in_plan(note, get_outside(row)):
        raise NotAllowedError(FROZEN)
    if (note.body, note.reach) == (body, reach):
        return note
    remove_note(actor, workplace=workplace, row=row, note=note)
    return add_note(actor, workplace=workplace, row=row, body=body, reach=reach)


def remove_note(actor: User, *, workplace: Workplace, row: Row, note: ActionNote) -> None:
    """Take a note away; editions of the plan that have it keep it. One that is removed already stays so."""
    check_action(actor, workplace, row)
    if take_away(note):
        _record(actor, workplace, "action_note_removed", row, note)


def restore_note(actor: User, *, workplace: Workplace, row: Row, note: ActionNote) -> None:
    """Bring it back to where it stood."""
    check_action(actor, workplace, row)
    if bring_back(note):
        _record(actor, workplace, "action_note_restored", row, note)


def _checked(body: str, reach: str) -> str:
    body, problems = clean(body), {}
    if not is_seen(body):
        problems["body"] = Message(EMPTY)
    elif len(body) > LIMIT:
        problems["body"] = Message(LONG, {"limit": LIMIT})
    if reach not in REACHES:
        problems["reach"] = Message(NO_REACH)
    if problems:
        raise InvalidError(N_("The note is not saved."), problems)
    return body


def _find_sent(actor: User, row: Row, body: str, reach: str, known: int) -> ActionNote | None:
    """The actor's own that says just this and came after the one that was known."""
    query = select(ActionNote).where(
        ActionNote.row_id == row.id,
        ActionNote.id > known,
        ActionNote.written_by == actor.id,
        ActionNote.body == body,
        ActionNote.reach == reach,
        ActionNote.removed_at.is_(None),
    )
    return db.session.scalars(query.order_by(ActionNote.id.desc()).limit(1)).one_or_none()


def _record(actor: User, workplace: Workplace, kind: str, row: Row, note: ActionNote) -> None:
    data = {"row": row.id, "note": note.id, "reach": note.reach}
    record(actor, kind, journey=workplace.journey, subject=row.register_key, data=data)
