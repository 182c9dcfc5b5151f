"""Extra help for those new to the role: a person's own switch, for all pages."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import N_, InvalidError
from portal.services import accounts
from portal.web.access import access
from portal.web.forms import safe_next

bp = Blueprint("extra_help", __name__)

WANTED = {"1": True, "0": False}


@bp.post("/account/extra-help")
@access(policy.is_signed_in, act=policy.can_choose_help)
def choose() -> Response:
    """`on` says whether it should be on; `next` is the page on which the person is."""
    on = WANTED.get(request.form.get("on", ""))
    if on is None:
        raise InvalidError(N_("Choose whether extra help should be on or off."))
    accounts.choose_extra_help(current_user, on=on)
    flash(_("Extra help is on.") if on else _("Extra help is off."), "done")
    return redirect(
        safe_next(request.form.get("next")) or url_for("accounts.show", _anchor="extra-help"), 303
    )
