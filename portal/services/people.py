"""What the region does with people: roles given and ended, accounts closed and opened."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import update

from portal.clock import now
from portal.errors import N_, ConflictError, InvalidError, Message
from portal.extensions import db
from portal.models import Assignment, Invitation, Municipality, Place, User
from portal.models.people import SECTORS
from portal.notifications import letters, outbox
from portal.policy import can_administer, can_set_sectors, require
from portal.queries.people import find_user_by_email
from portal.services import accounts, invitations, roles
from portal.services.events import record


def create_region_account(*, email: str, name: str, password: str) -> User:
    """The region's first account, from the command line. Raises InvalidError, ConflictError."""
    user = accounts.create_user(email=email, name=name, password=password)
    roles.take(user, user=user, role="region")
    return user


def bring_in(
    actor: User,
    *,
    email: str,
    role: str,
    name: str = "",
    place: Place | None = None,
    municipality: Municipality | None = None,
    sectors: Sequence[str] = (),
    language: str = "sv",
) -> Assignment | Invitation:
    """Give a role to whoever has this address: at once (with a letter) where there is an account, else by invitation.

    Raises NotAllowedError, InvalidError, and ConflictError when they hold the role already or the account is closed.
    """
    require(can_administer(actor))
    user = find_user_by_email(email)
    if user is None:
        return invitations.invite(
            actor,
            email=email,
            name=name,
            role=role,
            place=place,
            municipality=municipality,
            sectors=_known(sectors),
            language=language,
        )
    assignment = give_role(actor, user=user, role=role, place=place, municipality=municipality)
    if sectors:
        set_sectors(actor, user=user, sectors=[*user.sectors, *sectors])
    return assignment


def give_role(
    actor: User,
    *,
    user: User,
    role: str,
    place: Place | None = None,
    municipality: Municipality | None = None,
) -> Assignment:
    """Give somebody a role and write to them about it. Raises NotAllowedError, and ConflictError when they hold it
    already, are on the place's other side or have a closed account."""
    require(can_administer(actor))
    if not user.active:
        raise ConflictError(N_("This account is closed. Open it again first."))
    assignment = roles.take(actor, user=user, role=role, place=place, municipality=municipality)
    letters.role_given(user, role=role, place=place, municipality=municipality)
    return assignment


def replace_coach(actor: User, *, assignment: Assignment, place: Place, user: User) -> Assignment:
    """One coach of the place ends, another begins, in one step. Raises NotAllowedError, ConflictError."""
    require(can_administer(actor))
    if assignment.ended_at is not None:
        raise ConflictError(N_("Somebody has changed this coach already."))
    end_role(actor, assignment=assignment)
    return give_role(actor, user=user, role="place_coach", place=place)


def end_role(actor: User, *, assignment: Assignment) -> None:
    """End a role; what the person did stays. Raises NotAllowedError, ConflictError for one's own role of the region."""
    require(can_administer(actor))
    if assignment.role == "region" and assignment.user_id == actor.id:
        raise ConflictError(N_("You cannot take the region's role from yourself. Ask a colleague."))
    ended = db.session.scalar(
        update(Assignment)
        .where(Assignment.id == assignment.id, Assignment.ended_at.is_(None))
        .values(ended_at=now())
        .returning(Assignment.id)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(assignment, ["ended_at"])
    if ended is not None:
        record(actor, "role_ended", subject=f"user:{assignment.user_id}", data={"role": assignment.role})


def deactivate(actor: User, *, user: User) -> None:
    """Close an account: its sessions end, it can no longer sign in, and letters to it that no worker has taken yet are
    not sent; what the person wrote stays."""
    require(can_administer(actor))
    if user.id == actor.id:
        raise ConflictError(N_("You cannot close your own account. Ask a colleague."))
    closed = db.session.scalar(
        update(User)
        .where(User.id == user.id, User.active)
        .values(active=False, sign_in_epoch=User.sign_in_epoch + 1)
        .returning(User.id)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(user, ["active", "sign_in_epoch"])
    if closed is not None:
        outbox.take_back(user)
        record(actor, "account_closed", subject=f"user:{user.id}")


def reactivate(actor: User, *, user: User) -> None:
    """Open a closed account again."""
    require(can_administer(actor))
    if not user.active:
        user.active = True
        db.session.flush()
        record(actor, "account_opened", subject=f"user:{user.id}")


def set_sectors(actor: User, *, user: User, sectors: Sequence[str]) -> None:
    """Which sectors a coach knows: said by the region or by themselves. Raises NotAllowedError, InvalidError for one
    that is not in the list."""
    require(can_set_sectors(actor, user))
    user.sectors = _known(sectors)
    db.session.flush()
    record(actor, "sectors_changed", subject=f"user:{user.id}")


def _known(sectors: Sequence[str]) -> list[str]:
    """In the list's own order, each once."""
    if set(sectors) - set(SECTORS):
        text = N_("Choose from the list.")
        raise InvalidError(text, {"sectors": Message(text)})
    return [sector for sector in SECTORS if sector in sectors]
