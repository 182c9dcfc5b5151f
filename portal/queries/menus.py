"""The little that the menu of every page asks for; kept to one query a page, and none where it is known."""

from __future__ import annotations

from flask import g

from portal.extensions import db
from portal.models import Place, User
from portal.policy import is_coach
from portal.queries.scopes import led_by
from portal.queries.waiting import count_own, who_asks


def find_own_place(user: User) -> Place | None:
    """The place whose team the person belongs to, if it is one alone. No query on that place's own pages: it is loaded
    there."""
    led = led_by(user)
    return db.session.get(Place, led[0]) if len(led) == 1 else None


def count_waiting(user: User) -> int:
    """How many submissions and questions somebody waits for that are the person's own: what the inbox puts first."""
    if not is_coach(user):
        return 0
    if "waiting" not in g:
        note_waiting(db.session.scalar(_OWN, who_asks(user)) or 0)
    count: int = g.waiting
    return count


def note_waiting(count: int) -> None:
    """A page that has counted them anyway says so: the menu need not ask again."""
    g.waiting = count


_OWN = count_own()
