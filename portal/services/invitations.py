"""Inviting people to a role, and accepting."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Select, select

from portal.clock import now
from portal.errors import N_, ConflictError
from portal.extensions import db
from portal.models import Invitation, Municipality, Place, User
from portal.models.people import SECTORS
from portal.notifications import letters
from portal.policy import can_administer, require
from portal.queries.people import find_user_by_email
from portal.queries.tokens import hash_of
from portal.services import roles
from portal.services.accounts import create_user
from portal.services.events import record
from portal.services.tokens import new_secret
from portal.text import clean, searchable

DAYS = 14


def invite(
    actor: User,
    *,
    email: str,
    role: str,
    name: str = "",
    place: Place | None = None,
    municipality: Municipality | None = None,
    sectors: list[str] | None = None,
    language: str = "sv",
) -> Invitation:
    """Write an invitation and its letter. An open invitation of the same person to the same role is replaced.

    Raises NotAllowedError, and ConflictError when the person holds the role already.
    """
    require(can_administer(actor))
    email = email.strip().casefold()
    name = " ".join(clean(name).split())
    user = find_user_by_email(email)
    if user is not None and roles.holds(user, role, place, municipality):
        raise ConflictError(roles.HELD)
    secret = new_secret()
    invitation = Invitation(
        token_hash=hash_of(secret),
        email=email,
        name=name,
        search_name=searchable(email, name),
        role=role,
        place_id=place.id if place else None,
        municipality_id=municipality.id if municipality else None,
        sectors=sectors or [],
        language=language,
        invited_by=actor.id,
    )
    _replace_older(invitation, place, municipality)
    _write(invitation, secret, place, municipality)
    record(actor, "person_invited", place=place, subject=f"invitation:{invitation.id}", data={"role": role})
    return invitation


def _replace_older(invitation: Invitation, place: Place | None, municipality: Municipality | None) -> None:
    """Store it, good from now on; open ones of the same person to the same role stop working."""
    moment = now()
    for older in db.session.scalars(_open(invitation.email, invitation.role, place, municipality)):
        older.revoked_at = moment
    invitation.created_at, invitation.expires_at = moment, moment + timedelta(days=DAYS)
    db.session.add(invitation)
    db.session.flush()


def _write(
    invitation: Invitation, secret: str, place: Place | None, municipality: Municipality | None
) -> None:
    letters.invite(
        email=invitation.email,
        role=invitation.role,
        place=place,
        municipality=municipality,
        path=f"/invitations/{secret}",
        days=DAYS,
        language=invitation.language,
    )


def _open(
    email: str, role: str, place: Place | None, municipality: Municipality | None
) -> Select[Invitation]:
    return select(Invitation).where(
        Invitation.email == email,
        Invitation.role == role,
        Invitation.place_id.is_(None) if place is None else Invitation.place_id == place.id,
        Invitation.municipality_id.is_(None)
        if municipality is None
        else Invitation.municipality_id == municipality.id,
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
    )


def accept(invitation: Invitation, *, name: str, password: str, language: str) -> User:
    """Make the account of somebody new, with the role they were invited to; process leaders begin with extra help.

    Raises InvalidError, ConflictError.
    """
    user = create_user(email=invitation.email, name=name, password=password, language=language)
    # New to the portal and to the role: help that nobody knows of would help nobody. One press turns it off.
    user.extra_help = invitation.role == "leader"
    _take_role(user, invitation)
    return user


def accept_as(user: User, invitation: Invitation) -> None:
    """Somebody who has an account takes the role. Raises ConflictError when it was meant for another address."""
    if user.email != invitation.email:
        raise ConflictError(
            N_("The invitation is for another e-mail address. Sign out and open the link again.")
        )
    _take_role(user, invitation)


def revoke(actor: User, *, invitation: Invitation) -> None:
    """Take an invitation back; its link stops working. Raises NotAllowedError, ConflictError when it was accepted."""
    require(can_administer(actor))
    if invitation.accepted_at is not None:
        raise ConflictError(N_("The invitation has been accepted already. End the role instead."))
    if invitation.revoked_at is None:
        invitation.revoked_at = now()
        record(actor, "invitation_revoked", subject=f"invitation:{invitation.id}")


def renew(actor: User, *, invitation: Invitation) -> Invitation:
    """Write the same invitation anew, with a new link. Raises NotAllowedError, ConflictError when it was answered."""
    require(can_administer(actor))
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise ConflictError(N_("The invitation has been answered or taken back already."))
    place, municipality = _aim(invitation)
    return invite(
        actor,
        email=invitation.email,
        name=invitation.name,
        role=invitation.role,
        place=place,
        municipality=municipality,
        sectors=invitation.sectors,
        language=invitation.language,
    )


def _aim(invitation: Invitation) -> tuple[Place | None, Municipality | None]:
    """The place or municipality that the role is for."""
    place = db.session.get(Place, invitation.place_id) if invitation.place_id else None
    municipality = (
        db.session.get(Municipality, invitation.municipality_id) if invitation.municipality_id else None
    )
    return place, municipality


def _take_role(user: User, invitation: Invitation) -> None:
    place, municipality = _aim(invitation)
    invitation.accepted_at = now()
    # The region may have given the role directly in the meantime; then the invitation is used up, no more.
    if not roles.holds(user, invitation.role, place, municipality):
        roles.take(user, user=user, role=invitation.role, place=place, municipality=municipality)
    if invitation.sectors:
        user.sectors = [sector for sector in SECTORS if sector in {*user.sectors, *invitation.sectors}]
    db.session.flush()
    record(user, "invitation_accepted", subject=f"invitation:{invitation.id}", data={"role": invitation.role})
