"""What is refused in a conversation, in words, with the text kept and nothing changed."""

from __future__ import annotations

import io
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from portal.clock import now
from portal.extensions import db
from portal.models import Post, Share, Thread, User
from portal.services import threads
from tests.client import PortalClient
from tests.talk_world import QUESTION, TalkWorld, make_talk_world

HOME = "/places/dals-rostock/conversations/"
Browser = Callable[[User], PortalClient]
ELEVEN = [f"Fråga {n}?" for n in range(11)]
KEPT = "Detta ska inte gå förlorat."
LONG = "å" * 20_000


@pytest.fixture
def world(app: Flask) -> TalkWorld:
    return make_talk_world()


def posts() -> int:
    return db.session.scalar(select(func.count(Post.id))) or 0


REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("nothing said", {"body": "  \n "}, "Skriv något först.", ""),
    ("20,000 characters", {"body": LONG}, "Texten har 20000 tecken. Det får plats 5000.", LONG),
    ("a long suggestion", {"suggestion": [KEPT, "b" * 1_001]}, "Texten har 1001 tecken", KEPT),
    (
        "eleven questions",
        {"question": ELEVEN},
        "Högst 10 får plats i ett svar.",
        "Fråga 10?",
    ),
    ("asks back about nothing", {"asks_back": "1", "strengths": KEPT}, "Skriv vad du behöver veta.", KEPT),
    (
        "a stranger named",
        {"body": KEPT, "mention": "stranger"},
        "Någon som du nämnde är inte med i samtalet.",
        KEPT,
    ),
]


@pytest.mark.parametrize(
    ("sent", "words", "kept"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_reply_that_is_refused(
    world: TalkWorld, client_for: Browser, sent: dict[str, Any], words: str, kept: str
) -> None:
    thread = world.ask()
    if sent.get("mention") == "stranger":
        sent = {**sent, "mention": str(world.stranger.id)}
    before = posts()
    answer = client_for(world.coach).post(f"/conversations/{thread.id}/posts", data=sent)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, posts()) == (422, before)
    assert words in page
    assert kept in page


def test_a_closed_conversation_takes_no_reply(world: TalkWorld, client_for: Browser) -> None:
    thread = world.ask()
    threads.close(world.leader, conversation=world.conversation(thread))
    before = posts()
    answer = client_for(world.coach).post(f"/conversations/{thread.id}/posts", data={"body": KEPT})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, posts()) == (403, before)
    assert "Samtalet är avslutat. Öppna det igen för att skriva." in page
    assert KEPT in page


def test_an_open_page_takes_the_reason_in(world: TalkWorld, client_for: Browser) -> None:
    """htmx shows nothing of a 403: whoever wrote on an open page would read neither why nor what to do."""
    thread = world.ask()
    threads.close(world.leader, conversation=world.conversation(thread))
    path = f"/conversations/{thread.id}/posts"
    answer = client_for(world.coach).post(path, data={"body": KEPT}, headers={"HX-Request": "true"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Samtalet är avslutat. Öppna det igen för att skriva." in page
    assert KEPT in page


def test_files_of_a_refused_post_are_asked_for_again(world: TalkWorld, client_for: Browser) -> None:
    """A browser puts no file back into a form: unsaid, the post would be sent without it."""
    path = f"/conversations/{world.ask().id}/posts"
    sent = {"body": KEPT * 6_000, "file": (BytesIO(b"a list"), "list.txt")}
    page = client_for(world.coach).post(path, data=sent).get_data(as_text=True)
    assert "Välj filerna igen." in page
    assert "Välj filerna igen." not in client_for(world.coach).post(path, data={"body": ""}).text


def test_a_conversation_that_was_unshared_meanwhile(world: TalkWorld, client_for: Browser) -> None:
    thread = world.ask()
    db.session.execute(update(Share).values(ended_at=now(), ended_by=world.leader.id))
    coach, before = client_for(world.coach), posts()
    answer = coach.post(f"/conversations/{thread.id}/posts", data={"body": KEPT})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, posts()) == (403, before)
    assert "Teamet delar inte det här längre" in page
    assert KEPT in page
    # What was said was received, the text of the question among it; the team writes on as before.
    assert "Räcker det här?" in coach.get(f"/conversations/{thread.id}/").get_data(as_text=True)
    assert (
        client_for(world.leader).post(f"/conversations/{thread.id}/posts", data={"body": "Ja"}).status_code
        == 303
    )


ASKED: list[tuple[str, dict[str, Any], int, str]] = [
    ("without a heading", {"body": KEPT}, 422, "Skriv vad det handlar om."),
    ("a long heading", {"title": "x" * 121, "body": KEPT}, 422, "Här får högst 120 tecken plats."),
    ("nothing asked", {"title": "Vägen"}, 422, "Skriv något först."),
    ("an unshared step", {"about": "mapping.homes", "body": KEPT}, 403, "Dela det med era coacher först."),
    ("the team's own", {"about": "analysis.disagreements", "body": KEPT}, 403, "Det här är teamets eget"),
    ("nothing by that name", {"about": "anchoring.nowhere", "body": KEPT}, 404, ""),
    ("no such row", {"about": "organisations", "row": "4711", "body": KEPT}, 404, ""),
]


@pytest.mark.parametrize(
    ("sent", "status", "words"), [row[1:] for row in ASKED], ids=[row[0] for row in ASKED]
)
def test_a_question_that_is_refused(
    world: TalkWorld, client_for: Browser, sent: dict[str, Any], status: int, words: str
) -> None:
    answer = client_for(world.leader).post(HOME, data=sent)
    assert (answer.status_code, db.session.scalars(select(Thread)).all()) == (status, [])
    assert words in answer.get_data(as_text=True)


def test_what_coaches_may_not_read_is_nothing_to_them(world: TalkWorld, client_for: Browser) -> None:
    coach = client_for(world.coach)
    assert coach.get(HOME + "new?about=mapping.homes").status_code == 404
    assert coach.get(HOME + f"new?about={QUESTION}").status_code == 200


def test_a_program_is_no_file(world: TalkWorld, client_for: Browser) -> None:
    thread, before = world.ask(), posts()
    sent = {"body": KEPT, "file": (io.BytesIO(b"MZ\x90\x00 not a picture"), "bild.png")}
    answer = client_for(world.leader).post(f"/conversations/{thread.id}/posts", data=sent)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, posts()) == (422, before)
    assert "Den här sortens fil går inte att lägga till" in page
    assert KEPT in page


def test_the_same_form_twice_is_one_post(world: TalkWorld, client_for: Browser) -> None:
    thread, leader = world.ask(), client_for(world.leader)
    sent = {"body": "En gång", "sent_key": "0123456789abcdef01"}
    first, again = (leader.post(f"/conversations/{thread.id}/posts", data=sent) for _ in range(2))
    assert first.location == again.location
    assert posts() == 2
    begun = {"title": "Vägen", "body": "Vem?", "sent_key": "fedcba9876543210ff"}
    assert leader.post(HOME, data=begun).location == leader.post(HOME, data=begun).location
    assert len(db.session.scalars(select(Thread)).all()) == 2


def test_one_more_line_is_asked_for_and_all_text_stays(world: TalkWorld, client_for: Browser) -> None:
    thread = world.ask()
    sent = {"body": KEPT, "suggestion": ["Fråga de unga"], "question": [""], "more": "suggestion"}
    page = client_for(world.coach).post(f"/conversations/{thread.id}/posts", data=sent).get_data(as_text=True)
    assert (posts(), page.count('name="suggestion"'), page.count('name="question"')) == (1, 2, 1)
    assert KEPT in page
    assert "Fråga de unga" in page
