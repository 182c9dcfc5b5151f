"""The form of a note on a criterion: comment, waiver, and what was chosen when two had written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.text import clean

DIGITS = 9
"""More than any version has; Python refuses to read numbers of thousands of digits."""
NEVER = 10**DIGITS


@dataclass(frozen=True, slots=True)
class SentNote:
    """What was sent; None for a field that was not."""

    version: int
    comment: str | None
    waiver: str | None

    def differing(self, comment: str, waiver: str) -> str | None:
        """The first field in which this and a stored note differ: "comment", "waiver", or None."""
        if self.comment is not None and clean(self.comment) != comment:
            return "comment"
        if self.waiver is not None and clean(self.waiver) != waiver:
            return "waiver"
        return None


def read_note(sent: Mapping[str, str]) -> SentNote:
    """The note as it was typed. After a conflict `keep` says which text counts: mine, theirs (then nothing is sent for
    the field), or the merged one."""
    version = sent.get("version", "")
    texts = {name: sent.get(name) for name in ("comment", "waiver")}
    field, keep = sent.get("field", ""), sent.get("keep", "")
    if field in texts and keep == "merged":
        texts[field] = sent.get("merged", "")
    elif field in texts and keep == "theirs":
        texts[field] = None
    known = version.isascii() and version.isdigit()
    number = (int(version) if len(version) <= DIGITS else NEVER) if known else 0
    return SentNote(number, texts["comment"], texts["waiver"])
