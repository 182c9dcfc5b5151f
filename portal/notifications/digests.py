"""Digests: what waits for one person becomes one letter, in one transaction, whoever else works or is killed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy import ColumnElement, and_, false, not_, or_, select, true, update

from portal.clock import now
from portal.extensions import db
from portal.models import Assignment, Notice, NoticeChoice, Place, User
from portal.notifications import outbox
from portal.notifications.compositions import Chapter, Item, compose_digest
from portal.notifications.groups import Frequency
from portal.notifications.outbox import Letter
from portal.notifications.rules import RULES
from portal.notifications.wording import say

DIGESTS = (Frequency.DAILY, Frequency.WEEKLY)
LISTED = 50
"""How many notices a digest tells of; it counts the others."""


def compose_next() -> bool:
    """Put together what is due for one person, and commit. False when nothing is due."""
    moment = now()
    person = _claim(moment)
    if person is None:
        db.session.rollback()
        return False
    for frequency in DIGESTS:
        _compose(person, frequency, moment)
    db.session.commit()
    return True


def _claim(moment: datetime) -> User | None:
    """Somebody for whom something is due. On PostgreSQL no other worker has them meanwhile; SQLite lets one write."""
    waiting = select(Notice.user_id).where(Notice.due_at <= moment)
    return db.session.scalars(
        select(User)
        .where(User.id.in_(waiting))
        .order_by(User.id)
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _compose(person: User, frequency: Frequency, moment: datetime) -> None:
    due = and_(Notice.user_id == person.id, Notice.frequency == frequency.value, Notice.due_at <= moment)
    _settle(and_(due, _left_out(person)))
    if db.session.scalar(select(Notice.id).where(due).limit(1)) is None:
        return
    # The letter first: what is named in it is what has its id, also if more comes in between.
    mail = outbox.put(f"digest_{frequency}", to=person.email, user=person, subject="", text="")
    db.session.flush()
    held = _settle(due, mail.id)
    listed = db.session.scalars(
        select(Notice)
        .where(Notice.mail_id == mail.id)
        .order_by(Notice.at.desc(), Notice.id.desc())
        .limit(LISTED)
    ).all()
    if not listed:
        db.session.delete(mail)
        return
    letter = _letter(person, frequency, listed, more=held - len(listed))
    mail.subject, mail.body_text, mail.body_html = letter.subject, letter.text, letter.html
    mail.unsubscribe_path = letter.unsubscribe_path


def _settle(which: ColumnElement[bool], mail_id: int | None = None) -> int:
    """They wait no longer: they stand in a letter, or in none. How many."""
    done = db.session.execute(
        update(Notice)
        .where(which)
        .values(due_at=None, mail_id=mail_id)
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]  # an update answers with a CursorResult


def _left_out(person: User) -> ColumnElement[bool]:
    """What is not told any more: read in the portal, of a kind that they want no mail about or hear
    of by a role that they have no more, to a closed account."""
    if not person.active:
        return true()
    unwanted = select(NoticeChoice.group_key).where(
        NoticeChoice.user_id == person.id, NoticeChoice.frequency == Frequency.NONE.value
    )
    off = set(db.session.scalars(unwanted))
    wanted = [kind for kind, rule in RULES.items() if rule.group_key not in off]
    roles = select(Assignment).where(Assignment.user_id == person.id, Assignment.ended_at.is_(None))
    hears = or_(false(), *(_hears(role, wanted) for role in db.session.scalars(roles)))
    return or_(Notice.read_at.is_not(None), not_(hears))


def _hears(held: Assignment, wanted: Sequence[str]) -> ColumnElement[bool]:
    """What somebody hears of by a role that they hold: of a place that they have left, nothing."""
    theirs = Notice.kind.in_([kind for kind in wanted if held.role in RULES[kind].who])
    if held.role == "leader":
        return and_(theirs, Notice.place_id == held.place_id)
    if held.role == "officer":
        served = select(Place.id).where(Place.municipality_id == held.municipality_id)
        return and_(theirs, Notice.place_id.in_(served))
    # A coach takes over at any place of the region, or is asked in.
    return theirs


def _letter(person: User, frequency: Frequency, notices: Sequence[Notice], more: int) -> Letter:
    """The places in the order of their newest; what happened at each, oldest first."""
    with force_locale(person.language):
        chapters: dict[int | None, Chapter] = {}
        for notice in notices:
            chapter = chapters.setdefault(notice.place_id, Chapter(str(notice.params.get("place", ""))))
            line = say(notice.kind, notice.params).line
            chapter.items.insert(0, Item(line, notice.path, RULES[notice.kind].group_key))
        return compose_digest(person.id, frequency=frequency, chapters=list(chapters.values()), more=more)
