"""What people do with their notices: read them, and choose how soon they come by mail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects import postgresql, sqlite

from portal.errors import N_, InvalidError, NotFoundError
from portal.extensions import db
from portal.models import Notice, NoticeChoice, User
from portal.notifications import unsubscribing
from portal.notifications.groups import GROUPS, Frequency
from portal.notifications.unsubscribing import Unsubscribing
from portal.queries.notices import list_choices
from portal.roles import is_own, require
from portal.services.events import record


def read(actor: User, *, notice: Notice, at: datetime) -> None:
    """Note that the person has opened it; no digest tells of it then. No event: it is nothing that anybody has done.
    Raises NotAllowedError for somebody else's."""
    require(is_own(actor, notice))
    _read(actor, at, Notice.event_id == notice.event_id)


def read_at(actor: User, *, path: str, at: datetime) -> None:
    """The person has opened the page that these notices lead to, whichever way they came."""
    _read_by_path(actor, at, Notice.path == path)


def read_beneath(actor: User, *, path: str, at: datetime) -> None:
    """The person has seen everything that lies under this address, such as the posts of a conversation."""
    _read_by_path(actor, at, Notice.path.startswith(path, autoescape=True))


def _read_by_path(actor: User, at: datetime, leads: ColumnElement[bool]) -> None:
    """By the notice in the portal, of both channels."""
    events = select(Notice.event_id).where(
        Notice.user_id == actor.id, Notice.channel == "portal", Notice.read_at.is_(None), leads
    )
    _read(actor, at, Notice.event_id.in_(events))


def read_all(actor: User, *, at: datetime) -> None:
    """The person has seen all that came up to this moment."""
    _read(actor, at, Notice.at <= at)


def _read(actor: User, at: datetime, which: ColumnElement[bool]) -> None:
    db.session.execute(
        update(Notice)
        .where(Notice.user_id == actor.id, Notice.read_at.is_(None), which)
        .values(read_at=at)
        .execution_options(synchronize_session=False)
    )


def choose(actor: User, *, frequencies: Mapping[str, str]) -> None:
    """How soon the person wants mail about these groups. Raises InvalidError for what cannot be chosen."""
    known = {frequency.value for frequency in Frequency}
    if not set(frequencies) <= set(GROUPS) or not set(frequencies.values()) <= known:
        raise InvalidError(N_("Choose one of the answers."))
    _choose(actor, {key: Frequency(value) for key, value in frequencies.items()}, "notices_chosen")


def unsubscribe(token: str) -> Unsubscribing:
    """Turn off what a letter's address says; the address is the proof of who it is. Again changes nothing.

    Raises NotFoundError for an address that was not made here, or whose account is gone or closed.
    """
    asked, person = find_unsubscribing(token)
    if asked.scope in GROUPS:
        off = [asked.scope]
    else:
        off = [key for key, frequency in frequencies_of(person).items() if frequency == asked.scope]
    _choose(person, dict.fromkeys(off, Frequency.NONE), "notices_turned_off")
    return asked


def find_unsubscribing(token: str) -> tuple[Unsubscribing, User]:
    """What such an address is about. Raises NotFoundError."""
    asked = unsubscribing.read(token)
    person = db.session.get(User, asked.user_id) if asked is not None else None
    if asked is None or person is None or not person.active:
        raise NotFoundError(N_("This link cannot be used. Sign in and choose which letters you get."))
    return asked, person


def frequencies_of(person: User) -> dict[str, Frequency]:
    """How soon each group comes by mail: as the person has chosen, else as it is meant to be."""
    chosen = list_choices(person)
    return {key: Frequency(chosen.get(key, group.frequency)) for key, group in GROUPS.items()}


def _choose(person: User, wanted: Mapping[str, Frequency], event: str) -> None:
    """Only what differs; one statement, so that the same choice sent twice at once is one."""
    now_chosen = frequencies_of(person)
    changed = {key: value for key, value in wanted.items() if now_chosen[key] is not value}
    if not changed:
        return
    rows = [{"user_id": person.id, "group_key": key, "frequency": value} for key, value in changed.items()]
    insert = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[db.session.get_bind().dialect.name]
    statement: Any = insert(NoticeChoice).values(rows)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["user_id", "group_key"], set_={"frequency": statement.excluded.frequency}
        )
    )
    record(person, event, subject=f"user:{person.id}", data={k: v.value for k, v in changed.items()})
