"""Telling people of an event, by the one table of rules: in the portal, and by mail as soon as each has chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from flask_babel import force_locale
from sqlalchemy import Select, func, insert, literal, select, union

from portal.extensions import db
from portal.models import Event, Notice, NoticeChoice, User
from portal.notifications.compositions import Links, compose_notice
from portal.notifications.groups import Frequency
from portal.notifications.outbox import Letter, put_all
from portal.notifications.rules import RULES, Rule, kinds_of
from portal.notifications.times import due_at
from portal.notifications.wording import Param, say, storable

TOLD, ENOUGH = "told", "enough"
HOUR = timedelta(hours=1)
AT_ONCE_AN_HOUR = 10
"""Letters about one group of news that one person sets off to one other."""


def tell(
    event: Event,
    *,
    to: Iterable[User],
    path: str | Links,
    kind: str | None = None,
    **params: Param,
) -> None:
    """Tell these people of the event, which has been flushed; never who did it, nobody twice, no closed account.

    `path`: where the notice leads, without a fragment: it would be lost on the way through sign-in. `kind`: the rule,
    where it is not the event's own: tell those who are named in a post of `mentioned` first, then the others.
    `params`: what the rule's words need: a place's name, a definition's Text, a date, a Message.
    """
    kind = kind or event.kind
    rule, links = RULES[kind], path if isinstance(path, Links) else Links(path)
    people = {user.id: user for user in to if user.active and user.id != event.actor_id}
    soon = _how_soon(event, rule, people)
    # In the order of their ids: two who tell the same people at once never wait for each other.
    users = [people[user_id] for user_id in sorted(soon)]
    if not users:
        return
    stored = storable(params)
    at_once = [user for user in users if soon[user.id] is Frequency.NOW]
    mails = put_all(kind, [(user, _letter(user, kind, links, stored)) for user in at_once])
    same = {
        "event_id": event.id,
        "place_id": event.place_id,
        "path": links.path,
        "kind": kind,
        "params": stored,
    }
    rows = [
        {**same, "at": event.at, "user_id": user.id, **row}
        for user in users
        for row in _rows(rule, soon[user.id], event, mails.get(user.id))
    ]
    # Nulls said aloud: so all rows go with one statement.
    db.session.execute(insert(Notice).execution_options(render_nulls=True), rows)


def _rows(rule: Rule, frequency: Frequency, event: Event, mail_id: int | None) -> Iterator[dict[str, Any]]:
    """What differs between a person's notices of one event."""
    if rule.in_portal:
        yield {"channel": "portal", "frequency": Frequency.NOW.value, "due_at": None, "mail_id": None}
    if frequency is not Frequency.NONE:
        waits = None if frequency is Frequency.NOW else due_at(frequency, event.at)
        yield {"channel": "mail", "frequency": frequency.value, "due_at": waits, "mail_id": mail_id}


def _how_soon(event: Event, rule: Rule, ids: Collection[int]) -> dict[int, Frequency]:
    """How soon each of them wants mail, without those who have been told of the event already; whoever has had enough
    at once of this person waits for the day's digest. One query."""
    if not ids:
        return {}
    chosen = select(NoticeChoice.user_id, NoticeChoice.frequency).where(
        NoticeChoice.group_key == rule.group_key, NoticeChoice.user_id.in_(ids)
    )
    told = select(Notice.user_id, literal(TOLD)).where(Notice.event_id == event.id)
    found = db.session.execute(union(told, chosen, _told_enough(event, rule, ids))).all()
    done = {user_id for user_id, said in found if said == TOLD}
    enough = {user_id for user_id, said in found if said == ENOUGH}
    wishes = {user_id: Frequency(said) for user_id, said in found if said not in (TOLD, ENOUGH)}
    soon = {user_id: wishes.get(user_id, rule.frequency) for user_id in ids if user_id not in done}
    late = [user_id for user_id in enough if soon.get(user_id) is Frequency.NOW]
    return soon | dict.fromkeys(late, Frequency.DAILY)


def _told_enough(event: Event, rule: Rule, ids: Collection[int]) -> Select[int, str]:
    """Those to whom this event's actor has set off enough letters of the group in the last hour."""
    return (
        select(Notice.user_id, literal(ENOUGH))
        .join(Event, Event.id == Notice.event_id)
        .where(
            Notice.user_id.in_(ids),
            Notice.at > event.at - HOUR,
            Notice.channel == "mail",
            Notice.frequency == Frequency.NOW.value,
            Notice.kind.in_(kinds_of(rule.group_key)),
            Event.actor_id == event.actor_id,
        )
        .group_by(Notice.user_id)
        .having(func.count() >= AT_ONCE_AN_HOUR)
    )


def _letter(user: User, kind: str, links: Links, params: Mapping[str, Any]) -> Letter:
    with force_locale(user.language):
        return compose_notice(
            user.id,
            kind=kind,
            said=say(kind, params),
            place=str(params.get("place", "")),
            links=links,
        )
