"""One value as a template shows it: typed, in one language, with options, rows and files named."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from portal.process.material import Value, files_in, has_value, rows_in, words_in
from portal.process.photos import is_photo
from portal.process.prose import Block, blocks_of
from portal.process.schema import Field, Kind

_LINK_STARTS = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class ShownOption:
    """A chosen option; `tone` as in the definition."""

    key: str
    label: str
    tone: str = "none"


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row that a reference points to; without a `label` it is not for this reader, or gone."""

    id: int
    label: str | None


@dataclass(frozen=True, slots=True)
class ShownFile:
    """An attachment: `size` in bytes, `alt` what a picture shows. Without a `name` it is not for this reader, or gone.

    Another description of the same file is no change of the answer.
    """

    id: str
    name: str | None
    size: int | None = None
    media_type: str | None = None
    sha256: str | None = None
    alt: str = field(default="", compare=False)

    @property
    def is_picture(self) -> bool:
        """Whether a page can show it in place."""
        return bool(self.name) and is_photo(self.media_type)


@dataclass(frozen=True, slots=True)
class Shown:
    """A value by `kind`: texts in `text` (long ones also as `blocks`), numbers and years in `number` with `unit`, a
    date in `day`, choices in `options`, yes/no in `yes` with `why`, a link in `link`, references in `rows`, attachments
    in `files`. A link whose address is not http(s) has only `text`."""

    kind: Kind
    text: str = ""
    blocks: tuple[Block, ...] = ()
    number: int | float | None = None
    unit: str | None = None
    day: date | None = None
    options: tuple[ShownOption, ...] = ()
    yes: bool | None = None
    why: str = ""
    link: str | None = None
    rows: tuple[ShownRow, ...] = ()
    files: tuple[ShownFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Naming:
    """What names rows and files for this reader, and the language of it all."""

    lang: str
    labels: Mapping[int, str]
    files: Mapping[str, Mapping[str, Any]]


def show(field: Field, value: Value, naming: Naming) -> Shown | None:
    """None for what is unanswered. A value of the wrong shape (of an older definition) is shown as its text."""
    if not has_value(value):
        return None
    return _SHOWN[field.kind](field, value, naming)


def _text(field: Field, value: Value, _naming: Naming) -> Shown:
    text = str(value).strip()
    return Shown(field.kind, text=text, blocks=blocks_of(text) if field.kind is Kind.LONG_TEXT else ())


def _number(field: Field, value: Value, naming: Naming) -> Shown:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return _text(field, value, naming)
    unit = field.unit.of(naming.lang) if field.unit else None
    return Shown(field.kind, text=str(value), number=value, unit=unit)


def _date(field: Field, value: Value, naming: Naming) -> Shown:
    shown = _text(field, value, naming)
    try:
        return replace(shown, day=date.fromisoformat(shown.text))
    except ValueError:
        return shown


def _options(field: Field, value: Value, naming: Naming) -> Shown:
    words = words_in(value)
    known = tuple(option for option in field.options if option.key in words)
    chosen = tuple(ShownOption(o.key, o.label.of(naming.lang), o.tone) for o in known)
    stray = sorted(words - {option.key for option in known})
    chosen += tuple(ShownOption(word, word) for word in stray)
    return Shown(field.kind, text=", ".join(option.label for option in chosen), options=chosen)


def _yes_no(field: Field, value: Value, naming: Naming) -> Shown:
    if not isinstance(value, dict):
        return _text(field, value, naming)
    why = str(value.get("why") or "").strip()
    return Shown(field.kind, text="yes" if value.get("yes") else "no", yes=bool(value.get("yes")), why=why)


def _link(field: Field, value: Value, naming: Naming) -> Shown:
    shown = _text(field, value, naming)
    safe = shown.text.lower().startswith(_LINK_STARTS)
    return replace(shown, link=shown.text if safe else None)


def _references(field: Field, value: Value, naming: Naming) -> Shown:
    rows = tuple(ShownRow(row, naming.labels.get(row)) for row in rows_in(value))
    return Shown(field.kind, text=", ".join(row.label for row in rows if row.label), rows=rows)


def _attachments(field: Field, value: Value, naming: Naming) -> Shown:
    files = tuple(_file(each, naming.files.get(each, {})) for each in files_in(value))
    return Shown(field.kind, text=", ".join(file.name for file in files if file.name), files=files)


def _file(key: str, known: Mapping[str, Any]) -> ShownFile:
    return ShownFile(
        key,
        known.get("name"),
        known.get("size"),
        known.get("media_type"),
        known.get("sha256"),
        known.get("alt") or "",
    )


_SHOWN: dict[Kind, Callable[[Field, Value, Naming], Shown]] = {
    Kind.SHORT_TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.NUMBER: _number,
    Kind.YEAR: _number,
    Kind.DATE: _date,
    Kind.CHOICE: _options,
    Kind.CHOICES: _options,
    Kind.YES_NO: _yes_no,
    Kind.LINK: _link,
    Kind.ATTACHMENT: _attachments,
    Kind.REFERENCE: _references,
}
