"""A place whose people write, remove and bring back: short words for it, and what is stored and told afterwards."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from portal.extensions import db
from portal.models import Answer, Event, Revision, Row, User
from portal.policy import Workplace
from portal.process.schema import Question, Register
from portal.services import answers, restorations, rows
from tests.factories import make_coach, make_leader, make_place, open_workplace

TEXT = "anchoring.place.best"
EMPLOYER = "anchoring.start.employer"
MEMBERS = "anchoring.working_group.members"
SERVICES = "mapping.services.list"
ASSETS = "mapping.assets.list"


class RestorationWorld:
    """A place with its leader and coach, and short words for what they do."""

    def __init__(self) -> None:
        place = make_place()
        self.leader, self.coach = make_leader(place), make_coach(place)
        self.workplace: Workplace = open_workplace(place)

    def question(self, key: str) -> Question:
        found = self.workplace.process.question(key)
        assert found is not None
        return found

    def register(self, key: str) -> Register:
        found = self.workplace.process.register(key)
        assert found is not None
        return found

    def write(self, value: Any, base: int, key: str = TEXT, why: str | None = None) -> None:
        answers.save_answer(
            self.leader,
            workplace=self.workplace,
            question=self.workplace.process.question(key) or self.register(key),
            value=value,
            not_relevant=why,
            base_version=base,
        )

    def back(self, version: int, base: int, key: str = TEXT, actor: User | None = None) -> list[str]:
        """Bring an answer's version back; the names of what was left out."""
        _answer, gone = restorations.restore_answer(
            actor or self.leader,
            workplace=self.workplace,
            question=self.workplace.process.question(key) or self.register(key),
            version=version,
            base_version=base,
        )
        return [name.sv for name in gone]

    def add(self, register: str, actor: User | None = None, **values: Any) -> Row:
        return rows.add_row(
            actor or self.leader, workplace=self.workplace, register=self.register(register), values=values
        )

    def edit(self, row: Row, base: int, **values: Any) -> None:
        rows.edit_row(self.leader, workplace=self.workplace, row=row, values=values, base_version=base)

    def remove(self, row: Row) -> None:
        rows.delete_row(self.leader, workplace=self.workplace, row=row, though_used=True)

    def row_back(self, row: Row, version: int, base: int, actor: User | None = None) -> list[str]:
        _row, gone = restorations.restore_row_version(
            actor or self.leader, workplace=self.workplace, row=row, version=version, base_version=base
        )
        return [name.sv for name in gone]

    def review(self) -> None:
        """A submission waits for its review."""
        self.workplace.journey.checkpoint_state = "submitted"
        db.session.flush()


def answer(key: str = TEXT) -> tuple[Any, str | None, int]:
    found = db.session.scalars(select(Answer).where(Answer.question_key == key)).one()
    return found.value, found.not_relevant, found.version


def kept(**subject: Any) -> list[Any]:
    query = select(Revision).filter_by(**subject).order_by(Revision.version)
    return [revision.value for revision in db.session.scalars(query)]


def last_event() -> tuple[str, str, dict[str, Any]]:
    event = db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
    return event.kind, event.subject, event.data


def count(model: type[Event | Revision]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0
