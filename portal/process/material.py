"""What a place has written, as plain values: the one input of progress, rules, readiness, copies and plans.

Shapes of a value, by kind (`portal.process.schema.Kind`); None or absent means unanswered:
short_text, long_text, link: str · number: int or float · year: int · date: "YYYY-MM-DD" · choice: option
key · choices: list of option keys · yes_no: {"yes": bool, "why": str} · attachment: list of attachment ids (str) ·
reference: list of row ids (int), also when only one may be chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from portal.text import is_seen

Value = Any
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Given:
    """An answer: a value, or a "not relevant here" with the word of why in `not_relevant`; never both."""

    value: Value = None
    not_relevant: str | None = None

    @property
    def is_given(self) -> bool:
        return self.not_relevant is not None or has_value(self.value)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a register; `values` is keyed by the column's short name."""

    id: int
    values: Mapping[str, Value]
    preset: str | None = None

    def filled(self, column: str) -> bool:
        return has_value(self.values.get(column))


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that rules may look at.

    `answers` is keyed by question key (and by register key, for a register marked as not relevant), `rows` by
    register key, in the order that people gave them. `ticks` holds the keys of checklist items that people have
    ticked. `facts` holds what the portal knows beside the answers; see `portal.process.rules.FACTS`.
    """

    answers: Mapping[str, Given] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    ticks: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    worked_out: dict[int, tuple[object, object, Any]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What has been worked out from it, see `work_out`."""

    def given(self, key: str) -> Given:
        return self.answers.get(key, Given())

    def entries(self, register: str) -> Sequence[Entry]:
        return self.rows.get(register, ())


def work_out(material: Material, rule: object, process: object, work: Callable[[], T]) -> T:
    """What a rule of a process comes to, worked out once: the material does not change, and neither does that."""
    found = material.worked_out.get(id(rule))
    # Of an object that is gone, another may have got the number.
    if found is None or found[0] is not rule or found[1] is not process:
        found = (rule, process, work())
        material.worked_out[id(rule)] = found
    result: T = found[2]
    return result


def has_value(value: Value) -> bool:
    """False for nothing, a text of which nothing shows, an empty list, and a yes/no without a choice; zero and "no" are
    values."""
    if value is None:
        return False
    if isinstance(value, str):
        return is_seen(value)
    if isinstance(value, list | tuple):
        return len(value) > 0
    if isinstance(value, dict):
        return value.get("yes") is not None
    return True


def words_in(value: Value) -> frozenset[str]:
    """What a choice, several choices or a yes/no says: option keys, or "yes" or "no"."""
    if isinstance(value, str):
        return frozenset({value})
    if isinstance(value, list | tuple):
        return frozenset(each for each in value if isinstance(each, str))
    if isinstance(value, dict) and value.get("yes") is not None:
        return frozenset({"yes" if value["yes"] else "no"})
    return frozenset()


def rows_in(value: Value) -> tuple[int, ...]:
    """The ids of the rows that a reference points to."""
    return tuple(each for each in value if isinstance(each, int)) if isinstance(value, list | tuple) else ()


def files_in(value: Value) -> tuple[str, ...]:
    """The ids of the attachments of an answer."""
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list | tuple) else ()
