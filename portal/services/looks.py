"""Read marks: that somebody looks at a step or register. No event: it is nothing that anybody has done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, insert, update
from sqlalchemy.exc import IntegrityError

from portal.extensions import db
from portal.models import Look, User
from portal.policy import Workplace, reader
from portal.process.visits import VISIT
from portal.queries.looks import readable_subjects


def begin_look(actor: User, *, workplace: Workplace, subject: str, at: datetime) -> None:
    """The first look at a step or place-wide register. Nothing of what the person may not read; whoever has looked
    already keeps that look. `at` lies before the workplace was read, so sharing had not been stopped by then."""
    circle = reader(actor, workplace.place)
    if circle is None or subject not in readable_subjects(actor, workplace):
        return
    # Shared while the request was on its way: what was a draft when it began is not what is read.
    at = max(at, workplace.shared.get(subject, at))
    mark = {"user_id": actor.id, "journey_id": workplace.journey.id, "subject_key": subject}
    try:
        with db.session.begin_nested():
            db.session.execute(insert(Look).values(**mark, circle=circle.value, looked_at=at))
    except IntegrityError:
        # Looked at in two windows at once, or before in another circle.
        renew_looks(actor, workplace=workplace, subjects=[subject], at=at)


def renew_looks(actor: User, *, workplace: Workplace, subjects: Sequence[str], at: datetime) -> None:
    """A new visit to these, where the one before is over; it is what the new one is told against. One statement.
    Whoever reads in another circle than then begins anew."""
    circle = reader(actor, workplace.place)
    if circle is None:
        return
    readable = [
        key
        for key in readable_subjects(actor, workplace)
        if key in subjects and workplace.shared.get(key, at) <= at
    ]
    db.session.execute(
        update(Look)
        .where(
            Look.user_id == actor.id,
            Look.journey_id == workplace.journey.id,
            Look.subject_key.in_(readable),
            (Look.looked_at <= at - VISIT) | (Look.circle != circle.value),
        )
        .values(
            previous_at=case((Look.circle == circle.value, Look.looked_at), else_=None),
            looked_at=at,
            circle=circle.value,
        )
        .execution_options(synchronize_session=False)
    )
