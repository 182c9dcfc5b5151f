"""The municipality's answers to the actions of a plan: added one by one, never changed."""

from __future__ import annotations

from dataclasses import fields, replace

from portal.clock import now, today
from portal.errors import N_, InvalidError, Message, StaleError
from portal.extensions import db
from portal.models import ActionAnswer, PlanEdition, User
from portal.notifications import contributions as news
from portal.policy import Workplace, can_answer_plan, require
from portal.process.action_answers import Flaw, Said, draft_flaws, flaws, stepped_back
from portal.process.contents import Listed
from portal.queries.action_answers import find_answer
from portal.services.editions import mark_read
from portal.services.events import record
from portal.services.permits import hold
from portal.text import clean

LIMITS = {"because": 2000, "function": 120, "reference": 120, "correction": 500}
"""Characters."""

OTHER_ANSWER = N_("A colleague has answered meanwhile. Look at what they wrote; your own text is still here.")
OTHER_WORDS = N_(
    "The place has changed the action meanwhile. Look at what it says now; your own text is still here."
)
MEANWHILE = N_(
    "Nothing is sent: the action, or your answer to it, has changed meanwhile. Look at what stands there now."
)
WORDS = {
    Flaw.NO_STAGE: N_("Choose how far the matter has come."),
    Flaw.NO_OUTCOME: N_("Choose one of the answers."),
    Flaw.NO_BECAUSE: N_("Write why the municipality cannot."),
    Flaw.NO_FUNCTION: N_("Write which function answers for it, for example the business unit."),
    Flaw.NO_PROMISE: N_(
        "A day belongs to what the municipality will do. Take the day away, or choose another answer."
    ),
    Flaw.PAST_PROMISE: N_("That day has passed already. Write a day to come, or leave it empty."),
    Flaw.NO_SENT_ON: N_("Write the day on which it was sent for decision."),
    Flaw.NO_DECIDED_ON: N_("Write the day of the decision."),
    Flaw.NO_REFERENCE: N_("Write where the decision stands, for example KS § 24."),
    Flaw.NO_CORRECTION: N_(
        "The place has been told that the matter had come further. Write why you change it."
    ),
    Flaw.STAGE_LAGS: N_(
        "You have filled in something about a later step. Choose that step, or take it away."
    ),
    Flaw.AHEAD: N_("That day has not come yet."),
    Flaw.BEFORE_SENT: N_("The decision cannot have been taken before it was sent for decision."),
    Flaw.STRANGE_YEAR: N_("Look at the year: it seems to be a slip."),
}


def answer(
    actor: User,
    *,
    workplace: Workplace,
    edition: PlanEdition,
    action: Listed,
    said: Said,
    seen: int,
    is_shared: bool,
    asked: str = "",
) -> ActionAnswer:
    """Answer an action of the edition: as a draft for the municipality's officers, or sent to the place (`is_shared`).

    `seen`: the id of the latest answer that the officer had before them, 0 for none; `asked`: the mark of the action as
    it stood there. Saying again what stands there changes nothing, unless the action has changed since: then it says
    that the answer still holds. Raises NotAllowedError, InvalidError, StaleError when a colleague has answered
    meanwhile or the place has changed the action.
    """
    require(can_answer_plan(actor, workplace, edition))
    hold(workplace)
    latest = find_answer(workplace, action.id, shared=False)
    if (latest.id if latest is not None else 0) != seen:
        raise StaleError(OTHER_ANSWER, latest)
    if asked and asked != action.mark:
        raise StaleError(OTHER_WORDS, latest)
    sent = find_answer(workplace, action.id, shared=True)
    said = stepped_back(_cleaned(said), _said_in(latest) if latest is not None else None)
    _check(said, sent, is_shared=is_shared)
    if (
        latest is not None
        and latest.is_shared == is_shared
        and (latest.action, latest.need) == (action.title, action.need)
        and _said_in(latest) == replace(said, correction="")
    ):
        return latest
    made = _made(actor, workplace, edition, action, said, is_shared=is_shared)
    if edition.read_at is None:
        mark_read(actor, workplace=workplace, edition=edition)
    data = {"answer": made.id, "row": action.id, "edition": edition.number}
    kind = "action_answered" if is_shared else "action_answer_drafted"
    event = record(actor, kind, journey=workplace.journey, data=data, touches=False)
    if is_shared:
        holds = sent is not None and _said_in(sent) == _said_in(made)
        news.tell_of_answer(event, workplace=workplace, answer=made, holds=holds)
    return made


def confirm(
    actor: User, *, workplace: Workplace, edition: PlanEdition, action: Listed, seen: int, asked: str
) -> ActionAnswer:
    """Say that the answer that was sent last still holds: it is sent once more, for what the action says now.

    `seen`, `asked`: as of `answer`. Raises NotAllowedError, StaleError when what the officer had before them is not
    what stands there, or there is a draft of another answer.
    """
    require(can_answer_plan(actor, workplace, edition))
    hold(workplace)
    latest = find_answer(workplace, action.id, shared=False)
    if latest is None or not latest.is_shared or (latest.id, action.mark) != (seen, asked):
        raise StaleError(MEANWHILE, latest)
    said = _said_in(latest)
    return answer(
        actor, workplace=workplace, edition=edition, action=action, said=said, seen=seen, is_shared=True
    )


def _made(
    actor: User, workplace: Workplace, edition: PlanEdition, action: Listed, said: Said, *, is_shared: bool
) -> ActionAnswer:
    values = {field.name: getattr(said, field.name) for field in fields(said)}
    made = ActionAnswer(
        journey_id=workplace.journey.id,
        row_id=action.id,
        edition_id=edition.id,
        municipality_id=workplace.place.municipality_id,
        action=action.title,
        need=action.need,
        is_shared=is_shared,
        answered_by=actor.id,
        answered_at=now(),
        **{**values, "outcome": said.outcome or None},
    )
    db.session.add(made)
    db.session.flush()
    return made


def _said_in(stored: ActionAnswer) -> Said:
    """Without the words about a correction, which belong to one change."""
    values = {field.name: getattr(stored, field.name) or None for field in fields(Said)}
    given = {name: value for name, value in values.items() if value is not None}
    return replace(Said(**given), correction="")


def _cleaned(said: Said) -> Said:
    return replace(
        said,
        because=clean(said.because),
        function=clean(said.function),
        reference=clean(said.reference),
        correction=clean(said.correction),
    )


def _check(said: Said, sent: ActionAnswer | None, *, is_shared: bool) -> None:
    """Raises InvalidError."""
    long = {
        name: Message(N_("The text is too long. At most %(limit)s characters fit here."), {"limit": limit})
        for name, limit in LIMITS.items()
        if len(getattr(said, name)) > limit
    }
    found = flaws(said, today(), sent=_said_in(sent) if sent else None) if is_shared else draft_flaws(said)
    problems = {**{name: Message(WORDS[flaw]) for name, flaw in found.items()}, **long}
    if problems:
        raise InvalidError(N_("The answer is not complete."), problems)
