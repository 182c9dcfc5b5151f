"""Saving a form and the pages that are opened most take at most ten queries, however much is written or changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Answer, Event, Row, User
from tests.checkpoint_world import CheckpointWorld, make_world
from tests.client import PortalClient
from tests.factories import make_answer, make_places, make_row, share
from tests.place_world import counted

LIMIT = 10
HOME = "/places/dals-rostock/"
PLACE = HOME + "steps/anchoring/place"
SERVICES = HOME + "steps/mapping/services"
REGISTER = "mapping.services.list"

Browsers = Callable[[User], PortalClient]


@pytest.fixture(params=[1, 500], ids=["1 place", "500 places"])
def world(app: Flask, request: pytest.FixtureRequest) -> CheckpointWorld:
    """A place that its coach has asked for more, with something shared; `param` places in all."""
    world = make_world()
    if request.param > 1:
        make_places(request.param - 1, world.coach)
    make_row(world.workplace, "organisations", {"name": "Byalaget"}, world.leader)
    for subject in ("anchoring", "mapping"):
        share(world.workplace, subject, world.leader)
    world.stand_in("complete_first")
    db.session.commit()
    return world


def presets(world: CheckpointWorld) -> list[str]:
    register = world.workplace.process.register(REGISTER)
    assert register is not None
    return [preset.key for preset in register.presets]


def taps(versions: dict[str, int], state: str) -> dict[str, str]:
    cells = {f"list--{key}--state": state for key in versions}
    return cells | {f"list--{key}--version": str(version) for key, version in versions.items()}


def saved(browser: PortalClient, path: str, data: dict[str, str]) -> int:
    with counted() as statements:
        assert browser.post(path, data=data).status_code == 303
    assert len(statements) <= LIMIT, "\n".join(s[:110] for s in statements)
    return len(statements)


def entries(kind: str) -> list[tuple[str, dict[str, object]]]:
    found = db.session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id))
    return [(e.subject, e.data) for e in found]


def test_pages(world: CheckpointWorld, client_for: Browsers) -> None:
    for user in (world.leader, world.both, world.coach, world.region):
        browser = client_for(user)
        for path in (HOME, HOME + "steps/anchoring/", HOME + "steps/mapping/", PLACE, SERVICES):
            with counted() as statements:
                assert browser.get(path).status_code == 200
            assert len(statements) <= LIMIT, f"{user.name} {path}"


def test_a_form_with_one_or_many_changed_answers(world: CheckpointWorld, client_for: Browsers) -> None:
    """Two are there, by different people, one as "not relevant"; two are new: all four with as few statements."""
    prefix = "anchoring.place."
    make_answer(world.workplace, prefix + "belongs", "Byn", world.leader)
    make_answer(world.workplace, prefix + "best", "Ån", world.leader2)
    browser = client_for(world.leader)
    one = saved(browser, PLACE, {"belongs": "Byn och gårdarna", "belongs--version": "1"})
    many = {"belongs--na": "1", "belongs--na_why": "Oklart", "belongs--version": "2"}
    many |= {"best": "Ån och skogen", "best--version": "1"}
    many |= {"idea": "En bastu", "idea--version": "0", "background": "Bruket", "background--version": "0"}
    assert saved(browser, PLACE, many) == one + 1
    stored = {a.question_key.removeprefix(prefix): a for a in db.session.scalars(select(Answer))}
    assert {key: (a.value, a.not_relevant, a.version, a.updated_by) for key, a in stored.items()} == {
        "belongs": (None, "Oklart", 3, world.leader.id),
        "best": ("Ån och skogen", None, 2, world.leader.id),
        "idea": ("En bastu", None, 1, world.leader.id),
        "background": ("Bruket", None, 1, world.leader.id),
    }
    told = dict(entries("answer_saved")[1:])
    assert told == {prefix + key: {"version": a.version} for key, a in stored.items()}


def test_a_form_with_one_or_all_changed_presets(world: CheckpointWorld, client_for: Browsers) -> None:
    keys = presets(world)
    browser = client_for(world.leader)
    one = saved(browser, SERVICES, taps({keys[0]: 0}, "exists"))
    for key in keys[1:6]:
        make_row(world.workplace, REGISTER, {"state": "exists"}, world.leader2, 0, key)
    versions = {key: int(place < 6) for place, key in enumerate(keys)}
    assert len(versions) == 18
    assert saved(browser, SERVICES, taps(versions, "missing")) == one + 1
    rows = {r.preset_key: r for r in db.session.scalars(select(Row).where(Row.register_key == REGISTER))}
    assert {key: (r.values, r.version, r.updated_by) for key, r in rows.items()} == {
        key: ({"state": "missing"}, version + 1, world.leader.id) for key, version in versions.items()
    }
    told = {str(data["preset"]): (subject, data) for subject, data in entries("preset_saved")[1:]}
    assert told == {
        key: (REGISTER, {"row": r.id, "version": r.version, "preset": key}) for key, r in rows.items()
    }


def test_the_same_again_writes_nothing(world: CheckpointWorld, client_for: Browsers) -> None:
    browser = client_for(world.leader)
    data = taps(dict.fromkeys(presets(world), 0), "exists")
    assert saved(browser, SERVICES, data) > saved(browser, SERVICES, data)
    assert len(entries("preset_saved")) == 18


def test_a_form_with_names_typed_in_references(world: CheckpointWorld, client_for: Browsers) -> None:
    """A name that is new becomes a row, and what is answered beside it is saved, too."""
    browser = client_for(world.leader)
    data = {"employer--new": "Bruket", "employer--version": "0", "hours": "9", "hours--version": "0"}
    saved(browser, HOME + "steps/anchoring/start", data)
    named = db.session.scalars(select(Row).where(Row.register_key == "organisations").order_by(Row.id))
    assert [r.values for r in named] == [{"name": "Byalaget"}, {"name": "Bruket"}]
    data = {"employer--new": "Sparbanken", "employer--version": "1", "hours": "10", "hours--version": "1"}
    data |= {"afterwards": "Byalaget tar vid", "afterwards--version": "0"}
    saved(browser, HOME + "steps/anchoring/start", data)


def test_a_single_tap_and_a_single_answer(world: CheckpointWorld, client_for: Browsers) -> None:
    browser = client_for(world.leader)
    saved(browser, f"{HOME}registers/{REGISTER}/presets/fuel", taps({"fuel": 0}, "exists"))
    saved(browser, f"{HOME}answers/anchoring.start.hours", {"hours": "9", "hours--version": "0"})
