"""A person's notices: a list, each of which opens what it is about."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.models import Notice
from portal.notifications.wording import say
from portal.queries.notices import list_notices, load_notice
from portal.roles import is_own, is_signed_in
from portal.services import notices
from portal.web.access import access
from portal.web.paging import page_number
from portal.web.transaction import began_at, if_possible

bp = Blueprint("notices", __name__)


@bp.get("/notices/")
@access(is_signed_in)
def index() -> str:
    found = list_notices(current_user, page_number())
    lines = {notice.id: say(notice.kind, notice.params).line for notice in found.items}
    return render_template("notices/index.html", found=found, lines=lines)


@bp.get("/notices/<int:notice_id>")
@access(is_own, load=load_notice)
def show(notice: Notice) -> Response:
    if notice.read_at is None:
        with if_possible():
            notices.read(current_user, notice=notice, at=began_at())
    return redirect(notice.path)


@bp.post("/notices/readings")
@access(is_signed_in)
def read_all() -> Response:
    notices.read_all(current_user, at=began_at())
    flash(_("All is marked as read."))
    return redirect(url_for("notices.index"), 303)
