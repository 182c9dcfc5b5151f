"""Pictures that stand in a plan, ready to be put into a document."""

from __future__ import annotations

from dataclasses import dataclass

PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")


@dataclass(frozen=True, slots=True)
class Photo:
    """A JPEG or a PNG, upright, without anything else that came along; `width` and `height` in pixels."""

    content: bytes
    media_type: str
    width: int
    height: int


def is_photo(media_type: object) -> bool:
    return media_type in PICTURES
