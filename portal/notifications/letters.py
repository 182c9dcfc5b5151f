"""The words of the letters about accounts: in the receiver's language, with one link and why it came."""

from __future__ import annotations

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from portal.errors import N_
from portal.models import Mail, Municipality, Place, User
from portal.notifications import outbox

REGISTRAR_LANGUAGE = "sv"
"""Of the letter to a registrar and of its file: what a Swedish authority registers."""
ROLE_WORDS = {
    "leader": N_("local process leader"),
    "coach": N_("coach"),
    "place_coach": N_("coach of a place"),
    "officer": N_("contact of the municipality"),
    "region": N_("administrator of the region"),
}


def link(path: str) -> str:
    """An address for a letter, on the portal's public name."""
    base: str = current_app.config["PORTAL_URL"]
    return base + path


def role_in_words(role: str, place: Place | None, municipality: Municipality | None) -> str:
    """The role and what it is for, in the language of the moment: "local process leader, Åmål"."""
    where = place.name if place else (municipality.name if municipality else "")
    return f"{_(ROLE_WORDS[role])}, {where}" if where else _(ROLE_WORDS[role])


def invite(
    *,
    email: str,
    role: str,
    path: str,
    days: int,
    place: Place | None = None,
    municipality: Municipality | None = None,
    language: str = "sv",
) -> None:
    """To somebody who is invited to a role."""
    with force_locale(language):
        outbox.put(
            "invitation",
            to=email,
            subject=_("You are invited to Platsportalen"),
            text=_(
                "Hello!\n\nYou are invited to Platsportalen as %(role)s. There, places, coaches and municipalities"
                " work together on local development.\n\nOpen this link to begin. It works once, for %(days)d days:"
                "\n%(link)s\n\nIf you did not expect this, you need not do anything.",
                role=role_in_words(role, place, municipality),
                days=days,
                link=link(path),
            ),
        )


def role_given(
    user: User, *, role: str, place: Place | None = None, municipality: Municipality | None = None
) -> None:
    """To somebody who has an account and was given a role."""
    with force_locale(user.language):
        outbox.put(
            "role_given",
            to=user.email,
            user=user,
            subject=_("You have a new role in Platsportalen"),
            text=_(
                "Hello!\n\nThe region has given you a role in Platsportalen: %(role)s. It counts from now on. Sign in"
                " as usual:\n%(link)s\n\nIs this not right? Then answer whoever at the region you are in touch with.",
                role=role_in_words(role, place, municipality),
                link=link("/login"),
            ),
        )


def register(*, to: str, place: Place, number: int, sha256: str, name: str, said: str) -> Mail:
    """To the municipality's registrar, with the plan and the answers as a file, which is called `name`; `said`: what
    its first page says, in short."""
    with force_locale(REGISTRAR_LANGUAGE):
        path = f"/municipality/{place.slug}/plan/"
        return outbox.put(
            "plan_to_registrar",
            to=to,
            subject=_(
                "To register: local development plan for %(place)s, edition %(number)s",
                place=place.name,
                number=number,
            ),
            text=_(
                "Hello!\n\nThe municipality's contact sends you the local development plan for %(place)s, edition"
                " %(number)s. It is the attached PDF.\n\n%(said)s\n\nThis file does not change. If the municipality"
                " answers more later, the contact can send a new one. The contact sees what holds now"
                " here:\n%(link)s",
                place=place.name,
                number=number,
                said=said,
                link=link(path),
            ),
            attached=outbox.Attached(
                name=name,
                sha256=sha256,
                media_type="application/pdf",
                if_missing=_(
                    "The file could not be attached. Ask the municipality's contact to fetch it in the"
                    " portal:\n%(link)s",
                    link=link(path),
                ),
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
    """To the new address, which must be confirmed before it counts."""
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


def notice_email_change(user: User) -> None:
    """A word to the old address, in case somebody else asked."""
    with force_locale(user.language):
        outbox.put(
            "email_change_notice",
            to=user.email,
            user=user,
            subject=_("Your e-mail address is about to change"),
            text=_(
                "Hello!\n\nYou asked for another e-mail address in Platsportalen. It changes when the link in the"
                " letter to the new address has been opened.\n\nIf it was not you, choose a new password at once:"
                "\n%(link)s",
                link=link("/password-resets/"),
            ),
        )
