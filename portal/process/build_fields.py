"""Questions, columns and options from their tables; what one kind may carry and another may not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from portal.process.limits import default_limit
from portal.process.reader import Table
from portal.process.schema import Audience, Column, Example, Kind, Need, Option, Question, Term, When

OptionLists = Mapping[str, tuple[Option, ...]]

_TONES = ("good", "warn", "bad", "none")
_ONLY_FOR: dict[str, tuple[Kind, ...]] = {
    "options": (Kind.CHOICE, Kind.CHOICES),
    "unit": (Kind.NUMBER,),
    "register": (Kind.REFERENCE,),
    "many": (Kind.REFERENCE,),
    "minimum": (Kind.NUMBER, Kind.YEAR),
    "maximum": (Kind.NUMBER, Kind.YEAR),
    "why": (Kind.YES_NO,),
    "limit": (
        Kind.SHORT_TEXT,
        Kind.LONG_TEXT,
        Kind.CHOICES,
        Kind.YES_NO,
        Kind.LINK,
        Kind.ATTACHMENT,
        Kind.REFERENCE,
    ),
}


def refuse_repeats(table: Table, name: str, keys: Iterable[str]) -> None:
    """Refuses a list in which a key stands twice."""
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            table.refuse(name, f"the key “{key}” stands twice")
        seen.add(key)


def build_example(table: Table | None) -> Example | None:
    if table is None:
        return None
    example = Example(text=table.text("text"), source=table.find_text("source"))
    table.done()
    return example


def build_terms(tables: Iterable[Table]) -> tuple[Term, ...]:
    return tuple(_build_term(table) for table in tables)


def build_options(table: Table, name: str) -> tuple[Option, ...]:
    """A list of at least one option, each with its own key."""
    options = tuple(_build_option(each) for each in table.tables(name))
    if not options:
        table.refuse(name, "needs at least one option")
    refuse_repeats(table, name, (option.key for option in options))
    if any(option.synonyms for option in options):
        refuse_repeats(table, name, (word for option in options for word in words_for(option)))
    return options


def words_for(part: Column | Option) -> frozenset[str]:
    """What a table may say for it, in small letters: its label in both languages and its synonyms."""
    return frozenset(word.casefold() for word in (part.label.sv, part.label.en, *part.synonyms))


def build_question(table: Table, section: str, lists: OptionLists) -> Question:
    question = Question(
        key=f"{section}.{table.key('question')}",
        need=table.word("need", Need),
        guidance=table.find_text("guidance"),
        example=build_example(table.find_table("example")),
        **_shared(table, lists),
    )
    table.done()
    return question


def build_column(table: Table, register: str, lists: OptionLists) -> Column:
    column = Column(
        key=f"{register}.{table.key('key')}",
        need=table.find_word("need", Need, Need.CORE),
        required=table.flag("required", False),
        when=_build_when(table.find_table("when")),
        synonyms=table.find_strings("synonyms"),
        **_shared(table, lists),
    )
    if column.required and not column.is_core:
        table.refuse("required", "a required column is core")
    table.done()
    return column


def _build_term(table: Table) -> Term:
    term = Term(word=table.text("word"), meaning=table.text("meaning"))
    table.done()
    return term


def _build_option(table: Table) -> Option:
    tone = table.find_string("tone") or "none"
    if tone not in _TONES:
        table.refuse("tone", f"“{tone}” is none of {', '.join(_TONES)}")
    option = Option(
        key=table.key("key"),
        label=table.text("label"),
        hint=table.find_text("hint"),
        tone=tone,
        role=table.key("role") if "role" in table else None,
        ended=table.flag("ended", False),
        synonyms=table.find_strings("synonyms"),
    )
    table.done()
    return option


def _build_when(table: Table | None) -> When | None:
    if table is None:
        return None
    when = When(column=table.key("column"), values=table.strings("values"))
    table.done()
    return when


def _shared(table: Table, lists: OptionLists) -> dict[str, Any]:
    """What questions and columns have in common, as keyword arguments."""
    kind = table.word("kind", Kind)
    for name, kinds in _ONLY_FOR.items():
        if name in table and kind not in kinds:
            table.refuse(name, f"has no meaning for the kind {kind}")
    options = _options(table, lists) if kind in _ONLY_FOR["options"] else ()
    many = table.flag("many", False)
    if kind is Kind.REFERENCE and "limit" in table and not many:
        table.refuse("limit", "a reference that is not many chooses one")
    minimum, maximum = table.find_number("minimum"), table.find_number("maximum")
    if minimum is not None and maximum is not None and minimum > maximum:
        table.refuse("minimum", "is greater than the maximum")
    return {
        "kind": kind,
        "label": table.text("label"),
        "audience": table.word("audience", Audience),
        "hint": table.find_text("hint"),
        "options": options,
        "unit": table.find_text("unit"),
        "register": table.string("register") if kind is Kind.REFERENCE else None,
        "many": many,
        "limit": table.find_whole("limit", 0, 1) or default_limit(kind, options=len(options), many=many),
        "minimum": minimum,
        "maximum": maximum,
        "why": table.find_text("why"),
        "role": table.key("role") if "role" in table else None,
        "read_as": table.find_text("read_as"),
    }


def _options(table: Table, lists: OptionLists) -> tuple[Option, ...]:
    if not table.holds_word("options"):
        return build_options(table, "options")
    name = table.string("options")
    if name not in lists:
        table.refuse("options", f"no list of options is called “{name}”")
    return lists[name]
