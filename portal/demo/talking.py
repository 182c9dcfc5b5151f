"""What the people of the demo world have said to each other: examples, like everything else that they wrote."""

from __future__ import annotations

from sqlalchemy import update

from portal.clock import days_ago
from portal.extensions import db
from portal.models import Post, Thread, User
from portal.queries.conversations import get_conversation
from portal.queries.workplaces import get_workplace
from portal.services import posts, threads
from portal.services.drafts import Draft

ABOUT = "anchoring.place.idea"


def talk(leader: User, coach: User) -> None:
    """A question about an answer with its reply, and one about something else that waits."""
    workplace = get_workplace("dals-rostock")
    asked = threads.begin_about(
        leader,
        workplace=workplace,
        anchor_key=ABOUT,
        row_id=None,
        draft=Draft(body="Är idén för stor för arton månader? Vi är osäkra på om vi ska dela den i två."),
    )
    reply = Draft(
        body="Ni behöver inte dela den än. Börja där flest redan är med.",
        strengths="Man ser platsen framför sig, och ni säger vem det är för.",
        questions=("Vad av detta kan ni visa upp redan i vår?",),
        suggestions=("Pröva idén på tre som inte har varit på möten, och skriv om det som de inte förstår.",),
    )
    _back(asked, days=3)
    posts.write(coach, conversation=get_conversation(asked.id), draft=reply)
    threads.begin_general(
        leader,
        workplace=workplace,
        title="Vem ringer vi om gångvägen?",
        draft=Draft(body="Vägen till badplatsen går över samfälld mark. Vem börjar vi prata med?"),
    )


def talk_with_municipality(officer: User, coach: User) -> None:
    """The municipality asks the coaches, who show the place their answer."""
    workplace = get_workplace("dals-rostock")
    asked = threads.begin_municipal(
        officer,
        workplace=workplace,
        draft=Draft(body="När behöver vi ha svarat på platsens fråga om tid och lokal?"),
    )
    _back(asked, days=2)
    body = (
        "Gärna före halvtidsavstämningen. Ett kort besked räcker: ja, ja med en ändring, eller nej med skäl."
    )
    answer = posts.write(coach, conversation=get_conversation(asked.id), draft=Draft(body=body))
    posts.share(coach, conversation=get_conversation(asked.id), post=answer)


def _back(thread: Thread, *, days: int) -> None:
    """Move what was said back, so that the demo world looks lived in."""
    moment = days_ago(days)
    db.session.execute(update(Post).where(Post.thread_id == thread.id).values(written_at=moment))
    db.session.execute(update(Thread).where(Thread.id == thread.id).values(opened_at=moment))
    db.session.expire(thread)
