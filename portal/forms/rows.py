"""A row of a register as a form: for a new row, for one that is there, and for the rows that are listed in advance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from portal.forms.kinds import BUILDERS, NOTHING, Choosable, ReferenceAnswer
from portal.models import Row
from portal.process.material import Value, has_value
from portal.process.schema import Column, Need, Preset, Register, Text
from portal.process.shown import Naming, show
from portal.queries.material import Written

FormData = MultiDict[str, Any]

References = Mapping[str, Choosable]
"""What references may choose from, by the register's key."""

NONE: References = {}

VERSION_DIGITS = 10


class RowForm(BaseForm):
    """The columns of one row that the person may write. `cells` holds (column, field) in the definition's order;
    attachments have forms of their own."""

    def __init__(
        self,
        register: Register,
        columns: Sequence[Column],
        prefix: str,
        values: Mapping[str, Value],
        formdata: FormData | None,
        references: References,
        version: int = 0,
    ) -> None:
        fields: dict[str, Any] = {}
        for column in columns:
            build = BUILDERS.get(column.kind)
            if build is not None:
                fields[column.name] = build(column, references.get(column.register or "", NOTHING))
        super().__init__({**fields, "version": HiddenField()}, prefix=prefix, meta=DefaultMeta())
        self.register, self.prefix = register, prefix
        self.cells = [(c, self[c.name]) for c in columns if c.name in fields]
        for column, cell in self.cells:
            cell.label.text = words(column.label)
        sent = formdata is not None and any(name.startswith(prefix) for name in formdata)
        self.sent = sent
        self.process(formdata if sent else None, data={**values, "version": version})
        for column, cell in self.cells:
            if sent and formdata is not None and formdata.get(f"{cell.name}--keep") == "theirs":
                cell.process(None, data=values.get(column.name))
        self.conflict: Any = None
        """What somebody else has just saved, column by column beside what was sent: views.row_conflicts."""

    @property
    def values(self) -> dict[str, Value]:
        """What the form says, by column; None for what is empty. New names of references are in `new_names`."""
        return {c.name: f.data if has_value(f.data) else None for c, f in self.cells}

    @property
    def new_names(self) -> dict[str, tuple[str, str]]:
        """Names typed in references that their registers do not hold yet: (register's key, name) by column."""
        return {
            c.name: (c.register or "", f.new)
            for c, f in self.cells
            if isinstance(f, ReferenceAnswer) and f.new
        }

    @property
    def base_version(self) -> int:
        """The version that the row was based on; -1 for what never was one."""
        text = str(self["version"].data)
        return int(text) if text.isascii() and text.isdecimal() and len(text) < VERSION_DIGITS else -1

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(id of the field, its label and what is wrong) for the summary on top."""
        found = [("main", str(message)) for message in self.form_errors]
        return found + [
            (f"q-{f.name}-in", said_of(words(c.label), str(m))) for c, f in self.cells for m in f.errors
        ]

    @property
    def decider(self) -> Column | None:
        """The one column whose answer shows and hides others, if there is one."""
        found = {c.when.column for c in self.register.columns if c.when is not None}
        return self.register.column(found.pop()) if len(found) == 1 else None

    def places(self, column: Column) -> str:
        """Which of the decider's options show the column, by their places from 1: "2 3"."""
        if self.decider is None or column.when is None:
            return ""
        keys = [o.key for o in self.decider.options] or ["yes", "no"]
        return " ".join(str(keys.index(v) + 1) for v in column.when.values if v in keys)

    def validate(self, _extra: Any = None) -> bool:
        """What another column hides is not looked at; it is not kept either."""
        results = [self._check(column, cell) for column, cell in self.cells if self.is_shown(column)]
        return all(results)

    def _check(self, column: Column, cell: Any) -> bool:
        if not cell.validate(self):
            return False
        new = cell.new if isinstance(cell, ReferenceAnswer) else ""
        if column.required and not new and not has_value(cell.data):
            cell.errors = [_("Fill this in: a row needs it.")]
        return not cell.errors

    def is_shown(self, column: Column) -> bool:
        """Whether the column is shown with what the form says now."""
        return column.is_shown(self.values)

    def cell(self, name: str) -> tuple[Column, Any]:
        """A column and its field by the column's short name. Raises KeyError."""
        return {c.name: (c, f) for c, f in self.cells}[name]

    def say(self, column: Column, value: Value) -> str:
        """A column's value in words; nothing for none."""
        labels = {i: t for _c, f in self.cells if isinstance(f, ReferenceAnswer) for i, t in f.choosable}
        shown = show(column, value, Naming(str(get_locale() or "sv"), labels, {}))
        if shown is None:
            return ""
        if shown.yes is not None:
            return " ".join(part for part in (_("Yes") if shown.yes else _("No"), shown.why) if part)
        return f"{shown.text} {shown.unit or shown.why}".strip()


def build_row_form(
    register: Register,
    references: References = NONE,
    *,
    values: Mapping[str, Value] | None = None,
    formdata: FormData | None = None,
    version: int = 0,
    columns: Sequence[Column] | None = None,
) -> RowForm:
    """The form of a single row. `columns` are those that the person may write (all of them unless told)."""
    prefix = f"{register.name}-row-"
    return RowForm(
        register,
        register.columns if columns is None else columns,
        prefix,
        values or {},
        formdata,
        references,
        version,
    )


def build_preset_forms(
    register: Register,
    written: Written,
    references: References = NONE,
    formdata: FormData | None = None,
) -> dict[str, RowForm]:
    """The forms of a register's presets, by preset, as they stand in their section's form: cells are named
    `<register name>--<preset>--<column>`. A form that was not `sent` shows what is stored."""
    stored = {
        row.preset_key: row
        for row in written.rows.values()
        if row.register_key == register.key and row.preset_key is not None
    }
    return {
        preset.key: build_preset_form(register, preset, stored.get(preset.key), references, formdata)
        for preset in register.presets
    }


def build_preset_form(
    register: Register,
    preset: Preset,
    row: Row | None,
    references: References = NONE,
    formdata: FormData | None = None,
) -> RowForm:
    """The form of one preset: every column but the title and those that the preset hides."""
    hidden = {register.title_column, *preset.hides}
    # Beside the tap everything is optional, so it is not said at each field.
    columns = [replace(c, need=Need.CORE) for c in register.columns if c.name not in hidden]
    return RowForm(
        register,
        columns,
        f"{register.name}--{preset.key}--",
        row.values if row else {},
        formdata,
        references,
        row.version if row else 0,
    )


def said_of(label: str, message: str) -> str:
    """A label and what is wrong; one that is a question needs no colon."""
    return f"{label} {message}" if label.endswith("?") else f"{label}: {message}"


def words(text: Text) -> str:
    """A text of the method in the page's language."""
    return text.of(str(get_locale() or "sv"))
