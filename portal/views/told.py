"""What the municipality has said about an edition of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_login import current_user

from portal import policy
from portal.clock import STOCKHOLM
from portal.models import ActionAnswer, EditionReceipt, PlanEdition
from portal.policy import Workplace
from portal.process.action_answers import Said
from portal.process.contents import read_contents
from portal.process.replies import Receipt, Replies, Reply
from portal.queries.action_answers import find_receipt, list_sent


@dataclass(frozen=True, slots=True)
class Told:
    """What the municipality has said: its answers by the row of the action, and that the edition has come in; and
    whether the reader is one of those who answer."""

    answers: Mapping[int, ActionAnswer]
    receipt: EditionReceipt | None
    may_answer: bool

    @property
    def stamp(self) -> tuple[int | bool, ...]:
        """Changes when something of it does."""
        receipt = self.receipt.id if self.receipt is not None else 0
        return (receipt, self.may_answer, *sorted(each.id for each in self.answers.values()))

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
                    answer.edition_id != edition.id,
                    answer.answered_at.astimezone(STOCKHOLM).date(),
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
    return Told(list_sent(workplace.journey, edition), find_receipt(edition), may_answer)


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
