"""Pictures: opened and written anew, upright, without position, camera, comments or anything else that came along."""

from __future__ import annotations

import io
import struct
from threading import Lock
from typing import Any

import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from portal.errors import N_
from portal.process.photos import Photo
from portal.services.refusals import refused

JPEG, PNG, GIF, WEBP = "image/jpeg", "image/png", "image/gif", "image/webp"
ENDINGS = {JPEG: (".jpg", ".jpeg"), PNG: (".png",), GIF: (".gif",), WEBP: (".webp",)}
OTHER_ENDINGS = {"heic", "heif", "jpg", "jpeg", "png", "gif", "webp", "mpo"}

PIXELS_LIMIT = 64_000_000
"""Pixels in a picture, all of its frames together: the largest phone cameras, and no more than memory bears."""

TOO_MANY_PIXELS = N_(
    "The picture is too large: at most 64 million pixels fit here. Make it smaller and try again."
)
BROKEN = N_("The picture is broken and cannot be opened. Save it again and try once more.")

SIDE = 1600
"""Pixels of a picture in a document, which prints well across a page."""
DRAWING_LIMIT = 400_000
"""Bytes."""

_FORMATS = {"JPEG": JPEG, "MPO": JPEG, "HEIF": JPEG, "PNG": PNG, "GIF": GIF, "WEBP": WEBP}
_OPENED = ("JPEG", "HEIF", "PNG", "GIF", "WEBP")
_QUALITY = 88
_BREAKS = (
    UnidentifiedImageError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    OverflowError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)
"""What the readers of pictures have been seen to raise when somebody has tampered with one."""
_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")

_DECODING = Lock()

Image.init()
pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = PIXELS_LIMIT


def read(content: bytes) -> tuple[str, bytes] | None:
    """The media type and the picture written anew; None for what is no picture. HEIC becomes JPEG, which everybody can
    open. Raises InvalidError for a broken picture and for one with too many pixels."""
    if not _looks_like_picture(content):
        return None
    try:
        with Image.open(io.BytesIO(content), formats=_OPENED) as picture:
            frames = getattr(picture, "n_frames", 1) if picture.format in ("GIF", "WEBP", "PNG") else 1
            if picture.width * picture.height * frames > PIXELS_LIMIT:
                raise refused(TOO_MANY_PIXELS)
            media_type = _FORMATS[picture.format or ""]
            return media_type, _write(picture, media_type, animated=frames > 1)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise refused(TOO_MANY_PIXELS) from None
    except _BREAKS:
        raise refused(BROKEN) from None


def shrink(content: bytes) -> Photo | None:
    """The picture as documents take it: at most `SIDE` pixels high and wide, its first frame if it moves, and nothing
    but the picture. None for what cannot be opened, or is larger than any that is taken in."""
    if not _looks_like_picture(content):
        return None
    try:
        with Image.open(io.BytesIO(content), formats=_OPENED) as picture:
            if picture.width * picture.height > PIXELS_LIMIT:
                return None
            has_lines = picture.format in ("PNG", "GIF")
            picture.draft("RGB", (SIDE, SIDE))
            # Small first: each copy of a large picture takes hundreds of megabytes, so there is one at a time, too.
            with _DECODING:
                picture.thumbnail((SIDE, SIDE))
            upright = ImageOps.exif_transpose(picture)
            # A phone's colours look pale without their profile; one for print fits no other kind of picture.
            if upright.mode not in ("RGB", "RGBA"):
                upright.info.pop("icc_profile", None)
            return _smallest(upright, has_lines=has_lines)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    except _BREAKS:
        return None


def _smallest(picture: Image.Image, *, has_lines: bool) -> Photo:
    """Drawings stay sharp as PNG, unless that takes much room; everything else is a JPEG on white."""
    if has_lines:
        drawing = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        content = _saved(drawing, "PNG", {"optimize": True})
        if len(content) <= DRAWING_LIMIT:
            return Photo(content, PNG, *picture.size)
    clear = picture.convert("RGBA")
    paper = Image.new("RGBA", clear.size, "white")
    paper.alpha_composite(clear)
    paper.info = clear.info
    return Photo(_saved(paper.convert("RGB"), "JPEG", {"quality": _QUALITY}), JPEG, *picture.size)


def _saved(picture: Image.Image, name: str, options: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    colours = picture.info.get("icc_profile")
    picture.info = {}
    picture.save(out, name, exif=b"", icc_profile=colours, **options)
    return out.getvalue()


def is_picture(media_type: str) -> bool:
    return media_type in ENDINGS


def _looks_like_picture(content: bytes) -> bool:
    webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    heif = content[4:8] == b"ftyp" and content[8:12] in _BRANDS
    return content.startswith(_STARTS) or webp or heif


_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}


def _write(picture: Image.Image, media_type: str, *, animated: bool) -> bytes:
    out = io.BytesIO()
    if animated:
        options: dict[str, Any] = {"save_all": True, "loop": 0}
        picture.info = {
            k: v for k, v in picture.info.items() if k in ("duration", "transparency", "background")
        }
        picture.save(out, _name(media_type), **options)
        return out.getvalue()
    ImageOps.exif_transpose(picture, in_place=True)
    colours, kept = picture.info.get("icc_profile"), {"transparency", "background"}
    # What is left on the picture would be written again: comments, position, camera.
    picture.info = {k: v for k, v in picture.info.items() if k in kept}
    picture.getexif().clear()
    if media_type == JPEG and picture.mode not in ("RGB", "L", "CMYK"):
        picture = picture.convert("RGB")
    quality = {"quality": _QUALITY} if media_type in (JPEG, WEBP) else {}
    picture.save(out, _name(media_type), icc_profile=colours, exif=b"", **quality)
    return out.getvalue()


def _name(media_type: str) -> str:
    return media_type.rpartition("/")[2].upper()
