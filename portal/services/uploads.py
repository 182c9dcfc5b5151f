"""What may be uploaded: told by what a file holds, never by what it is called; photos lose where they were taken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from portal.errors import N_
from portal.services import office, photos
from portal.services.refusals import refused
from portal.text import clean

SIZE_LIMIT = 20 * 1024 * 1024
"""Bytes in a file."""

NAME_LIMIT = 120
"""Characters in a file's name."""

PDF = "application/pdf"
TEXT = "text/plain"

ENDINGS = {
    PDF: (".pdf",),
    TEXT: (".txt", ".csv", ".md"),
    **photos.ENDINGS,
    **office.ENDINGS,
}
"""What a name of each kind may end with; the first is put there when it does not."""

MISSING = N_("Choose a file first.")
EMPTY = N_("The file is empty.")
TOO_LARGE = N_("The file is too large: at most 20 MB fit here.")
UNKNOWN = N_(
    "This kind of file cannot be added. Choose a PDF, a picture (JPEG, PNG, GIF, WebP, HEIC), a document from "
    "Word, Excel, PowerPoint or LibreOffice, or plain text."
)

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
_MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|\?xml|iframe|xml)", re.IGNORECASE)
_PDF_START = re.compile(rb"%PDF-\d\.\d")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")
_HEAD = 1024
_RUNNABLE = (b"#!", b"MZ", b"\x7fELF")


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: its bytes as they are stored, and a clean name that fits its kind."""

    content: bytes
    media_type: str
    name: str


def check_upload(content: bytes, name: str) -> Checked:
    """Raises InvalidError (field `file`): none, empty, too large, broken, of an unknown kind, with macros."""
    if not content:
        raise refused(EMPTY if name else MISSING)
    if len(content) > SIZE_LIMIT:
        raise refused(TOO_LARGE)
    found = photos.read(content) or office.read(content) or _read_pdf(content) or _read_text(content)
    if found is None:
        raise refused(UNKNOWN)
    media_type, kept = found
    return Checked(kept, media_type, tidy_name(name, media_type))


def tidy_name(name: str, media_type: str) -> str:
    """The last part of a name, without what other systems may trip over, ending as its kind does."""
    last = PurePosixPath(clean(name).replace("\\", "/")).name
    last = _UNSAFE.sub("", last).strip(" .") or "bilaga"
    stem, dot, ending = last.rpartition(".")
    endings = ENDINGS[media_type]
    if dot and stem and f".{ending.lower()}" in endings:
        return f"{stem[: NAME_LIMIT - len(ending) - 1].rstrip()}.{ending}"
    if media_type in photos.ENDINGS and dot and stem and ending.lower() in photos.OTHER_ENDINGS:
        last = stem
    return f"{last[: NAME_LIMIT - len(endings[0])].rstrip()}{endings[0]}"


def _read_pdf(content: bytes) -> tuple[str, bytes] | None:
    if not _PDF_START.search(content[:_HEAD]):
        return None
    if b"%%EOF" in content[-4 * _HEAD :]:
        return PDF, content
    if content.startswith(b"%PDF"):
        raise refused(office.BROKEN)
    return None


def _read_text(content: bytes) -> tuple[str, bytes] | None:
    """Plain text: readable as UTF-8 or Windows-1252, without control characters, and no page or program."""
    if content.startswith(_RUNNABLE) or _MARKUP.search(content[:_HEAD]):
        return None
    if _CONTROL.search(content):
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            content.decode("cp1252")
        except UnicodeDecodeError:
            return None
    return TEXT, content
