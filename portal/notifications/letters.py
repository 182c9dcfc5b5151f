"""The words of the letters about accounts: in the receiver's language, with one link and why it came."""

from __future__ import annotations

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from portal.models import User
from portal.notifications import outbox


def link(path: str) -> str:
    """An address for a letter, on the portal's public name."""
    base: str = current_app.config["PORTAL_URL"]
    return base + path


def invite(*, email: str, role_words: str, path: str, days: int, language: str = "sv") -> None:
    """To somebody who is invited to a role."""
    with force_locale(language):
        outbox.put(
            "invitation",
            to=email,
            subject=_("You are invited to Platsportalen"),
            text=_(
                "Hello!\n\nYou are invited to Platsportalen as %(role)s. There, places, coaches and municipalities"
                " work together on local development.\n\nOpen this link to begin. It works once, for %(days)d days:\n%(link)s"
                "\n\nIf you did not expect this, you need not do anything.",
                role=role_words,
                days=days,
                link=link(path),
            ),
        )


def reset_password(user: User, *, path: str, hours: int) -> None:
    """To somebody who asked for a new password."""
    with force_locale(user.language):
        outbox.put(
            "password_reset",
            to=user.email,
            user=user,
            subject=_("Choose a new password"),
            text=_(
                "Hello!\n\nSomebody, probably you, asked for a new password in Platsportalen. Choose one here. The link"
                " works once, for %(hours)d hours:\n%(link)s\n\nIf it was not you, you need not do anything: your"
                " password stays as it is.",
                hours=hours,
                link=link(path),
            ),
        )


def confirm_email(user: User, *, new_email: str, path: str, hours: int) -> None:
    """To the new address, which must be confirmed before it counts; and a word to the old one."""
    with force_locale(user.language):
        outbox.put(
            "email_change",
            to=new_email,
            user=user,
            subject=_("Confirm your new e-mail address"),
            text=_(
                "Hello!\n\nConfirm that this is your new address in Platsportalen. The link works once, for %(hours)d"
                " hours:\n%(link)s\n\nIf you did not ask for this, you need not do anything.",
                hours=hours,
                link=link(path),
            ),
        )
        outbox.put(
            "email_change_notice",
            to=user.email,
            user=user,
            subject=_("Your e-mail address is about to change"),
            text=_(
                "Hello!\n\nYou asked for another e-mail address in Platsportalen. It changes when the link in the"
                " letter to the new address has been opened.\n\nIf it was not you, choose a new password at once:\n%(link)s",
                link=link("/password-resets/"),
            ),
        )
