"""A question about one answer, asked on a phone, and all that comes of it, in the browsers of both."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from sqlalchemy import func, select, update

from portal.clock import now
from portal.extensions import db, writing
from portal.models import Mail, Notice
from portal.notifications.digests import compose_next
from tests.journeys.conftest import LiveServer
from tests.journeys.people import sign_in

NewPage = Callable[..., Page]
HOME = "/places/dals-rostock/"
PART = f"{HOME}steps/anchoring/place"
PHONE = {"width": 360}


def evening(server: LiveServer) -> list[str]:
    """It is after five: what waits for a digest is put together. The addresses that got one now."""
    token = writing.set(True)
    with server.app.test_request_context():
        earlier = db.session.scalar(select(func.max(Mail.id))) or 0
        db.session.execute(update(Notice).where(Notice.due_at.is_not(None)).values(due_at=now()))
        db.session.commit()
        while compose_next():
            pass
        db.session.remove()
        made = (Mail.kind == "digest_daily", Mail.id > earlier)
        query = select(Mail.to_address).where(*made).order_by(Mail.to_address)
        found = list(db.session.scalars(query))
        db.session.remove()
    writing.reset(token)
    return found


def test_from_a_question_to_what_becomes_of_it(demo: LiveServer, new_page: NewPage) -> None:
    evening(demo)
    leader = sign_in(new_page(**PHONE), "leader")
    leader.goto(PART)
    best = leader.locator("#q-best")
    best.get_by_role("link", name="Fråga coachen").click()
    expect(leader.get_by_text("Brunnsparken på sommaren")).to_be_visible()
    leader.get_by_label("Din fråga").fill("Räcker det här, eller ska vi skriva mer?")
    leader.get_by_role("button", name="Skicka frågan").click()
    expect(leader.locator("#standing")).to_contain_text("Du får svar senast")
    thread = leader.url.removeprefix(demo.url)

    coach = sign_in(new_page(), "coach")
    # One letter each: the coaches are asked, the other leader hears of it.
    assert evening(demo) == [f"{name}@demo.example" for name in ("coach2", "coach", "leader2")]
    coach.goto(f"{HOME}steps/anchoring/")
    expect(coach.locator("main")).to_contain_text("1 nytt i samtal")
    coach.goto(thread)
    expect(coach.locator(".said-post")).to_have_count(1)
    expect(coach.locator(".said-post").first).to_contain_text("Nytt")
    coach.get_by_label("Skriv", exact=True).fill("Det räcker långt.")
    coach.get_by_label("Förslag").fill("Fråga de unga vad de skulle svara.")
    coach.get_by_role("button", name="Skicka svaret").click()
    expect(coach.locator(".said-post")).to_have_count(2)

    leader.goto(HOME)
    expect(leader.locator("#step-anchoring")).to_contain_text("2 nya i samtal")
    leader.goto(f"{HOME}conversations/")
    expect(leader.locator("main li").filter(has_text="Vad är bäst här?")).to_contain_text("1 nytt")
    leader.goto(PART)
    expect(best).to_contain_text("Det räcker långt.")
    best.get_by_role("link", name="Öppna samtalet").click()
    expect(leader.locator("#standing")).to_have_text("")
    leader.get_by_role("button", name=re.compile("Vi tar med det")).click()
    expect(leader.locator(".marks__now")).to_contain_text("Vi tar med det")
    leader.goto(f"{HOME}conversations/")
    expect(leader.locator("main li").filter(has_text="Vad är bäst här?")).not_to_contain_text("nytt")
    coach.goto(thread)
    expect(coach.locator(".marks__now")).to_contain_text("Vi tar med det")


def test_two_in_one_conversation(demo: LiveServer, new_page: NewPage) -> None:
    """What one says comes to the other's open page, and what the other has begun to write stays."""
    leader, coach = sign_in(new_page(), "leader"), sign_in(new_page(), "coach")
    for page in (leader, coach):
        page.goto("/conversations/2/")
    coach.get_by_label("Skriv", exact=True).fill("Börja med")
    leader.get_by_label("Skriv", exact=True).fill("Vägen är samfälld sedan 1962.")
    leader.get_by_role("button", name="Skicka").click()
    expect(leader.locator(".said-post")).to_have_count(2)
    expect(coach.locator(".said-post")).to_have_count(1)
    coach.locator("h1").click()
    coach.evaluate("htmx.trigger('#live', 'live')")
    expect(coach.locator(".said-post")).to_have_count(2)
    expect(coach.locator("#live")).to_contain_text("Ett nytt inlägg har kommit.")
    expect(coach.get_by_label("Skriv", exact=True)).to_have_value("Börja med")
    # Nothing more is told twice.
    coach.evaluate("htmx.trigger('#live', 'live')")
    coach.wait_for_load_state("networkidle")
    expect(coach.locator(".said-post")).to_have_count(2)


def test_what_is_written_offline_is_sent_later(demo: LiveServer, new_page: NewPage) -> None:
    coach = sign_in(new_page(), "coach")
    coach.goto("/conversations/2/")
    coach.get_by_label("Skriv", exact=True).fill("Ring lantmäteriet först.")
    coach.context.set_offline(True)
    coach.get_by_role("button", name="Skicka svaret").click()
    expect(coach.locator("#post [data-save-line]")).to_contain_text("Inte sparat än")
    coach.context.set_offline(False)
    expect(coach.locator(".said-post")).to_have_count(2)
    expect(coach.locator(".said-post").last).to_contain_text("Ring lantmäteriet först.")
