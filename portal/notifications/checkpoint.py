"""Letters about the checkpoint: to those who decide when a place submits or takes back, to the team with news."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import and_, or_, select

from portal.errors import N_
from portal.extensions import db
from portal.models import Assignment, Submission, User
from portal.notifications import outbox
from portal.notifications.letters import link
from portal.policy import Workplace
from portal.process.schema import Decider
from portal.queries.duty import receivers_for

TO_DECIDERS = frozenset({"checkpoint_submitted", "checkpoint_withdrawn"})
TO_COACHES_TOO = frozenset({"checkpoint_corrected"})

LETTERS = {
    "checkpoint_submitted": (
        N_("%(place)s has submitted: %(checkpoint)s"),
        N_("%(place)s has submitted its %(checkpoint)s. It waits for somebody to begin the review."),
    ),
    "checkpoint_withdrawn": (
        N_("%(place)s has taken its submission back"),
        N_("%(place)s has taken its submission back and goes on working. You need not do anything."),
    ),
    "checkpoint_review_begun": (
        N_("Your submission is being reviewed: %(place)s"),
        N_("The review of your submission for %(place)s has begun. You will get a letter with the verdict."),
    ),
    "checkpoint_decided": (
        N_("There is a verdict for %(place)s"),
        N_("You have a verdict on your submission for %(place)s. It says what comes next, and why."),
    ),
    "checkpoint_corrected": (
        N_("The verdict for %(place)s has been corrected"),
        N_("The region has corrected the verdict for %(place)s. Both verdicts and the reasons are kept."),
    ),
}
"""Subject and text of each letter."""


def send(kind: str, *, actor: User, workplace: Workplace, submission: Submission) -> None:
    """Write the letters of one event at the checkpoint, each in its receiver's language; none to who did it."""
    for user in _receivers(kind, workplace, submission):
        if user.id != actor.id:
            with force_locale(user.language):
                subject, text = _words(kind, workplace, submission, user.language, kind in TO_DECIDERS)
                outbox.put(kind, to=user.email, user=user, subject=subject, text=text)


def _receivers(kind: str, workplace: Workplace, submission: Submission) -> list[User]:
    place = Assignment.place_id == workplace.place.id
    team = and_(Assignment.role == "leader", place)
    coaches = and_(Assignment.role == "place_coach", place)
    if kind in TO_DECIDERS:
        decider = workplace.process.checkpoint.decider
        if decider is Decider.COACH:
            cover = submission.cover if kind == "checkpoint_withdrawn" else None
            return receivers_for(workplace.place, beside=cover.user if cover is not None else None)
        who = {
            Decider.OTHER_COACH: Assignment.role == "coach",
            Decider.REGION: Assignment.role == "region",
        }[decider]
    else:
        who = or_(team, coaches) if kind in TO_COACHES_TOO else team
    holds = select(Assignment.user_id).where(who, Assignment.ended_at.is_(None))
    return list(db.session.scalars(select(User).where(User.id.in_(holds), User.active).order_by(User.id)))


def _words(
    kind: str, workplace: Workplace, submission: Submission, language: str, to_decider: bool
) -> tuple[str, str]:
    """Subject and text. The method's own name of the checkpoint; a place's name; a link; never what people wrote."""
    about = {"place": workplace.place.name, "checkpoint": workplace.process.checkpoint.title.of(language)}
    path = (
        f"/reviews/{submission.id}/"
        if to_decider
        else f"/places/{workplace.place.slug}/submissions/{submission.number}/"
    )
    subject, text = (_(words, **about) for words in LETTERS[kind])
    why = _("You get this letter because you work with %(place)s in Platsportalen.", **about)
    return subject, f"{_('Hello!')}\n\n{text}\n\n{link(path)}\n\n{why}"
