"""Registers from their tables: columns, presets and what the one says of the other."""

from __future__ import annotations

from portal.process.build_fields import OptionLists, build_column, build_example, refuse_repeats, words_for
from portal.process.build_pictures import build_picture, check_picture
from portal.process.reader import Table
from portal.process.schema import Column, Kind, Need, Preset, Register

_WITH_WORDS = (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO)


def build_register(table: Table, section: str | None, lists: OptionLists) -> Register:
    """A register of a section, or a place-wide one when `section` is None."""
    name = table.key("register")
    key = f"{section}.{name}" if section else name
    picture = table.find_table("picture")
    register = Register(
        key=key,
        title=table.text("title"),
        one=table.text("one"),
        columns=tuple(build_column(each, key, lists) for each in table.tables("columns")),
        need=table.word("need", Need),
        title_column=table.key("title_column"),
        intro=table.find_text("intro"),
        guidance=table.find_text("guidance"),
        example=build_example(table.find_table("example")),
        empty=table.find_text("empty"),
        add=table.find_text("add"),
        presets=tuple(_build_preset(each) for each in table.find_tables("presets")),
        tap=table.find_string("tap"),
        at_least=table.find_whole("at_least", 1, 1),
        own_rows=table.flag("own_rows", True),
        role=table.key("role") if "role" in table else None,
        picture=build_picture(picture),
    )
    table.done()
    _check_columns(table, register)
    _check_presets(table, register)
    check_picture(picture, register)
    return register


def words_of(column: Column) -> frozenset[str]:
    """What a rule or a `when` may look for in a column: option keys, or yes and no. Empty for other kinds."""
    if column.kind is Kind.YES_NO:
        return frozenset({"yes", "no"})
    return frozenset(option.key for option in column.options)


def _build_preset(table: Table) -> Preset:
    preset = Preset(
        key=table.key("key"),
        title=table.text("title"),
        need=table.word("need", Need),
        hint=table.find_text("hint"),
        hides=table.find_strings("hides"),
    )
    table.done()
    return preset


def _check_columns(table: Table, register: Register) -> None:
    if not register.columns:
        table.refuse("columns", "needs at least one column")
    refuse_repeats(table, "columns", (column.name for column in register.columns))
    refuse_repeats(table, "columns", (f"role {column.role}" for column in register.columns if column.role))
    if any(column.synonyms for column in register.columns):
        refuse_repeats(table, "columns", (word for column in register.columns for word in words_for(column)))
    if register.column(register.title_column) is None:
        table.refuse("title_column", f"there is no column “{register.title_column}”")
    for column in register.columns:
        _check_when(table, register, column)


def _check_when(table: Table, register: Register, column: Column) -> None:
    if column.when is None:
        return
    place = f"columns.{column.name}.when"
    decides = register.column(column.when.column)
    if decides is None or decides is column:
        table.refuse(place, f"there is no other column “{column.when.column}”")
    if decides.kind not in _WITH_WORDS:
        table.refuse(place, f"the column “{decides.name}” must be a choice, choices or yes/no")
    if not decides.audience.reaches(column.audience):
        table.refuse(place, f"who reads this column must be able to read “{decides.name}”, too")
    for value in column.when.values:
        if value not in words_of(decides):
            table.refuse(place, f"the column “{decides.name}” has no option “{value}”")


def _check_presets(table: Table, register: Register) -> None:
    if register.presets:
        refuse_repeats(table, "presets", (preset.key for preset in register.presets))
        _check_tap(table, register)
        if register.is_core and not any(preset.is_core for preset in register.presets):
            table.refuse("presets", "a core register needs a core preset")
    elif register.tap:
        table.refuse("tap", "has no meaning without presets")
    elif not register.own_rows:
        table.refuse("own_rows", "without presets and own rows there is nothing to fill in")


def _check_tap(table: Table, register: Register) -> None:
    tap = register.column(table.string("tap"))
    if tap is None or tap.kind is not Kind.CHOICE or tap.when:
        table.refuse("tap", "must be a column of the kind choice that is always shown")
    for column in register.columns:
        if column.required and not column.when and column.name not in (tap.name, register.title_column):
            table.refuse(
                f"columns.{column.name}.required", "a preset is answered with one tap and needs no more"
            )
