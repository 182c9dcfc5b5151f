"""Two people at the same moment: one wins, the other is told, and nothing is lost or doubled."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextvars import Context

from flask import Flask

from portal.extensions import db
from portal.models import Row, User
from portal.queries.workplaces import get_workplace
from tests.client import PortalClient
from tests.factories import give_role, make_leader, make_place, make_row, make_user

HOME = "/places/dals-rostock"
SERVICES = HOME + "/registers/mapping.services.list/presets"
HTMX = {"HX-Request": "true"}


def at_once(actions: Sequence[Callable[[], int]]) -> list[int]:
    """Runs each in a thread of its own, all let go together; what they answered."""
    gate, answers = threading.Barrier(len(actions)), [0] * len(actions)

    def run(place: int, action: Callable[[], int]) -> None:
        gate.wait()
        answers[place] = action()

    threads = [
        threading.Thread(target=Context().run, args=(run, place, action))
        for place, action in enumerate(actions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def browsers(app: Flask, many: int) -> list[PortalClient]:
    place = make_place()
    make_leader(place)
    people = [give_role(make_user(f"l{n}@example.org"), "leader", place) for n in range(many)]
    found = []
    for person in people:
        browser = app.test_client()
        assert isinstance(browser, PortalClient)
        found.append(browser.sign_in(person))
    return found


def test_of_first_taps_on_one_row_one_wins(app: Flask) -> None:
    people = browsers(app, 3)
    db.session.commit()
    states = ("exists", "missing", "threatened")

    def tap(browser: PortalClient, state: str) -> Callable[[], int]:
        data = {"list--fuel--state": state, "list--fuel--version": "0"}
        return lambda: browser.post(f"{SERVICES}/fuel", data=data, headers=HTMX).status_code

    answers = at_once([tap(b, s) for b, s in zip(people, states, strict=True)])
    assert sorted(answers) == [200, 409, 409]
    rows = db.session.query(Row).all()
    assert [r.values for r in rows] == [{"state": states[answers.index(200)]}]


def test_of_changes_to_one_row_one_wins(app: Flask) -> None:
    people = browsers(app, 3)
    author = db.session.query(User).order_by(User.id).first()
    assert author is not None
    row = make_row(get_workplace("dals-rostock"), "organisations", {"name": "Byalaget"}, author)
    db.session.commit()

    def change(browser: PortalClient, name: str) -> Callable[[], int]:
        data = {"organisations-row-name": name, "organisations-row-version": "1"}
        return lambda: browser.post(f"{HOME}/rows/{row.id}", data=data).status_code

    answers = at_once([change(b, f"Namn {n}") for n, b in enumerate(people)])
    assert sorted(answers) == [303, 409, 409]
    db.session.expire_all()
    assert db.session.get_one(Row, row.id).values == {"name": f"Namn {answers.index(303)}"}


def test_rows_added_at_once_all_stand_there_in_places_of_their_own(app: Flask) -> None:
    people = browsers(app, 4)
    db.session.commit()

    def add(browser: PortalClient, name: str) -> Callable[[], int]:
        data = {"organisations-row-name": name}
        return lambda: browser.post(HOME + "/registers/organisations/rows", data=data).status_code

    answers = at_once([add(b, f"Namn {n}") for n, b in enumerate(people)])
    assert answers == [303] * 4
    assert sorted(r.position for r in db.session.query(Row)) == [1, 2, 3, 4]


def test_the_same_new_name_typed_at_once_is_one_row(app: Flask) -> None:
    people = browsers(app, 3)
    db.session.commit()
    address = HOME + "/registers/anchoring.working_group.members/rows"

    def add(browser: PortalClient) -> Callable[[], int]:
        return lambda: browser.post(address, data={"members-row-organisation--new": "Byalaget"}).status_code

    assert at_once([add(b) for b in people]) == [303] * 3
    rows = db.session.query(Row).all()
    organisations = [r.id for r in rows if r.register_key == "organisations"]
    assert len(organisations) == 1
    assert [r.values for r in rows if r.id not in organisations] == [{"organisation": organisations}] * 3


def test_of_whole_forms_sent_at_once_one_wins_and_the_others_are_told_of_every_row(app: Flask) -> None:
    people = browsers(app, 3)
    db.session.commit()
    keys, states = ("fuel", "grocery", "cash", "school"), ("exists", "missing", "threatened")

    def send(browser: PortalClient, state: str) -> Callable[[], int]:
        data = {f"list--{key}--state": state for key in keys} | {f"list--{key}--version": "0" for key in keys}
        return lambda: browser.post(HOME + "/steps/mapping/services", data=data).status_code

    answers = at_once([send(b, s) for b, s in zip(people, states, strict=True)])
    assert sorted(answers) == [303, 409, 409]
    rows = db.session.query(Row).all()
    assert {r.preset_key: (r.values, r.version) for r in rows} == {
        key: ({"state": states[answers.index(303)]}, 1) for key in keys
    }
