"""All documents of an edition in one ZIP for the archive, with the edition itself as JSON and a checksum for each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from portal.documents.packing import pack
from portal.process.plan_document import Edition

CHECKSUMS = "SHA256SUMS"


def write(files: Mapping[str, bytes], copy: Mapping[str, Any], edition: Edition) -> bytes:
    """`files` by name; `copy` is the frozen copy. `sha256sum -c SHA256SUMS` checks what was unpacked."""
    said = {
        "place": edition.place,
        "municipality": edition.municipality,
        "edition": edition.number,
        "date": edition.day.isoformat(),
        "copy": copy,
    }
    content = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode()
    packed = {**files, "edition.json": content}
    lines = (f"{sha256(each).hexdigest()}  {name}\n" for name, each in packed.items())
    return pack({**packed, CHECKSUMS: "".join(lines).encode()}, edition.day)
