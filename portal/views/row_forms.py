"""A row's form in a request: what it is made of, what it says, and by which key it was sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import request
from flask_login import current_user

from portal.forms.rows import RowForm, build_row_form
from portal.models import Row
from portal.policy import Workplace
from portal.process.schema import Register
from portal.queries.material import Written
from portal.services.references import resolve_references
from portal.views.register_blocks import references_for, writable_columns

SENT_KEY = re.compile(r"[0-9a-f]{16,40}")


def values_of(workplace: Workplace, form: RowForm) -> Mapping[str, Any]:
    """What the form says, with names typed in references turned into rows of their registers."""
    values = form.values
    for column, (register_key, name) in form.new_names.items():
        values[column] = resolve_references(
            current_user, workplace, register_key, values.get(column) or [], [name]
        )
    return values


def form_of(
    workplace: Workplace, register: Register, row: Row, written: Written, formdata: Any = None
) -> RowForm:
    """The form of a row that is there, or of what was sent to change it."""
    return build_row_form(
        register,
        references_for(current_user, workplace, register, written, row, asks=True),
        values=row.values,
        formdata=formdata,
        version=row.version,
        columns=writable_columns(current_user, workplace, register),
    )


def sent_key() -> str | None:
    """What the browser calls the form, so that it can be sent again and makes no second row."""
    key = request.form.get("sent_key", "")
    return key if SENT_KEY.fullmatch(key) else None
