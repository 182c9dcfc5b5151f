"""What somebody has looked at, at a place, and since when something there is new to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.extensions import db
from portal.models import Look, User
from portal.policy import Workplace, can_read_register, can_read_step, reader
from portal.process.schema import Audience
from portal.process.visits import is_over, new_since


@dataclass(frozen=True, slots=True)
class Glance:
    """A person's looks at what they may read of a place; `moment` is when they look now.

    `since`: the time after which something is new to them, by the key of a step or place-wide register; nothing is new
    in one that is missing there. `looked`: every latest look. `readable`: the keys of all that they may read.
    `own_since`: from when on they have read what they wrote themselves.
    """

    user_id: int
    circle: Audience
    moment: datetime
    readable: tuple[str, ...]
    looked: Mapping[str, datetime]
    since: Mapping[str, datetime]
    own_since: Mapping[str, datetime]

    @property
    def unopened(self) -> tuple[str, ...]:
        return tuple(key for key in self.readable if key not in self.looked)

    def is_over(self, subject: str) -> bool:
        """Whether there was a visit, and it is over."""
        return subject in self.looked and is_over(self.looked[subject], self.moment)


def get_glance(user: User, workplace: Workplace, moment: datetime) -> Glance:
    """One query; none for somebody in no circle of the place. What somebody read in another circle does not count.
    `moment`: when the person looks, from before the place was read."""
    circle = reader(user, workplace.place)
    readable = readable_subjects(user, workplace)
    if circle is None or not readable:
        return Glance(user.id, circle or Audience.PLAN, moment, (), {}, {}, {})
    query = select(Look.subject_key, Look.looked_at, Look.previous_at).where(
        Look.user_id == user.id, Look.journey_id == workplace.journey.id, Look.circle == circle.value
    )
    found = {key: (at, before) for key, at, before in db.session.execute(query) if key in readable}
    since = {key: at for key, look in found.items() if (at := new_since(*look, moment))}
    # What a coach wrote when nothing was shared with coaches is no longer theirs to read.
    own = {key: max(at, workplace.shared.get(key, at)) for key, at in since.items()}
    return Glance(user.id, circle, moment, readable, {k: at for k, (at, _) in found.items()}, since, own)


def readable_subjects(user: User, workplace: Workplace) -> tuple[str, ...]:
    """The keys of the steps and place-wide registers that the person may read now, registers first."""
    process = workplace.process
    registers = [r.key for r in process.registers if can_read_register(user, workplace, r.key)]
    return (*registers, *(s.key for s in process.steps if can_read_step(user, workplace, s)))
