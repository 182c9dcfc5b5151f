"""A leader who writes, shares and stops sharing, for tests of what others may come to see of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from portal.extensions import db
from portal.models import Answer, Row
from portal.process.schema import Register
from portal.services import answers, checks, rows, shares
from tests.checkpoint_world import fresh
from tests.passing import pass_time
from tests.place_world import PlaceWorld

HOMES, ASSETS, MEMBERS = (
    "mapping.homes.more_residents",
    "mapping.assets.list",
    "anchoring.working_group.members",
)


@dataclass
class Team:
    """The leader at work; each deed is a transaction of its own, a minute after the one before."""

    world: PlaceWorld
    look: Callable[[], object] = list
    """What the readers do between two deeds; each test says."""

    def share(self, subject: str) -> None:
        shares.share(fresh(self.world.leader), workplace=self.world.workplace, subject=subject)
        self._done()

    def stop(self, subject: str) -> None:
        shares.end_share(fresh(self.world.leader), workplace=self.world.workplace, subject=subject)
        self._done()

    def write(self, text: str | None) -> None:
        workplace = self.world.workplace
        question = workplace.process.question(HOMES)
        stored = db.session.scalars(select(Answer).where(Answer.question_key == HOMES)).one_or_none()
        assert question is not None
        answers.save_answer(
            fresh(self.world.leader),
            workplace=workplace,
            question=question,
            value=text,
            not_relevant=None,
            base_version=stored.version if stored else 0,
        )
        self._done()

    def register(self, key: str) -> Register:
        found = self.world.workplace.process.register(key)
        assert found is not None
        return found

    def add(self, key: str, **values: object) -> int:
        row = rows.add_row(
            fresh(self.world.leader),
            workplace=self.world.workplace,
            register=self.register(key),
            values=values,
        )
        self._done()
        return row.id

    def seat(self, role: str) -> dict[str, object]:
        return {"organisation": [self.world.organisation.id], "role": role}

    def edit(self, row_id: int, **values: object) -> None:
        row = db.session.get_one(Row, row_id)
        rows.edit_row(
            fresh(self.world.leader),
            workplace=self.world.workplace,
            row=row,
            values=values,
            base_version=row.version,
        )
        self._done()

    def remove(self, row_id: int) -> None:
        row = db.session.get_one(Row, row_id)
        rows.delete_row(fresh(self.world.leader), workplace=self.world.workplace, row=row, though_used=True)
        self._done()

    def tick(self) -> None:
        workplace = self.world.workplace
        step = workplace.process.step("mapping")
        assert step is not None
        item = next(i for i in step.checklist if i.derived is None)
        checks.set_check(fresh(self.world.leader), workplace=workplace, item=item, ticked=True)
        self._done()

    def _done(self) -> None:
        db.session.commit()
        pass_time(minutes=1)
