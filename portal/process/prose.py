"""Long texts as paragraphs and simple lists: an empty line parts paragraphs, lines with `- ` or `1. ` make a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block becomes on a page or in a document."""

    PARAGRAPH = "paragraph"
    BULLETS = "bullets"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its lines, or a list with one line an item."""

    kind: BlockKind
    lines: tuple[str, ...]


_BULLET = re.compile(r"[-*•–] +(?=\S)")
_NUMBER = re.compile(r"[0-9]{1,3}[.)] +(?=\S)")


def blocks_of(text: str) -> tuple[Block, ...]:
    """Nothing is interpreted but line breaks and list signs; the words stay as they were typed."""
    blocks: list[tuple[BlockKind, list[str]]] = []
    open_kind: BlockKind | None = None
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            open_kind = None
            continue
        kind, words = _read(line)
        if kind is not open_kind:
            blocks.append((kind, []))
            open_kind = kind
        blocks[-1][1].append(words)
    return tuple(Block(kind, tuple(lines)) for kind, lines in blocks)


def _read(line: str) -> tuple[BlockKind, str]:
    for pattern, kind in ((_BULLET, BlockKind.BULLETS), (_NUMBER, BlockKind.NUMBERS)):
        found = pattern.match(line)
        if found:
            return kind, line[found.end() :]
    return BlockKind.PARAGRAPH, line
