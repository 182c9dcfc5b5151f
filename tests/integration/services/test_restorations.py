"""Bringing back what stood there before: a new version each time, refused in words where it cannot be."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.errors import ConflictError, InvalidError, LockedError, NotAllowedError, NotFoundError, StaleError
from portal.extensions import db
from portal.models import Answer, Event, Revision, Row, User
from portal.policy import Workplace
from portal.process.schema import Question, Register
from portal.services import answers, presets, restorations, rows
from tests.factories import make_coach, make_leader, make_place, open_workplace

TEXT = "anchoring.place.best"
EMPLOYER = "anchoring.start.employer"
MEMBERS = "anchoring.working_group.members"
SERVICES = "mapping.services.list"
ASSETS = "mapping.assets.list"


class World:
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


@pytest.fixture
def world(app: Flask) -> World:
    return World()


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


def test_an_earlier_text_is_a_new_version(world: World) -> None:
    world.write("Badet", 0)
    world.write("Skogen", 1)
    assert world.back(1, 2) == []
    assert answer() == ("Badet", None, 3)
    assert kept(question_key=TEXT) == ["Badet", "Skogen", "Badet"]
    assert last_event() == ("answer_saved", TEXT, {"version": 3})


def test_an_emptied_text_and_a_not_relevant_come_back(world: World) -> None:
    world.write("Badet", 0)
    world.write(None, 1)
    world.write(None, 2, why="Inget är bäst")
    world.back(1, 3)
    assert answer() == ("Badet", None, 4)
    world.back(3, 4)
    assert answer() == (None, "Inget är bäst", 5)


def test_a_page_that_has_grown_old_brings_nothing_back(world: World) -> None:
    world.write("Badet", 0)
    world.write("Skogen", 1)
    world.write("Torget", 2)
    before = count(Revision), count(Event)
    with pytest.raises(StaleError):
        world.back(1, 2)
    assert (answer(), count(Revision), count(Event)) == (("Torget", None, 3), *before)


def test_what_stands_there_already_is_no_save(world: World) -> None:
    world.write("Badet", 0)
    world.back(1, 1)
    assert (answer(), count(Revision), count(Event)) == (("Badet", None, 1), 1, 1)


@pytest.mark.parametrize("version", [0, 2, 2**40])
def test_a_version_that_never_was(world: World, version: int) -> None:
    world.write("Badet", 0)
    with pytest.raises(NotFoundError):
        world.back(version, 1)


def test_refused_to_coaches_and_while_it_is_reviewed(world: World) -> None:
    world.write("Badet", 0)
    world.write("Skogen", 1)
    row = world.add(ASSETS, asset="Ån")
    world.edit(row, 1, asset="Bäcken")
    with pytest.raises(NotAllowedError):
        world.back(1, 2, actor=world.coach)
    with pytest.raises(NotAllowedError):
        world.row_back(row, 1, 2, actor=world.coach)
    world.review()
    with pytest.raises(LockedError, match="locked while the coach reviews"):
        world.back(1, 2)
    with pytest.raises(LockedError):
        world.row_back(row, 1, 2)
    assert (answer()[0], row.values) == ("Skogen", {"asset": "Bäcken"})


def test_a_reference_to_a_removed_row_asks_for_that_row_first(world: World) -> None:
    village, mill = (world.add("organisations", name=name) for name in ("Byalaget", "Bruket"))
    world.write([village.id], 0, EMPLOYER)
    world.write([mill.id], 1, EMPLOYER)
    world.remove(village)
    with pytest.raises(InvalidError) as refused:
        world.back(1, 2, EMPLOYER)
    name = refused.value.message.params["name"]
    assert (name.sv, answer(EMPLOYER)[0]) == ("Byalaget", [mill.id])
    rows.restore_row(world.leader, workplace=world.workplace, row=village)
    assert world.back(1, 2, EMPLOYER) == []
    assert answer(EMPLOYER)[0] == [village.id]


def test_not_relevant_does_not_come_back_over_rows(world: World) -> None:
    world.write(None, 0, ASSETS, why="Inget")
    row = world.add(ASSETS, asset="Ån")
    with pytest.raises(ConflictError, match="rows now"):
        world.back(1, 2, ASSETS)
    world.remove(row)
    world.back(1, 2, ASSETS)
    assert answer(ASSETS) == (None, "Inget", 3)


def test_a_row_as_it_was(world: World) -> None:
    row = world.add("organisations", name="Byalaget", contact="Ring ordföranden")
    world.edit(row, 1, name="Byarådet", contact=None)
    world.row_back(row, 1, 2)
    assert (row.values, row.version) == ({"name": "Byalaget", "contact": "Ring ordföranden"}, 3)
    assert last_event() == ("row_changed", "organisations", {"row": row.id, "version": 3})
    with pytest.raises(StaleError):
        world.row_back(row, 2, 2)


def test_a_removed_row_comes_back_as_it_was_then(world: World) -> None:
    row = world.add("organisations", name="Byalaget")
    world.edit(row, 1, name="Byarådet")
    world.remove(row)
    with pytest.raises(StaleError):
        world.row_back(row, 1, 2)
    world.row_back(row, 1, 3)
    assert (row.values, row.version, row.deleted_at) == ({"name": "Byalaget"}, 4, None)
    assert last_event() == ("row_restored", "organisations", {"row": row.id, "version": 4})
    assert kept(row_id=row.id)[-1] == {"name": "Byalaget"}


def test_a_row_leaves_out_what_is_removed_and_tells_it(world: World) -> None:
    log = {"date": "2026-10-14", "kind": "open_meeting", "what": "Öppet möte"}
    village = world.add("organisations", name="Byalaget")
    row = world.add("log", **log, who=[village.id])
    world.edit(row, 1, who=None, what="Stormöte")
    world.remove(village)
    assert world.row_back(row, 1, 2) == ["Byalaget"]
    assert row.values == log


def test_a_row_that_needs_what_is_removed_asks_for_it_first(world: World) -> None:
    village, mill = (world.add("organisations", name=name) for name in ("Byalaget", "Bruket"))
    row = world.add(MEMBERS, organisation=[village.id])
    world.edit(row, 1, organisation=[mill.id])
    world.remove(village)
    with pytest.raises(InvalidError, match="removed from its list"):
        world.row_back(row, 1, 2)
    assert row.values == {"organisation": [mill.id]}


def test_a_coach_brings_back_their_own_log_row_and_leaves_what_is_the_team_s(world: World) -> None:
    """Whom the team has put there, from a register that is not shared, stays."""
    log = {"date": "2026-10-14", "kind": "open_meeting", "what": "Öppet möte"}
    village = world.add("organisations", name="Byalaget")
    row = world.add("log", actor=world.coach, **log)
    world.edit(row, 1, what="Stormöte", who=[village.id])
    world.row_back(row, 1, 2, actor=world.coach)
    assert row.values == {**log, "who": [village.id]}


def test_a_tap_is_taken_back_and_comes_back_with_its_note(world: World) -> None:
    where = world.register(SERVICES)
    preset = where.presets[0]

    def tap(base: int, **values: Any) -> Row:
        saved = presets.save_preset(
            world.leader,
            workplace=world.workplace,
            register=where,
            preset=preset,
            values=values,
            base_version=base,
        )
        assert saved is not None
        return saved

    row = tap(0, state="threatened", threat="Pumpen är gammal", note="Ring macken")
    tap(1, state=None)
    assert row.values == {"note": "Ring macken"}
    world.row_back(row, 1, 2)
    assert row.values == {"state": "threatened", "threat": "Pumpen är gammal", "note": "Ring macken"}
    assert last_event() == ("preset_saved", SERVICES, {"row": row.id, "version": 3, "preset": preset.key})
