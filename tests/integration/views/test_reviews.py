"""The review: beginning, the shared draft, points without JavaScript, the verdict, a second submission."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Answer, Event, Review, User
from tests.checkpoint_world import TINY, CheckpointWorld, answer, make_world
from tests.client import PortalClient

Browser = Callable[[User], PortalClient]


def begun(world: CheckpointWorld) -> str:
    return f"/reviews/{world.begin(world.submit()).id}/"


def draft() -> Review:
    db.session.expire_all()
    return db.session.scalars(db.select(Review)).one()


def main(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    ("who", "status", "begins"),
    [
        ("leader", 404, False),
        ("both", 404, False),
        ("coach", 200, True),
        ("outsider", 200, False),
        ("region", 200, False),
    ],
)
def test_before_the_beginning(app: Flask, client_for: Browser, who: str, status: int, begins: bool) -> None:
    world = make_world()
    url = f"/reviews/{world.submit().id}/"
    browser = client_for(getattr(world, who))
    page = browser.get(url)
    assert page.status_code == status
    assert ("Börja granska" in page.text) == begins
    if status == 200 and not begins:
        assert "Platsens egna coacher" in page.text
    codes = {"leader": 404, "both": 404, "coach": 303, "outsider": 403, "region": 403}
    assert browser.post(f"{url}start").status_code == codes[who]
    assert world.state() == ("under_review" if begins else "submitted")


def test_who_may_not_decide_reads_only(app: Flask, client_for: Browser) -> None:
    world = make_world()
    page = client_for(world.region).get(begun(world)).text
    assert "<form" not in main(page)
    assert "Granskas" in page


def test_points_without_javascript(app: Flask, client_for: Browser) -> None:
    world = make_world()
    url = begun(world)
    browser = client_for(world.coach)
    added = browser.post(
        f"{url}draft", data={"version": "1", "strengths": "Bred grupp.", "add_point": "voices"}
    )
    assert added.location == f"{url}#point-1"
    page = browser.get(url).text
    assert 'id="point-1"' in page
    assert "Bred grupp." in page
    form = {
        "version": "2",
        "point": "1",
        "point-1-criterion": "voices",
        "point-1-anchor": "anchoring.voices.groups",
        "point-1-text": "Skriv vad de unga sa.",
    }
    again = browser.post(f"{url}draft", data={**form, "add_point": "voices"})
    assert again.location == f"{url}#point-2"
    assert [(p["id"], p["text"]) for p in draft().points] == [(1, "Skriv vad de unga sa."), (2, "")]
    second = {"point-2-criterion": "voices", "point-2-anchor": "anchoring.voices.groups"}
    removed = browser.post(
        f"{url}draft", data={**form, "version": "3", "point": ["1", "2"], **second, "remove_point": "1"}
    )
    assert removed.location == f"{url}#points"
    assert [p["id"] for p in draft().points] == [2]


def test_two_coaches_and_nothing_is_lost(app: Flask, client_for: Browser) -> None:
    world = make_world()
    url = begun(world)
    client_for(world.coach).post(f"{url}draft", data={"version": "1", "reasons": "Hennes skäl."})
    stale = {"version": "1", "reasons": "Mina skäl.", "judgement--place": "enough"}
    page = client_for(world.coach2).post(f"{url}draft", data=stale)
    assert page.status_code == 409
    for words in ("Hennes skäl.", "Mina skäl.", "Någon annan har sparat utkastet"):
        assert words in page.text
    assert 'name="version" value="2"' in page.text
    live = client_for(world.coach2).post(f"{url}draft", data=stale, headers={"HX-Request": "true"})
    assert (live.status_code, 'data-save-state="conflict"' in live.text) == (409, True)
    assert draft().reasons == "Hennes skäl."
    assert (
        client_for(world.coach2).post(f"{url}decision", data={**stale, "verdict": "go_on"}).status_code == 409
    )
    assert world.state() == "under_review"


def test_autosave_renews_the_version(app: Flask, client_for: Browser) -> None:
    world = make_world()
    url = begun(world)
    live = {"HX-Request": "true"}
    browser = client_for(world.coach)
    saved = browser.post(f"{url}draft", data={"version": "1", "questions": "Hur?"}, headers=live)
    assert 'name="version" value="2"' in saved.text
    long = browser.post(f"{url}draft", data={"version": "2", "questions": "x" * 5001}, headers=live)
    assert long.status_code == 422
    assert 'data-save-state="error"' in long.text
    written = db.select(Event).where(Event.kind == "review_draft_saved")
    assert [event.actor_id for event in db.session.scalars(written)] == [world.coach.id]


def test_a_verdict_that_lacks_something_is_kept_as_draft(app: Flask, client_for: Browser) -> None:
    world = make_world()
    url = begun(world)
    browser = client_for(world.coach)
    refused = browser.post(f"{url}decision", data={"version": "1", "verdict": "complete_first"})
    assert refused.status_code == 422
    assert "Skriv skälen till ditt besked." in refused.text
    assert "Lägg till minst en punkt" in refused.text
    assert (draft().verdict, draft().version) == ("complete_first", 2)
    sent = browser.post(f"{url}decision", data={"version": "2", "verdict": "go_on", "reasons": "Bra."})
    assert sent.status_code == 303
    assert world.state() == "go_on"
    assert "Bra." in browser.get(url).text
    late = browser.post(f"{url}decision", data={"version": "3", "verdict": "go_on", "reasons": "Bra."})
    assert late.status_code == 409


def test_hostile_input_is_shown_as_text(app: Flask, client_for: Browser) -> None:
    world = make_world()
    url = begun(world)
    browser = client_for(world.coach)
    nasty = '<script>alert(1)</script>"\u202e😀'
    form = {
        "version": "1",
        "strengths": nasty,
        "judgement--place": "no_such",
        "judgement--no_such": "enough",
        "point": ["1", "-3", "x", "99999999999"],
        "point-1-criterion": "place",
        "point-1-anchor": "anchoring.place.best",
        "point-1-text": nasty,
    }
    assert browser.post(f"{url}draft", data=form).status_code == 303
    assert draft().strengths == '<script>alert(1)</script>"😀'
    assert (draft().judgements, len(draft().points)) == ({}, 1)
    assert "<script>alert(1)" not in browser.get(url).text
    form |= {"version": "2", "point-1-anchor": "another.place"}
    assert browser.post(f"{url}draft", data=form).status_code == 422


def test_a_second_submission_shows_what_changed_first(app: Flask, client_for: Browser) -> None:
    world = make_world(**TINY)
    answer(world, "listening.ground.name", "Gamla namnet")
    world.stand_in("complete_first")
    db.session.scalars(db.select(Answer)).one().value = "Nya namnet"
    url = begun(world)
    page = client_for(world.region).get(url).text
    assert "Ändrat sedan första inlämningen" in page
    assert page.index("Platsen har ett namn") < page.index("Oförändrat")
    words = " ".join(page.split())
    said = '<del class="change"><span class="vh">Borttaget: </span>Gamla</del>'
    assert f'{said}<ins class="change"><span class="vh">Tillagt: </span>Nya</ins> namnet' in words


def test_a_correction_that_lacks_something_keeps_what_was_typed(app: Flask, client_for: Browser) -> None:
    world = make_world()
    submission = world.stand_in("go_on")
    assert submission is not None
    url = f"/reviews/{submission.id}/"
    browser = client_for(world.region)
    for form in ({"reasons": "Fel knapp."}, {"verdict": "complete_first", "reasons": "Fel knapp."}):
        page = browser.post(f"{url}correction", data=form)
        assert page.status_code == 422
        assert "Fel knapp." in page.text
    assert client_for(world.coach).post(f"{url}correction", data={}).status_code == 403
    same = browser.post(f"{url}correction", data={"verdict": "go_on", "reasons": "x"})
    assert same.status_code == 409
    assert world.state() == "go_on"
