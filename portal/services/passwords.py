"""Passwords: Argon2 hashes, and the way back in for those who forgot theirs."""

from __future__ import annotations

from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.clock import now
from portal.errors import N_, InvalidError, Message, NotFoundError
from portal.extensions import db
from portal.models import Token, User
from portal.notifications import letters
from portal.queries.people import find_user_by_email, get_person
from portal.queries.tokens import DEAD_LINK, get_open_token
from portal.services import tokens
from portal.services.events import record

SHORTEST = 12
LONGEST = 200
RESET_HOURS = 4
LETTERS_AN_HOUR = 5
"""So that nobody can fill somebody else's mailbox."""

_hasher = PasswordHasher()
_NOBODY = _hasher.hash("nobody has this password")


def check_new(password: str, *, email: str) -> None:
    """Raises InvalidError for a password that is too short, too long or the address itself."""
    if len(password) < SHORTEST:
        raise _refused(N_("The password is too short. Use at least %(number)d characters."), number=SHORTEST)
    if len(password) > LONGEST:
        raise _refused(N_("The password is too long. Use at most %(number)d characters."), number=LONGEST)
    if password.casefold() == email.casefold():
        raise _refused(N_("Choose a password that is not your e-mail address."))


def _refused(text: str, **params: object) -> InvalidError:
    return InvalidError(text, {"password": Message(text, params)}, **params)


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def is_right(user: User | None, password: str) -> bool:
    """Takes as long for an account that does not exist as for one that does."""
    stored = user.password_hash if user is not None and user.password_hash else _NOBODY
    try:
        _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not _NOBODY


def set_password(actor: User, *, user: User, password: str) -> None:
    """Choose a new password; ends every session of that person. Raises InvalidError.

    A change of address that waits for its link is called off: whoever stole the old password may have asked for it.
    """
    check_new(password, email=user.email)
    tokens.cancel(user, purpose="email_change")
    user.password_hash = hash_password(password)
    user.sign_in_epoch += 1
    db.session.flush()
    record(actor, "password_changed", subject=f"user:{user.id}")


def request_reset(email: str) -> None:
    """Write a letter with a reset link, if there is such an account. The caller never learns whether there is."""
    user = find_user_by_email(email)
    if (
        user is None
        or not user.active
        or tokens.count_recent(user, purpose="password_reset") >= LETTERS_AN_HOUR
    ):
        return
    secret = tokens.issue(user, purpose="password_reset", lasts=timedelta(hours=RESET_HOURS))
    letters.reset_password(user, path=f"/password-resets/{secret}", hours=RESET_HOURS)
    record(None, "password_reset_requested", subject=f"user:{user.id}")


def reset(secret: str, *, password: str) -> User:
    """Choose a new password by a reset link. Raises NotFoundError for a dead link, InvalidError for a weak password."""
    token: Token = get_open_token(secret, "password_reset")
    user = get_person(token.user_id)
    if not user.active:
        raise NotFoundError(DEAD_LINK)
    set_password(user, user=user, password=password)
    token.used_at = now()
    db.session.flush()
    return user
