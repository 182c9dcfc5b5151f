"""Parts of pages that are made of objects which never change: written once, and found again by the objects themselves.
Documents stand here, too, found by what they are made from.

Hundreds of cells are quicker to recognise by who they are than by what they say. What is kept holds its objects, so
that no other can come to stand where one of them stood.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

from flask import Flask, get_template_attribute
from markupsafe import Markup

from portal.process.photos import Photo
from portal.web.language import current_language

Key = tuple[tuple[int, ...], Hashable]
T = TypeVar("T")


class Shelf(Generic[T]):
    """At most `size` pieces of a page, those longest not asked for going first. Shared by the threads of a process.

    A piece is made once, however many ask for it at the same time. `weigh` and `most`: how much a piece takes, and how
    much all of them may; one that would take a quarter by itself is made but not kept.
    """

    def __init__(self, size: int, weigh: Callable[[T], int] = lambda _piece: 0, most: int = 0) -> None:
        self.size, self.weigh, self.most = size, weigh, most
        self._pieces: OrderedDict[Key, tuple[tuple[object, ...], T]] = OrderedDict()
        self._weight = 0
        self._making: dict[Key, Lock] = {}
        self._lock = Lock()

    def find(self, made_of: tuple[object, ...], beside: Hashable, make: Callable[[], T]) -> T:
        """The piece made of these very objects, and of what is equal to `beside`; else it is made now."""
        key = (tuple(id(each) for each in made_of), beside)
        with self._lock:
            found = self._look(key)
            if found is not None:
                return found[1]
            making = self._making.setdefault(key, Lock())
        with making:
            with self._lock:
                found = self._look(key)
            if found is not None:
                return found[1]
            try:
                piece = make()
                self._keep(key, made_of, piece)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return piece

    def _look(self, key: Key) -> tuple[object, T] | None:
        found = self._pieces.get(key)
        if found is not None:
            self._pieces.move_to_end(key)
        return found

    def _keep(self, key: Key, made_of: tuple[object, ...], piece: T) -> None:
        weight = self.weigh(piece)
        if weight > self.most // 4:
            return
        with self._lock:
            self._pieces[key] = (made_of, piece)
            self._weight += weight
            while len(self._pieces) > self.size or self._weight > self.most:
                _key, (_made_of, gone) = self._pieces.popitem(last=False)
                self._weight -= self.weigh(gone)


ITEMS: Shelf[Markup] = Shelf(1_000)
DOCUMENTS: Shelf[Markup] = Shelf(32)
PLANS: Shelf[Markup] = Shelf(32)
MEGABYTE = 2**20
PAPERS: Shelf[bytes] = Shelf(48, len, 64 * MEGABYTE)
"""Plans as PDF, DOCX and so on, found by what they say: about a tenth of a megabyte each without pictures."""
PHOTOS: Shelf[Photo | None] = Shelf(200, lambda photo: len(photo.content) if photo else 0, 32 * MEGABYTE)
"""Pictures as documents take them, found by their sha256."""
CARDS: Shelf[bytes] = Shelf(64)
"""Plans as pictures, a tenth of a megabyte each, found by edition and language: an edition never changes."""


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(frozen_item=frozen_item, frozen_document=frozen_document)


def frozen_item(now: Any, change: Any, files: str) -> Markup:
    """`frozen.item` of an answer or a table that is kept, with what has changed in it."""
    return ITEMS.find((now, change), (files, current_language()), lambda: _write("item", now, change, files))


def frozen_document(document: Any, files: str) -> Markup:
    """`frozen.document` of a document that is kept, without links to change it."""
    beside = (files, current_language())
    return DOCUMENTS.find((document,), beside, lambda: _write("document", document, files=files))


def _write(macro: str, *parts: Any, **more: Any) -> Markup:
    return Markup(get_template_attribute("macros/frozen.html", macro)(*parts, **more))  # noqa: S704  a macro's
