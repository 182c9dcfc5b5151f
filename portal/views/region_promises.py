"""How the region's promise of an answer is kept, place by place."""

from __future__ import annotations

from flask import Blueprint, request

from portal import policy
from portal.queries.promises import get_promise_sums, list_place_promises
from portal.queries.searching import words_of
from portal.queries.settings import get_answer_days
from portal.views.region_bar import render_region
from portal.web.access import access
from portal.web.paging import page_number

bp = Blueprint("region_promises", __name__)


@bp.get("/region/promises/")
@access(policy.can_administer)
def index() -> str:
    q = words_of(request.args.get("q", ""))
    return render_region(
        "region/promises.html",
        page=list_place_promises(q, page_number()),
        sums=get_promise_sums(),
        answer_days=get_answer_days(),
        q=q,
    )
