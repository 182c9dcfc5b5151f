"""A plan as PDF: tagged (PDF/UA-1 is checked while it is made), A4, with a front page, contents and page numbers."""

from __future__ import annotations

import ast
import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import typst

from portal.documents.blocks import Block, Image, Layout, Table, Timeline
from portal.documents.glyphs import MISSING, drawable, typefaces
from portal.documents.spans import drawn
from portal.documents.widths import shares
from portal.documents.words import say
from portal.errors import N_
from portal.text import clean, unbroken

TEMPLATE = Path(__file__).with_name("plan.typ")
PICTURE = TEMPLATE.with_name("timeline_picture.typ")
PIXELS_PER_INCH = 160
REGIONS = {"sv": "SE", "en": "GB"}
ATTEMPTS = 20
"""Characters that all typefaces know and that still cannot be drawn where they stand are few: an accent on a letter of
another script."""

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{photo.width}" height="{photo.height}">'
    '<image width="{photo.width}" height="{photo.height}" href="data:{photo.media_type};base64,{data}"/></svg>'
)
_BEFORE_NUMBER = re.compile(
    r"(?<=§) | (?=§ ?\d)|(?<=\b[A-ZÅÄÖ]{2}) (?=\d)|(?<=\b[A-ZÅÄÖ]{3}) (?=\d)|(?<=\b[A-ZÅÄÖ]{4}) (?=\d)"
)
"""As in KS § 12 and KS 2026/124."""
_NAMED = re.compile(r'the text (?:contains the disallowed codepoint )?`("(?:[^"\\]|\\.)*")`')


def write(layout: Layout) -> bytes:
    data = _data(layout)
    for _attempt in range(ATTEMPTS):
        try:
            return _compile(data, layout)
        except typst.TypstError as error:
            named = _named(str(error))
            if not named:
                raise
            data = _each_text(data, partial(_without, named=named))
    return _compile(_each_text(data, _plainest), layout)


def _compile(data: Mapping[str, Any], layout: Layout) -> bytes:
    day = layout.day
    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=typefaces(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False), "pictures": _pictures(layout)},
        pdf_standards=["ua-1"],
        timestamp=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
    )


def timeline_pictures(timeline: Timeline, lang: str) -> list[tuple[bytes, str]]:
    """The timeline as PNG, as many as it takes, each with what it says in words."""
    found = _each_text(drawn(timeline, lang), lambda text: drawable(_tidy(text)))
    return [
        (_draw({"lang": lang, "ticks": found["ticks"], "spans": part["spans"]}), str(part["told"]))
        for part in found["parts"]
    ]


def _draw(data: Mapping[str, Any]) -> bytes:
    made: Any = typst.compile(
        PICTURE,
        root=PICTURE.parent,
        font_paths=typefaces(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="png",
        ppi=PIXELS_PER_INCH,
    )
    return bytes(made)


def _data(layout: Layout) -> dict[str, Any]:
    """Everything that the template shows, each text such that it can be drawn."""
    data: dict[str, Any] = {
        "lang": layout.lang,
        "region": REGIONS.get(layout.lang, "SE"),
        "day": [layout.day.year, layout.day.month, layout.day.day],
        "title": layout.title,
        "kind": layout.kind,
        "place": layout.place,
        "municipality": layout.municipality,
        "edition": layout.edition,
        "receipt": layout.receipt,
        "behind": {"title": layout.behind[0], "names": layout.behind[1]},
        "vision": layout.vision,
        "contents": layout.contents,
        "sheet": [_block(block, layout) | {"type": type(block).__name__.lower()} for block in layout.sheet],
        "blocks": [_block(block, layout) | {"type": type(block).__name__.lower()} for block in layout.blocks],
        "note": "",
    }
    written = _each_text(data, lambda text: drawable(_tidy(text)))
    if written != _each_text(data, _tidy):
        words = N_("A character that the typeface does not have is shown as %(box)s. The web page has it.")
        written["note"] = say(layout.lang, words, box=MISSING)
    _named_all(written["blocks"])
    return written


def _block(block: Block, layout: Layout) -> dict[str, Any]:
    if isinstance(block, Timeline):
        return drawn(block, layout.lang)
    if isinstance(block, Image):
        ratio, at = block.photo.width / block.photo.height, _images(layout).index(block)
        return {"caption": block.caption, "alt": block.alt, "ratio": ratio, "at": at}
    found = asdict(block)
    if isinstance(block, Table):
        found["widths"] = block.widths or shares((block.heads, *block.rows))
    if "fields" in found:
        found["fields"] = [{"title": title, "items": items} for title, items in found["fields"]]
    return found


def _images(layout: Layout) -> list[Image]:
    return [block for block in layout.blocks if isinstance(block, Image)]


def _pictures(layout: Layout) -> str:
    """The pictures in their order. Only text comes in, so each is wrapped in an SVG; typst takes it out unchanged."""
    photos = [block.photo for block in _images(layout)]
    return json.dumps([_SVG.format(photo=photo, data=b64encode(photo.content).decode()) for photo in photos])


def _named_all(blocks: list[dict[str, Any]]) -> None:
    """A heading of which nothing can be drawn has a dash: one without words would refuse the whole document."""
    for block in blocks:
        if block["type"] == "title" and not block["text"].strip():
            block["text"] = "–"


def _tidy(text: str) -> str:
    """Without what nobody sees, with plain spaces and line breaks; what belongs to a number stays with it."""
    plain = _BEFORE_NUMBER.sub("\u00a0", unbroken(clean(text).replace("\t", " ")))
    return "\n".join(plain.splitlines())


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _each_text(each, change) for key, each in value.items()}
    return [_each_text(each, change) for each in value] if isinstance(value, list | tuple) else value


def _named(message: str) -> str:
    """The text that typst says it cannot draw; it writes strings as Rust does."""
    found = _NAMED.search(message)
    if found is None:
        return ""
    escaped = re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: f"\\U{int(m[1], 16):08x}", found[1])
    return str(ast.literal_eval(escaped))


def _without(text: str, named: str) -> str:
    return text.replace(named, MISSING) if named != MISSING else text


def _plainest(text: str) -> str:
    """The last way out: Latin letters only, so that there is a document at all."""
    return "".join(c if c < "\u0250" or c == "\n" else MISSING for c in text)
