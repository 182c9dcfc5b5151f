"""The municipality's own checklist for a place: its officers tick it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from portal.clock import now
from portal.errors import N_, ConflictError, InvalidError, Message
from portal.extensions import db
from portal.models import Tick, User
from portal.policy import Workplace, can_answer_for_municipality, require
from portal.process.schema import ChecklistItem
from portal.services.checks import NOTE_LIMIT
from portal.services.events import record
from portal.text import clean


def set_track_check(
    actor: User,
    *,
    workplace: Workplace,
    item: ChecklistItem,
    ticked: bool,
    note: str = "",
    on_date: date | None = None,
) -> None:
    """Tick a line, or take the tick back; saying the same twice changes nothing.

    Raises NotAllowedError, ConflictError for a line that ticks itself, InvalidError for a note that is too long.
    """
    require(can_answer_for_municipality(actor, workplace))
    if item.derived is not None:
        raise ConflictError(N_("This line ticks itself when what it asks for is done."))
    note = clean(note) if item.asks_note else ""
    if len(note) > NOTE_LIMIT:
        words = Message(
            N_("The note is too long. At most %(limit)s characters fit here."), {"limit": NOTE_LIMIT}
        )
        raise InvalidError(words.text, {"note": words}, **words.params)
    tick = _find(workplace, item)
    if not ticked:
        if tick is not None:
            db.session.execute(delete(Tick).where(Tick.id == tick.id))
            record(actor, "track_unticked", journey=workplace.journey, subject=item.key)
        return
    on_date = on_date if item.asks_date else None
    if tick is None or (tick.note or "", tick.on_date) != (note, on_date):
        _tick(actor, workplace, item, tick, note, on_date)


def _find(workplace: Workplace, item: ChecklistItem) -> Tick | None:
    query = select(Tick).where(Tick.journey_id == workplace.journey.id, Tick.item_key == item.key)
    return db.session.scalars(query).one_or_none()


def _tick(
    actor: User, workplace: Workplace, item: ChecklistItem, tick: Tick | None, note: str, on_date: date | None
) -> None:
    tick = tick or Tick(journey_id=workplace.journey.id, item_key=item.key)
    tick.note, tick.on_date, tick.ticked_by, tick.ticked_at = note or None, on_date, actor.id, now()
    try:
        with db.session.begin_nested():
            db.session.add(tick)
    except IntegrityError:
        # Two officers ticked at the same moment: it is ticked, which is what both wanted.
        return
    record(actor, "track_ticked", journey=workplace.journey, subject=item.key)
