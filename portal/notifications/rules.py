"""The one table of who is told about what: each kind of event, its group and its words.

Who exactly is told, the service that records the event decides and hands to `notices.tell`; `who` names their roles.
The words may name places, roles and people, never what people wrote.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.errors import N_
from portal.notifications.groups import GROUPS, Frequency, Group
from portal.notifications.reasons import FOLLOWS, SERVES, WORKS


@dataclass(frozen=True, slots=True)
class Rule:
    """`line`: beside the place's name in a list or digest. `subject` and `text`: a letter of its own; `why`: for what
    reason its reader gets it."""

    group_key: str
    who: frozenset[str]
    line: str
    subject: str
    text: str
    in_portal: bool = True
    sooner_or_later: Frequency | None = None
    """Where it is not as soon as the rest of its group, until a person has chosen."""
    why: str = WORKS

    @property
    def group(self) -> Group:
        return GROUPS[self.group_key]

    @property
    def frequency(self) -> Frequency:
        return self.sooner_or_later or self.group.frequency


TEAM = frozenset({"leader"})
COACHES = frozenset({"place_coach", "coach"})
DECIDERS = COACHES | {"region"}
OFFICERS = frozenset({"officer"})
TALKERS = TEAM | COACHES | OFFICERS | {"region"}

RULES: dict[str, Rule] = {
    # --- the checkpoint
    "checkpoint_submitted": Rule(
        "decisions",
        DECIDERS,
        N_("The place has submitted: %(checkpoint)s"),
        N_("%(place)s has submitted: %(checkpoint)s"),
        N_("%(place)s has submitted its %(checkpoint)s. It waits for somebody to begin the review."),
    ),
    "checkpoint_withdrawn": Rule(
        "decisions",
        DECIDERS,
        N_("The place has taken its submission back"),
        N_("%(place)s has taken its submission back"),
        N_("%(place)s has taken its submission back and goes on working. You need not do anything."),
    ),
    "checkpoint_review_begun": Rule(
        "decisions",
        TEAM,
        N_("Your submission is being reviewed"),
        N_("Your submission is being reviewed: %(place)s"),
        N_("The review of your submission for %(place)s has begun. You will get a letter with the verdict."),
    ),
    "checkpoint_decided": Rule(
        "decisions",
        TEAM,
        N_("There is a verdict on your submission"),
        N_("There is a verdict for %(place)s"),
        N_("You have a verdict on your submission for %(place)s. It says what comes next, and why."),
    ),
    "checkpoint_corrected": Rule(
        "decisions",
        TEAM | COACHES,
        N_("The verdict has been corrected"),
        N_("The verdict for %(place)s has been corrected"),
        N_("The region has corrected the verdict for %(place)s. Both verdicts and the reasons are kept."),
    ),
    "submission_covered": Rule(
        "duty",
        DECIDERS,
        N_("%(who)s has taken over the submission"),
        N_("%(who)s has taken over the submission from %(place)s"),
        N_("%(who)s has taken over the submission from %(place)s. The page says who answers for whom."),
    ),
    # --- conversations
    "question_asked": Rule(
        "questions",
        DECIDERS,
        N_("%(who)s asks for your thoughts"),
        N_("%(place)s asks for your thoughts"),
        N_(
            "%(who)s asks for your thoughts on the work in %(place)s. The page says when an answer is promised."
        ),
    ),
    "reply_given": Rule(
        "replies",
        TALKERS,
        N_("%(who)s has replied"),
        N_("A reply about %(place)s"),
        N_("%(who)s has replied in a conversation about %(place)s."),
    ),
    "post_written": Rule(
        "replies",
        TALKERS,
        N_("%(who)s has written in a conversation"),
        N_("News in a conversation about %(place)s"),
        N_("%(who)s has written in a conversation about %(place)s."),
    ),
    "post_shared": Rule(
        "replies",
        TEAM,
        N_("Something said with the municipality is shown to you"),
        N_("Something said with the municipality is shown to %(place)s"),
        N_("%(who)s shows you something that was said with the municipality about %(place)s."),
    ),
    "mentioned": Rule(
        "mentions",
        TALKERS,
        N_("%(who)s has named you"),
        N_("%(who)s has named you: %(place)s"),
        N_("%(who)s has named you in a conversation about %(place)s."),
    ),
    "point_marked": Rule(
        "points",
        COACHES | {"region"},
        N_("The team has said what it makes of your suggestion"),
        N_("%(place)s has said what it makes of your suggestion"),
        N_(
            "The team of %(place)s has marked a question or suggestion of yours: taken up, parked or seen differently."
        ),
    ),
    "verdict_point_marked": Rule(
        "points",
        COACHES | {"region"},
        N_("The team has answered a point of your verdict"),
        N_("%(place)s has answered a point of your verdict"),
        N_(
            "The team of %(place)s has answered a point of your verdict: taken up, parked or seen differently."
        ),
    ),
    "thread_covered": Rule(
        "duty",
        COACHES | {"region"},
        N_("%(who)s has taken over a conversation"),
        N_("%(who)s has taken over a conversation with %(place)s"),
        N_("%(who)s has taken over a conversation with %(place)s. The page says who answers for whom."),
    ),
    "guest_asked": Rule(
        "duty",
        COACHES,
        N_("%(who)s asks you into a conversation"),
        N_("%(who)s asks you into a conversation with %(place)s"),
        N_(
            "%(who)s asks you into a conversation with %(place)s, because you know the subject."
            " The one who asks keeps the responsibility."
        ),
    ),
    "promise_due": Rule(
        "duty",
        DECIDERS,
        N_("An answer was promised for %(day)s"),
        N_("%(place)s was promised an answer for %(day)s"),
        N_("%(place)s was promised an answer for %(day)s, and has none yet."),
    ),
    # --- the municipality
    "contribution_asked": Rule(
        "municipality",
        OFFICERS,
        N_("The place asks what the municipality can contribute"),
        N_("%(place)s asks what the municipality can contribute"),
        N_(
            "%(place)s works on its local development and asks what the municipality can contribute."
            " You can say yes, yes with a change, or no with a reason."
        ),
        why=SERVES,
    ),
    "contribution_answered": Rule(
        "municipality",
        TEAM | COACHES,
        N_("The municipality has answered what it can contribute"),
        N_("The municipality has answered %(place)s"),
        N_("The municipality has answered what it can contribute to the work in %(place)s. %(said)s"),
    ),
    "plan_shared": Rule(
        "municipality",
        OFFICERS,
        N_("The place has shared its plan, edition %(number)s"),
        N_("%(place)s has shared its plan"),
        N_("%(place)s has shared its local development plan, edition %(number)s. %(news)s"),
        why=SERVES,
    ),
    "action_answered": Rule(
        "municipality",
        TEAM,
        N_("The municipality has answered %(action)s. %(said)s"),
        N_("The municipality has answered an action in the plan of %(place)s"),
        N_(
            "The municipality has answered an action in the plan of %(place)s. The answer stands in the plan."
        ),
        sooner_or_later=Frequency.DAILY,
    ),
    "edition_followed": Rule(
        "followed",
        OFFICERS | COACHES | {"region"},
        N_("A plan that you follow has a new edition, number %(number)s"),
        N_("%(place)s has a new edition of its plan"),
        N_("%(place)s has shared edition %(number)s of its plan. %(news)s"),
        why=FOLLOWS,
    ),
    # --- dates
    "reminder_due": Rule(
        "reminders",
        TEAM,
        N_("Month %(month)s: %(title)s"),
        N_("A reminder for %(place)s: %(title)s"),
        N_("%(place)s has now worked for %(month)s months. This is good to think of: %(title)s"),
    ),
    "checkpoint_due": Rule(
        "reminders",
        TEAM,
        N_("%(checkpoint)s is to be submitted by %(day)s"),
        N_("%(place)s: %(checkpoint)s by %(day)s"),
        N_("%(checkpoint)s for %(place)s is to be submitted by %(day)s. The page says what is left."),
    ),
    "follow_up_due": Rule(
        "reminders",
        TEAM,
        N_("It is time to look at an action again: %(day)s"),
        N_("%(place)s: time to look at an action again"),
        N_(
            "For an action in the plan of %(place)s, the team has set %(day)s as the day to look at it again."
        ),
    ),
}


def kinds_of(group_key: str) -> list[str]:
    """The kinds that a group holds."""
    return [kind for kind, rule in RULES.items() if rule.group_key == group_key]


def groups_for(roles: frozenset[str]) -> list[Group]:
    """The groups that somebody with these roles can hear of, in the order of the page of choices."""
    heard = {rule.group_key for rule in RULES.values() if rule.who & roles}
    return [group for key, group in GROUPS.items() if key in heard]
