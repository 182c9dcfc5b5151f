"""What the municipality has said about an edition of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_login import current_user

from portal import policy
from portal.models import ActionAnswer, EditionReceipt, PlanEdition
from portal.policy import Workplace
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


def told_of(workplace: Workplace, edition: PlanEdition) -> Told:
    """What the municipality has said about the edition. Two queries."""
    signed_in: bool = current_user.is_authenticated
    may_answer = signed_in and bool(policy.can_answer_plan(current_user, workplace, edition))
    return Told(list_sent(workplace.journey), find_receipt(edition), may_answer)
