"""A call with a coach as a row of the place's log: in the log's own columns, found by their roles."""

from __future__ import annotations

from datetime import date

from portal.process.material import Value
from portal.process.schema import Column, Kind, Process, Register

COACHING = "coaching"
"""The role of the option that means a talk with the coach."""

_TEXTS = (Kind.SHORT_TEXT, Kind.LONG_TEXT)


def call_row(
    process: Process, *, day: date, title: str, outcome: str
) -> tuple[Register, dict[str, Value]] | None:
    """The log and the values of the row; None where the definition has no log that such a row fits in."""
    log = process.register_with_role("log")
    if log is None or not log.own_rows:
        return None
    values: dict[str, Value] = {}
    for column in log.columns:
        value = _value(log, column, day, title, outcome)
        if value is not None:
            values[column.name] = value
        elif column.required:
            return None
    return log, values


def _value(log: Register, column: Column, day: date, title: str, outcome: str) -> Value:
    if column.required and column.kind is Kind.DATE:
        return day.isoformat()
    if column.name == log.title_column:
        return _cut(title, column) if column.kind in _TEXTS else None
    if column.role == "outcome":
        return _cut(outcome, column)
    if column.kind is Kind.CHOICE:
        return next((option.key for option in column.options if option.role == COACHING), None)
    return None


def _cut(text: str, column: Column) -> str:
    """The text within the column's limit; in whole it stands in the conversation."""
    return text if len(text) <= column.limit else f"{text[: column.limit - 1].rstrip()}…"
