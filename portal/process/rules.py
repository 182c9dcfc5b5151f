"""The small language in which a definition says what counts as done: evidence of criteria and derived ticks.

Written in YAML as one key per rule, e.g. `rows: {register: anchoring.working_group.members, at_least: 3}`; `all`
and `any` hold lists. Each leaf may carry `met` and `missing` (texts with {count} and {needed}) and `link` (where to
mend it).
`portal.process.evidence` evaluates them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.process.fields import Text

FACTS = frozenset(
    {
        "contribution_asked",
        "contribution_answered",
        "contribution_confirmed",
        "plan_shared",
        "plan_read",
        "actions_answered",
    }
)
"""What the portal knows beside the answers: the municipality has been asked, has answered, has confirmed its
contribution; the plan has been shared with it, has been opened by it; each action of the newest edition that asks for
something has an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """What every single rule carries: words for both outcomes and where to mend it."""

    met: Text | None = None
    missing: Text | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Leaf):
    """A question is answered, or marked as not relevant here."""

    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionDone(Leaf):
    """Everything core of a section is done."""

    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows(Leaf):
    """At least so many rows whose columns have one of the values in `where` and are `filled`; with `presets`, only
    rows that stem from those."""

    register: str
    at_least: int = 1
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    filled: tuple[str, ...] = ()
    presets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Distinct(Leaf):
    """At least so many different values of a column; with `through`, of that column in the rows it refers to."""

    register: str
    column: str
    at_least: int
    through: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside(Leaf):
    """At least so many rows that refer to another row than the answer of a question does (outside the owner)."""

    register: str
    column: str
    question: str
    at_least: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged(Leaf):
    """Every core preset of a register has a value in its tap column."""

    register: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Covers(Leaf):
    """Each of the values occurs in a column of some row."""

    register: str
    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EachRow(Leaf):
    """There is a row, and every row has the columns filled."""

    register: str
    filled: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EachReferred(Leaf):
    """There is a row, and every row is referred to by a row of another register."""

    register: str
    by_register: str
    by_column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked(Leaf):
    """Somebody has ticked a checklist item."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Leaf):
    """One of FACTS holds."""

    name: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of the rules is met."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the rules is met."""

    rules: tuple[Rule, ...]


Rule = (
    Answered
    | SectionDone
    | Rows
    | Distinct
    | Outside
    | Judged
    | Covers
    | EachRow
    | EachReferred
    | Ticked
    | Fact
    | AllOf
    | AnyOf
)
