"""The team's pictures as blocks, each with what it shows in words; one that cannot be shown is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from portal.documents.blocks import Block, Image, Paragraph
from portal.documents.words import say
from portal.errors import N_
from portal.process.document import Cell
from portal.process.photos import is_photo
from portal.process.plan_document import PlanDocument
from portal.process.shown import Shown, ShownFile
from portal.text import is_seen


def has_images(shown: Shown | None) -> bool:
    return shown is not None and any(is_photo(file.media_type) for file in shown.files)


def images(shown: Shown | None, asked: str, document: PlanDocument) -> Iterator[Block]:
    """The pictures of an answer; `asked` is its question, which names one that nobody has described."""
    for file in shown.files if shown is not None else ():
        if is_photo(file.media_type):
            yield _image(file, asked, document)


def images_of(cells: Iterable[Cell | None], name: str, document: PlanDocument) -> Iterator[Block]:
    """The pictures of a row that is called `name`."""
    for cell in cells:
        if cell is not None:
            yield from images(cell.shown, f"{name}, {cell.column.label}", document)


def numbered(blocks: Iterable[Block], lang: str) -> Iterator[Block]:
    """The blocks with the pictures counted from 1."""
    number = 0
    for block in blocks:
        if isinstance(block, Image):
            number += 1
            words = N_("Picture %(number)s. %(caption)s")
            yield replace(block, caption=say(lang, words, number=number, caption=block.caption))
        else:
            yield block


def _image(file: ShownFile, asked: str, document: PlanDocument) -> Block:
    photo, name = document.photos.get(file.sha256 or ""), file.name or ""
    said = file.alt if is_seen(file.alt) else f"{name}, {asked}"
    if photo is None:
        words = N_("The picture “%(name)s” cannot be shown here: %(said)s")
        return Paragraph((say(document.lang, words, name=name, said=said),))
    return Image(said, said, photo)
