"""The typefaces of what is typeset, and which characters they have: what none of them has would stop a whole PDF."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import typst

FONTS = Path(__file__).parent / "fonts"
MISSING = "□"
JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f\n")
"""Seen by the typefaces' own rules (families of emoji, Arabic), never by themselves."""
_LAST_BMP = 0xFFFF
_SEGMENTS, _GROUPS = 4, 12


@cache
def typefaces() -> typst.Fonts:
    """Ours alone, so that a document looks the same wherever it is made."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@cache
def covered() -> frozenset[str]:
    """Every character that at least one typeface can draw. Raises RuntimeError when set-up has not fetched them."""
    fonts = sorted(FONTS.glob("*.ttf"))
    if not fonts:
        raise RuntimeError(
            "the typefaces of documents are missing: run `make run` or `python hatch_build.py`"
        )
    return JOINERS.union(*(map(chr, _codes(path.read_bytes())) for path in fonts))


def drawable(text: str) -> str:
    """The text with a box for each character that no typeface has."""
    known = covered()
    return text if known.issuperset(text) else "".join(c if c in known else MISSING for c in text)


def _codes(font: bytes) -> Iterator[int]:
    """The characters in a font's `cmap` (OpenType, formats 4 and 12)."""
    (count,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * n) for n in range(count))
    start = next(offset for tag, _sum, offset, _length in records if tag == b"cmap")
    (subtables,) = struct.unpack_from(">H", font, start + 2)
    for n in range(subtables):
        _platform, _encoding, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * n)
        (kind,) = struct.unpack_from(">H", font, start + offset)
        if kind == _GROUPS:
            yield from _grouped(font, start + offset)
        elif kind == _SEGMENTS:
            yield from _segmented(font, start + offset)


def _grouped(font: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">L", font, start + 12)
    for n in range(count):
        first, last, _glyph = struct.unpack_from(">LLL", font, start + 16 + 12 * n)
        yield from range(first, last + 1)


def _segmented(font: bytes, start: int) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">H", font, start + 6)
    ends = struct.unpack_from(f">{doubled // 2}H", font, start + 14)
    starts = struct.unpack_from(f">{doubled // 2}H", font, start + 16 + doubled)
    for first, last in zip(starts, ends, strict=True):
        yield from range(first, min(last, _LAST_BMP - 1) + 1)
