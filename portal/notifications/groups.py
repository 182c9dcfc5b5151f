"""What people choose for: groups of kinds of news, each with how soon mail comes unless somebody chooses otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.errors import N_


class Frequency(StrEnum):
    """How soon a letter comes."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"
    NONE = "none"


FREQUENCY_WORDS = {
    Frequency.NOW: N_("At once"),
    Frequency.DAILY: N_("Once a day"),
    Frequency.WEEKLY: N_("Once a week"),
    Frequency.NONE: N_("No mail"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """`frequency`: what holds until a person has chosen. `title` and `hint` as the page of choices says them."""

    key: str
    frequency: Frequency
    title: str
    hint: str


GROUPS = {
    group.key: group
    for group in (
        Group(
            "decisions",
            Frequency.NOW,
            N_("Submissions and verdicts"),
            N_("That a place has submitted, that the review has begun, and what the verdict is."),
        ),
        Group(
            "duty",
            Frequency.NOW,
            N_("What falls to you"),
            N_(
                "That somebody covers for you or asks you in, and that an answer was promised for today or tomorrow."
            ),
        ),
        Group(
            "mentions",
            Frequency.NOW,
            N_("Mentions"),
            N_("That somebody names you in a conversation."),
        ),
        Group(
            "questions",
            Frequency.DAILY,
            N_("Questions from places"),
            N_("That a place asks for your thoughts."),
        ),
        Group(
            "replies",
            Frequency.DAILY,
            N_("Replies in conversations"),
            N_("That somebody answers or goes on in a conversation that you take part in."),
        ),
        Group(
            "points",
            Frequency.WEEKLY,
            N_("What came of your suggestions"),
            N_("That a team has taken up your question or suggestion, parked it or sees it differently."),
        ),
        Group(
            "municipality",
            Frequency.NOW,
            N_("The municipality and the place"),
            N_(
                "That a place asks the municipality for something, shares its plan, or gets an answer."
                " Answers on actions come once a day unless you choose otherwise."
            ),
        ),
        Group(
            "followed",
            Frequency.NOW,
            N_("Plans that you follow"),
            N_("That a plan that you follow has a new edition."),
        ),
        Group(
            "reminders",
            Frequency.NOW,
            N_("Reminders"),
            N_("That the checkpoint comes closer, and what is good to think of along the way."),
        ),
    )
}
"""In the order in which the page of choices shows them."""
