"""What the municipality has said about an edition of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_login import current_user

from portal import policy
from portal.clock import STOCKHOLM
from portal.models import ActionAnswer, EditionReceipt, PlanEdition
from portal.policy import Workplace
from portal.process.action_answers import Said
from portal.process.contents import Listed, read_contents
from portal.process.replies import Before, Receipt, Replies, Reply
from portal.queries.action_answers import list_sent, words_of
from portal.queries.receipts import find_receipt


@dataclass(frozen=True, slots=True)
class Then:
    """What an action was called and needed when it was answered, where it is another since; None where it is not."""

    action: str | None
    need: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """What the municipality has said: its answers by the row of the action, and that the edition has come in; and
    whether the reader is one of those who answer. `before`: which earlier edition an answer was given to; `then`: what
    an action said there that says something else now, for those who may read both."""

    answers: Mapping[int, ActionAnswer]
    receipt: EditionReceipt | None
    may_answer: bool
    before: Mapping[int, Before] = field(default_factory=dict)
    then: Mapping[int, Then] = field(default_factory=dict)

    @property
    def stamp(self) -> tuple[object, ...]:
        """Changes when something of it does."""
        receipt = self.receipt.id if self.receipt is not None else 0
        said = sorted((each.id, each.former or "") for each in self.answers.values())
        return (receipt, self.may_answer, bool(self.then), *said)

    @property
    def marks(self) -> dict[str, Any]:
        """Which receipt and answers they are, for a record of what was said to somebody."""
        receipt = self.receipt.id if self.receipt is not None else None
        return {"receipt": receipt, "answers": sorted(each.id for each in self.answers.values())}

    @property
    def until(self) -> datetime | None:
        """The moment of the latest of them, in Swedish time: what is equal says the same moment."""
        noted = [self.receipt.noted_at] if self.receipt is not None else []
        latest = max([*noted, *(each.answered_at for each in self.answers.values())], default=None)
        return latest.astimezone(STOCKHOLM) if latest is not None else None

    def replies(self, edition: PlanEdition) -> Replies:
        """The same for documents: in words and days alone, in the order of the actions' rows."""
        receipt = self.receipt
        return Replies(
            tuple(
                Reply(
                    row,
                    answer.action,
                    _said(answer),
                    self.before.get(row),
                    answer.answered_at.astimezone(STOCKHOLM).date(),
                    answer.former or "",
                )
                for row, answer in sorted(self.answers.items())
            ),
            Receipt(receipt.received_on, receipt.registry_number) if receipt is not None else None,
            read_contents(edition.contents).silent,
            self.until,
        )


def told_of(workplace: Workplace, edition: PlanEdition) -> Told:
    """What the municipality has said about the edition, and said before it; to an earlier one, what held then. Two
    queries."""
    signed_in: bool = current_user.is_authenticated
    may_answer = signed_in and bool(policy.can_answer_plan(current_user, workplace, edition))
    listed = read_contents(edition.contents)
    # What another municipality was told of an action that has left the plan since is not this one's to read.
    of = edition.municipality_id
    answers = {
        row: answer
        for row, answer in list_sent(workplace.journey, edition).items()
        if of in (None, answer.municipality_id) or listed.action(row) is not None
    }
    return _told(workplace, edition, answers, find_receipt(edition), may_answer=may_answer)


def told_before(workplace: Workplace, edition: PlanEdition) -> Told:
    """The same of an edition that is not shared yet. One query."""
    return _told(workplace, edition, list_sent(workplace.journey), None, may_answer=False)


def _told(
    workplace: Workplace,
    edition: PlanEdition,
    answers: Mapping[int, ActionAnswer],
    receipt: EditionReceipt | None,
    *,
    may_answer: bool,
) -> Told:
    before: dict[int, Before] = {}
    then: dict[int, Then] = {}
    now = {each.id: each for each in read_contents(edition.contents).actions}
    for row, answer in answers.items():
        if answer.edition_id != edition.id:
            before[row], said = given_to(workplace, answer, now.get(row))
            if said is not None:
                then[row] = said
    return Told(answers, receipt, may_answer, before, then)


def given_to(workplace: Workplace, answer: ActionAnswer, listed: Listed | None) -> tuple[Before, Then | None]:
    """The edition that an answer was given to and, for who may open that, what the action said there and says no more.
    `listed`: what it says now, None where it is gone. The answer is read with the head of its edition."""
    edition = answer.edition
    changed = listed is not None and listed.words != words_of(answer)
    before = Before(edition.number, edition.shared_at.astimezone(STOCKHOLM).date(), changed)
    signed_in: bool = current_user.is_authenticated
    if listed is None or not changed or not signed_in:
        return before, None
    if not policy.can_open_edition(current_user, workplace, edition):
        return before, None
    title, need = answer.action, answer.need
    return before, Then(title if title != listed.title else None, need if need != listed.need else None)


def _said(answer: ActionAnswer) -> Said:
    return Said(
        stage=answer.stage,
        outcome=answer.outcome or "",
        because=answer.because,
        function=answer.function,
        by_when=answer.by_when,
        sent_on=answer.sent_on,
        decided_on=answer.decided_on,
        reference=answer.reference,
        correction=answer.correction,
    )
