"""What a coach knows about, said on their own account."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.services import people
from portal.web.access import access

bp = Blueprint("sectors", __name__)


@bp.post("/account/sectors")
@access(policy.is_signed_in, act=policy.can_choose_sectors)
def update() -> Response:
    people.set_sectors(current_user, user=current_user, sectors=request.form.getlist("sectors"))
    flash(_("Your sectors are saved."))
    return redirect(url_for("accounts.show", _anchor="knows"), 303)
