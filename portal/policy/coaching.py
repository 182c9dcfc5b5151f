"""What coaches do beside answering: talk with the municipality, log a call, take a guest's words as the answer,
say what they know about."""

from __future__ import annotations

from portal.errors import N_
from portal.models import User
from portal.policy.conversations import Conversation
from portal.policy.threads import COACH, can_read_thread, is_responsible, side_of
from portal.roles import (
    YES,
    Ruling,
    Workplace,
    is_coach,
    is_officer_of,
    is_place_coach,
    is_region,
    is_team,
    no,
)


def can_see_municipal_talk(user: User, workplace: Workplace, *_: object) -> Ruling:
    """Know of the conversation between the municipality and the coaches: its officers, the place's coaches, the
    region; nobody of the place's own team."""
    place = workplace.place
    if is_team(user, place):
        return no()
    coaches = is_place_coach(user, place) or is_region(user)
    return YES if coaches or is_officer_of(user, place.municipality_id) else no()


def can_log_call(user: User, workplace: Workplace, *_: object) -> Ruling:
    """Note what was said on the phone: the place's coaches, in whose name it stands in the log."""
    if not is_place_coach(user, workplace.place) or is_team(user, workplace.place):
        return no(N_("Only the place's own coaches log calls."))
    if workplace.journey.state == "ended":
        return no(N_("The journey has ended. What you wrote can be read, but no longer changed."))
    return YES


def can_set_sectors(user: User, person: User, *_: object) -> Ruling:
    """Say which sectors a coach knows: the region of everybody, a coach of themselves."""
    if is_region(user):
        return YES
    return can_choose_sectors(user) if person.id == user.id else no()


def can_choose_sectors(user: User, *_: object) -> Ruling:
    """Say so of oneself, on one's own account."""
    return YES if is_coach(user) else no(N_("Sectors are what coaches know about."))


def can_structure(user: User, conversation: Conversation, *_: object) -> Ruling:
    """Say it as strengths, questions and suggestions, which a team marks: coaches, but not to a municipality."""
    if side_of(user, conversation) == COACH and not conversation.is_municipal:
        return YES
    return no(N_("Only coaches reply to a place with strengths, questions and suggestions."))


def can_accept_answer(user: User, conversation: Conversation, *_: object) -> Ruling:
    """Say that a guest has answered the question: who keeps the responsibility for it."""
    readable = can_read_thread(user, conversation)
    if not readable:
        return readable
    if conversation.workplace.journey.state == "ended":
        return no(N_("The journey has ended. What you wrote can be read, but no longer changed."))
    if not is_responsible(user, conversation):
        return no(N_("Only who answers for the coaches' side can say that the question is answered."))
    return YES
