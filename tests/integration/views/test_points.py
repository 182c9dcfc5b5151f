"""Answering a point of a verdict: what is sent, what is refused, who comes second."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import User, VerdictPoint
from tests.asked_world import (
    ENGLISH,
    GATE,
    HANDED_IN,
    SECTION,
    STEP,
    ids,
    main_text,
    make_asked_world,
    marks,
    page_of,
    part,
    text_in,
    url,
)
from tests.checkpoint_world import CheckpointWorld, make_world
from tests.client import PortalClient

Browsers = Callable[[User], PortalClient]


@pytest.fixture
def world(app: Flask) -> CheckpointWorld:
    return make_asked_world()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"mark": "differently", "because": " "}, "Write why you see it differently"),
        ({"mark": "differently", "because": "å" * 20_000}, "The text has 20000 characters"),
        ({"mark": "nonsense", "because": "Så här."}, "Choose one of the three answers."),
    ],
)
def test_bad_input_keeps_what_was_typed(
    world: CheckpointWorld, client_for: Browsers, data: dict[str, str], words: str
) -> None:
    browser = client_for(world.leader)
    for headers in ({}, {"HX-Request": "true"}):
        answer = browser.post(url(1) + ENGLISH, data={**data, "back": STEP}, headers=headers)
        assert (answer.status_code, words in answer.text) == (422, True)
        typed = page_of(answer).find(".//textarea[@name='because']")
        assert typed is not None
        assert text_in(typed) == data["because"].strip()
        assert [i.get("value") for i in page_of(answer).iter("input") if i.get("name") == "back"] == [STEP]
    assert marks() == [None, None, None]


def test_a_point_that_is_not_asked_for_any_more(world: CheckpointWorld, client_for: Browsers) -> None:
    world.submit()
    browser = client_for(world.leader)
    data = {"mark": "differently", "because": "Vi har redan frågat."}
    for headers in ({}, {"HX-Request": "true"}):
        answer = browser.post(url(1) + ENGLISH, data=data, headers=headers)
        assert answer.status_code == 409
        assert "This point is not asked for any more" in answer.text
        assert "Vi har redan frågat." in answer.text
    assert "/mark" not in browser.get(HANDED_IN).text
    assert marks() == [None, None, None]


def test_whoever_marks_second_holds_and_is_told(world: CheckpointWorld, client_for: Browsers) -> None:
    first, second = client_for(world.leader), client_for(world.leader2)
    first.post(url(1), data={"mark": "parked", "seen": ""})
    told = "leader dals-rostock had answered “Parked” meanwhile. Your answer holds now."
    answer = second.post(
        url(1) + ENGLISH, data={"mark": "taken_up", "seen": ""}, headers={"HX-Request": "true"}
    )
    assert told in text_in(page_of(answer))
    assert part(answer, 1).startswith("Taken up leader2 dals-rostock, ")
    point = db.session.get(VerdictPoint, ids()[0])
    assert point is not None
    assert point.marked_at is not None
    answer = first.post(url(1) + ENGLISH, data={"mark": "parked", "seen": point.marked_at.isoformat()})
    assert "meanwhile" not in main_text(first.get(answer.location))
    first.post(url(1) + ENGLISH, data={"mark": "taken_up", "seen": "some day"})
    assert marks()[0] == "taken_up"


def test_the_controls_beside_a_question_belong_to_no_question(
    world: CheckpointWorld, client_for: Browsers
) -> None:
    """They stand inside the section's form, and their own comes after it; saving the section sends none of them."""
    browser = client_for(world.leader)
    page = page_of(browser.get(SECTION))
    form = page.find(".//form[@id='section']")
    assert form is not None
    names = [e for e in form.iter() if e.get("name") in ("because", "mark", "seen", "outside")]
    assert {e.get("form") for e in names} == {f"mark-{ids()[0]}-f"}
    answer = browser.post(
        url(1), data={"mark": "parked", "outside": "1", "back": SECTION}, headers={"HX-Request": "true"}
    )
    assert [f.get("id") for f in page_of(answer).iter("form")] == []
    assert {b.get("form") for b in page_of(answer).iter("button")} == {f"mark-{ids()[0]}-f"}


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", ""])
def test_nobody_is_sent_elsewhere(world: CheckpointWorld, client_for: Browsers, back: str) -> None:
    answer = client_for(world.leader).post(url(1), data={"mark": "parked", "back": back})
    assert answer.location == f"{GATE}#mark-{ids()[0]}"


def test_a_point_of_another_place_is_not_found(world: CheckpointWorld, client_for: Browsers) -> None:
    other = make_world("asensbruk")
    path = url(1).replace("dals-rostock", "asensbruk")
    for user in (world.leader, other.leader):
        assert client_for(user).post(path, data={"mark": "parked"}).status_code == 404
    assert client_for(world.leader).post(url(1).replace("/points/", "/points/9"), data={}).status_code == 404
