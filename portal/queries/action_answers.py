"""Reading the municipality's answers to the actions of a plan."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Text, and_, cast, func, null, or_, select, union_all
from sqlalchemy.orm import aliased, joinedload, selectinload

from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import ActionAnswer, Assignment, Journey, PlanEdition, PlanFollow, User
from portal.policy import Workplace
from portal.process.contents import Contents, Listed, read_contents
from portal.queries.editions import is_newest, is_of_present
from portal.queries.plans import load_plan, load_received
from portal.queries.repeated_answers import is_repeated

LARGEST_ID = 2**31 - 1
EDITION_HEAD = (
    PlanEdition.number,
    PlanEdition.shared_at,
    PlanEdition.reached_at,
    PlanEdition.municipality_id,
)
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


def is_latest(
    answer: Any, *, shared: bool, until: int | None = None, own: bool = False
) -> ColumnElement[bool]:
    """Whether no later answer to the same action came, in a query of answers; `shared`: of what was sent; `until`: of
    what was said about the edition with that id and those before it; `own`: from the same municipality."""
    later = aliased(ActionAnswer)
    query = select(func.max(later.id)).where(
        later.journey_id == answer.journey_id,
        later.row_id == answer.row_id,
        *([later.is_shared] if shared else []),
        *([later.edition_id <= until] if until is not None else []),
        *([later.municipality_id == answer.municipality_id] if own else []),
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
    written, drafts too; and what was sent `before` that by a municipality which the place belonged to then. `repeated`:
    the rows that have more answers and drafts than one."""

    sent: Mapping[int, ActionAnswer]
    newest: Mapping[int, ActionAnswer]
    before: Mapping[int, ActionAnswer]
    repeated: Collection[int]


def list_drafted(edition: PlanEdition) -> Drafted:
    """For the officers of the municipality that the edition has reached; no other's drafts. One query."""
    of = edition.municipality_id
    is_own = ActionAnswer.municipality_id == of
    query = (
        select(ActionAnswer, is_repeated(ActionAnswer, shared=False))
        .where(
            ActionAnswer.journey_id == edition.journey_id,
            or_(
                is_latest(ActionAnswer, shared=True, own=True, until=edition.id),
                and_(
                    is_own, or_(*(is_latest(ActionAnswer, shared=each, own=True) for each in (True, False)))
                ),
            ),
        )
        .order_by(ActionAnswer.id)
    )
    found = db.session.execute(query).all()
    own = [each for each, _repeated in found if each.municipality_id == of]
    return Drafted(
        sent={each.row_id: each for each in own if each.is_shared},
        newest={each.row_id: each for each in own},
        before={each.row_id: each for each, _repeated in found if each.municipality_id != of},
        repeated={each.row_id for each, repeated in found if repeated},
    )


def find_answer(workplace: Workplace, row_id: int, *, shared: bool) -> ActionAnswer | None:
    """The latest of the place's municipality to one action, with who gave it."""
    query = (
        select(ActionAnswer)
        .where(ActionAnswer.journey_id == workplace.journey.id, ActionAnswer.row_id == row_id)
        .where(ActionAnswer.municipality_id == workplace.place.municipality_id)
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


def list_history(edition: PlanEdition, row_id: int, *, shared: bool, limit: int) -> Sequence[Told]:
    """What was answered to one action until the edition, the newest first, at most `limit`; unless `shared`, all that
    its municipality has written, drafts too. One query."""
    is_told = and_(ActionAnswer.is_shared, ActionAnswer.edition_id <= edition.id)
    is_own = ActionAnswer.municipality_id == edition.municipality_id
    query = (
        select(ActionAnswer, PlanEdition.number)
        .join(PlanEdition, PlanEdition.id == ActionAnswer.edition_id)
        .where(ActionAnswer.journey_id == edition.journey_id, ActionAnswer.row_id == row_id)
        .where(is_told if shared else or_(is_told, is_own))
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
        ActionAnswer.journey_id.in_(journeys),
        is_latest(ActionAnswer, shared=True, own=True),
        is_of_present(ActionAnswer),
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


def load_action(reader: User, slug: str, row_id: int) -> tuple[Workplace, PlanEdition, Listed]:
    """Loader of the officers' routes about one action of the plan as it has reached them. Raises NotFoundError."""
    workplace, edition = load_received(reader, slug)
    found = read_contents(edition.contents).action(row_id)
    if found is None:
        raise NotFoundError(N_("There is no such action in this edition of the plan."))
    return workplace, edition, found


def load_answered(slug: str, row_id: int) -> tuple[Workplace, PlanEdition, int]:
    """Loader of the history of an action's answers: the action may be gone from the plan since."""
    workplace, edition = load_plan(slug)
    return workplace, edition, min(row_id, LARGEST_ID)


def load_kept_answers(reader: User, slug: str, row_id: int) -> tuple[Workplace, PlanEdition, int]:
    """The same for the municipality's own page of it, also when the plan is no longer shared."""
    workplace, edition = load_received(reader, slug)
    return workplace, edition, min(row_id, LARGEST_ID)
