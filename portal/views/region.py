"""The region's overview."""

from __future__ import annotations

from flask import Blueprint

from portal import policy
from portal.queries.region import get_overview
from portal.queries.settings import get_answer_days
from portal.views.region_bar import render_region
from portal.web.access import access

bp = Blueprint("region", __name__)


@bp.get("/region/")
@access(policy.can_administer)
def index() -> str:
    return render_region("region/index.html", overview=get_overview(), answer_days=get_answer_days())
