"""Pictures from their tables, and whether their register has what they read."""

from __future__ import annotations

from portal.process.picture import Axis, Picture, PictureKind
from portal.process.reader import Table
from portal.process.registers import Register
from portal.process.schema import Column, Kind, Text

FIELDS = 4
LEVELS = range(2, 6)


def build_picture(table: Table | None) -> Picture | None:
    if table is None:
        return None
    kind = table.word("kind", PictureKind)
    is_matrix = kind is PictureKind.MATRIX
    picture = Picture(
        kind=kind,
        title=table.text("title"),
        empty=table.text("empty"),
        note=table.find_text("note"),
        by=None if is_matrix else table.key("by"),
        across=_build_axis(table.table("across")) if is_matrix else None,
        up=_build_axis(table.table("up")) if is_matrix else None,
        levels=tuple(_build_level(each) for each in table.tables("levels")) if is_matrix else (),
    )
    table.done()
    return picture


def check_picture(table: Table | None, register: Register) -> None:
    """Refuses a picture whose register lacks what it reads. `table` is that of the picture."""
    picture = register.picture
    if table is None or picture is None:
        return
    if picture.kind is PictureKind.MATRIX:
        _check_matrix(table, register, picture)
    else:
        _check_choice(table, register, picture)


def _build_axis(table: Table) -> Axis:
    axis = Axis(column=table.key("column"), name=table.text("name"))
    table.done()
    return axis


def _build_level(table: Table) -> Text:
    level = Text(sv=table.string("sv"), en=table.string("en"))
    table.done()
    return level


def _check_choice(table: Table, register: Register, picture: Picture) -> None:
    column = _column(table, register, "by", picture.by)
    if column.kind is not Kind.CHOICE or column.when:
        table.refuse("by", "must be a column of the kind choice that is always shown")
    if register.presets and column.name != register.tap:
        table.refuse("by", f"where rows are listed in advance it is their tap column, “{register.tap}”")
    if picture.kind is PictureKind.COVERAGE and not any(o.tone == "good" for o in column.options):
        table.refuse("by", f"coverage counts options with the tone good; “{column.name}” has none")
    if picture.kind is PictureKind.QUADRANTS:
        if register.presets or register.is_place_wide:
            table.refuse("kind", "quadrants take the place of the list: of a step's register without presets")
        if len(column.options) != FIELDS:
            table.refuse("by", f"quadrants need {FIELDS} options; “{column.name}” has {len(column.options)}")


def _check_matrix(table: Table, register: Register, picture: Picture) -> None:
    if len(picture.levels) not in LEVELS:
        table.refuse("levels", f"must be {LEVELS[0]} to {LEVELS[-1]} words, the lowest first")
    for name, axis in (("across", picture.across), ("up", picture.up)):
        column = _column(table, register, name, axis.column if axis else None)
        if column.kind is not Kind.NUMBER or column.when:
            table.refuse(name, f"“{column.name}” must be a column of the kind number that is always shown")
        if not _has_levels(column, len(picture.levels)):
            reason = f"“{column.name}” needs a minimum and a maximum, one whole number a level"
            table.refuse(name, f"{reason}: there are {len(picture.levels)} levels")
    if len(set(picture.columns)) < len(picture.columns):
        table.refuse("up", "is the same column as across")


def _has_levels(column: Column, levels: int) -> bool:
    low, high = column.minimum, column.maximum
    return low is not None and high is not None and float(low).is_integer() and high - low + 1 == levels


def _column(table: Table, register: Register, place: str, name: str | None) -> Column:
    column = register.column(name or "")
    if column is None:
        table.refuse(place, f"there is no column “{name}”")
    return column
