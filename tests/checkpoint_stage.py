"""Where the state machine acts: a place whose people do things, each as a request would, and what that changed.

A service that refuses must have changed nothing *before* its transaction is rolled back; so nothing is rolled back here
but the whole example, when it is over.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import set_committed_value

from portal.errors import DomainError
from portal.extensions import db
from portal.models import Event, Journey, Submission, User
from portal.policy import Workplace
from portal.queries.people import find_user_by_email
from portal.queries.submissions import load_review
from portal.queries.workplaces import get_workplace
from tests.checkpoint_model import Refusals

States = tuple[str, str, dict[int, str]]
"""The journey, its checkpoint, and each submission by its id."""


def digest() -> dict[str, str]:
    """A fingerprint of all rows of each table."""
    found = {}
    connection = db.session.connection()
    for table in db.metadata.sorted_tables:
        rows = connection.exec_driver_sql(
            f'select * from "{table.name}"'
        ).all()  # as they lie there: it is quick
        found[table.name] = hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()
    return found


def fingerprint(submission: int) -> str:
    """Of a frozen copy as it lies in the database."""
    stored = db.session.scalar(select(Submission.snapshot).where(Submission.id == submission))
    return hashlib.sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest()


def stored_states() -> States:
    """As they are in the database now."""
    journey = db.session.execute(select(Journey.state, Journey.checkpoint_state)).one()
    submissions = db.session.execute(select(Submission.id, Submission.state)).all()
    return journey[0], journey[1], {row[0]: row[1] for row in submissions}


@dataclass
class Stage:
    """One place, by its slug, and its people by their logins. `seen` counts what was accepted, refused or changed
    nothing, over all examples."""

    slug: str
    people: dict[str, str]
    seen: Counter[tuple[str, str]]
    past: list[States] = field(default_factory=list)
    last: dict[str, str] = field(default_factory=dict)

    def begin(self) -> None:
        """As the world was made."""
        db.session.rollback()
        db.session.expunge_all()
        self.past, self.last = [stored_states()], digest()

    def person(self, login: str) -> User:
        found = find_user_by_email(self.people[login])
        assert found is not None
        return found

    def workplace(self, late: int = 0) -> Workplace:
        """The place as a request finds it; `late` changes of state ago, if it looked and others were quicker."""
        workplace = get_workplace(self.slug)
        if late:
            self._grow_old(workplace.journey, None, late)
        return workplace

    def review(self, submission: int, late: int = 0) -> tuple[Workplace, Submission]:
        """The same with a submission that there was by then."""
        workplace, found = load_review(submission)
        if late:
            self._grow_old(workplace.journey, found, late)
        return workplace, found

    def _grow_old(self, journey: Journey, submission: Submission | None, late: int) -> None:
        state, checkpoint_state, submissions = self.past[max(0, len(self.past) - 1 - late)]
        if submission is not None and submission.id not in submissions:
            return
        set_committed_value(journey, "state", state)
        set_committed_value(journey, "checkpoint_state", checkpoint_state)
        if submission is not None:
            set_committed_value(submission, "state", submissions[submission.id])

    def attempt(
        self, name: str, refusals: Refusals, act: Callable[[], Any], *, event: str | None
    ) -> tuple[bool, Any]:
        """Let somebody do something. It must be refused for one of the `refusals`; if there are none, it must be done
        and leave exactly one event, `event` (None: it changes nothing). Answers whether it was done, and the result."""
        db.session.expunge_all()
        count = db.session.scalar(select(func.count()).select_from(Event)) or 0
        refusal, result = self._try(act)
        db.session.flush()
        if refusal is not None:
            assert type(refusal) in refusals, f"{name}: {refusal!r}, expected {refusals}"
            self._check_unchanged(name)
            self.seen[name, "refused"] += 1
            return False, None
        assert not refusals, f"{name} was accepted, though {refusals}"
        newest = select(Event.kind).order_by(Event.id).offset(count)
        assert list(db.session.scalars(newest)) == ([event] if event else []), name
        if event is None:
            self._check_unchanged(name)
        self.seen[name, "accepted" if event else "unchanged"] += 1
        self.last = digest()
        if (states := stored_states()) != self.past[-1]:
            self.past.append(states)
        return True, result

    @staticmethod
    def _try(act: Callable[[], Any]) -> tuple[DomainError | None, Any]:
        try:
            return None, act()
        except DomainError as error:
            return error, None

    def _check_unchanged(self, name: str) -> None:
        now = digest()
        assert [table for table in now if now[table] != self.last[table]] == [], f"{name} changed something"
