"""How the example village works with its actions: notes of progress, what they answer, follow-ups. Examples, too."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from portal.clock import days_ago, today
from portal.demo.filling import Names
from portal.extensions import db
from portal.models import ActionNote, User
from portal.process.schema import Audience
from portal.queries.actions import load_action
from portal.services import action_links, action_notes, follow_ups, keepers

NOTES = (
    (
        "a1",
        40,
        Audience.PLAN,
        "Byalaget har träffat markägarna längs vägen. Två har sagt ja, en vill veta mer.",
    ),
    ("a1", 12, Audience.COACH, "Kommunen har fått frågan om belysning. Vi väntar på svar."),
    ("a2", 30, Audience.PLAN, "Ansökan till Trafikverket är skickad."),
    ("a2", 5, Audience.TEAM, "Vi delar på att ringa och fråga hur det går, var tredje vecka."),
)


def work(leader: User, slug: str, names: Names) -> None:
    """Two of the actions under way; one follow-up is to come and one is done."""
    for name, days, reach, body in NOTES:
        workplace, _register, row = load_action(slug, names[name])
        note = action_notes.add_note(leader, workplace=workplace, row=row, body=body, reach=reach)
        past = days_ago(days)
        db.session.execute(update(ActionNote).where(ActionNote.id == note.id).values(written_at=past))
    workplace, _register, row = load_action(slug, names["a1"])
    keepers.set_keeper(leader, workplace=workplace, row=row, keeper=leader.id)
    action_links.link(leader, workplace=workplace, row=row, answers=names["n1"])
    day, what = today() + timedelta(days=14), "Har kommunen svarat om marken?"
    follow_ups.plan_follow_up(leader, workplace=workplace, row=row, due_on=day, what=what)
    done = follow_ups.plan_follow_up(
        leader, workplace=workplace, row=row, due_on=today(), what="Har markägarna bestämt sig?"
    )
    follow_ups.complete(
        leader,
        workplace=workplace,
        row=row,
        follow_up=done,
        outcome="Två av tre. Den tredje vill se en karta.",
    )
