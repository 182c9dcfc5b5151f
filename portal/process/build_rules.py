"""Rules from their tables: exactly one rule word, and words for both outcomes beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from portal.process.reader import Table
from portal.process.rules import (
    FACTS,
    AllOf,
    Answered,
    AnyOf,
    Covers,
    Distinct,
    EachReferred,
    EachRow,
    Fact,
    Judged,
    Outside,
    Rows,
    Rule,
    SectionDone,
    Ticked,
)
from portal.process.schema import Text

_PLACEHOLDER = re.compile(r"\{([^}]*)\}?")
_KNOWN_PLACEHOLDERS = ("count", "needed")


def build_rule(table: Table) -> Rule:
    """Raises DefinitionError for no rule word, two of them, or an unknown one."""
    words = [word for word in table if word in _BUILDERS]
    if not words:
        unknown = next((word for word in table if word not in ("met", "missing", "link")), "")
        table.refuse(unknown, f"unknown rule; known: {', '.join(_BUILDERS)}")
    if len(words) > 1:
        table.refuse(words[1], f"a rule has one rule word, here are {' and '.join(words)}")
    rule = _BUILDERS[words[0]](table, words[0])
    table.done()
    return rule


def _leaf(table: Table) -> dict[str, Any]:
    met, missing = table.find_text("met"), table.find_text("missing")
    for name, text in (("met", met), ("missing", missing)):
        _check_placeholders(table, name, text)
    return {"met": met, "missing": missing, "link": table.find_string("link")}


def _check_placeholders(table: Table, name: str, text: Text | None) -> None:
    if text is None:
        return
    for words in (text.sv, text.en):
        for found in _PLACEHOLDER.finditer(words):
            if found.group(1) not in _KNOWN_PLACEHOLDERS or not found.group().endswith("}"):
                table.refuse(name, f"only {{count}} and {{needed}} are filled in, not {found.group()}")


def _rows(table: Table, word: str) -> Rule:
    inner = table.table(word)
    where = inner.find_table("where")
    rule = Rows(
        register=inner.string("register"),
        at_least=inner.find_whole("at_least", 1, 1),
        where={column: where.strings(column) for column in where} if where else {},
        filled=inner.find_strings("filled"),
        presets=inner.find_strings("presets"),
        **_leaf(table),
    )
    inner.done()
    return rule


def _distinct(table: Table, word: str) -> Rule:
    inner = table.table(word)
    rule = Distinct(
        register=inner.string("register"),
        column=inner.string("column"),
        at_least=inner.whole("at_least", 1),
        through=inner.find_string("through"),
        **_leaf(table),
    )
    inner.done()
    return rule


def _outside(table: Table, word: str) -> Rule:
    inner = table.table(word)
    rule = Outside(
        register=inner.string("register"),
        column=inner.string("column"),
        question=inner.string("question"),
        at_least=inner.find_whole("at_least", 1, 1),
        **_leaf(table),
    )
    inner.done()
    return rule


def _covers(table: Table, word: str) -> Rule:
    inner = table.table(word)
    rule = Covers(
        register=inner.string("register"),
        column=inner.string("column"),
        values=inner.strings("values"),
        **_leaf(table),
    )
    inner.done()
    return rule


def _each_row(table: Table, word: str) -> Rule:
    inner = table.table(word)
    rule = EachRow(register=inner.string("register"), filled=inner.strings("filled"), **_leaf(table))
    inner.done()
    return rule


def _each_referred(table: Table, word: str) -> Rule:
    inner = table.table(word)
    rule = EachReferred(
        register=inner.string("register"),
        by_register=inner.string("by_register"),
        by_column=inner.string("by_column"),
        **_leaf(table),
    )
    inner.done()
    return rule


def _fact(table: Table, word: str) -> Rule:
    name = table.string(word)
    if name not in FACTS:
        table.refuse(word, f"“{name}” is none of {', '.join(sorted(FACTS))}")
    return Fact(name=name, **_leaf(table))


def _several(table: Table, word: str) -> tuple[Rule, ...]:
    rules = tuple(build_rule(each) for each in table.tables(word))
    if not rules:
        table.refuse(word, "needs at least one rule")
    return rules


_BUILDERS: dict[str, Callable[[Table, str], Rule]] = {
    "answered": lambda table, word: Answered(question=table.string(word), **_leaf(table)),
    "section_done": lambda table, word: SectionDone(section=table.string(word), **_leaf(table)),
    "rows": _rows,
    "distinct": _distinct,
    "outside": _outside,
    "judged": lambda table, word: Judged(register=table.string(word), **_leaf(table)),
    "covers": _covers,
    "each_row": _each_row,
    "each_referred": _each_referred,
    "ticked": lambda table, word: Ticked(item=table.string(word), **_leaf(table)),
    "fact": _fact,
    "all": lambda table, word: AllOf(_several(table, word)),
    "any": lambda table, word: AnyOf(_several(table, word)),
}
