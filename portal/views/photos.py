"""Pictures taken out of the storage, small enough for a page or a document."""

from __future__ import annotations

from portal.process.frozen import FrozenCopy
from portal.process.photos import Photo, is_photo
from portal.services.photos import shrink
from portal.storage import open_storage
from portal.web import kept

MOST, MOST_BYTES, LEAST = 40, 8 * 2**20, 20_000
"""Pictures of a document, and what they take together; those beyond are named in words. With less room than
`LEAST` no other is opened."""


def photos_of(copy: FrozenCopy) -> dict[str, Photo]:
    """By their sha256. One that is missing or broken is left out."""
    found: dict[str, Photo] = {}
    room = MOST_BYTES
    pictures = (file["sha256"] for file in copy.files.values() if is_photo(file["media_type"]))
    # Those that are broken or too large have been opened, too, so they count.
    for sha256 in list(dict.fromkeys(pictures))[:MOST]:
        if room < LEAST:
            break
        photo = photo_of(sha256)
        if photo is not None and len(photo.content) <= room:
            found[sha256] = photo
            room -= len(photo.content)
    return found


def photo_of(sha256: str) -> Photo | None:
    """As pages and documents show it; None if it is missing or broken."""

    def made() -> Photo | None:
        with open_storage().open(sha256) as file:
            return shrink(file.read())

    try:
        return kept.PHOTOS.find((), sha256, made)
    except OSError:
        return None
