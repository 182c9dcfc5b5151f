"""Pictures taken out of the storage, small enough for a page or a document."""

from __future__ import annotations

from portal.process.frozen import FrozenCopy
from portal.process.photos import Photo, is_photo
from portal.services.photos import shrink
from portal.storage import open_storage
from portal.web import kept

MOST, MOST_BYTES = 40, 8 * 2**20
"""Pictures of a document, and what they take together; those beyond are named in words."""


def photos_of(copy: FrozenCopy) -> dict[str, Photo]:
    """By their sha256. One that is missing or broken is left out."""
    found: dict[str, Photo] = {}
    room = MOST_BYTES
    for file in copy.files.values():
        sha256 = file["sha256"]
        if not is_photo(file["media_type"]) or sha256 in found or len(found) == MOST:
            continue
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
