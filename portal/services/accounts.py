"""Signing in, and what people may change about their own account."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.exc import IntegrityError

from portal.clock import now
from portal.errors import N_, ConflictError, DomainError, InvalidError, Message
from portal.extensions import db
from portal.models import Event, SignInFailure, User
from portal.notifications import letters
from portal.policy import can_choose_help, require
from portal.queries.people import find_user_by_email
from portal.queries.tokens import get_open_token
from portal.services import passwords, tokens
from portal.services.events import record
from portal.text import clean, searchable, sort_key

WINDOW = timedelta(minutes=15)
TRIES = 6
"""For one account from one address: a stranger who uses them up keeps nobody out who sits elsewhere."""
TRIES_PER_ACCOUNT = 30
TRIES_PER_ADDRESS = 40
EMAIL_CHANGES_AN_HOUR = 5
"""So that nobody can fill strangers' mailboxes."""
EMAIL_HOURS = 24

TAKEN = N_("There is an account with this address already.")


class SignInRefusedError(DomainError):
    """The address and password do not go together; does not tell which, nor whether the account exists."""

    status = 422


class TooManyTriesError(DomainError):
    """Too many failures for this account or from this network address; counted in the database, for all processes."""

    status = 429


def sign_in(email: str, password: str, *, address: str, key: str) -> User:
    """The person, if the password is right. `address` is the network address, `key` keys the stored hashes.

    Raises SignInRefusedError (the failure is counted) and TooManyTriesError (nothing is tried).
    """
    account_hash, address_hash = _keyed(key, email.strip().casefold()), _keyed(key, _network(address))
    of_account, of_address = (
        SignInFailure.account_hash == account_hash,
        SignInFailure.address_hash == address_hash,
    )
    if (
        _failures(of_account, of_address) >= TRIES
        or _failures(of_account) >= TRIES_PER_ACCOUNT
        or _failures(of_address) >= TRIES_PER_ADDRESS
    ):
        raise TooManyTriesError(
            N_("That was many tries. Wait a quarter of an hour, or choose a new password.")
        )
    user = find_user_by_email(email)
    right = passwords.is_right(user, password)
    if user is None or not right or not user.active:
        db.session.add(SignInFailure(account_hash=account_hash, address_hash=address_hash, at=now()))
        db.session.flush()
        raise SignInRefusedError(N_("The e-mail address and the password do not go together. Try again."))
    db.session.execute(delete(SignInFailure).where(of_account, of_address))
    db.session.execute(delete(SignInFailure).where(SignInFailure.at < now() - timedelta(days=1)))
    record(user, "signed_in", subject=f"user:{user.id}")
    return user


def _keyed(key: str, text: str) -> str:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def _network(address: str) -> str:
    """What one household has: of IPv6 a whole network of 64 bits, any address of which costs nothing."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(IPv6Network((found, 64), strict=False))
    return str(getattr(found, "ipv4_mapped", None) or found)


def _failures(*conditions: ColumnElement[bool]) -> int:
    query = (
        select(func.count()).select_from(SignInFailure).where(*conditions, SignInFailure.at > now() - WINDOW)
    )
    return db.session.scalar(query) or 0


def create_user(*, email: str, name: str, password: str, language: str = "sv") -> User:
    """A new account. Raises InvalidError for a weak password, an address that is none or no name; ConflictError if the
    address has an account."""
    email = _checked(email)
    passwords.check_new(password, email=email)
    if find_user_by_email(email) is not None:
        raise ConflictError(TAKEN)
    user = User(
        email=email,
        password_hash=passwords.hash_password(password),
        language=language,
        created_at=now(),
        sectors=[],
    )
    _name(user, name)
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError as error:
        raise ConflictError(TAKEN) from error
    record(user, "account_created", subject=f"user:{user.id}")
    return user


def _checked(email: str) -> str:
    try:
        validate_email(email.strip(), check_deliverability=False)
    except EmailNotValidError as error:
        text = N_("That does not look like an e-mail address. It should look like name@example.se.")
        raise InvalidError(text, {"email": Message(text)}) from error
    return email.strip().casefold()


def rename(actor: User, *, name: str, language: str) -> None:
    """The person's own name and language."""
    _name(actor, name)
    actor.language = language
    db.session.flush()
    record(actor, "account_changed", subject=f"user:{actor.id}")


def choose_language(actor: User, *, language: str) -> None:
    """Remember the language that the person switched to."""
    actor.language = language
    db.session.flush()
    record(actor, "language_chosen", subject=f"user:{actor.id}", data={"language": language})


def choose_extra_help(actor: User, *, on: bool) -> None:
    """Extra help for those new to the role, on all pages. Raises NotAllowedError for who writes nowhere."""
    require(can_choose_help(actor))
    if actor.extra_help is not on:
        actor.extra_help = on
        db.session.flush()
        record(actor, "extra_help_chosen", subject=f"user:{actor.id}", data={"on": on})


def _name(user: User, name: str) -> None:
    user.name = " ".join(clean(name).split())
    if not user.name:
        text = N_("Write your name.")
        raise InvalidError(text, {"name": Message(text)})
    user.search_name = searchable(user.email, user.name)
    user.sort_key = sort_key(user.name)


def change_password(actor: User, *, current: str, new: str) -> None:
    """Raises InvalidError when the current password is wrong or the new one too weak."""
    if not passwords.is_right(actor, current):
        text = N_("That is not your current password.")
        raise InvalidError(text, {"current": Message(text)})
    passwords.set_password(actor, user=actor, password=new)


def request_email_change(actor: User, *, email: str, password: str) -> None:
    """Write to the new address; it counts once its link has been opened. Says nothing of whether it has an account.

    Raises InvalidError for a wrong password, TooManyTriesError for too many letters in an hour.
    """
    if not passwords.is_right(actor, password):
        text = N_("That is not your current password.")
        raise InvalidError(text, {"password": Message(text)})
    if _changes_asked(actor) >= EMAIL_CHANGES_AN_HOUR:
        raise TooManyTriesError(N_("That was many letters. Wait an hour before you ask for another one."))
    email = email.strip().casefold()
    record(actor, "email_change_requested", subject=f"user:{actor.id}")
    if find_user_by_email(email) is None:
        secret = tokens.issue(actor, purpose="email_change", lasts=timedelta(hours=EMAIL_HOURS), email=email)
        letters.confirm_email(actor, new_email=email, path=f"/email-changes/{secret}", hours=EMAIL_HOURS)
    # In every case: whoever asks must not learn from their own mailbox whether the other address has an account.
    letters.notice_email_change(actor)


def _changes_asked(user: User) -> int:
    """How many changes of address the person has asked for during the last hour, whatever came of them."""
    query = (
        select(func.count())
        .select_from(Event)
        .where(
            Event.actor_id == user.id,
            Event.kind == "email_change_requested",
            Event.at > now() - timedelta(hours=1),
        )
    )
    return db.session.scalar(query) or 0


def confirm_email_change(secret: str) -> User:
    """The new address counts from now on. Raises NotFoundError (a dead link) and ConflictError (taken meanwhile)."""
    token = get_open_token(secret, "email_change")
    user = db.session.get_one(User, token.user_id)
    if token.email is None or find_user_by_email(token.email) is not None:
        raise ConflictError(TAKEN)
    token.used_at = now()
    try:
        with db.session.begin_nested():
            user.email, user.mail_bounced_at = token.email, None
            user.search_name = searchable(user.email, user.name)
    except IntegrityError as error:
        raise ConflictError(TAKEN) from error
    # A reset link that lies in the old mailbox must not open the account.
    tokens.cancel(user, purpose="password_reset")
    record(user, "email_changed", subject=f"user:{user.id}")
    return user
