"""What a picture shows, in words for those who cannot see it."""

from __future__ import annotations

from portal.errors import N_, InvalidError, Message
from portal.services.photos import is_picture
from portal.text import clean

ALT_LIMIT = 300
"""Characters."""

MISSING = N_(
    "Write what the picture shows, or tick that the picture says nothing that is not in the text already."
)


def check_alt(alt: str, *, media_type: str = "", says_nothing: bool = False) -> str:
    """The description as it is kept. A picture needs one, unless it is said to say nothing beyond the text.

    Raises InvalidError (field `alt`).
    """
    alt = tidy_alt(alt)
    if is_picture(media_type) and not alt and not says_nothing:
        raise InvalidError(MISSING, {"alt": Message(MISSING)})
    return alt


def tidy_alt(alt: str) -> str:
    """Raises InvalidError (field `alt`) when it is too long."""
    alt = clean(alt)
    if len(alt) > ALT_LIMIT:
        text = N_("The description is too long. At most %(limit)s characters fit here.")
        raise InvalidError(text, {"alt": Message(text, {"limit": ALT_LIMIT})}, limit=ALT_LIMIT)
    return alt
