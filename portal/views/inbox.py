"""The inbox of coaches and region."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, render_template, request
from flask_login import current_user

from portal import policy
from portal.forms.people import SECTOR_WORDS
from portal.process.definitions import find_definition
from portal.queries.inbox import STATES, Wanted, get_inbox, has_own_places
from portal.queries.searching import words_of
from portal.web.access import access

bp = Blueprint("inbox", __name__)


@bp.get("/inbox/")
@access(policy.can_see_inbox)
def index() -> str:
    wanted = _wanted()
    inbox = get_inbox(current_user, wanted)
    kept = {name: value for name, value in asdict(wanted).items() if name not in ("mine", "page") and value}
    return render_template(
        "inbox/index.html",
        inbox=inbox,
        wanted=wanted,
        kept={**kept, "whose": "mine" if wanted.mine else "all"},
        is_narrowed=bool(wanted.q or wanted.place or wanted.municipality or wanted.sector),
        sectors=[(key, SECTOR_WORDS.get(key, key)) for key in inbox.choices.sectors],
        checkpoint_of=lambda definition: find_definition(*definition).checkpoint,
    )


def _wanted() -> Wanted:
    asked = request.args
    state = asked.get("state", "waiting")
    whose = asked.get("whose", "mine" if has_own_places(current_user) else "all")
    page = asked.get("page", "1")
    return Wanted(
        mine=whose == "mine",
        state=state if state in STATES else "waiting",
        place=words_of(asked.get("place", "")),
        municipality=words_of(asked.get("municipality", "")),
        sector=words_of(asked.get("sector", "")),
        q=words_of(asked.get("q", "")),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
    )
