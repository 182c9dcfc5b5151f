"""All documents of an edition in one ZIP for the archive, with the edition itself as JSON and a checksum for each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from typing import Any

from portal.documents.blocks import Image
from portal.documents.packing import pack
from portal.process.plan_document import Edition
from portal.process.replies import NOTHING_SAID, Replies

CHECKSUMS = "SHA256SUMS"
ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}


def write(
    files: Mapping[str, bytes],
    copy: Mapping[str, Any],
    edition: Edition,
    replies: Replies = NOTHING_SAID,
    images: Sequence[Image] = (),
    progress: Mapping[str, Any] | None = None,
) -> bytes:
    """`files` by name; `copy` is the frozen copy, `progress` the notes of progress beside it.

    `sha256sum -c SHA256SUMS` checks what was unpacked.
    """
    named = {
        f"pictures/{n:03}.{ENDINGS[each.photo.media_type]}": each for n, each in enumerate(images, start=1)
    }
    said = {
        "place": edition.place,
        "municipality": edition.municipality,
        "edition": edition.number,
        "date": edition.day.isoformat(),
        "introduction": edition.introduction,
        "stands_behind": edition.stands_behind,
        "copy": copy,
        "progress": progress or {},
        "pictures": [
            {"file": name, "alt": each.alt, "caption": each.caption} for name, each in named.items()
        ],
    }
    pictures = {name: each.photo.content for name, each in named.items()}
    packed = {**files, **pictures, "edition.json": _json(said), "answers.json": _json(_answers(replies))}
    lines = (f"{sha256(each).hexdigest()}  {name}\n" for name, each in packed.items())
    return pack({**packed, CHECKSUMS: "".join(lines).encode()}, edition.day)


def _answers(replies: Replies) -> dict[str, Any]:
    """What the municipality had said when the file was made, by the ids that the copy's rows have."""
    receipt = asdict(replies.receipt) if replies.receipt is not None else None
    answers = [
        {
            "row": each.row,
            "action": each.action,
            "is_earlier": each.before is not None,
            "given_to": asdict(each.before) if each.before is not None else None,
            **({"former_municipality": each.former} if each.former else {}),
            **asdict(each.said),
        }
        for each in replies.all
    ]
    return {"receipt": receipt, "answers": answers}


def _json(said: Mapping[str, Any]) -> bytes:
    """Days as in ISO 8601."""
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True, default=date.isoformat).encode()
