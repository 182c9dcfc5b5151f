"""The rows of the inbox as people read them: what they say and hide, where they open, taking over, staying current."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import insert, select

from portal.clock import now, today
from portal.extensions import db
from portal.models import Journey, Post, Promise, Thread, User
from tests.checkpoint_world import fresh
from tests.client import PortalClient
from tests.factories import make_places, open_workplace, share
from tests.inbox_world import SECRET, TITLE, TODAY, InboxWorld, make_inbox_world
from tests.place_world import counted

Browser = Callable[[User], PortalClient]
HTMX = {"HX-Request": "true"}
LIMIT = 10


@pytest.fixture
def world(app: Flask) -> Iterator[InboxWorld]:
    with time_machine.travel(TODAY, tick=False):
        yield make_inbox_world()


def rows_of(page: str) -> list[str]:
    """The words of each row, in one line."""
    rows = re.findall(r'<li class="mail.*?</li>', page, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def links_of(page: str) -> list[str]:
    return re.findall(r'<h2><a class="a cover" href="([^"]+)"', page)


def test_each_row_opens_exactly_there(world: InboxWorld, client_for: Browser) -> None:
    asked = {
        promise.thread_id: promise.asked_post_id for promise in db.session.scalars(select(Promise)).all()
    }

    def post(thread: Thread) -> str:
        return f"/conversations/{thread.id}/#post-{asked[thread.id]}"

    browser = client_for(world.coach)
    links = links_of(browser.get("/inbox/").text)
    assert links == [
        *(post(thread) for thread in (world.about_answer, world.general, world.municipal)),
        "/reviews/1/",
        "/places/bengtsfors/",
        "/places/dals-rostock/checkpoint/",
        "/reviews/2/",
        "/places/bengtsfors/",
    ]
    assert links_of(browser.get("/inbox/?kind=paused").text) == [post(world.paused)]
    for link in links:
        if link.startswith("/reviews/"):
            continue  # its copy is empty here
        page = browser.get(link)
        assert page.status_code == 200
        assert "#" not in link or f'id="{link.partition("#")[2]}"' in page.text


def test_a_point_opens_what_it_is_about_once_that_is_shared(world: InboxWorld, client_for: Browser) -> None:
    """A share of something whose name begins alike does not count."""
    workplace, browser = open_workplace(world.ending), client_for(world.coach)
    found = []
    for subject in ("map", "mapping"):
        share(workplace, subject, world.talk.leader)
        db.session.commit()
        found.append(links_of(browser.get("/inbox/?kind=dates").text)[-1])
    assert found == ["/reviews/2/", "/places/bengtsfors/steps/mapping/services"]
    assert browser.get(found[1]).status_code == 200


def test_what_a_row_says(world: InboxWorld, client_for: Browser) -> None:
    browser = client_for(world.coach)
    with time_machine.travel(TODAY + timedelta(days=8), tick=False):
        first, *_ = rows_of(browser.get("/inbox/?lang=sv").text)
    assert first == (
        "8 dagar 26 november Fråga till coachen Dals Rostock Melleruds kommun "
        f"{SECRET} , Dals Rostock, 1 nytt Processledare frågar: Det bästa här · Förankring, Platsen "
        "Skulle ha fått svar 3 december"
    )


def test_unread_marks_go_when_one_has_read(world: InboxWorld, client_for: Browser) -> None:
    browser = client_for(world.coach)
    assert browser.get("/inbox/").text.count("mail--unread") == 3
    browser.get(f"/conversations/{world.about_answer.id}/")
    assert browser.get("/inbox/").text.count("mail--unread") == 2
    assert browser.get("/inbox/?kind=paused").text.count("mail--unread") == 0


@pytest.mark.parametrize("who", ["pool", "cover", "guest"])
def test_who_may_not_read_sees_where_but_never_a_word(
    world: InboxWorld, client_for: Browser, who: str
) -> None:
    page = client_for(world.person(who)).get("/inbox/?whose=all").text
    assert [SECRET in page, TITLE in page] == [False, False]
    assert len(rows_of(page)) == 4
    assert page.count(">Ta över<") == 4
    assert "mail--unread" not in page


def test_a_guest_reads_the_question_but_does_not_take_it_over_by_that(
    world: InboxWorld, client_for: Browser
) -> None:
    world.talk.invite(world.general)
    db.session.commit()
    page = client_for(world.talk.guest).get("/inbox/?whose=all&kind=answer").text
    assert page.count(SECRET) == 1
    assert TITLE in page


def test_taking_over(world: InboxWorld, client_for: Browser) -> None:
    pool, coach = client_for(world.talk.pool), client_for(world.coach)
    assert ">Ta över<" not in coach.get("/inbox/?whose=all").text
    form = re.search(r'action="(/conversations/\d+/covers)"', pool.get("/inbox/?whose=all").text)
    assert form
    assert pool.post(form[1]).status_code == 303
    (mine,) = rows_of(pool.get("/inbox/?whose=mine").text)
    assert SECRET in mine
    assert mine.endswith("Du svarar i stället för platsens coacher")
    assert rows_of(coach.get("/inbox/?kind=answer").text)[0].count(SECRET) == 1
    assert len(rows_of(coach.get("/inbox/?kind=answer").text)) == 2
    everyones = rows_of(coach.get("/inbox/?kind=answer&whose=all").text)
    assert everyones[0].endswith("Coach (kultur) svarar i stället för platsens coacher")


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("q=finns-inte", "Inget hittades"),
        ("whose=mine", "Inget av ditt här"),
        ("kind=quiet&whose=all", "Inget av den sorten just nu"),
        ("kind=nonsense&page=-1&whose=mine&state=%00", "Inget av ditt här"),
    ],
)
def test_empty(world: InboxWorld, client_for: Browser, query: str, title: str) -> None:
    page = client_for(world.talk.pool).get(f"/inbox/?lang=sv&{query}").text
    assert re.findall(r'<div class="empty">\s*<h2>([^<]+)', page) == [title]


def test_nothing_at_all(app: Flask, client_for: Browser) -> None:
    with time_machine.travel(TODAY, tick=False):
        world = make_inbox_world()
        db.session.query(Promise).delete()
        db.session.execute(db.text("update submissions set state = 'decided'"))
        db.session.commit()
        page = client_for(world.talk.pool).get("/inbox/?lang=sv").text
    assert re.findall(r'<div class="empty">\s*<h2>([^<]+)', page) == ["Inget här just nu"]


def test_counts_of_an_open_page(world: InboxWorld, client_for: Browser) -> None:
    browser = client_for(world.coach)
    asked = re.search(r'data-hx-get="(/inbox/counts[^"]+)"', browser.get("/inbox/?kind=answer").text)
    assert asked
    address = asked[1].replace("&amp;", "&")
    same = browser.get(address, headers=HTMX)
    assert (same.status_code, same.headers.get("Set-Cookie")) == (204, None)
    world.talk.ask_generally(fresh(world.talk.leader), body="En sak till?")
    db.session.commit()
    more = browser.get(address, headers=HTMX)
    assert (more.status_code, more.headers.get("Set-Cookie")) == (200, None)
    assert "Något har ändrats sedan listan visades." in more.text
    assert re.findall(r'aria-current="true">Att svara på <span class="n">(\d+)', more.text) == ["4"]
    assert browser.get(address).location == "/inbox/?kind=answer&state=waiting&whose=mine"


def test_nobody_is_sent_elsewhere_by_an_address(world: InboxWorld, client_for: Browser) -> None:
    browser = client_for(world.coach)
    answer = browser.get("/inbox/counts?_external=1&_scheme=javascript&endpoint=x&kind=quiet")
    assert answer.location == "/inbox/?kind=quiet&state=waiting&whose=mine"


@pytest.mark.one_database  # the number of queries is the same
@pytest.mark.parametrize("places", [1, 500])
def test_costs(app: Flask, client_for: Browser, places: int) -> None:
    with time_machine.travel(TODAY, tick=False):
        world = make_inbox_world()
        make_places(places, world.coach)
        ask_everywhere(world)
        db.session.commit()
        for who in (world.coach, world.talk.region, world.talk.pool):
            browser = client_for(who)
            browser.get("/inbox/")
            for query in ("whose=mine", "whose=all&page=2", "whose=all&kind=dates", "q=a"):
                with counted() as statements:
                    assert browser.get(f"/inbox/?{query}").status_code == 200
                assert len(statements) <= LIMIT, (query, statements)


def ask_everywhere(world: InboxWorld) -> None:
    """A question at every place."""
    moment, day = now(), today()
    journeys = db.session.scalars(select(Journey.id)).all()
    first = 1000
    common = {"opened_by": world.talk.leader.id, "opened_at": moment, "last_post_at": moment}
    threads = [
        {"id": first + n, "journey_id": journey, "kind": "general", "title": "x", **common}
        for n, journey in enumerate(journeys)
    ]
    said = {"side": "place", "kind": "question", "body": "Hur?", "author_id": world.talk.leader.id}
    posts = [{"id": each["id"], "thread_id": each["id"], "written_at": moment, **said} for each in threads]
    runs = {"asked_on": day, "days": 5, "runs_since": day, "due_on": day + timedelta(days=7)}
    promises = [
        {"thread_id": each["id"], "asked_post_id": each["id"], "journey_id": each["journey_id"], **runs}
        for each in threads
    ]
    for model, rows in ((Thread, threads), (Post, posts), (Promise, promises)):
        db.session.execute(insert(model), rows)
