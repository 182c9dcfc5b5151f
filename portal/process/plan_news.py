"""What is new in an edition, as its documents tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.process.edition_news import Changed, EditionNews, Move


@dataclass(frozen=True, slots=True)
class News:
    """What is new since the edition `since` of that day; the rest is as `EditionNews` has it."""

    since: int
    day: date
    goals: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    moved: tuple[Move, ...] = ()
    changed: tuple[Changed, ...] = ()
    progress: tuple[str, ...] = ()
    removed: int = 0
    parts: tuple[str, ...] = ()


def news_since(number: int, day: date, found: EditionNews) -> News | None:
    """None where nothing is new since the edition of that number and day."""
    if found.is_empty:
        return None
    return News(
        since=number,
        day=day,
        goals=tuple(found.goals),
        actions=tuple(found.actions),
        moved=tuple(found.moved),
        changed=tuple(found.changed),
        progress=tuple(found.progress),
        removed=found.removed,
        parts=tuple(found.parts),
    )
