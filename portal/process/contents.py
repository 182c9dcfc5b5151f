"""What an edition of a plan holds, in short: its actions, which of them ask something of the municipality and since
when, and how many goals it has by theme. Stored with the edition, so that lists need not read whole plans.

An action asks when the column with the role `needs` says something. Where no action says so, or the definition has no
such column, nobody can tell: then every action asks.

An answer holds for the words that it was given to: where an action is called something else since, or needs something
else, it waits again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from portal.process.material import Entry, Material, Value, words_in
from portal.process.schema import Process, Register

TITLE_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Listed:
    """An action of an edition. `since`: the day of the first edition in which it asked; None where it does not. `need`:
    what it asks for."""

    id: int
    title: str
    since: date | None
    need: str = ""

    @property
    def words(self) -> str:
        """What an answer to it is given to."""
        return f"{self.title}\n{self.need}"

    @property
    def mark(self) -> str:
        """Short for the words: a form carries it, to tell what its reader saw."""
        return sha256(self.words.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Contents:
    """`goals`: how many by theme; the key is empty for those without one. `goal_rows`: which they
    are; None in an edition that is older than this note of them."""

    actions: tuple[Listed, ...]
    goals: Mapping[str, int]
    goal_rows: frozenset[int] | None = None

    @property
    def asking(self) -> tuple[Listed, ...]:
        return tuple(each for each in self.actions if each.since is not None)

    @property
    def silent(self) -> frozenset[int]:
        """The rows of actions that ask for nothing."""
        return frozenset(each.id for each in self.actions if each.since is None)

    def new_actions(self, before: Contents) -> frozenset[int]:
        """The rows of actions that were not in an edition before it."""
        return frozenset(each.id for each in self.actions) - {each.id for each in before.actions}

    def new_goals(self, before: Contents) -> frozenset[int]:
        """The rows of goals that were not; none where nobody can tell."""
        if self.goal_rows is None or before.goal_rows is None:
            return frozenset()
        return self.goal_rows - before.goal_rows

    def waiting(self, answered: Mapping[int, str]) -> tuple[Listed, ...]:
        """The actions that ask and have no answer to what they say here. `answered`: by row, the words that its latest
        answer was given to."""
        return tuple(each for each in self.asking if answered.get(each.id) != each.words)

    def action(self, row_id: int) -> Listed | None:
        return next((each for each in self.actions if each.id == row_id), None)


def contents_of(
    process: Process, material: Material, day: date, before: Contents | None = None
) -> dict[str, Any]:
    """As JSON. `material`: what the edition holds; `day`: of the edition; `before`: of the edition before it."""
    actions, goals = process.register_with_role("actions"), process.register_with_role("goals")
    listed = material.entries(actions.key) if actions is not None else ()
    asking, needs = asking_in(actions, listed), needs_in(actions, listed)
    asked = {each.id: each.since for each in before.asking} if before is not None else {}
    themes: Counter[str] = Counter()
    aims = material.entries(goals.key) if goals is not None else ()
    if goals is not None:
        theme = _with_role(goals, "theme")
        themes.update(_word(entry, theme) for entry in aims)
    return {
        "actions": [
            {
                "id": entry.id,
                "title": _title(actions, entry),
                "since": (asked.get(entry.id) or day).isoformat() if entry.id in asking else None,
                "need": needs[entry.id],
            }
            for entry in listed
        ],
        "goals": dict(themes),
        "goal_rows": [entry.id for entry in aims],
    }


def read_contents(stored: Mapping[str, Any]) -> Contents:
    """From JSON; an edition without any has nothing in it."""
    rows = stored.get("goal_rows")
    return Contents(
        actions=tuple(
            Listed(
                each["id"],
                each["title"],
                date.fromisoformat(each["since"]) if each["since"] else None,
                each.get("need", ""),
            )
            for each in stored.get("actions", ())
        ),
        goals=stored.get("goals", {}),
        goal_rows=frozenset(rows) if rows is not None else None,
    )


def is_answered(contents: Contents, answered: Mapping[int, str]) -> bool:
    """Whether something is asked, and each such action has an answer to what it says."""
    return bool(contents.asking) and not contents.waiting(answered)


def listed_now(register: Register, entries: Sequence[Entry], row: int) -> Listed | None:
    """What an action is called and needs as it is written now: of an edition that is not made yet, so it asks since no
    day."""
    needs = needs_in(register, entries)
    return next((Listed(e.id, _title(register, e), None, needs[e.id]) for e in entries if e.id == row), None)


def asking_in(register: Register | None, entries: Sequence[Entry]) -> frozenset[int]:
    """The rows of actions that ask something of the municipality; all of them, where none says what it needs."""
    needs = _with_role(register, "needs") if register is not None else None
    found = frozenset(entry.id for entry in entries if needs is not None and _needs(entry, needs))
    return found or frozenset(entry.id for entry in entries)


def needs_in(register: Register | None, entries: Sequence[Entry]) -> dict[int, str]:
    """By row, what each action says that it needs: its text, or the options that are chosen."""
    needs = _with_role(register, "needs") if register is not None else None
    return {entry.id: _need(entry.values.get(needs)) if needs is not None else "" for entry in entries}


def _need(value: Value) -> str:
    return " ".join((value if isinstance(value, str) else ", ".join(sorted(words_in(value)))).split())


def _needs(entry: Entry, column: str) -> bool:
    """Something is written there; a yes/no says yes."""
    return entry.filled(column) and words_in(entry.values[column]) != {"no"}


def _with_role(register: Register, role: str) -> str | None:
    return next((column.name for column in register.columns if column.role == role), None)


def _word(entry: Entry, column: str | None) -> str:
    value = entry.values.get(column) if column is not None else None
    return value if isinstance(value, str) else ""


def _title(register: Register | None, entry: Entry) -> str:
    value = entry.values.get(register.title_column) if register is not None and register.title_column else ""
    return (value if isinstance(value, str) and value else f"{entry.id}")[:TITLE_LIMIT]
