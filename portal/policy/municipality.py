"""The municipality and the plan: who answers, who reads."""

from __future__ import annotations

from portal.errors import N_
from portal.models import Municipality, PlanEdition, User
from portal.policy.places import can_see_place
from portal.process.contents import read_contents
from portal.process.reach import Reach
from portal.roles import YES, Ruling, Workplace, either, is_officer_of, is_region, is_team, no


def can_answer_for_municipality(user: User, workplace: Workplace, *_: object) -> Ruling:
    """Answer the contribution and tick the municipality's track: an officer of the place's municipality."""
    return YES if is_officer_of(user, workplace.place.municipality_id) else no()


def can_read_track(user: User, workplace: Workplace, *_: object) -> Ruling:
    return either(can_answer_for_municipality(user, workplace), can_see_place(user, workplace))


def can_read_plan(user: User, workplace: Workplace, edition: PlanEdition, *_: object) -> Ruling:
    """Read the open edition: the team, coaches and region always, the municipality's officers where it reaches them,
    everybody, visitors too, where it is public. By a link one reads at the link's own address."""
    reach = Reach(edition.audience)
    if reach is Reach.PUBLIC:
        return YES
    if not user.is_authenticated:
        return no()
    is_theirs = reach.covers(Reach.MUNICIPALITY) and has_come_in(workplace, edition)
    served = can_answer_for_municipality(user, workplace) if is_theirs else no()
    return either(can_see_place(user, workplace), served)


def can_compare_editions(
    user: User, workplace: Workplace, edition: PlanEdition, older: PlanEdition, *_: object
) -> Ruling:
    """Read, word by word, how the open edition differs from an older one, with what was taken away since: those who
    could read both by their role."""
    if not (user.is_authenticated and can_read_plan(user, workplace, edition)):
        return no()
    return either(can_see_place(user, workplace), can_keep_plan(user, workplace, older))


def can_see_answers(
    user: User, workplace: Workplace, edition: PlanEdition, row_id: int, *_: object
) -> Ruling:
    """Read what was answered to an action: whoever reads the plan that holds it. Once it has left the plan, only those
    who could read it in its time by their role: for all others its name would come back with the answers."""
    may_read = can_read_plan(user, workplace, edition)
    if not may_read or read_contents(edition.contents).action(row_id) is not None:
        return may_read
    if not user.is_authenticated:
        return no()
    return either(can_see_place(user, workplace), can_answer_for_municipality(user, workplace))


def can_keep_plan(user: User, _workplace: Workplace, edition: PlanEdition, *_: object) -> Ruling:
    """Read an edition that has reached a municipality, with what it answered: the officers of that municipality. What
    an authority has received stays received, whoever the place lets read it or belongs to later."""
    of = edition.municipality_id
    return YES if edition.reached_at is not None and of is not None and is_officer_of(user, of) else no()


def has_come_in(workplace: Workplace, edition: PlanEdition) -> bool:
    """Whether the edition has reached the municipality that the place belongs to now. When a place moves to another
    one, that gets the next edition."""
    return edition.reached_at is not None and edition.municipality_id == workplace.place.municipality_id


def has_left(workplace: Workplace, edition: PlanEdition | None) -> bool:
    """Whether the edition has reached a municipality that the place does not belong to any more."""
    return edition is not None and edition.reached_at is not None and not has_come_in(workplace, edition)


def can_read_edition(user: User, workplace: Workplace, *_: object) -> Ruling:
    """Read the place's own editions, open and ended, each with what was answered in its time: the team, coaches and
    region. Every circle of readers holds these, so what anybody was shown has reached them."""
    return can_see_place(user, workplace)


def can_open_edition(user: User, workplace: Workplace, edition: PlanEdition, *_: object) -> Ruling:
    """Read an edition, shared now or not: among the place's own, or among what the municipality has received."""
    return either(can_read_edition(user, workplace), can_keep_plan(user, workplace, edition))


def is_plan_shared(edition: PlanEdition) -> bool:
    """Whether the place shares the edition with its municipality now."""
    return edition.ended_at is None and Reach(edition.audience).covers(Reach.MUNICIPALITY)


def can_answer_plan(user: User, workplace: Workplace, edition: PlanEdition, *_: object) -> Ruling:
    """Answer the actions of the edition, and note that it has come in: an officer of the place's municipality, which
    it has reached, while the place shares it with the municipality."""
    if can_keep_plan(user, workplace, edition) and has_left(workplace, edition):
        return no(
            N_("The place belongs to another municipality now, which answers its plan from the next edition.")
        )
    may_answer = can_answer_for_municipality(user, workplace)
    if not may_answer:
        return may_answer
    if not has_come_in(workplace, edition):
        return no()
    return (
        YES
        if is_plan_shared(edition)
        else no(N_("The place no longer shares the plan, so it cannot be answered now."))
    )


def can_set_registrar(user: User, municipality: Municipality, *_: object) -> Ruling:
    """Say where the municipality's registrar reads: its own officers, and the region."""
    return YES if is_officer_of(user, municipality.id) or is_region(user) else no()


def can_follow_plan(user: User, workplace: Workplace, edition: PlanEdition, *_: object) -> Ruling:
    """Hear of the next edition: whoever may read this one, but for the team, who publishes it."""
    return no() if is_team(user, workplace.place) else can_read_plan(user, workplace, edition)


def can_see_editions(user: User, workplace: Workplace, *_: object) -> Ruling:
    """The page where the plan is shared and its sharing stopped: the team's own."""
    return YES if is_team(user, workplace.place) else no()
