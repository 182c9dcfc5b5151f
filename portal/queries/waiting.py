"""What waits for coaches: submissions and questions, dates, quiet places. Nothing of it is stored as a
task that somebody must keep in step.

Every source names a row by kind and id, says in which tier it stands, by which day, and whether it is the person's
own. The statements are built once: who asks and on which day are parameters (`who_asks`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    DateTime,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased

from portal.clock import now, today
from portal.models import (
    Assignment,
    Cover,
    Decision,
    Journey,
    Promise,
    Submission,
    User,
    VerdictPoint,
)
from portal.process.gate import CheckpointState
from portal.queries.duty import is_away
from portal.queries.scopes import coached_by, led_by, on_duty_at

DECIDE, ANSWER, PAUSED, GATE, POINT, END, QUIET = (
    "decide",
    "answer",
    "paused",
    "gate",
    "point",
    "end",
    "quiet",
)

SOMEBODY_WAITS, DATED, GONE_QUIET = 1, 2, 3
"""The tiers: what stands higher comes first, whatever its day."""

QUIET_DAYS = 30
"""After so many days without a change a place has gone quiet."""

DAYS_AHEAD = 14
"""So many days ahead dates are shown."""

WAITING = ("submitted", "under_review")

_NOT_IN = [CheckpointState.NOT_SUBMITTED.value, CheckpointState.COMPLETE_FIRST.value]
_ASKS = [CheckpointState.COMPLETE_FIRST.value, CheckpointState.GO_ON_FOLLOW_UP.value]
_WITH_COACH = [
    each.value
    for each in (CheckpointState.SUBMITTED, CheckpointState.RESUBMITTED, CheckpointState.UNDER_REVIEW)
]

_PERSON, _DAY = bindparam("person", type_=Integer), bindparam("day", type_=Date)
_LED: BindParameter[Any] = bindparam("led", expanding=True)
_COACHED: BindParameter[Any] = bindparam("coached", expanding=True)
_NO_PLACE = [0]
"""In place of an empty list: that is written otherwise for "in" than for "not in", and one parameter cannot be both."""
_SOON, _BEFORE = bindparam("soon", type_=Date), bindparam("before", type_=DateTime(timezone=True))
_LONG_AGO = bindparam("long_ago", type_=Date)


def who_asks(user: User, states: Sequence[str] = WAITING) -> dict[str, Any]:
    """The parameters of the statements. `states`: of submissions."""
    day = today()
    return {
        "person": user.id,
        "day": day,
        "led": led_by(user) or _NO_PLACE,
        "coached": coached_by(user) or _NO_PLACE,
        "states": list(states),
        "soon": day + timedelta(days=DAYS_AHEAD),
        "long_ago": day - timedelta(days=QUIET_DAYS),
        "before": now() - timedelta(days=QUIET_DAYS),
    }


def sources(
    *,
    coach: bool,
    region: bool,
    narrow: ColumnElement[bool] | None = None,
    found: ColumnElement[bool] | None = None,
) -> dict[str, Select[Any]]:
    """By kind, what there is of it: kind, id, tier, day, own. `narrow`: a condition on the journeys; `found`: what
    takes its place for submissions."""
    here = true() if narrow is None else narrow
    asked = true() if narrow is None else Promise.journey_id.in_(select(Journey.id).where(narrow))
    return {
        DECIDE: _submissions(coach=coach).where(here if found is None else found),
        ANSWER: _questions(ANSWER, coach=coach).where(asked),
        PAUSED: _questions(PAUSED, coach=coach).where(asked),
        QUIET: _quiet(region=region).where(here),
        **{kind: dates.where(here) for kind, dates in _dates(region=region).items()},
    }


def count_own() -> Select[Any]:
    """How many submissions and questions are the person's own, now."""
    asked = [source.subquery() for source in (_submissions(coach=True), _questions(ANSWER, coach=True))]
    counts = [select(func.count()).select_from(s).where(s.c.own == 1).scalar_subquery() for s in asked]
    return select(counts[0] + counts[1])


def _submissions(*, coach: bool) -> Select[Any]:
    """What a place has handed in, among questions by an equal day. The scope is `scopes.submissions_seen_by`."""
    own = _is_own(Submission.id, Cover.submission_id, Submission.journey_id, coach=coach)
    return (
        _source(DECIDE, Submission.id, SOMEBODY_WAITS, Submission.due_on, own)
        .select_from(Submission)
        .join(Journey, Journey.id == Submission.journey_id)
        .where(Submission.state.in_(bindparam("states", expanding=True)), Journey.place_id.not_in(_LED))
    )


def _questions(kind: str, *, coach: bool) -> Select[Any]:
    """Questions whose clock runs, or those that wait for the place: `policy.can_see_thread`, but nothing of a place
    whose team the person belongs to, and nothing that cannot be answered any more."""
    own = _is_own(Promise.thread_id, Cover.thread_id, Promise.journey_id, coach=coach)
    others = select(Journey.id).where(or_(Journey.state == "ended", Journey.place_id.in_(_LED)))
    runs = Promise.due_on.is_(None) if kind == PAUSED else Promise.due_on.is_not(None)
    day = Promise.asked_on if kind == PAUSED else Promise.due_on
    return _source(kind, Promise.id, SOMEBODY_WAITS, day, own).where(
        Promise.ended_on.is_(None), runs, Promise.journey_id.not_in(others)
    )


def _dates(*, region: bool) -> dict[str, Select[Any]]:
    """The checkpoint's day while it is not submitted, the points of the verdict that holds while they are not marked,
    the last day: passed, or near."""
    seen = _is_watched(region=region)
    newer = aliased(Decision)
    later = aliased(Submission)
    holds = ~exists().where(newer.submission_id == Submission.id, newer.id > Decision.id) & ~exists().where(
        later.journey_id == Submission.journey_id, later.number > Submission.number, later.state == "decided"
    )
    return {
        GATE: _source(GATE, Journey.id, DATED, Journey.checkpoint_due_on, _is_coached()).where(
            seen, Journey.checkpoint_state.in_(_NOT_IN), Journey.checkpoint_due_on <= _SOON
        ),
        END: _source(END, Journey.id, DATED, Journey.ends_on, _is_coached()).where(
            seen, Journey.ends_on <= _SOON
        ),
        POINT: _source(POINT, VerdictPoint.id, DATED, VerdictPoint.due_on, _is_coached())
        .select_from(VerdictPoint)
        .join(Decision, Decision.id == VerdictPoint.decision_id)
        .join(Submission, Submission.id == Decision.submission_id)
        .join(Journey, Journey.id == Submission.journey_id)
        .where(
            seen,
            Journey.checkpoint_state.in_(_ASKS),
            VerdictPoint.mark.is_(None),
            VerdictPoint.due_on <= _SOON,
            holds,
        ),
    }


def _quiet(*, region: bool) -> Select[Any]:
    """Places under way where nothing has changed for long, and that do not wait for a coach."""
    return _source(QUIET, Journey.id, GONE_QUIET, func.date(Journey.changed_at), _is_coached()).where(
        _is_watched(region=region),
        Journey.changed_at < _BEFORE,
        Journey.starts_on <= _LONG_AGO,
        Journey.checkpoint_state.not_in(_WITH_COACH),
    )


def _source(kind: str, key: Any, tier: int, day: Any, own: ColumnElement[Any]) -> Select[Any]:
    return select(
        literal_column(f"'{kind}'", String).label("kind"),
        key.label("id"),
        literal_column(str(tier), Integer).label("tier"),
        day.label("day"),
        own.label("own"),
    )


def _is_watched(*, region: bool) -> ColumnElement[bool]:
    """Journeys under way at the places whose pages the person reads, but none whose team they belong to."""
    under_way = and_(Journey.is_current, Journey.state == "active")
    return and_(under_way, Journey.place_id.not_in(_LED) if region else Journey.place_id.in_(_COACHED))


def _is_coached() -> ColumnElement[int]:
    return case((Journey.place_id.in_(_COACHED), 1), else_=0)


def _is_own(key: Any, covered: Any, journey: Any, *, coach: bool) -> ColumnElement[int]:
    """What the person has taken over, and what is theirs by duty unless a colleague has it who is there. The parts
    stand by themselves, so that each is asked once and not for every row."""
    if not coach:
        return literal_column("0", Integer)
    taken = select(covered).where(Cover.ended_at.is_(None), covered.is_not(None))
    is_coach = exists().where(
        Assignment.user_id == Cover.user_id,
        Assignment.role.in_(("coach", "place_coach")),
        Assignment.ended_at.is_(None),
    )
    is_active = exists().where(User.id == Cover.user_id, User.active)
    by_others = taken.where(Cover.user_id != _PERSON, is_active, is_coach, ~is_away(Cover.user_id, _DAY))
    return case(
        (key.in_(taken.where(Cover.user_id == _PERSON)), 1),
        (key.in_(by_others), 0),
        (journey.in_(select(_ON_DUTY.c.id)), 1),
        else_=0,
    )


_ON_DUTY = (
    select(Journey.id)
    .where(on_duty_at(Journey.place_id, _DAY, person=_PERSON, coached=_COACHED))
    .cte("on_duty")
)
"""The journeys whose questions and submissions are the person's. Whose team they belong to is left out elsewhere."""
