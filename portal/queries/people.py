"""Reading people and their roles."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.extensions import db
from portal.models import Assignment, User


def find_user_for_session(user_id: int, epoch: int) -> User | None:
    """The signed-in person with their open roles; None when the account is closed or its sessions were ended."""
    query = (
        select(User)
        .where(User.id == user_id, User.sign_in_epoch == epoch, User.active)
        .options(selectinload(User.assignments.and_(Assignment.ended_at.is_(None))))
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(query).one_or_none()


def find_user_by_email(email: str) -> User | None:
    """An account by its address, in any case; with open roles."""
    query = (
        select(User)
        .where(User.email == email.strip().casefold())
        .options(selectinload(User.assignments.and_(Assignment.ended_at.is_(None))))
    )
    return db.session.scalars(query).one_or_none()
