"""Conversations: who takes part on which side, who reads what, who writes, marks, shares and takes over."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.errors import N_
from portal.models import Post, User
from portal.policy.conversations import Conversation
from portal.policy.duty import can_end_standing_in, can_stand_in
from portal.process.schema import Audience, Column, Field, Register, Section
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
    reader,
)

EDITABLE = timedelta(minutes=15)
"""How long an author may change what was written."""

Anchor = Field | Section | Register
"""What a conversation may be about."""

PLACE, COACH, MUNICIPALITY = "place", "coach", "municipality"


def side_of(user: User, conversation: Conversation) -> str | None:
    """On which side the person takes part: place, coach (the region, too) or municipality; None for nobody of it."""
    place = conversation.workplace.place
    if is_team(user, place):
        return PLACE
    if conversation.is_municipal and is_officer_of(user, place.municipality_id):
        return MUNICIPALITY
    # Whoever coaches no more has left the conversations that they were asked into.
    is_guest = user.id in conversation.guests and is_coach(user)
    return COACH if is_guest or is_responsible(user, conversation) or is_region(user) else None


def is_responsible(user: User, conversation: Conversation) -> bool:
    """Whether the person answers for the coaches' side: a coach of the place, or who has taken it over."""
    place = conversation.workplace.place
    if is_team(user, place):
        return False
    return is_place_coach(user, place) or (is_coach(user) and user.id in conversation.covers)


def can_see_thread(user: User, conversation: Conversation, *_: object) -> Ruling:
    """Know of it: who may read it, and every coach of the region, who may take it over."""
    return can_read_thread(user, conversation) or can_cover(user, conversation)


def can_read_thread(user: User, conversation: Conversation, *_: object) -> Ruling:
    """Read what was said. The place reads of a municipal conversation only what was shared with it."""
    side = side_of(user, conversation)
    if side is None or (side == PLACE and conversation.is_municipal and not conversation.has_shared):
        return no(N_("The place's own coaches answer here. Take the conversation over to read it."))
    return YES


def can_read_post(user: User, conversation: Conversation, post: Post) -> Ruling:
    """Read one post: of a municipal conversation the place reads what was shared."""
    readable = can_read_thread(user, conversation)
    if not readable:
        return readable
    if conversation.is_municipal and side_of(user, conversation) == PLACE:
        return YES if post.shared_at is not None and post.removed_at is None else no()
    return YES


def can_see_post(user: User, conversation: Conversation, post: Post) -> Ruling:
    """Know that there is such a post: who may read it, and every coach of the region, who may take over."""
    return can_read_post(user, conversation, post) or can_cover(user, conversation)


def can_read_notes(user: User, conversation: Conversation, *_: object) -> Ruling:
    """Read and write the coaches' own notes: who answers for their side, and the region; no guest and no place."""
    if is_team(user, conversation.workplace.place):
        return no()
    return YES if is_responsible(user, conversation) or is_region(user) else no()


def can_write(user: User, conversation: Conversation, *_: object) -> Ruling:
    """Say something in it."""
    readable = can_read_thread(user, conversation)
    if not readable:
        return readable
    if conversation.workplace.journey.state == "ended":
        return no(N_("The journey has ended. What you wrote can be read, but no longer changed."))
    side = side_of(user, conversation)
    if side == PLACE and conversation.is_municipal:
        return no(
            N_("The municipality and the coaches talk here. Ask your coach in a conversation of your own.")
        )
    if conversation.thread.closed_at is not None:
        return no(N_("The conversation is closed. Open it again to write."))
    if side == COACH and not is_anchor_shared(conversation):
        return no(
            N_("The team has stopped sharing this, so you cannot write here until they share it again.")
        )
    return YES


def is_anchor_shared(conversation: Conversation) -> bool:
    """Whether coaches may read now what it is about; true where it is about nothing in particular."""
    subject = conversation.subject
    return subject is None or subject in conversation.workplace.shared


def can_edit_post(user: User, conversation: Conversation, post: Post, moment: datetime) -> Ruling:
    """Change what one wrote, for a quarter of an hour."""
    if post.author_id != user.id or post.removed_at is not None:
        return no(N_("Only who wrote it can change it."))
    if moment - post.written_at > EDITABLE:
        return no(
            N_(
                "What was written can be changed for 15 minutes. Write a new line in the conversation instead."
            )
        )
    return can_write(user, conversation)


def can_remove_post(user: User, conversation: Conversation, post: Post, *_: object) -> Ruling:
    """Remove what one wrote; that something was removed stays to be seen."""
    if post.author_id != user.id or post.removed_at is not None:
        return no(N_("Only who wrote it can remove it."))
    if conversation.workplace.journey.state == "ended":
        return no(N_("The journey has ended. What you wrote can be read, but no longer changed."))
    return can_read_thread(user, conversation)


def can_share_post(user: User, conversation: Conversation, post: Post, *_: object) -> Ruling:
    """Show the place one post of a municipal conversation: who wrote it."""
    if not conversation.is_municipal:
        return no()
    return can_remove_post(user, conversation, post)


def can_mark_points(user: User, conversation: Conversation, *_: object) -> Ruling:
    """Say what becomes of a coach's question or suggestion: the team."""
    if not is_team(user, conversation.workplace.place) or conversation.is_municipal:
        return no(N_("Only the place's own team can change this."))
    if conversation.workplace.journey.state == "ended":
        return no(N_("The journey has ended. What you wrote can be read, but no longer changed."))
    return YES


def can_close(user: User, conversation: Conversation, *_: object) -> Ruling:
    """Close it, or open it again: both sides, but no guest."""
    if conversation.workplace.journey.state == "ended":
        return no(N_("The journey has ended. What you wrote can be read, but no longer changed."))
    side = side_of(user, conversation)
    own = MUNICIPALITY if conversation.is_municipal else PLACE
    answers = side == COACH and (is_responsible(user, conversation) or is_region(user))
    return YES if side == own or answers else no(N_("Only those who hold the conversation can close it."))


def can_ask_guest(user: User, conversation: Conversation, *_: object) -> Ruling:
    """Ask a colleague of another sector in, and thank them off: who answers for the coaches' side."""
    if conversation.workplace.journey.state == "ended":
        return no(N_("The journey has ended. What you wrote can be read, but no longer changed."))
    return YES if is_responsible(user, conversation) else no(N_("Only the coaches can ask a colleague in."))


def can_cover(user: User, conversation: Conversation, *_: object) -> Ruling:
    """Take it over: any coach of the region but the place's own, and nobody of its team."""
    return can_stand_in(user, conversation.workplace.place)


def can_end_cover(user: User, conversation: Conversation, *_: object) -> Ruling:
    """Give it back, or take it back."""
    return can_end_standing_in(user, conversation.workplace.place, conversation.covers)


def can_begin_thread(user: User, workplace: Workplace, *_: object) -> Ruling:
    """Begin a conversation of the place's: its team, its coaches and the region."""
    if workplace.journey.state == "ended":
        return no(N_("The journey has ended. What you wrote can be read, but no longer changed."))
    return YES if reader(user, workplace.place) else no()


def can_begin_about(user: User, workplace: Workplace, anchor: Anchor, *_: object) -> Ruling:
    """Begin one about a section, question or register (perhaps a row of it): only while coaches may read that."""
    allowed = can_begin_thread(user, workplace)
    if not allowed:
        return allowed
    if not is_for_coaches(anchor):
        return no(
            N_(
                "This is the team's own, so coaches cannot read it. Ask in a conversation about something else."
            )
        )
    if anchor.key.partition(".")[0] not in workplace.shared:
        return no(N_("Share it with your coaches first: they can only answer about what they may read."))
    return YES


def is_for_coaches(anchor: Anchor) -> bool:
    """Whether any of it may ever be read by coaches."""
    if isinstance(anchor, Section):
        return anchor.is_for(Audience.COACH)
    fields: tuple[Field | Column, ...] = anchor.columns if isinstance(anchor, Register) else (anchor,)
    return any(field.audience.reaches(Audience.COACH) for field in fields)


def can_begin_municipal(user: User, workplace: Workplace, *_: object) -> Ruling:
    """Begin one between the municipality and the coaches: its officers, the place's coaches and the region."""
    if workplace.journey.state == "ended":
        return no(N_("The journey has ended. What you wrote can be read, but no longer changed."))
    if is_team(user, workplace.place):
        return no(
            N_("The municipality and the coaches talk here. Ask your coach in a conversation of your own.")
        )
    place = workplace.place
    coaches = is_place_coach(user, place) or is_region(user)
    return YES if coaches or is_officer_of(user, place.municipality_id) else no()
