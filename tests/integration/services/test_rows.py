"""Rows of registers: added, changed, moved, removed and brought back; who may; what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.errors import DomainError, InvalidError, LockedError, NotAllowedError, NotFoundError, StaleError
from portal.extensions import db
from portal.models import Event, Row
from portal.policy import Workplace
from portal.process.schema import Register
from portal.queries.rows import list_options, list_rows, list_uses
from portal.services import rows as service
from portal.services.references import resolve_references
from tests.factories import make_coach, make_leader, make_place, make_region, make_row, open_workplace, share

MEMBERS = "anchoring.working_group.members"


@pytest.fixture
def workplace(app: Flask) -> Workplace:
    return open_workplace(make_place())


def register_of(workplace: Workplace, key: str) -> Register:
    register = workplace.process.register(key)
    assert register is not None
    return register


def add(workplace: Workplace, user: Any, key: str = "organisations", **values: Any) -> Row:
    return service.add_row(user, workplace=workplace, register=register_of(workplace, key), values=values)


def names(workplace: Workplace) -> list[str]:
    return [r.values["name"] for r in list_rows(workplace.journey, "organisations")]


def test_rows_stand_in_the_order_in_which_they_came(workplace: Workplace) -> None:
    leader = make_leader(workplace.place)
    for name in ("Byalaget", "Affären", "Skolan"):
        add(workplace, leader, name=name)
    assert names(workplace) == ["Byalaget", "Affären", "Skolan"]
    assert [(e.kind, e.subject, e.data["version"]) for e in db.session.scalars(select(Event))] == [
        ("row_added", "organisations", 1)
    ] * 3


def test_a_row_moves_up_and_down_and_no_further_than_the_ends(workplace: Workplace) -> None:
    leader = make_leader(workplace.place)
    first, _second, third = (add(workplace, leader, name=n) for n in ("A", "B", "C"))
    service.move_row(leader, workplace=workplace, row=third, up=True)
    assert names(workplace) == ["A", "C", "B"]
    service.move_row(leader, workplace=workplace, row=first, up=True)
    assert names(workplace) == ["A", "C", "B"]
    service.move_row(leader, workplace=workplace, row=first, up=False)
    assert names(workplace) == ["C", "A", "B"]


def test_a_change_keeps_columns_that_were_not_sent(workplace: Workplace) -> None:
    leader = make_leader(workplace.place)
    row = add(workplace, leader, name="Byalaget", contact="070")
    service.edit_row(
        leader, workplace=workplace, row=row, values={"name": "Samhällsföreningen"}, base_version=1
    )
    assert (row.values, row.version) == ({"name": "Samhällsföreningen", "contact": "070"}, 2)


def test_the_same_again_is_no_change(workplace: Workplace) -> None:
    leader = make_leader(workplace.place)
    row = add(workplace, leader, name="Byalaget")
    service.edit_row(leader, workplace=workplace, row=row, values={"name": "Byalaget"}, base_version=0)
    assert row.version == 1


def test_a_stale_change_tells_what_stands_there(workplace: Workplace) -> None:
    leader = make_leader(workplace.place)
    row = add(workplace, leader, name="Byalaget")
    service.edit_row(leader, workplace=workplace, row=row, values={"name": "Ny"}, base_version=1)
    with pytest.raises(StaleError) as refused:
        service.edit_row(leader, workplace=workplace, row=row, values={"name": "Min"}, base_version=1)
    assert refused.value.current is row
    assert row.values == {"name": "Ny"}


def test_required_columns_and_unknown_ones_are_refused(workplace: Workplace) -> None:
    leader = make_leader(workplace.place)
    with pytest.raises(InvalidError) as refused:
        add(workplace, leader, sector="public")
    assert set(refused.value.fields) == {"name"}
    with pytest.raises(InvalidError):
        add(workplace, leader, name="A", secret="x")


def test_what_another_column_hides_is_not_kept(workplace: Workplace) -> None:
    leader = make_leader(workplace.place)
    row = add(workplace, leader, "ideas", idea="Led", state="used", used_where="I målen")
    assert row.values["used_where"] == "I målen"
    service.edit_row(leader, workplace=workplace, row=row, values={"state": "parked"}, base_version=1)
    assert row.values == {"idea": "Led", "state": "parked"}


def test_a_reference_must_be_a_row_of_its_register_at_this_place(workplace: Workplace) -> None:
    leader = make_leader(workplace.place)
    other = open_workplace(make_place("fargelanda", "Färgelanda"))
    theirs = make_row(other, "organisations", {"name": "Deras"}, leader)
    idea = make_row(workplace, "ideas", {"idea": "Led"}, leader)
    for stray in (theirs.id, idea.id, 99999):
        with pytest.raises(InvalidError) as refused:
            add(workplace, leader, MEMBERS, organisation=[stray])
        assert set(refused.value.fields) == {"organisation"}


def test_a_row_that_is_used_is_not_removed_in_silence(workplace: Workplace) -> None:
    leader = make_leader(workplace.place)
    organisation = add(workplace, leader, name="Byalaget")
    member = add(workplace, leader, MEMBERS, organisation=[organisation.id])
    with pytest.raises(service.InUseError) as refused:
        service.delete_row(leader, workplace=workplace, row=organisation)
    assert [(u.key, u.row_id, u.title.sv) for u in refused.value.uses] == [
        (MEMBERS, member.id, "De som är med i gruppen: Byalaget")
    ]
    service.delete_row(leader, workplace=workplace, row=organisation, though_used=True)
    assert names(workplace) == []
    assert list_uses(workplace, organisation) == list(refused.value.uses)


def test_a_removed_row_comes_back_where_it_stood(workplace: Workplace) -> None:
    leader = make_leader(workplace.place)
    rows = [add(workplace, leader, name=n) for n in ("A", "B", "C")]
    service.delete_row(leader, workplace=workplace, row=rows[1])
    assert names(workplace) == ["A", "C"]
    with pytest.raises(NotFoundError):
        service.edit_row(leader, workplace=workplace, row=rows[1], values={"name": "X"}, base_version=2)
    service.restore_row(leader, workplace=workplace, row=rows[1])
    assert names(workplace) == ["A", "B", "C"]
    assert [e.kind for e in db.session.scalars(select(Event).order_by(Event.id))][3:] == [
        "row_deleted",
        "row_restored",
    ]


def test_a_register_is_full_at_its_limit(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    leader = make_leader(workplace.place)
    monkeypatch.setattr(service, "ROWS_LIMIT", 2)
    rows = [add(workplace, leader, name=n) for n in ("A", "B")]
    with pytest.raises(InvalidError) as refused:
        add(workplace, leader, name="C")
    assert refused.value.message.params == {"limit": 2}
    service.delete_row(leader, workplace=workplace, row=rows[0])
    add(workplace, leader, name="C")
    with pytest.raises(InvalidError):
        service.restore_row(leader, workplace=workplace, row=rows[0])


def test_while_under_review_step_registers_are_locked_and_place_wide_ones_open(workplace: Workplace) -> None:
    leader = make_leader(workplace.place)
    organisation = add(workplace, leader, name="Byalaget")
    member = add(workplace, leader, MEMBERS, organisation=[organisation.id])
    workplace.journey.checkpoint_state = "submitted"
    db.session.flush()
    attempts: list[Callable[[], Any]] = [
        lambda: add(workplace, leader, MEMBERS, organisation=[organisation.id]),
        lambda: service.edit_row(
            leader, workplace=workplace, row=member, values={"role": "X"}, base_version=1
        ),
        lambda: service.move_row(leader, workplace=workplace, row=member, up=True),
        lambda: service.delete_row(leader, workplace=workplace, row=member),
    ]
    for attempt in attempts:
        with pytest.raises(LockedError):
            attempt()
    add(workplace, leader, name="Skolan")
    assert names(workplace) == ["Byalaget", "Skolan"]


def test_a_submission_that_came_a_moment_before_counts(workplace: Workplace) -> None:
    leader = make_leader(workplace.place)
    organisation = add(workplace, leader, name="Byalaget")
    db.session.execute(
        Row.metadata.tables["journeys"].update().values(checkpoint_state="submitted")
    )  # the loaded journey does not know yet
    assert workplace.journey.checkpoint_state == "not_submitted"
    with pytest.raises(LockedError):
        add(workplace, leader, MEMBERS, organisation=[organisation.id])


def test_a_coach_writes_in_the_log_and_changes_only_what_the_coach_wrote(workplace: Workplace) -> None:
    leader, coach = make_leader(workplace.place), make_coach(workplace.place)
    entry: dict[str, Any] = {"date": "2026-10-14", "kind": "coaching", "what": "Samtal"}
    own = add(workplace, coach, "log", **entry)
    theirs = add(workplace, leader, "log", **entry)
    service.edit_row(coach, workplace=workplace, row=own, values={"what": "Om mötet"}, base_version=1)
    refused: list[Callable[[], Any]] = [
        lambda: service.edit_row(
            coach, workplace=workplace, row=theirs, values={"what": "X"}, base_version=1
        ),
        lambda: service.delete_row(coach, workplace=workplace, row=theirs),
        lambda: service.move_row(coach, workplace=workplace, row=theirs, up=True),
        lambda: add(workplace, coach, name="Byalaget"),
        lambda: add(workplace, coach, MEMBERS, organisation=[]),
    ]
    for attempt in refused:
        with pytest.raises(NotAllowedError):
            attempt()
    service.delete_row(coach, workplace=workplace, row=own)


def test_neither_region_nor_another_place_s_leader_writes(workplace: Workplace) -> None:
    stranger = make_leader(make_place("fargelanda", "Färgelanda"), "leader3@example.org")
    shared = share(workplace, "organisations", stranger)
    for user in (stranger, make_region()):
        with pytest.raises(NotAllowedError):
            add(shared, user, name="A")


def test_a_row_of_another_place_is_not_there(workplace: Workplace) -> None:
    leader = make_leader(workplace.place)
    other = open_workplace(make_place("fargelanda", "Färgelanda"))
    theirs = make_row(other, "organisations", {"name": "Deras"}, leader)
    with pytest.raises(NotFoundError):
        service.delete_row(leader, workplace=workplace, row=theirs)


def test_typed_names_become_rows_and_known_ones_are_found_in_any_case(workplace: Workplace) -> None:
    leader = make_leader(workplace.place)
    known = add(workplace, leader, name="Åsensbruks IF")
    ids = resolve_references(
        leader, workplace, "organisations", [known.id], ["  ÅSENSBRUKS if ", "Örs hembygdsförening", ""]
    )
    assert ids[0] == known.id
    assert names(workplace) == ["Åsensbruks IF", "Örs hembygdsförening"]
    assert ids == [r.id for r in list_rows(workplace.journey, "organisations")]
    assert list_options(workplace, "organisations", "sv") == [
        (ids[0], "Åsensbruks IF"),
        (ids[1], "Örs hembygdsförening"),
    ]


def test_a_register_with_more_to_fill_in_takes_no_bare_names(workplace: Workplace) -> None:
    leader = make_leader(workplace.place)
    with pytest.raises(DomainError) as refused:
        resolve_references(leader, workplace, "log", [], ["Mötet"])
    assert refused.value.message.params == {"name": "Mötet"}
