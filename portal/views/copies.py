"""Frozen copies as pages show them: they never change, so what is made of one is kept, in each process, for the next
reader. It is found by the copy's own text: nothing has to tell when it is out of date."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from portal.process.action_progress import Progress, read_progress
from portal.process.definitions import find_definition
from portal.process.document import Document
from portal.process.edition_news import EditionNews, news_of
from portal.process.frozen import FrozenCopy, thaw
from portal.process.plan import Plan, plan_of
from portal.process.schema import Process
from portal.process.sheets import Sheet, documents, sheets_of

KEPT = 16
"""Copies of each sort; what is made of one takes about a megabyte."""

Definition = tuple[str, int]
"""Key and version."""


@lru_cache(KEPT)
def sheets_in(
    definition: Definition, text: str, lang: str, before: str | None = None, asked: tuple[str, ...] = ()
) -> tuple[Sheet, ...]:
    """The sheets of a submission; `before` is the copy of the one before it."""
    old = json.loads(before) if before is not None else None
    return sheets_of(find_definition(*definition), json.loads(text), lang, before=old, asked=asked)


@lru_cache(KEPT)
def document_in(definition: Definition, text: str, lang: str) -> Document:
    """A submission as a document to read."""
    return documents(find_definition(*definition), json.loads(text), lang)


@lru_cache(KEPT)
def edition_in(text: str) -> tuple[Process, FrozenCopy, Mapping[str, Any]]:
    """An edition with the definition that it pins, and what the place was called then."""
    snapshot = json.loads(text)
    copy = thaw(snapshot["copy"])
    return find_definition(copy.definition_key, copy.definition_version), copy, snapshot["place"]


@lru_cache(KEPT)
def plan_in(text: str, lang: str) -> tuple[Plan, Mapping[str, Any]]:
    """The plan of an edition, and what the place was called then."""
    process, copy, named = edition_in(text)
    return plan_of(process, copy, lang, progress_in(text)), named


def progress_in(text: str) -> Mapping[int, tuple[Progress, ...]]:
    """The notes of progress that an edition holds, by action."""
    return read_progress(json.loads(text))


@lru_cache(KEPT)
def news_in(before: str, after: str, lang: str) -> EditionNews:
    """What is new in an edition, against an older one."""
    process, copy, _named = edition_in(after)
    news = news_of(process, edition_in(before)[1], copy, lang)
    told, known = plan_in(after, lang)[0].actions, progress_in(before)
    heard = [action.title for action in told if set(action.progress) - set(known.get(action.id, ()))]
    news.progress = [title for title in heard if title not in news.actions]
    return news
