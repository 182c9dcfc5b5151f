"""The municipality's own checklist."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from portal.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from portal.extensions import db
from portal.models import Tick
from portal.queries.municipality import load_track_item
from portal.services.tracks import set_track_check
from tests.plan_world import PlanWorld, events, make_plan_world


@pytest.fixture
def world(app: Flask) -> PlanWorld:
    return make_plan_world()


def tick(world: PlanWorld, name: str, ticked: bool = True, who: str = "officer", **more: object) -> None:
    workplace, item = load_track_item(world.place.slug, f"municipality_track.{name}")
    set_track_check(getattr(world, who), workplace=workplace, item=item, ticked=ticked, **more)  # type: ignore[arg-type]
    db.session.commit()


def ticks() -> list[tuple[str, str | None, date | None]]:
    return [(t.item_key, t.note, t.on_date) for t in db.session.query(Tick).order_by(Tick.item_key)]


def test_ticking_and_taking_back(world: PlanWorld) -> None:
    tick(world, "knows_process", note="not asked for", on_date=date(2026, 1, 1))
    assert ticks() == [("municipality_track.knows_process", None, None)]
    tick(world, "knows_process")
    tick(world, "knows_process", ticked=False)
    tick(world, "knows_process", ticked=False)
    assert ticks() == []
    assert events() == ["track_ticked", "track_unticked"]


def test_date_and_note_where_the_line_asks_for_them(world: PlanWorld) -> None:
    tick(world, "decision_taken", note=" KF § 24 ", on_date=date(2026, 4, 13))
    assert ticks() == [("municipality_track.decision_taken", "KF § 24", date(2026, 4, 13))]
    tick(world, "decision_taken", note="KF § 25", on_date=None)
    assert ticks() == [("municipality_track.decision_taken", "KF § 25", None)]


def test_what_is_refused(world: PlanWorld) -> None:
    with pytest.raises(ConflictError):
        tick(world, "plan_received")
    with pytest.raises(InvalidError):
        tick(world, "contact_named", note="x" * 201)
    for name in ("nothing", "", "knows_process.more"):
        with pytest.raises(NotFoundError):
            tick(world, name)
    with pytest.raises(NotFoundError):
        load_track_item(world.place.slug, "anchoring.owner_clear")
    assert ticks() == []


@pytest.mark.parametrize("who", ["leader", "coach", "stranger", "region", "nobody"])
def test_only_its_own_officers_tick(world: PlanWorld, who: str) -> None:
    with pytest.raises(NotAllowedError):
        tick(world, "knows_process", who=who)
