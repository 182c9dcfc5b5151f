"""Reading notices, and what people have chosen about them."""

from __future__ import annotations

from sqlalchemy import select

from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Notice, NoticeChoice, User
from portal.queries.paging import Page, paginate


def list_notices(user: User, page: int) -> Page[Notice]:
    """What the person has been told in the portal, the newest first."""
    query = (
        select(Notice)
        .where(Notice.user_id == user.id, Notice.channel == "portal")
        .order_by(Notice.at.desc(), Notice.id.desc())
    )
    return paginate(query, page)


def load_notice(notice_id: int) -> tuple[Notice]:
    """Loader of routes under /notices/<notice_id>."""
    notice = db.session.get(Notice, notice_id)
    if notice is None or notice.channel != "portal":
        raise NotFoundError(N_("There is no such page."))
    return (notice,)


def list_choices(user: User) -> dict[str, str]:
    """What the person has chosen, by group."""
    found = db.session.execute(
        select(NoticeChoice.group_key, NoticeChoice.frequency).where(NoticeChoice.user_id == user.id)
    )
    return {key: frequency for key, frequency in found}  # noqa: C416  a Row is no pair to dict()
