"""Every save of an answer or a row leaves a revision: the newest says what stands there, none is missing."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.errors import StaleError
from portal.extensions import db
from portal.models import Answer, Revision, Row, User
from portal.policy import Workplace
from portal.process.schema import Question, Register
from portal.services import answers, attachments, presets, rows
from tests.factories import make_leader, make_place, open_workplace

BEST = "anchoring.place.best"
ASKED = "mapping.asked.attachment"
SERVICES = "mapping.services.list"
ASSETS = "mapping.assets.list"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def workplace(app: Flask) -> Workplace:
    return open_workplace(make_place())


@pytest.fixture
def leader(workplace: Workplace) -> User:
    return make_leader(workplace.place)


@pytest.fixture
def second(workplace: Workplace) -> User:
    return make_leader(workplace.place, "second@example.org")


def question(workplace: Workplace, key: str) -> Question:
    found = workplace.process.question(key)
    assert found is not None
    return found


def register(workplace: Workplace, key: str) -> Register:
    found = workplace.process.register(key)
    assert found is not None
    return found


def write(workplace: Workplace, user: User, text: str | None, base: int, why: str | None = None) -> None:
    answers.save_answer(
        user,
        workplace=workplace,
        question=question(workplace, BEST),
        value=text,
        not_relevant=why,
        base_version=base,
    )


def history(**subject: Any) -> list[tuple[int, Any, str | None, bool, int]]:
    query = select(Revision).filter_by(**subject).order_by(Revision.version)
    return [(r.version, r.value, r.not_relevant, r.is_deleted, r.saved_by) for r in db.session.scalars(query)]


def check_whole() -> None:
    """Each answer and row has a revision for each of its versions; the last says what it says itself."""
    db.session.flush()
    holders: list[Answer | Row] = [*db.session.scalars(select(Answer)), *db.session.scalars(select(Row))]
    assert holders
    for holder in holders:
        if isinstance(holder, Row):
            kept = history(row_id=holder.id)
            last = (holder.values, None, holder.deleted_at is not None)
        else:
            kept = history(journey_id=holder.journey_id, question_key=holder.question_key)
            last = (holder.value, holder.not_relevant, False)
        assert [r[0] for r in kept] == list(range(1, holder.version + 1))
        assert kept[-1] == (holder.version, *last, holder.updated_by)


def test_an_answer(workplace: Workplace, leader: User, second: User) -> None:
    write(workplace, leader, "Badet", 0)
    write(workplace, second, "Badet och skogen", 1)
    write(workplace, second, "Badet och skogen", 2)  # the same again is no save
    with pytest.raises(StaleError):
        write(workplace, leader, "Skogen", 1)
    write(workplace, leader, None, 2, "Inget är bäst")
    assert history(question_key=BEST) == [
        (1, "Badet", None, False, leader.id),
        (2, "Badet och skogen", None, False, second.id),
        (3, None, "Inget är bäst", False, leader.id),
    ]
    check_whole()


def test_a_row(workplace: Workplace, leader: User, second: User) -> None:
    where = register(workplace, "organisations")
    row = rows.add_row(leader, workplace=workplace, register=where, values={"name": "Byalaget"})
    other = rows.add_row(leader, workplace=workplace, register=where, values={"name": "Bruket"})
    rows.edit_row(second, workplace=workplace, row=row, values={"name": "Byarådet"}, base_version=1)
    rows.move_row(leader, workplace=workplace, row=other, up=True)
    rows.delete_row(second, workplace=workplace, row=row)
    rows.restore_row(leader, workplace=workplace, row=row)
    assert history(row_id=row.id) == [
        (1, {"name": "Byalaget"}, None, False, leader.id),
        (2, {"name": "Byarådet"}, None, False, second.id),
        (3, {"name": "Byarådet"}, None, True, second.id),
        (4, {"name": "Byarådet"}, None, False, leader.id),
    ]
    check_whole()


def test_a_register_that_becomes_relevant_after_all(workplace: Workplace, leader: User) -> None:
    where = register(workplace, ASSETS)
    answers.save_answer(
        leader, workplace=workplace, question=where, value=None, not_relevant="Inget", base_version=0
    )
    rows.add_row(leader, workplace=workplace, register=where, values={"asset": "Ån"})
    assert [said[1:3] for said in history(question_key=ASSETS)] == [(None, "Inget"), (None, None)]
    check_whole()


def test_taps(workplace: Workplace, leader: User) -> None:
    where = register(workplace, SERVICES)
    for base, state in enumerate(("exists", "threatened")):
        presets.save_preset(
            leader,
            workplace=workplace,
            register=where,
            preset=where.presets[0],
            values={"state": state},
            base_version=base,
        )
    assert [said[1] for said in history()] == [{"state": "exists"}, {"state": "threatened"}]
    check_whole()


def test_files(workplace: Workplace, leader: User) -> None:
    added = attachments.add_attachment(
        leader, workplace=workplace, content=PDF, name="Svar.pdf", question=question(workplace, ASKED)
    )
    attachments.remove_attachment(leader, workplace=workplace, attachment=added)
    assert [said[1] for said in history(question_key=ASKED)] == [[added.id], None]
    check_whole()


def test_a_name_typed_in_a_reference(workplace: Workplace, leader: User) -> None:
    asked = question(workplace, "anchoring.start.employer")
    section = workplace.process.section_of(asked.key)
    assert section is not None
    for base, name in enumerate(("Byalaget", "Bruket")):
        outcome = answers.save_section(
            leader,
            workplace=workplace,
            section=section,
            changes=[answers.Change(asked, None, None, base, name)],
        )
        assert len(outcome.saved) == 1
    stale = answers.Change(asked, None, None, 1, "Kommunen")
    outcome = answers.save_section(leader, workplace=workplace, section=section, changes=[stale])
    assert [found.key for found, _current in outcome.stale] == [asked.key]
    names = [row.values["name"] for row in db.session.scalars(select(Row).order_by(Row.id))]
    assert names == ["Byalaget", "Bruket"]  # a save that came too late makes no row
    check_whole()
