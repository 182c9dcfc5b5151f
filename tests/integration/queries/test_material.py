"""Material is found again by what is stored, and read anew as soon as anything is stored otherwise."""

from __future__ import annotations

from datetime import date

from flask import Flask

from portal.clock import now
from portal.extensions import db
from portal.models import ContributionRequest, PlanEdition, Tick
from portal.process.material import Entry, Given, Material
from portal.queries.material import get_asked, get_material, get_ticked, get_written, get_written_of
from tests.factories import make_answer, make_leader, make_place, make_row, open_workplace


def test_everything_that_is_written(app: Flask) -> None:
    workplace = open_workplace(make_place())
    leader, journey = make_leader(workplace.place), workplace.journey
    second = make_row(workplace, "organisations", {"name": "Åbo"}, leader, 2)
    first = make_row(workplace, "organisations", {"name": "Byn"}, leader, 1)
    gone = make_row(workplace, "organisations", {"name": "Borta"}, leader, 3)
    gone.deleted_at = now()
    listed = make_row(workplace, "mapping.services.list", {"state": "exists"}, leader, 0, "fuel")
    make_answer(workplace, "anchoring.place.idea", "En bastu", leader)
    make_answer(workplace, "anchoring.start.employer", [first.id], leader)
    waived = make_answer(workplace, "anchoring.place.best", None, leader)
    waived.not_relevant = "Oklart"
    key = "anchoring.checks.channel"
    db.session.add(Tick(journey_id=journey.id, item_key=key, ticked_by=leader.id, ticked_at=now()))
    db.session.flush()
    assert get_material(journey) == Material(
        answers={
            "anchoring.place.idea": Given("En bastu"),
            "anchoring.start.employer": Given([first.id]),
            "anchoring.place.best": Given(None, "Oklart"),
        },
        rows={
            "organisations": [Entry(first.id, {"name": "Byn"}), Entry(second.id, {"name": "Åbo"})],
            "mapping.services.list": [Entry(listed.id, {"state": "exists"}, "fuel")],
        },
        ticks=frozenset({key}),
    )


def test_facts(app: Flask) -> None:
    place = make_place()
    leader, journey = make_leader(place), open_workplace(place).journey
    assert get_material(journey).facts == frozenset()
    request = ContributionRequest(journey_id=journey.id, sent_by=leader.id, snapshot={}, sent_at=now())
    edition = PlanEdition(journey_id=journey.id, number=1, snapshot={}, shared_by=leader.id, shared_at=now())
    db.session.add_all([request, edition])
    assert get_material(journey).facts == {"contribution_asked"}  # only the coaches may read the edition
    edition.reached_at, edition.municipality_id = now(), place.municipality_id
    assert get_material(journey).facts == {"contribution_asked", "plan_shared"}
    request.answer, edition.read_at = "declined", now()
    told = {"contribution_asked", "contribution_answered", "plan_shared", "plan_read"}
    assert get_material(journey).facts == told
    request.answer = "confirmed"
    assert get_material(journey).facts == {*told, "contribution_confirmed"}


def test_the_same_text_is_read_once(app: Flask) -> None:
    place = make_place(starts_on=date(2026, 1, 1))
    leader, workplace = make_leader(place), open_workplace(place)
    answer = make_answer(workplace, "anchoring.place.idea", "En bastu", leader)
    before = get_material(workplace.journey)
    assert get_material(workplace.journey) is before
    answer.value = "Två bastur"
    assert get_material(workplace.journey).given("anchoring.place.idea") == Given("Två bastur")
    answer.value = "En bastu"
    assert get_material(workplace.journey) == before


def test_only_what_is_asked_for_is_loaded_whole(app: Flask) -> None:
    place = make_place()
    leader, workplace = make_leader(place), open_workplace(place)
    journey, process = workplace.journey, workplace.process
    make_answer(workplace, "anchoring.place.idea", "En bastu", leader)
    make_answer(workplace, "anchoring.start.hours", 9, leader)
    row = make_row(workplace, "organisations", {"name": "Byn"}, leader)
    member = make_row(workplace, "anchoring.working_group.members", {"organisation": [row.id]}, leader)
    section, question = process.section("anchoring.place"), process.question("anchoring.start.hours")
    group = process.section("anchoring.working_group")
    assert section is not None
    assert question is not None
    assert group is not None

    def held(written: object) -> tuple[list[str], list[int], list[int]]:
        return sorted(written.answers), sorted(written.rows), sorted(written.row_ids)  # type: ignore[attr-defined]

    both = [row.id, member.id]
    assert held(get_written(journey)) == (["anchoring.place.idea", "anchoring.start.hours"], both, both)
    assert held(get_written_of(journey, section)) == (["anchoring.place.idea"], [], both)
    assert held(get_written_of(journey, group)) == ([], [member.id], both)
    assert held(get_ticked(journey)) == ([], [], both)
    assert held(get_asked(journey, question)) == (["anchoring.start.hours"], [], [])
