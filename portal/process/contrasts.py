"""How one value became another, for every kind: texts word by word, lists entry by entry, the rest in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from portal.process.material import Value, has_value
from portal.process.schema import Field, Kind
from portal.process.shown import Naming, Shown, show
from portal.process.wording import Became, Piece, compare_words

TEXTS = (Kind.SHORT_TEXT, Kind.LONG_TEXT)
LISTS = (Kind.CHOICES, Kind.REFERENCE, Kind.ATTACHMENT)
AROUND = 120
"""Characters of what stayed the same that are shown beside a change."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list: an option, a row, a file (`key` as text). Without a `label` it is not for this reader."""

    became: Became
    key: str
    label: str | None


@dataclass(frozen=True, slots=True)
class Contrast:
    """`pieces` for texts (of a yes/no: its explanation), `items` for lists; everything else is `before` and `after`."""

    field: Field
    before: Shown | None
    after: Shown | None
    pieces: tuple[Piece, ...] = ()
    items: tuple[Item, ...] = ()

    @property
    def brief(self) -> tuple[Piece, ...]:
        """The pieces, without most of what stayed the same."""
        return excerpt(self.pieces)


def contrast(field: Field, before: Value, after: Value, naming: Naming) -> Contrast | None:
    """None when both say the same."""
    old, new = show(field, before, naming), show(field, after, naming)
    if _plain(before) == _plain(after):
        return None
    if field.kind in TEXTS:
        return Contrast(field, old, new, compare_words(_text(old), _text(new)))
    if field.kind in LISTS:
        items = tuple(_items(_entries(old), _entries(new)))
        changed = any(item.became is not Became.KEPT for item in items)
        return Contrast(field, old, new, items=items) if changed else None
    if field.kind is Kind.YES_NO:
        whys = (old.why if old else "", new.why if new else "")
        return Contrast(field, old, new, compare_words(*whys) if whys[0] != whys[1] else ())
    return Contrast(field, old, new)


def contrast_rows(
    columns: Iterable[Field], before: Mapping[str, Value], after: Mapping[str, Value], naming: Naming
) -> tuple[Contrast, ...]:
    """The columns that differ, in the register's order."""
    found = (contrast(c, before.get(c.name), after.get(c.name), naming) for c in columns)
    return tuple(each for each in found if each is not None)


def excerpt(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces with long stretches that stayed the same cut down to what stands beside a change."""
    last = len(pieces) - 1
    return tuple(
        Piece(piece.became, _cut(piece.text, from_start=place > 0, from_end=place < last))
        if piece.became is Became.KEPT and last > 0
        else piece
        for place, piece in enumerate(pieces)
    )


def _cut(text: str, *, from_start: bool, from_end: bool) -> str:
    """The text's beginning, its end or both, in whole words, with an ellipsis for what is left out."""
    if len(text) <= AROUND * 3:
        return text
    head = (text[:AROUND].rsplit(maxsplit=1) or [""])[0] if from_start else ""
    tail = (text[-AROUND:].split(maxsplit=1) or [""])[-1] if from_end else ""
    return f"{head} … {tail}"


def _plain(value: Value) -> Value:
    """Nothing, an empty text and an empty list are the same; so are texts that differ in outer blanks."""
    if not has_value(value):
        return None
    return value.strip() if isinstance(value, str) else value


def _text(shown: Shown | None) -> str:
    return shown.text if shown is not None else ""


def _entries(shown: Shown | None) -> dict[str, str | None]:
    if shown is None:
        return {}
    if shown.kind is Kind.REFERENCE:
        return {str(row.id): row.label for row in shown.rows}
    if shown.kind is Kind.ATTACHMENT:
        return {file.id: file.name for file in shown.files}
    return {option.key: option.label for option in shown.options}


def _items(old: Mapping[str, str | None], new: Mapping[str, str | None]) -> Iterator[Item]:
    for key, label in old.items():
        yield Item(Became.KEPT if key in new else Became.REMOVED, key, label)
    yield from (Item(Became.ADDED, key, label) for key, label in new.items() if key not in old)
