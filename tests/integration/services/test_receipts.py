"""That an edition has come in: noted once, corrected with its history."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from portal.clock import today
from portal.errors import InvalidError, NotAllowedError, StaleError
from portal.extensions import db
from portal.models import EditionReceipt
from portal.queries.editions import find_open_edition
from portal.services import receipts
from tests.answers_world import make_answers_world
from tests.plan_world import PlanWorld

World = tuple[PlanWorld, list[int]]


@pytest.fixture
def made(app: Flask) -> World:
    return make_answers_world()


def test_that_the_plan_has_come_in_is_noted_and_corrected(made: World) -> None:
    world, _rows = made
    edition, shared = find_open_edition(world.workplace.journey), today()
    assert edition is not None

    def note(day: date | None, number: str, seen: int, who: str = "officer") -> EditionReceipt:
        made = receipts.receive(
            getattr(world, who),
            workplace=world.workplace,
            edition=edition,
            received_on=day,
            registry_number=number,
            seen=seen,
        )
        db.session.commit()
        return made

    first = note(shared, " KS 2026/124 ", 0)
    assert note(shared, "KS 2026/124", first.id).id == first.id
    second = note(shared, "KS 2026/125", first.id)
    rows = db.session.query(EditionReceipt).order_by(EditionReceipt.id)
    assert [(r.id, r.received_on, r.registry_number) for r in rows] == [
        (first.id, shared, "KS 2026/124"),
        (second.id, shared, "KS 2026/125"),
    ]
    for day, number, field in (
        (None, "", "received_on"),
        (date(9999, 1, 1), "", "received_on"),
        (date(1926, 1, 1), "", "received_on"),
        (today(), "x" * 61, "registry_number"),
    ):
        with pytest.raises(InvalidError) as refused:
            note(day, number, second.id)
        assert set(refused.value.fields) == {field}
    with pytest.raises(StaleError):
        note(today(), "", first.id)
    for who in ("leader", "coach", "region", "stranger"):
        with pytest.raises(NotAllowedError):
            note(today(), "", second.id, who)
    assert rows.count() == 2


def test_the_day_on_which_it_was_shared_is_sweden_s(made: World) -> None:
    world, _rows = made
    edition = find_open_edition(world.workplace.journey)
    assert edition is not None
    edition.reached_at = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)
    db.session.flush()

    def note(day: date) -> EditionReceipt:
        return receipts.receive(
            world.officer,
            workplace=world.workplace,
            edition=edition,
            received_on=day,
            registry_number="",
            seen=0,
        )

    with pytest.raises(InvalidError) as refused:
        note(date(2026, 11, 2))
    assert refused.value.fields["received_on"].params == {"day": date(2026, 11, 3)}
    assert note(date(2026, 11, 3)).received_on == date(2026, 11, 3)
