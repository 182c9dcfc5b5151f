"""What an address asks of the lists of actions, and the way back to the list in which something was begun."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import request, url_for

from portal.policy import Workplace
from portal.queries.action_lists import CHOICES, VIEWS, Wanted
from portal.queries.searching import words_of
from portal.web.paging import page_number

KEY_LENGTH = 80


def wanted_of() -> Wanted:
    """What the address asks for."""
    asked = request.args
    by, only = asked.get("by", ""), asked.get("only", "")
    return Wanted(
        by=by if by in VIEWS else VIEWS[0],
        only=only if only in CHOICES else "",
        goal=words_of(asked.get("goal", ""))[:KEY_LENGTH],
        theme=words_of(asked.get("theme", ""))[:KEY_LENGTH],
        status=words_of(asked.get("status", ""))[:KEY_LENGTH],
        q=words_of(asked.get("q", "")),
        page=page_number(),
    )


def kept_of(wanted: Wanted) -> dict[str, Any]:
    """What stands in the links of the page, but for the number of its page."""
    return {name: value for name, value in asdict(wanted).items() if name != "page" and value}


def whole_of(wanted: Wanted) -> dict[str, Any]:
    """What leads back to the same page of the same list."""
    return kept_of(wanted) | ({"page": wanted.page} if wanted.page > 1 else {})


def list_asked() -> dict[str, Any]:
    """The list from which the page of an action was opened, as its links carry it; nothing where it was none."""
    return whole_of(wanted_of()) if "by" in request.args else {}


def list_of(workplace: Workplace, wanted: Wanted) -> str:
    return url_for("actions.index", slug=workplace.place.slug, **whole_of(wanted))
