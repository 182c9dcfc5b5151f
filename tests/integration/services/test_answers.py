"""Saving answers: versions, conflicts, locks, events."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from portal.errors import InvalidError, LockedError, NotAllowedError, NotFoundError, StaleError
from portal.extensions import db
from portal.models import Answer, Event, Journey, User
from portal.policy import Workplace
from portal.process.schema import Question
from portal.services.answers import Change, save_answer, save_section
from tests.factories import make_coach, make_leader, make_place, open_workplace

KEY = "anchoring.start.cash_flow"


@dataclass
class World:
    leader: User
    other: User
    coach: User
    workplace: Workplace

    def question(self, key: str = KEY) -> Question:
        found = self.workplace.process.question(key)
        assert found is not None
        return found

    def save(
        self,
        value: object,
        version: int,
        *,
        key: str = KEY,
        actor: User | None = None,
        why: str | None = None,
    ) -> Answer | None:
        return save_answer(
            actor or self.leader,
            workplace=self.workplace,
            question=self.question(key),
            value=value,
            not_relevant=why,
            base_version=version,
        )


@pytest.fixture
def world(app: Flask) -> World:
    place = make_place()
    leader, other = make_leader(place), make_leader(place, "other@example.org")
    coach = make_coach(place)
    db.session.commit()
    return World(leader, other, coach, open_workplace(place))


def events() -> list[tuple[str, str, dict[str, int]]]:
    found = db.session.scalars(select(Event).where(Event.kind == "answer_saved").order_by(Event.id))
    return [(e.kind, e.subject, e.data) for e in found]


def test_each_save_is_a_version_and_an_event(world: World) -> None:
    first = world.save("Kommunen", 0)
    assert first is not None
    assert (first.value, first.version, first.updated_by) == ("Kommunen", 1, world.leader.id)
    second = world.save("Föreningen", 1, actor=world.other)
    assert second is not None
    assert (second.value, second.version, second.updated_by) == ("Föreningen", 2, world.other.id)
    assert events() == [("answer_saved", KEY, {"version": 1}), ("answer_saved", KEY, {"version": 2})]
    assert db.session.scalar(select(func.count()).select_from(Answer)) == 1


def test_the_same_again_is_neither(world: World) -> None:
    world.save("Kommunen", 0)
    again = world.save("Kommunen", 0, actor=world.other)
    assert again is not None
    assert (again.version, again.updated_by) == (1, world.leader.id)
    assert len(events()) == 1


def test_nothing_on_nothing_is_nothing(world: World) -> None:
    assert world.save(None, 0) is None
    assert world.save("", 0) is None
    assert events() == []


def test_an_answer_can_be_emptied(world: World) -> None:
    world.save("Kommunen", 0)
    emptied = world.save(None, 1)
    assert emptied is not None
    assert (emptied.value, emptied.not_relevant, emptied.version) == (None, None, 2)


def test_not_relevant_takes_the_place_of_the_value(world: World) -> None:
    world.save("Kommunen", 0)
    answer = world.save("Kommunen", 1, why="Ingen lön betalas")
    assert answer is not None
    assert (answer.value, answer.not_relevant) == (None, "Ingen lön betalas")
    with pytest.raises(InvalidError):
        world.save(None, 2, why="  ")


@pytest.mark.parametrize("version", [0, 2, -1])
def test_a_save_on_another_version_is_stale(world: World, version: int) -> None:
    world.save("Kommunen", 0)
    with pytest.raises(StaleError) as caught:
        world.save("Föreningen", version, actor=world.other)
    current = caught.value.current
    assert isinstance(current, Answer)
    assert (current.value, current.version, current.author.name) == ("Kommunen", 1, world.leader.name)


@pytest.mark.parametrize("state", ["submitted", "under_review"])
def test_locked_while_reviewed(world: World, state: str) -> None:
    db.session.execute(update(Journey).values(checkpoint_state=state))
    db.session.refresh(world.workplace.journey)
    with pytest.raises(LockedError):
        world.save("Kommunen", 0)


def test_who_may_not_save(world: World) -> None:
    with pytest.raises(NotAllowedError):
        world.save("Kommunen", 0, actor=world.coach)
    with pytest.raises(NotAllowedError):
        world.save("Om fem år", 0, key="vision.vision.five_years")
    db.session.execute(update(Journey).values(state="ended"))
    db.session.refresh(world.workplace.journey)
    with pytest.raises(NotAllowedError):
        world.save("Kommunen", 0)


def test_a_section_saves_what_nobody_else_has_changed(world: World) -> None:
    section = world.workplace.process.section("anchoring.start")
    assert section is not None
    world.save("Kommunen", 0, actor=world.other)
    changes = [
        Change(world.question(), "Föreningen", None, 0),
        Change(world.question("anchoring.start.hours"), 12, None, 0),
        Change(world.question("anchoring.start.afterwards"), None, None, 0),
    ]
    outcome = save_section(world.leader, workplace=world.workplace, section=section, changes=changes)
    assert [(a.question_key, a.value) for a in outcome.saved] == [("anchoring.start.hours", 12)]
    assert [(q.key, a.value) for q, a in outcome.stale] == [(KEY, "Kommunen")]


def test_a_question_of_another_section_is_refused(world: World) -> None:
    section = world.workplace.process.section("anchoring.place")
    assert section is not None
    with pytest.raises(NotFoundError):
        save_section(
            world.leader,
            workplace=world.workplace,
            section=section,
            changes=[Change(world.question(), "Hej", None, 0)],
        )
