"""The letters that would have been sent: a page for development, when no mail server is set up."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template

from portal.queries.outbox import list_letters
from portal.web.access import public
from portal.web.paging import page_number

bp = Blueprint("outbox", __name__)


@bp.get("/outbox/")
@public
def index() -> str:
    if current_app.config["PORTAL_ENV"] != "development" or current_app.config["SMTP_URL"]:
        abort(404)
    return render_template("outbox/index.html", letters=list_letters(page_number()))
