"""Giving an answer or a row a past, and reading what its history page tells of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from portal.extensions import db
from portal.models import Answer, Revision, Row, User
from tests.client import PortalClient

HOME = "/places/dals-rostock"
KEY = "mapping.homes.more_residents"
HISTORY = f"{HOME}/answers/{KEY}/history"
SECTION = f"{HOME}/steps/mapping/homes"
START = datetime(2026, 10, 14, 12, tzinfo=UTC)


def past(holder: Answer | Row, *told: tuple[User, float, Any]) -> None:
    """Give an answer or a row this past, and none else: (who, minutes after 14.00 on 14 October, what it said)."""
    is_row = isinstance(holder, Row)
    subject = {"row_id": holder.id} if is_row else {"question_key": holder.question_key}
    db.session.query(Revision).filter_by(**subject).delete()
    kept = [
        {
            **subject,
            "journey_id": holder.journey_id,
            "version": version,
            "value": said,
            "is_deleted": False,
            "saved_by": user.id,
            "at": START + timedelta(minutes=minutes),
        }
        for version, (user, minutes, said) in enumerate(told, 1)
    ]
    db.session.execute(insert(Revision).execution_options(render_nulls=True), kept)
    holder.version, holder.updated_by, holder.updated_at = len(told), kept[-1]["saved_by"], kept[-1]["at"]
    if is_row:
        holder.values = kept[-1]["value"]
    else:
        holder.value = kept[-1]["value"]
    db.session.commit()


def stored(key: str = KEY) -> Answer:
    return db.session.scalars(select(Answer).where(Answer.question_key == key)).one()


def changes(page: str) -> list[str]:
    """What the page tells of each change, without its tags."""
    parts = page.split('<li class="past__change"')[1:]
    words = [re.sub(r"<[^>]+>", " ", "<li" + part.partition("</ol>")[0]) for part in parts]
    return [" ".join(each.split()) for each in words]


def text_of(browser: PortalClient, path: str, status: int = 200) -> str:
    answer = browser.get(path)
    assert (path, answer.status_code) == (path, status)
    return str(answer.get_data(as_text=True))
