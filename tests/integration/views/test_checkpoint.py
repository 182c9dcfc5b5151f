"""The readiness page per role, notes without and with htmx, and the answers on one page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import CriterionNote, User
from tests.checkpoint_world import TINY, CheckpointWorld, answer, make_world
from tests.client import PortalClient

Browser = Callable[[User], PortalClient]
URL = "/places/dals-rostock/checkpoint/"


def notes() -> list[tuple[str, str, str, int]]:
    found = db.session.scalars(db.select(CriterionNote).order_by(CriterionNote.criterion_key))
    return [(n.criterion_key, n.comment, n.waiver, n.version) for n in found]


def test_the_team_is_told_what_is_missing_and_refused_in_words(app: Flask, client_for: Browser) -> None:
    world = make_world(ready=False, **TINY)
    browser = client_for(world.leader)
    page = browser.get(URL).text
    assert "Platsen saknar namn." in page
    assert "Två krav saknar underlag" in page
    assert 'data-variant="secondary" type="submit">Lämna in<' in page
    refused = browser.post("/places/dals-rostock/submissions/")
    assert refused.status_code == 422
    assert "Ni kan inte lämna in än." in refused.text
    assert world.state() == "not_submitted"


def test_ready_makes_the_button_primary(app: Flask, client_for: Browser) -> None:
    world = make_world(**TINY)
    page = client_for(world.leader).get(URL).text
    assert '<button class="ds-button" type="submit">Lämna in<' in page


@pytest.mark.parametrize(
    "state", ["not_submitted", "submitted", "under_review", "complete_first", "go_on_follow_up"]
)
@pytest.mark.parametrize(
    ("who", "status"), [("leader", 200), ("coach", 200), ("both", 200), ("region", 200), ("outsider", 404)]
)
def test_who_sees_the_page_in_each_state(
    app: Flask, client_for: Browser, state: str, who: str, status: int
) -> None:
    world = make_world()
    world.stand_in(state)
    assert client_for(getattr(world, who)).get(URL).status_code == status


@pytest.mark.parametrize("who", ["coach", "region"])
def test_others_see_titles_and_states_only(app: Flask, client_for: Browser, who: str) -> None:
    world = make_world(ready=False, **TINY)
    answer(world, "listening.ground.name", "HEMBYN")
    browser = client_for(world.leader)
    browser.post(f"{URL}notes/sectors", data={"version": "0", "comment": "KOMMENTAR"})
    page = client_for(getattr(world, who)).get(URL).text
    assert "Platsen har ett namn" in page
    assert "Har underlag" in page
    assert "KOMMENTAR" not in page
    assert "HEMBYN" not in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]


def test_answers_are_the_teams(app: Flask, client_for: Browser) -> None:
    world = make_world(**TINY)
    answer(world, "listening.ground.name", "Hembyn")
    answer(world, "listening.ground.worry", {"yes": True, "why": "HEMLIGT"})
    page = client_for(world.leader).get(f"{URL}answers").text
    assert "Hembyn" in page
    assert "HEMLIGT" not in page
    for other in (world.coach, world.region, world.outsider):
        assert client_for(other).get(f"{URL}answers").status_code == 404


def test_a_note_without_javascript(app: Flask, client_for: Browser) -> None:
    world = make_world(ready=False, **TINY)
    browser = client_for(world.leader)
    saved = browser.post(
        f"{URL}notes/named", data={"version": "0", "comment": "Snart.", "waiver": "Vi väntar på namnet."}
    )
    assert (saved.status_code, saved.location) == (303, f"{URL}#c-named")
    assert notes() == [("named", "Snart.", "Vi väntar på namnet.", 1)]
    assert "Ett är undantaget" in browser.get(URL).text


def test_a_note_by_autosave(app: Flask, client_for: Browser) -> None:
    world = make_world(ready=False, **TINY)
    live = {"HX-Request": "true"}
    browser = client_for(world.leader)
    saved = browser.post(f"{URL}notes/named", data={"version": "0", "comment": "Ett"}, headers=live)
    assert 'data-save-state="saved"' in saved.text
    assert 'name="version" value="1"' in saved.text
    stale = browser.post(f"{URL}notes/named", data={"version": "0", "comment": "Två"}, headers=live)
    assert stale.status_code == 409
    assert 'data-save-state="conflict"' in stale.text
    long = browser.post(f"{URL}notes/named", data={"version": "1", "comment": "x" * 3000}, headers=live)
    assert long.status_code == 422
    assert notes() == [("named", "Ett", "", 1)]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_version_of_a_note_that_is_not_there(
    app: Flask, client_for: Browser, headers: dict[str, str]
) -> None:
    world = make_world(ready=False, **TINY)
    form = {"version": "3", "comment": "Min"}
    page = client_for(world.leader).post(f"{URL}notes/sectors", data=form, headers=headers)
    assert page.status_code == 409
    assert notes() == []


def conflict(world: CheckpointWorld, browser: PortalClient) -> str:
    browser.post(f"{URL}notes/sectors", data={"version": "0", "comment": "Deras"})
    page = browser.post(f"{URL}notes/sectors", data={"version": "0", "comment": "Min"})
    assert page.status_code == 409
    return page.text


@pytest.mark.parametrize(("keep", "said"), [("mine", "Min"), ("theirs", "Deras"), ("merged", "Båda")])
def test_two_in_the_team_write_and_nothing_is_lost(
    app: Flask, client_for: Browser, keep: str, said: str
) -> None:
    world = make_world(ready=False, **TINY)
    browser = client_for(world.leader)
    page = conflict(world, browser)
    assert "Deras" in page
    assert "Min" in page
    form = {"version": "1", "field": "comment", "comment": "Min", "merged": "Båda", "keep": keep}
    assert browser.post(f"{URL}notes/sectors", data=form).status_code == 303
    assert notes()[0][1] == said


def test_saying_the_same_is_no_conflict(app: Flask, client_for: Browser) -> None:
    world = make_world(ready=False, **TINY)
    browser = client_for(world.leader)
    for _ in range(2):
        assert (
            browser.post(f"{URL}notes/sectors", data={"version": "0", "comment": "Lika"}).status_code == 303
        )


def test_refused_note_keeps_what_was_typed(app: Flask, client_for: Browser) -> None:
    world = make_world(ready=False, **TINY)
    page = client_for(world.leader).post(f"{URL}notes/sectors", data={"version": "0", "comment": "y" * 2001})
    assert page.status_code == 422
    assert "y" * 2001 in page.text
    assert client_for(world.coach).post(f"{URL}notes/sectors", data={}).status_code == 403
