"""What documents are made of, once laid out: plain words in reading order, which every format writes in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.process.photos import Photo


@dataclass(frozen=True, slots=True)
class Title:
    """A heading of level 1 to 4; `number` of a chapter."""

    level: int
    text: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    items: tuple[str, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they name."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head; every row has as many cells as the head. `widths`: how the columns share a page of the PDF;
    without them it is by what stands there."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Fields:
    """A picture of named fields with their items, two by two (SWOT)."""

    title: str
    fields: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """How many rows have an answer, and which."""

    label: str
    count: int
    names: str


@dataclass(frozen=True, slots=True)
class Strips:
    """A picture of how the rows fall out."""

    title: str
    strips: tuple[Strip, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A bar of a timeline; at least one date is there. `when` says them in words, `kind` is done, now or plan."""

    name: str
    starts_on: date | None
    ends_on: date | None
    when: str
    kind: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A picture of when actions happen; `told` says it in words."""

    title: str
    spans: tuple[Span, ...]
    told: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the team's own; `alt` says what it shows."""

    caption: str
    alt: str
    photo: Photo


Block = Title | Paragraph | Points | Facts | Table | Fields | Strips | Timeline | Image


@dataclass(frozen=True, slots=True)
class Layout:
    """A document laid out: what its front page says, and its blocks. `sheet` goes before it all, in the PDF alone."""

    lang: str
    title: str
    kind: str
    place: str
    municipality: str
    edition: str
    receipt: str
    behind: tuple[str, tuple[str, ...]]
    vision: str
    contents: str
    day: date
    blocks: tuple[Block, ...]
    sheet: tuple[Block, ...] = ()
