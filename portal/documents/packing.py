"""ZIP files that are the same whenever they are made of the same: the time in them is the edition's."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date

_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
_PROPERTIES = "docProps/core.xml"
_FIRST_YEAR = 1980
_READABLE = 0o644 << 16


def pack(files: Mapping[str, bytes], day: date) -> bytes:
    """The files in the order given, compressed."""
    packed = io.BytesIO()
    moment = (max(day.year, _FIRST_YEAR), day.month, day.day, 12, 0, 0)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, _READABLE
            archive.writestr(entry, content)
    return packed.getvalue()


def still(office: bytes, day: date) -> bytes:
    """A DOCX or XLSX file without the moment at which it happened to be made."""
    with zipfile.ZipFile(io.BytesIO(office)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    moment = f"{day.isoformat()}T12:00:00Z".encode()
    files[_PROPERTIES] = _MODIFIED.sub(rb"\g<1>" + moment + rb"\g<3>", files[_PROPERTIES])
    return pack(files, day)
