"""Who somebody is: the roles that a person holds now, what these alone allow, and what a predicate answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.errors import N_, Message, NotAllowedError
from portal.models import Journey, Notice, Place, User
from portal.process.schema import Audience, Process


@dataclass(frozen=True, slots=True)
class Ruling:
    """The answer of a predicate; true if allowed."""

    allowed: bool
    reason: Message | None = None

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True, slots=True)
class Workplace:
    """What most rules look at: a place with its current journey, that journey's definition and what it shares.

    `shared` maps a step's or place-wide register's key to the time when it was shared; only what is shared now.
    `held`: the journey was locked as it was read, so nobody else writes at this place meanwhile.
    """

    place: Place
    journey: Journey
    process: Process
    shared: Mapping[str, datetime]
    held: bool = False


YES = Ruling(True)


def no(text: str = N_("You do not have access to this."), **params: object) -> Ruling:
    return Ruling(False, Message(text, params))


def either(*rulings: Ruling) -> Ruling:
    """The first that allows, else the last one's reason."""
    return next((r for r in rulings if r), rulings[-1])


def require(ruling: Ruling) -> None:
    """For services: raises NotAllowedError with the ruling's reason unless it allows."""
    if not ruling:
        reason = ruling.reason or Message(N_("You do not have access to this."))
        raise NotAllowedError(reason.text, **reason.params)


def has_role(
    user: User, role: str, *, place_id: int | None = None, municipality_id: int | None = None
) -> bool:
    """True if the person holds the role now (for that place or municipality, where given); a visitor holds none."""
    return not user.is_anonymous and any(
        a.role == role
        and a.ended_at is None
        and (place_id is None or a.place_id == place_id)
        and (municipality_id is None or a.municipality_id == municipality_id)
        for a in user.assignments
    )


def is_team(user: User, place: Place) -> bool:
    return has_role(user, "leader", place_id=place.id)


def is_place_coach(user: User, place: Place) -> bool:
    return has_role(user, "place_coach", place_id=place.id)


def is_coach(user: User) -> bool:
    return has_role(user, "coach") or has_role(user, "place_coach")


def is_region(user: User) -> bool:
    return has_role(user, "region")


def is_officer_of(user: User, municipality_id: int) -> bool:
    return has_role(user, "officer", municipality_id=municipality_id)


def reader(user: User, place: Place) -> Audience | None:
    """The circle in which the person reads this place: the team, the coaches (and the region), or none.

    Municipal officers read frozen copies only, so they are in no circle here.
    """
    if is_team(user, place):
        return Audience.TEAM
    if is_place_coach(user, place) or is_region(user):
        return Audience.COACH
    return None


def is_signed_in(user: User) -> Ruling:
    return YES if user.is_authenticated else no()


def is_own(user: User, notice: Notice) -> Ruling:
    """Whether the notice is the person's own; nobody else sees that it is there."""
    return YES if notice.user_id == user.id else no()


def can_administer(user: User, *_: object) -> Ruling:
    """The region's pages: places, people, municipalities, assignments."""
    return YES if is_region(user) else no()


def can_see_inbox(user: User) -> Ruling:
    return YES if is_coach(user) or is_region(user) else no()


def can_see_municipality(user: User) -> Ruling:
    return YES if has_role(user, "officer") else no()


def can_choose_help(user: User, *_: object) -> Ruling:
    """Have extra help shown or hidden: those of a place's team, on whose pages it stands."""
    return YES if has_role(user, "leader") else no(N_("Extra help is for those who write about a place."))
