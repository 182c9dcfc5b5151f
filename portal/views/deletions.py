"""The removed rows of a register: each can be looked at and brought back."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_login import current_user

from portal import policy
from portal.policy import Workplace
from portal.process.schema import Register
from portal.queries.history import list_referred, list_removed
from portal.queries.rows import load_register, name_rows, referred
from portal.queries.submissions import count_rows
from portal.views.placebar import placebar_of
from portal.views.register_blocks import address_of
from portal.web.access import access
from portal.web.language import current_language
from portal.web.paging import page_number

bp = Blueprint("deletions", __name__)


@bp.get("/places/<slug>/registers/<register_key>/deletions")
@access(policy.can_read_history, load=load_register)
def index(workplace: Workplace, register: Register) -> str:
    page = list_removed(workplace.journey, register, page_number())
    named = name_rows(workplace.process, page.items, list_referred(workplace, referred(register, page.items)))
    return render_template(
        "history/removed.html",
        place=workplace.place,
        placebar=placebar_of(workplace, count_rows(workplace.journey.id)),
        register=register,
        page=page,
        titles={row: title.of(current_language()) for row, title in named.items()},
        editable=bool(policy.can_write_register(current_user, workplace, register)),
        back=address_of(workplace, register),
    )
