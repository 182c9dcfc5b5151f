"""Builds the demo world by the same services that people use."""

from __future__ import annotations

from sqlalchemy import exists, select

from portal.extensions import db
from portal.models import User

PASSWORD = "platsportalen-demo"  # noqa: S105  said aloud on purpose: it opens the demo world only

ACCOUNTS = (
    ("leader@demo.example", "Processledare", "process leader of Dals Rostock"),
    ("leader2@demo.example", "Processledare 2", "process leader of Dals Rostock"),
    ("leader3@demo.example", "Processledare 3", "process leader of Färgelanda"),
    ("leader4@demo.example", "Processledare 4", "process leader of the example village"),
    ("coach@demo.example", "Coach (service)", "coach of all three places"),
    ("coach2@demo.example", "Coach (kultur)", "coach of all three places"),
    ("municipality@demo.example", "Kommunens kontakt, Mellerud", "officer of Mellerud"),
    ("municipality2@demo.example", "Kommunens kontakt, Färgelanda", "officer of Färgelanda"),
    ("region@demo.example", "Regionens team", "the region"),
)


def is_empty() -> bool:
    """True if nobody has an account yet."""
    return not db.session.scalar(select(exists().where(User.id.is_not(None))))


def sign_ins() -> str:
    """The demo sign-ins as a small table for the terminal."""
    width = max(len(email) for email, *_ in ACCOUNTS)
    lines = [f"  {email:<{width}}  {what}" for email, _name, what in ACCOUNTS]
    return "\n".join(["", f"Demo sign-ins, all with the password {PASSWORD}:", *lines, ""])


def build() -> None:
    """Make the accounts, municipalities, places and what they have written so far."""
