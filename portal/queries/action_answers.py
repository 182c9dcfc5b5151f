"""Reading the municipality's answers to the actions of a plan, and receipts of its editions."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Text, cast, func, null, or_, select, union_all
from sqlalchemy.orm import aliased, joinedload, selectinload

from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import ActionAnswer, Assignment, EditionReceipt, Journey, PlanEdition, PlanFollow, User
from portal.policy import Workplace
from portal.process.contents import Contents, Listed, read_contents
from portal.queries.editions import is_newest
from portal.queries.plans import load_plan, load_received
from portal.queries.repeated_answers import is_repeated

LARGEST_ID = 2**31 - 1
EDITION_HEAD = (PlanEdition.number, PlanEdition.shared_at, PlanEdition.reached_at)
"""What is read with an answer of the edition that it was given to."""
ANSWERED_WORDS = ActionAnswer.action.concat("\n").concat(ActionAnswer.need)
"""What an answer was given to, as `Listed.words` says it."""


def words_of(answer: ActionAnswer) -> str:
    """The same of an answer that is read."""
    return f"{answer.action}\n{answer.need}"


@dataclass(frozen=True, slots=True)
class Count:
    """Of the newest edition: how many actions ask something of the municipality, and how many of them it has
    answered as they stand there."""

    asked: int = 0
    answered: int = 0

    @property
    def is_complete(self) -> bool:
        return 0 < self.asked == self.answered


def is_latest(answer: Any, *, shared: bool, until: int | None = None) -> ColumnElement[bool]:
    """Whether no later answer to the same action came, in a query of answers; `shared`: of what was sent; `until`: of
    what was said about the edition with that id and those before it."""
    later = aliased(ActionAnswer)
    query = select(func.max(later.id)).where(
        later.journey_id == answer.journey_id,
        later.row_id == answer.row_id,
        *([later.is_shared] if shared else []),
        *([later.edition_id <= until] if until is not None else []),
    )
    newest: ColumnElement[bool] = answer.id == query.scalar_subquery()
    return newest


def list_sent(journey: Journey, until: PlanEdition | None = None) -> dict[int, ActionAnswer]:
    """What the municipality has sent to the place, by the row of the action; `until`: as it held when that edition was
    the last. Each with the head of the edition that it was given to. One query."""
    last = until.id if until is not None else None
    query = (
        select(ActionAnswer)
        .where(ActionAnswer.journey_id == journey.id, is_latest(ActionAnswer, shared=True, until=last))
        .options(joinedload(ActionAnswer.edition).load_only(*EDITION_HEAD))
        .order_by(ActionAnswer.id)
    )
    return {each.row_id: each for each in db.session.scalars(query)}


@dataclass(frozen=True, slots=True)
class Drafted:
    """By the row of the action: what the municipality has `sent` to the place, and the `newest` that its officers have
    written, drafts too. `repeated`: the rows that have more answers and drafts than one."""

    sent: Mapping[int, ActionAnswer]
    newest: Mapping[int, ActionAnswer]
    repeated: Collection[int]


def list_drafted(journey: Journey) -> Drafted:
    """For those who answer. One query."""
    query = (
        select(ActionAnswer, is_repeated(ActionAnswer, shared=False))
        .where(
            ActionAnswer.journey_id == journey.id,
            or_(is_latest(ActionAnswer, shared=True), is_latest(ActionAnswer, shared=False)),
        )
        .order_by(ActionAnswer.id)
    )
    found = db.session.execute(query).all()
    return Drafted(
        sent={each.row_id: each for each, _repeated in found if each.is_shared},
        newest={each.row_id: each for each, _repeated in found},
        repeated={each.row_id for each, repeated in found if repeated},
    )


def find_answer(journey: Journey, row_id: int, *, shared: bool) -> ActionAnswer | None:
    """The latest to one action, with who gave it."""
    query = (
        select(ActionAnswer)
        .where(ActionAnswer.journey_id == journey.id, ActionAnswer.row_id == row_id)
        .where(*([ActionAnswer.is_shared] if shared else []))
        .options(joinedload(ActionAnswer.author))
        .order_by(ActionAnswer.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()


@dataclass(frozen=True, slots=True)
class Told:
    """An answer in the history, and the number of the edition that it is about."""

    answer: ActionAnswer
    edition: int


def list_history(journey: Journey, row_id: int, *, shared: bool, limit: int) -> Sequence[Told]:
    """All answers to one action, the newest first, at most `limit`. One query."""
    query = (
        select(ActionAnswer, PlanEdition.number)
        .join(PlanEdition, PlanEdition.id == ActionAnswer.edition_id)
        .where(ActionAnswer.journey_id == journey.id, ActionAnswer.row_id == row_id)
        .where(*([ActionAnswer.is_shared] if shared else []))
        .options(joinedload(ActionAnswer.author))
        .order_by(ActionAnswer.id.desc())
        .limit(limit)
    )
    return [Told(answer, number) for answer, number in db.session.execute(query)]


def count_answers(journeys: Collection[int]) -> Mapping[int, Count]:
    """By the journey's id; those that have shared no plan are left out. One query, whatever their number."""
    if not journeys:
        return {}
    newest = select(
        PlanEdition.journey_id, cast(null(), Integer).label("row_id"), cast(PlanEdition.contents, Text)
    ).where(PlanEdition.journey_id.in_(journeys), is_newest(PlanEdition))
    sent = select(ActionAnswer.journey_id, ActionAnswer.row_id, cast(ANSWERED_WORDS, Text)).where(
        ActionAnswer.journey_id.in_(journeys), is_latest(ActionAnswer, shared=True)
    )
    answered: dict[int, dict[int, str]] = {}
    held: dict[int, str] = {}
    for journey, row, words in db.session.execute(union_all(newest, sent)):
        if row is None:
            held[journey] = words
        else:
            answered.setdefault(journey, {})[row] = words
    return {
        journey: count_in(read_contents(json.loads(contents)), answered.get(journey, {}))
        for journey, contents in held.items()
    }


def count_in(contents: Contents, answered: Mapping[int, str]) -> Count:
    asked = len(contents.asking)
    return Count(asked, asked - len(contents.waiting(answered)))


@dataclass(frozen=True, slots=True)
class Earlier:
    """The receipt of an edition before, with its number."""

    receipt: EditionReceipt
    edition: int


@dataclass(frozen=True, slots=True)
class Receipts:
    """Of an edition, the latest first: it holds; and of the latest edition `before` it that has one."""

    own: Sequence[EditionReceipt]
    before: Earlier | None


def list_receipts(edition: PlanEdition) -> Receipts:
    """Few; ten at most of the edition itself. One query."""
    query = (
        select(EditionReceipt, PlanEdition.number)
        .join(PlanEdition, PlanEdition.id == EditionReceipt.edition_id)
        .where(PlanEdition.journey_id == edition.journey_id, PlanEdition.number <= edition.number)
        .options(joinedload(EditionReceipt.author))
        .order_by(PlanEdition.number.desc(), EditionReceipt.id.desc())
        .limit(11)
    )
    found = db.session.execute(query).all()
    own = [receipt for receipt, number in found if number == edition.number]
    before = (Earlier(receipt, number) for receipt, number in found if number < edition.number)
    return Receipts(own[:10], next(before, None))


def find_receipt(edition: PlanEdition) -> EditionReceipt | None:
    """The one that holds."""
    return next(iter(list_receipts(edition).own), None)


def is_following(user: User, journey: Journey) -> bool:
    query = select(PlanFollow.id).where(PlanFollow.journey_id == journey.id, PlanFollow.user_id == user.id)
    return db.session.scalar(query) is not None


def list_followers(journey: Journey) -> list[User]:
    """Whoever follows the plan and has an open account, with what they may do."""
    query = (
        select(User)
        .join(PlanFollow, PlanFollow.user_id == User.id)
        .where(PlanFollow.journey_id == journey.id, User.active)
        .options(selectinload(User.assignments.and_(Assignment.ended_at.is_(None))))
        .order_by(User.id)
    )
    return list(db.session.scalars(query))


def load_action(slug: str, row_id: int) -> tuple[Workplace, PlanEdition, Listed]:
    """Loader of the officers' routes about one action of the plan as it has reached them. Raises NotFoundError."""
    workplace, edition = load_received(slug)
    found = read_contents(edition.contents).action(row_id)
    if found is None:
        raise NotFoundError(N_("There is no such action in this edition of the plan."))
    return workplace, edition, found


def load_answered(slug: str, row_id: int) -> tuple[Workplace, PlanEdition, int]:
    """Loader of the history of an action's answers: the action may be gone from the plan since."""
    workplace, edition = load_plan(slug)
    return workplace, edition, min(row_id, LARGEST_ID)


def load_kept_answers(slug: str, row_id: int) -> tuple[Workplace, PlanEdition, int]:
    """The same for the municipality's own page of it, also when the plan is no longer shared."""
    workplace, edition = load_received(slug)
    return workplace, edition, min(row_id, LARGEST_ID)
