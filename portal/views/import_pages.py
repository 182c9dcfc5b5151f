"""The two pages of an import: where a table is pasted, and where its rows are looked through."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence

from flask import render_template, request

from portal import policy
from portal.errors import DomainError, InvalidError
from portal.forms.import_rows import stamp
from portal.policy import Workplace
from portal.process.schema import Register
from portal.queries.material import Written
from portal.queries.submissions import count_rows
from portal.services import tables
from portal.views.import_mends import MENDS_LIMIT, SUMMARY_LIMIT, to_put_right
from portal.views.import_parts import Part, chosen_register, parts_sent
from portal.views.placebar import placebar_of
from portal.views.register_blocks import address_of
from portal.views.saved_rows import onward_of
from portal.web.failures import say

CHOSEN = re.compile(r"(s[0-9]-)?(for|headings|without|within|(to|else)-[0-9]{1,2})")
"""Fields of the page on which rows are looked through that hold what was chosen for a table."""


def in_order(workplace: Workplace, parts: Sequence[Part]) -> list[Part]:
    """Goals before the actions that name them."""
    order = [r.key for r in policy.importable(workplace.process)]
    found = [(order.index(part.register.key), part) for part in parts if part.register is not None]
    return [part for _number, part in sorted(found, key=lambda each: each[0])]


def stamp_of(parts: Sequence[Part]) -> str:
    return stamp((part.register.key, part.rows) for part in parts if part.register is not None)


def choices_of(parts: Sequence[Part]) -> str:
    """Where the tables, their columns and words of these go, in short."""
    said = [
        (
            part.register and part.register.key,
            [*part.mapping],
            [(n, c.name) for n, c in part.elsewhere.items()],
        )
        for part in parts
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def start_page(
    workplace: Workplace,
    register: Register,
    error: DomainError | None = None,
    *,
    parts: Sequence[Part] | None = None,
    refusal: str = "",
) -> str:
    """With the table that was sent, and what had been chosen for it. `parts`: it as it is to be shown."""
    fields = error.fields if isinstance(error, InvalidError) else {}
    place = {"text": "file"} if "file" in request.files and request.files["file"].filename else {}
    errors = {place.get(name, name): say(message) for name, message in fields.items()}
    parts = parts_sent(workplace) if parts is None else parts
    return render_template(
        "imports/index.html",
        place=workplace.place,
        placebar=placebar_of(workplace, count_rows(workplace.journey.id)),
        registers=policy.importable(workplace.process),
        register=register,
        parts=parts,
        several=len(parts) > 1,
        chosen=[(name, value) for name, value in request.form.items(multi=True) if CHOSEN.fullmatch(name)],
        errors=errors,
        refusal=refusal or (say(error.message) if error is not None and not errors else ""),
        rows_limit=tables.ROWS_LIMIT,
        onward=onward_of(),
        back=address_of(workplace, register),
    )


def preview_page(
    workplace: Workplace,
    written: Written,
    parts: Sequence[Part],
    *,
    errors: Sequence[str] = (),
    said: str = "",
) -> str:
    register = chosen_register(workplace, request.form.get("register", ""))
    ready = sum(len(part.ready) for part in parts)
    return render_template(
        "imports/preview.html",
        place=workplace.place,
        placebar=placebar_of(workplace, written),
        parts=parts,
        several=len(parts) > 1,
        registers=policy.importable(workplace.process),
        register=register,
        ready=ready,
        wrong=sum(len(part.wrong) for part in parts),
        is_saveable=not any(part.errors for part in parts)
        and (ready or any(part.faulty or part.aside for part in parts)),
        without=sum(not row.is_wanted for part in parts for row in part.rows),
        faults=to_put_right(parts),
        faults_limit=SUMMARY_LIMIT,
        is_cut=sum(len(row.mends) for part in parts for row in part.rows) >= MENDS_LIMIT,
        seen=stamp_of(parts),
        choices=choices_of(parts),
        errors=errors,
        said=said,
        onward=onward_of(),
        back=address_of(workplace, register),
    )
