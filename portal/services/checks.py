"""Ticking the lines of a step's checklist."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from portal.clock import now
from portal.errors import N_, ConflictError, InvalidError, Message, NotFoundError
from portal.extensions import db
from portal.models import Tick, User
from portal.policy import Workplace
from portal.process.schema import ChecklistItem
from portal.services.events import record
from portal.services.permits import check_step_editable, hold
from portal.text import clean

NOTE_LIMIT = 200


def set_check(
    actor: User,
    *,
    workplace: Workplace,
    item: ChecklistItem,
    ticked: bool,
    note: str = "",
    on_date: date | None = None,
) -> Tick | None:
    """Tick a line that people tick themselves, or take the tick back; saying the same twice changes nothing.

    Raises NotFoundError for a line of another checklist, ConflictError for one that ticks itself, InvalidError for a
    note that is too long, NotAllowedError and LockedError as for answers.
    """
    step = workplace.process.step_of(item.key)
    if step is None:
        raise NotFoundError
    hold(workplace)
    check_step_editable(actor, workplace, step)
    if item.derived is not None:
        raise ConflictError(N_("This line ticks itself when what it asks for is done."))
    note = clean(note) if item.asks_note else ""
    if len(note) > NOTE_LIMIT:
        words = Message(
            N_("The note is too long. At most %(limit)s characters fit here."), {"limit": NOTE_LIMIT}
        )
        raise InvalidError(words.text, {"note": words}, **words.params)
    on_date = on_date if item.asks_date else None
    tick = _find(workplace, item)
    if not ticked:
        _take_back(actor, workplace, item, tick)
        return None
    if tick is not None and (tick.note or "", tick.on_date) == (note, on_date):
        return tick
    return _tick(actor, workplace, item, tick, note, on_date)


def _tick(
    actor: User, workplace: Workplace, item: ChecklistItem, tick: Tick | None, note: str, on_date: date | None
) -> Tick:
    if tick is None:
        tick = Tick(journey_id=workplace.journey.id, item_key=item.key)
        db.session.add(tick)
    tick.note, tick.on_date, tick.ticked_by, tick.ticked_at = note or None, on_date, actor.id, now()
    set_committed_value(tick, "author", db.session.get(User, actor.id))
    record(actor, "check_ticked", journey=workplace.journey, subject=item.key)
    return tick


def _find(workplace: Workplace, item: ChecklistItem) -> Tick | None:
    """The tick with who made it; the journey is held, so nobody else ticks meanwhile."""
    query = (
        select(Tick)
        .where(Tick.journey_id == workplace.journey.id, Tick.item_key == item.key)
        .options(joinedload(Tick.author))
    )
    return db.session.scalars(query).one_or_none()


def _take_back(actor: User, workplace: Workplace, item: ChecklistItem, tick: Tick | None) -> None:
    if tick is not None:
        db.session.execute(delete(Tick).where(Tick.id == tick.id))
        record(actor, "check_unticked", journey=workplace.journey, subject=item.key)
