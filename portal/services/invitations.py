"""Inviting people to a role, and accepting."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from portal.clock import now
from portal.errors import N_, ConflictError, NotAllowedError
from portal.extensions import db
from portal.models import Assignment, Invitation, Municipality, Place, User
from portal.notifications import letters
from portal.policy import can_administer
from portal.queries.people import find_user_by_email
from portal.queries.tokens import hash_of
from portal.services.accounts import create_user
from portal.services.events import record
from portal.services.tokens import new_secret
from portal.text import clean

DAYS = 14

ROLE_WORDS = {
    "leader": N_("local process leader"),
    "coach": N_("coach"),
    "place_coach": N_("coach of a place"),
    "officer": N_("contact of the municipality"),
    "region": N_("administrator of the region"),
}


def invite(
    actor: User,
    *,
    email: str,
    role: str,
    role_words: str,
    name: str = "",
    place: Place | None = None,
    municipality: Municipality | None = None,
    sectors: list[str] | None = None,
    language: str = "sv",
) -> Invitation:
    """Write an invitation and its letter. An open invitation of the same person to the same role is replaced.

    `role_words` say the role in the letter, in the receiver's language. Raises NotAllowedError, ConflictError when the
    person holds the role already.
    """
    if not can_administer(actor):
        raise NotAllowedError(N_("Only the region can do this."))
    email = email.strip().casefold()
    _refuse_held(email, role, place, municipality)
    moment = now()
    for older in db.session.scalars(_open(email, role, place, municipality)):
        older.revoked_at = moment
    secret = new_secret()
    invitation = Invitation(
        token_hash=hash_of(secret),
        email=email,
        name=clean(name),
        role=role,
        place_id=place.id if place else None,
        municipality_id=municipality.id if municipality else None,
        sectors=sectors or [],
        invited_by=actor.id,
        created_at=moment,
        expires_at=moment + timedelta(days=DAYS),
    )
    db.session.add(invitation)
    db.session.flush()
    letters.invite(
        email=email, role_words=role_words, path=f"/invitations/{secret}", days=DAYS, language=language
    )
    record(actor, "person_invited", place=place, subject=f"invitation:{invitation.id}", data={"role": role})
    return invitation


def _refuse_held(email: str, role: str, place: Place | None, municipality: Municipality | None) -> None:
    user = find_user_by_email(email)
    if user is None:
        return
    held = {(a.role, a.place_id, a.municipality_id) for a in user.assignments if a.ended_at is None}
    if (role, place.id if place else None, municipality.id if municipality else None) in held:
        raise ConflictError(N_("This person has that role already."))


def _open(email: str, role: str, place: Place | None, municipality: Municipality | None):  # type: ignore[no-untyped-def]  # a Select
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
    """Make the account of somebody new, with the role they were invited to. Raises InvalidError, ConflictError."""
    user = create_user(email=invitation.email, name=name, password=password, language=language)
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
    """Take an invitation back; its link stops working."""
    if not can_administer(actor):
        raise NotAllowedError(N_("Only the region can do this."))
    if invitation.accepted_at is None and invitation.revoked_at is None:
        invitation.revoked_at = now()
        record(actor, "invitation_revoked", subject=f"invitation:{invitation.id}")


def _take_role(user: User, invitation: Invitation) -> None:
    moment = now()
    invitation.accepted_at = moment
    db.session.add(
        Assignment(
            user_id=user.id,
            role=invitation.role,
            place_id=invitation.place_id,
            municipality_id=invitation.municipality_id,
            since=moment,
        )
    )
    if invitation.sectors:
        user.sectors = sorted({*user.sectors, *invitation.sectors})
    db.session.flush()
    record(user, "invitation_accepted", subject=f"invitation:{invitation.id}", data={"role": invitation.role})
