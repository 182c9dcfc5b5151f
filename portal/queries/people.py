"""Reading people and their roles."""

from collections.abc import Collection

from sqlalchemy import bindparam, exists, func, literal_column, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Assignment, Notice, User
from portal.queries.paging import Page, paginate
from portal.queries.searching import matches
from portal.text import clean

MOST_UNREAD = 100
"""Up to here unread notices are counted."""


def find_user_for_session(user_id: int, epoch: int, here: str = "") -> User | None:
    """The signed-in person with their open roles, the municipalities of these, and `unread_notices`; None when the
    account is closed or its sessions were ended. `here`: the address that is asked for; `notice_is_here` if an unread
    notice leads to it.

    One query: every request begins with it.
    """
    # No notice leads to an address with what no database holds, such as a zero byte.
    asked = {"user": user_id, "epoch": epoch, "here": clean(here)}
    found = db.session.execute(_FOR_SESSION, asked).unique().one_or_none()
    if found is None:
        return None
    user: User = found[0]
    user.unread_notices, user.notice_is_here = found[1], found[2]
    return user


_UNREAD = (
    Notice.user_id == bindparam("user"),
    Notice.channel == literal_column("'portal'"),  # said aloud: the index is of these alone
    Notice.read_at.is_(None),
)
_FOR_SESSION = (
    select(
        User,
        select(func.count())
        .select_from(select(Notice.id).where(*_UNREAD).limit(MOST_UNREAD).subquery())
        .scalar_subquery(),
        exists().where(*_UNREAD, Notice.path == bindparam("here")),
    )
    .where(User.id == bindparam("user"), User.sign_in_epoch == bindparam("epoch"), User.active)
    .options(
        joinedload(User.assignments.and_(Assignment.ended_at.is_(None))).joinedload(Assignment.municipality)
    )
    .execution_options(populate_existing=True)
)


def find_user_by_email(email: str) -> User | None:
    """An account by its address, in any case; with open roles."""
    query = (
        select(User)
        .where(User.email == email.strip().casefold())
        .options(selectinload(User.assignments.and_(Assignment.ended_at.is_(None))))
    )
    return db.session.scalars(query).one_or_none()


def get_person(person_id: int) -> User:
    """An account with its open roles and what they are for. Raises NotFoundError."""
    query = (
        select(User)
        .where(User.id == person_id)
        .options(*_roles_and_where())
        .execution_options(populate_existing=True)
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFoundError(N_("There is no such person."))
    return found


def load_person(person_id: int) -> tuple[User]:
    """Loader of routes under /region/people/<person_id>/."""
    return (get_person(person_id),)


def list_people(page: int, *, q: str = "", role: str = "", accounts: str = "") -> Page[User]:
    """People whose name or address holds every word of `q`, in Swedish order, with their open roles.

    `role`: only who holds it now. `accounts`: "closed" for the closed ones in place of the open ones, "bounced" for
    the open ones whose letters come back.
    """
    query = select(User).where(*matches(User.search_name, q), User.active.is_(accounts != "closed"))
    if accounts == "bounced":
        query = query.where(User.mail_bounced_at.is_not(None))
    if role:
        held = exists().where(
            Assignment.user_id == User.id, Assignment.role == role, Assignment.ended_at.is_(None)
        )
        query = query.where(held)
    query = query.options(*_roles_and_where()).order_by(User.sort_key, User.id)
    # The reader is in the list, too, and was loaded without what the roles are for.
    return paginate(query.execution_options(populate_existing=True), page)


def list_names(ids: Collection[int]) -> dict[int, str]:
    """What people are called, by id. No query for no ids."""
    if not ids:
        return {}
    found = db.session.execute(select(User.id, User.name).where(User.id.in_(sorted(ids))))
    return {user: name for user, name in found}  # noqa: C416  a Row is no pair to dict()


def _roles_and_where() -> list[LoaderOption]:
    roles = selectinload(User.assignments.and_(Assignment.ended_at.is_(None)))
    return [roles.joinedload(Assignment.place), roles.joinedload(Assignment.municipality)]
