"""A submission's page: for ever readable by the place's circle; withdrawal, registry number, files."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Submission, User
from tests.checkpoint_world import TINY, make_world
from tests.client import PortalClient

Browser = Callable[[User], PortalClient]
URL = "/places/dals-rostock/submissions/1/"


@pytest.mark.parametrize("state", ["submitted", "under_review", "complete_first", "go_on"])
@pytest.mark.parametrize(
    ("who", "status"), [("leader", 200), ("coach2", 200), ("region", 200), ("outsider", 404)]
)
def test_readable_in_every_state(app: Flask, client_for: Browser, state: str, who: str, status: int) -> None:
    world = make_world()
    world.stand_in(state)
    assert client_for(getattr(world, who)).get(URL).status_code == status


def test_a_leader_submits_and_takes_back(app: Flask, client_for: Browser) -> None:
    world = make_world(**TINY)
    browser = client_for(world.leader)
    assert browser.post("/places/dals-rostock/submissions/").location == URL
    assert "Ta tillbaka inlämningen" in browser.get(URL).text
    assert client_for(world.region).post(f"{URL}withdrawal").status_code == 403
    assert browser.post(f"{URL}withdrawal").status_code == 303
    assert world.state() == "not_submitted"
    assert "Tillbakatagen" in browser.get(URL).text
    again = browser.post(f"{URL}withdrawal")
    assert again.status_code == 409
    assert "går inte att ta tillbaka nu" in again.text


def test_both_verdicts_stay_readable_after_a_correction(app: Flask, client_for: Browser) -> None:
    world = make_world(**TINY)
    submission = world.stand_in("go_on")
    assert submission is not None
    client_for(world.region).post(
        f"/reviews/{submission.id}/correction",
        data={
            "verdict": "complete_first",
            "reasons": "Det blev fel.",
            "point": "1",
            "point-1-about": "named listening.ground",
            "point-1-text": "Skriv namnet.",
        },
    )
    assert world.state() == "complete_first"
    page = client_for(world.leader).get(URL).text
    for words in ("Bra grund.", "Det blev fel.", "Rättat: gäller inte längre", "Skriv namnet."):
        assert words in page


@pytest.mark.parametrize(
    ("who", "number", "status", "stored"),
    [
        ("region", " RUN 2026-00123 ", 303, "RUN 2026-00123"),
        ("region", "x" * 61, 422, None),
        ("coach", "RUN 1", 403, None),
        ("leader", "RUN 1", 403, None),
    ],
)
def test_registry_number(
    app: Flask, client_for: Browser, who: str, number: str, status: int, stored: str | None
) -> None:
    world = make_world(**TINY)
    world.submit()
    answer = client_for(getattr(world, who)).post(f"{URL}registry-number", data={"registry_number": number})
    assert answer.status_code == status
    assert db.session.scalars(db.select(Submission)).one().registry_number == stored


def test_only_files_of_the_copy_are_served(app: Flask, client_for: Browser) -> None:
    world = make_world(**TINY)
    world.submit()
    for name in ("nothing", "..%2f..%2fetc", "0" * 32):
        assert client_for(world.leader).get(f"{URL}files/{name}").status_code == 404
