"""The points of a verdict on the pages: where they stand, who reads the answers, and what follows from them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.extensions import db
from portal.models import Submission, User, VerdictPoint
from tests.asked_world import (
    ENGLISH,
    GATE,
    HANDED_IN,
    HOME,
    SECTION,
    SERVICES,
    STEP,
    buttons,
    ids,
    main_text,
    make_asked_world,
    marks,
    page_of,
    part,
    text_in,
    url,
)
from tests.checkpoint_world import CheckpointWorld
from tests.client import PortalClient
from tests.factories import make_answer
from tests.place_world import counted

LIMIT = 10
NONE_YET = "No answer from the team yet"
Browsers = Callable[[User], PortalClient]


@pytest.fixture
def world(app: Flask) -> CheckpointWorld:
    return make_asked_world()


@pytest.mark.parametrize(
    ("path", "numbers"),
    [
        (HOME, (1, 2, 3)),
        (STEP, (1,)),
        (SECTION, (1,)),
        (SERVICES, (2,)),
        (GATE, (1, 2, 3)),
        (HANDED_IN, (1, 2, 3)),
    ],
)
def test_the_team_answers_wherever_a_point_stands(
    world: CheckpointWorld, client_for: Browsers, path: str, numbers: tuple[int, ...]
) -> None:
    browser = client_for(world.leader)
    for number in numbers:
        assert buttons(browser.get(path), number) == ["taken_up", "parked", "differently"]
        sent = browser.post(url(number), data={"mark": "parked", "back": path})
        assert (sent.status_code, sent.location) == (303, f"{path}#mark-{ids()[number - 1]}")
        page = browser.get(path + ENGLISH)
        assert part(page, number).startswith("Parked leader dals-rostock, ")
        assert buttons(page, number) == ["taken_up", "", "differently"]


def test_coaches_and_region_read_the_answers(world: CheckpointWorld, client_for: Browsers) -> None:
    leader = client_for(world.leader)
    review = f"/reviews/{db.session.scalars(select(Submission.id)).one()}/"
    for user in (world.coach, world.region):
        browser = client_for(user)
        for path in (HOME, STEP, SECTION, GATE, HANDED_IN, review):
            text = main_text(browser.get(path + ENGLISH))
            assert (path, NONE_YET in text) == (path, True)
            assert (path, "/mark" in browser.get(path).text) == (path, False)
        assert browser.post(url(1), data={"mark": "parked"}).status_code == 403
    leader.post(url(1), data={"mark": "differently", "because": "Gårdarna hör till Ånimskog."})
    for path in (HOME, STEP, SECTION, GATE, HANDED_IN, review):
        text = main_text(client_for(world.coach).get(path + ENGLISH))
        assert (path, "We see it differently leader dals-rostock" in text) == (path, True)
        assert (path, "Gårdarna hör till Ånimskog." in text) == (path, True)
    assert client_for(world.outsider).post(url(1), data={"mark": "parked"}).status_code == 404
    assert marks() == ["differently", None, None]


def test_when_all_is_answered_the_place_is_told_to_submit_again(
    world: CheckpointWorld, client_for: Browsers
) -> None:
    browser = client_for(world.leader)
    expected = [
        ("Var går gränsen?", "Left: 3 points from the coach."),
        ("Titta på vården.", "Left: 2 points from the coach."),
        ("Två saknar kontakt.", "Left: one point from the coach."),
    ]
    for number, (asked, left) in enumerate(expected, 1):
        page = browser.get(HOME + ENGLISH)
        suggestion = page_of(page).find(".//section[@class='next']")
        assert suggestion is not None
        assert (asked in text_in(suggestion), left in main_text(page)) == (True, True)
        browser.post(url(number), data={"mark": "taken_up"})
    page = browser.get(HOME + ENGLISH)
    suggestion = page_of(page).find(".//section[@class='next']")
    assert suggestion is not None
    assert text_in(suggestion).startswith("Suggested next You can submit again")
    assert [a.get("href") for a in suggestion.iter("a")] == [GATE]
    assert "from the coach." not in main_text(page)
    assert "To complete" not in main_text(page)


def test_what_is_parked_keeps_its_date(world: CheckpointWorld, client_for: Browsers) -> None:
    browser = client_for(world.leader)

    def dates() -> list[str]:
        listed = page_of(browser.get(HOME)).find(".//ol[@class='dates']")
        assert listed is not None
        return re.findall(r"11 dec|12 dec", text_in(listed))

    assert dates() == ["11 dec", "12 dec"]
    browser.post(url(1), data={"mark": "taken_up"})
    browser.post(url(2), data={"mark": "parked"})
    assert dates() == ["12 dec"]


def test_a_criterion_that_is_not_enough_yet_says_so_until_it_is_submitted_again(
    world: CheckpointWorld, client_for: Browsers
) -> None:
    """Also where it has evidence."""
    world.workplace.journey.checkpoint_state = "complete_first"
    for user in (world.leader, world.coach):
        text = main_text(client_for(user).get(GATE + ENGLISH))
        assert text.count("The coach: not enough yet") == 1
        assert "One is not enough yet" in text
    assert "Mer om gårdarna." in main_text(client_for(world.leader).get(GATE + ENGLISH))
    world.submit()
    for user in (world.leader, world.coach):
        assert "not enough yet" not in main_text(client_for(user).get(GATE + ENGLISH))


def test_the_gate_says_how_many_are_unanswered(world: CheckpointWorld, client_for: Browsers) -> None:
    browser = client_for(world.leader)
    for number in (1, 2, 3):
        left = "One" if number == 3 else str(4 - number)
        assert f"{left} of the points above ha" in main_text(browser.get(GATE + ENGLISH))
        browser.post(url(number), data={"mark": "taken_up"})
    assert "of the points above" not in main_text(browser.get(GATE + ENGLISH))


def test_queries(world: CheckpointWorld, client_for: Browsers) -> None:
    """With forty points, all of them marked."""
    make_answer(world.workplace, "anchoring.place.belongs", "Byn", world.leader)
    decision = db.session.scalars(select(VerdictPoint.decision_id)).first()
    for number in range(4, 41):
        db.session.add(
            VerdictPoint(
                decision_id=decision,
                number=number,
                criterion_key="place",
                anchor_key="anchoring.place",
                text=f"Punkt {number}",
                because="",
            )
        )
    db.session.flush()
    told = {"mark": "parked", "marked_by": world.leader.id, "marked_at": world.workplace.journey.created_at}
    db.session.execute(update(VerdictPoint).values(**told))
    for user in (world.leader, world.both, world.coach, world.region):
        browser = client_for(user)
        for path in (HOME, STEP, SECTION, SERVICES, GATE, HANDED_IN):
            browser.get(path)
            with counted() as statements:
                assert browser.get(path).status_code == 200
            assert len(statements) <= LIMIT, f"{user.name} {path}"
    browser, path = client_for(world.leader), url(1)
    with counted() as statements:
        browser.post(path, data={"mark": "taken_up"})
    assert len(statements) <= LIMIT, "\n".join(s[:110] for s in statements)
