"""The inbox of coaches and region."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from portal import policy
from portal.extensions import htmx
from portal.forms.people import SECTOR_WORDS
from portal.queries.inbox import Counts, count_kinds, get_inbox, has_own_places
from portal.queries.inbox_filters import KINDS, STATES, Wanted
from portal.queries.searching import words_of
from portal.views.inbox_rows import row_of
from portal.web.access import access

bp = Blueprint("inbox", __name__)


@bp.get("/inbox/")
@access(policy.can_see_inbox)
def index() -> str:
    wanted = _wanted()
    inbox = get_inbox(current_user, wanted)
    return render_template(
        "inbox/index.html",
        inbox=inbox,
        rows=[row_of(line) for line in inbox.page.items],
        sectors=[(key, SECTOR_WORDS.get(key, key)) for key in inbox.choices.sectors],
        total=inbox.counts.total,
        **_asked(wanted, inbox.counts),
    )


@bp.get("/inbox/counts")
@access(policy.can_see_inbox)
def counts() -> Response | Answer | str:
    """How much there is now, for a page that is open: nothing (204) while it is what the page shows."""
    wanted = _wanted()
    if not htmx:
        return redirect(url_for(".index", **_kept(wanted)))
    found = count_kinds(current_user, wanted)
    asked = _asked(wanted, found)
    if asked["sign"] == request.args.get("was"):
        return Response(status=204)
    return render_template("inbox/_counts.html", has_changed=True, **asked)


def _asked(wanted: Wanted, found: Counts) -> dict[str, Any]:
    """What was asked for, and the tabs with how much is behind each."""
    kept = _kept(wanted)
    return {
        "wanted": wanted,
        "kept": kept,
        "whose": [
            {
                "href": url_for(".index", **{**kept, "whose": key}),
                "label": words,
                "count": found.total(wanted.kind, mine=mine),
                "current": wanted.mine is mine,
            }
            for key, words, mine in (("mine", _("Mine"), True), ("all", _("Everyone's"), False))
        ],
        "kinds": [
            (kind, words, found.total(kind, mine=wanted.mine), kind == wanted.kind)
            for kind, words in kind_words().items()
        ],
        "sign": "-".join(str(found.total(kind, mine=mine)) for kind in KINDS for mine in (True, False)),
    }


def _kept(wanted: Wanted) -> dict[str, Any]:
    """What stands in the links of the page, but for the number of its page."""
    kept = {name: value for name, value in asdict(wanted).items() if name not in ("mine", "page") and value}
    return {**kept, "whose": "mine" if wanted.mine else "all"}


def kind_words() -> dict[str, str]:
    """What the kinds of the filter are called."""
    return {
        "all": _("Everything"),
        "decide": _("To decide"),
        "answer": _("To answer"),
        "dates": _("Dates"),
        "quiet": _("Gone quiet"),
        "paused": _("Wait for the place"),
    }


def _wanted() -> Wanted:
    asked = request.args
    state, kind = asked.get("state", "waiting"), asked.get("kind", "all")
    whose = asked.get("whose", "mine" if has_own_places(current_user) else "all")
    page = asked.get("page", "1")
    state = state if state in STATES else "waiting"
    return Wanted(
        mine=whose == "mine",
        # Who asks for submissions in some state asks for submissions.
        kind="decide" if state != "waiting" else kind if kind in KINDS else "all",
        state=state,
        place=words_of(asked.get("place", "")),
        municipality=words_of(asked.get("municipality", "")),
        sector=words_of(asked.get("sector", "")),
        q=words_of(asked.get("q", "")),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
    )
