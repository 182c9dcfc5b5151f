"""Documents of Word, Excel, PowerPoint and LibreOffice, told by what is in them; those with macros are refused."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib

from portal.errors import N_
from portal.services.refusals import refused

_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."

DOCX = f"{_OPEN_XML}wordprocessingml.document"
XLSX = f"{_OPEN_XML}spreadsheetml.sheet"
PPTX = f"{_OPEN_XML}presentationml.presentation"
ODT, ODS, ODP = (f"{_OPEN_DOCUMENT}{kind}" for kind in ("text", "spreadsheet", "presentation"))
DOC, XLS, PPT = "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"

ENDINGS = {
    DOCX: (".docx",),
    XLSX: (".xlsx",),
    PPTX: (".pptx",),
    ODT: (".odt",),
    ODS: (".ods",),
    ODP: (".odp",),
    DOC: (".doc",),
    XLS: (".xls",),
    PPT: (".ppt",),
}

MACROS = N_("The document holds macros (small programs). Save it without macros and try again.")
BROKEN = N_("The file is broken and cannot be opened. Save it again and try once more.")

_OLE_START = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP_START = b"PK\x03\x04"
_READ_LIMIT = 1024 * 1024
_ENTRIES_LIMIT = 10_000
_BREAKS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    MemoryError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What the readers of packed files raise when somebody has tampered with one."""
_NO_MACRO = {"script-lb.xml", "script-lc.xml", "dialog-lb.xml", "dialog-lc.xml"}


def read(content: bytes) -> tuple[str, bytes] | None:
    """The media type and the bytes; None for what is no such document. Raises InvalidError (macros, broken)."""
    if content.startswith(_OLE_START):
        kind = _read_ole(content)
    elif content.startswith(_ZIP_START):
        kind = _read_zip(content)
    else:
        return None
    return (kind, content) if kind is not None else None


def _read_zip(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if len(names) > _ENTRIES_LIMIT:
                raise refused(BROKEN)
            if "mimetype" in names:
                return _open_document(archive, names)
            if "[Content_Types].xml" in names:
                return _open_xml(archive, names)
            return None
    except _BREAKS:
        raise refused(BROKEN) from None


def _open_xml(archive: zipfile.ZipFile, names: list[str]) -> str | None:
    types = _member(archive, "[Content_Types].xml").lower()
    if b"macroenabled" in types or any(n.lower().endswith("vbaproject.bin") for n in names):
        raise refused(MACROS)
    mains = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
    for name, kind in mains.items():
        if name in names and f"{kind}.main+xml".encode() in types:
            return kind
    return None


def _open_document(archive: zipfile.ZipFile, names: list[str]) -> str | None:
    kind = _member(archive, "mimetype").decode("ascii", "replace").strip()
    if kind not in (ODT, ODS, ODP) or "content.xml" not in names:
        return None
    programs = [n for n in names if n.startswith(("Basic/", "Scripts/")) and not n.endswith("/")]
    if any(n.rpartition("/")[2] not in _NO_MACRO for n in programs):
        raise refused(MACROS)
    return kind


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """A small part of the archive; never more than it should be, whatever the archive says of itself."""
    with archive.open(name) as part:
        return part.read(_READ_LIMIT)


def _read_ole(content: bytes) -> str | None:
    """The older formats: a small file system whose directory names its streams in UTF-16."""
    if any(_utf16(name) in content for name in ("_VBA_PROJECT", "Macros", "VBA")):
        raise refused(MACROS)
    streams = {"WordDocument": DOC, "Workbook": XLS, "PowerPoint Document": PPT}
    found = [kind for name, kind in streams.items() if _utf16(name) in content]
    return found[0] if len(found) == 1 else None


def _utf16(name: str) -> bytes:
    # With the end mark: "Workbook" must not be found inside a longer name.
    return (name + "\0").encode("utf-16-le")
