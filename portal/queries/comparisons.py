"""What changed between two submissions of a place. The copies never change, so what was once compared is remembered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from sqlalchemy import select

from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Submission
from portal.process.comparison import Comparison, compare_snapshots
from portal.process.schema import Process

REMEMBERED = 64
"""Comparisons kept in a process: a few hundred kilobytes each at the very most, usually a few."""
NUMBER_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Earlier:
    """A submission that came before, without its copy."""

    number: int
    state: str
    submitted_at: datetime


class Memory:
    """The newest of what was asked for; safe among threads. Two that ask for the same at once may both work."""

    def __init__(self, size: int) -> None:
        self._size, self._found, self._lock = size, OrderedDict[Hashable, Comparison](), Lock()

    def get(self, key: Hashable, make: Callable[[], Comparison]) -> Comparison:
        with self._lock:
            found = self._found.get(key)
            if found is not None:
                self._found.move_to_end(key)
        if found is None:
            found = make()
            with self._lock:
                self._found[key] = found
                while len(self._found) > self._size:
                    self._found.popitem(last=False)
        return found

    def __len__(self) -> int:
        return len(self._found)


memory = Memory(REMEMBERED)


def get_comparison(process: Process, since: Submission, submission: Submission, lang: str) -> Comparison:
    """What has changed from `since` to `submission`; both are loaded with their copies. No query."""
    # Ids begin anew when a database is restored or emptied; moments do not.
    key = (
        *((each.id, each.submitted_at) for each in (since, submission)),
        process.key,
        process.version,
        lang,
    )
    return memory.get(key, lambda: compare_snapshots(process, since.snapshot, submission.snapshot, lang))


def list_earlier(submission: Submission) -> list[Earlier]:
    """The submissions before this one, oldest first, those taken back included."""
    query = (
        select(Submission.number, Submission.state, Submission.submitted_at)
        .where(Submission.journey_id == submission.journey_id, Submission.number < submission.number)
        .order_by(Submission.number)
    )
    return [Earlier(*row) for row in db.session.execute(query)]


def choose_since(earlier: list[Earlier], asked: str) -> int | None:
    """The number to compare with: the one that was asked for; else the last that was decided; else the last. None
    where there is none. Raises NotFoundError for one that is no earlier submission."""
    if asked:
        numbers = {each.number for each in earlier}
        if asked.isascii() and asked.isdecimal() and len(asked) <= NUMBER_DIGITS and int(asked) in numbers:
            return int(asked)
        raise NotFoundError(N_("There is no such submission."))
    decided = [each.number for each in earlier if each.state == "decided"]
    last = decided or [each.number for each in earlier]
    return last[-1] if last else None
