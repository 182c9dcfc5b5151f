"""Which letters a person gets: chosen on the account's own page, or turned off by a link in a letter."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.errors import N_
from portal.extensions import csrf
from portal.forms.notices import ChoicesForm, build_choices
from portal.notifications.groups import FREQUENCY_WORDS, GROUPS
from portal.notifications.rules import groups_for
from portal.queries.follows import list_followed
from portal.roles import is_signed_in
from portal.services import notices
from portal.web.access import access, public
from portal.web.paging import page_number

bp = Blueprint("notice_choices", __name__)

Page = str | Response | tuple[str, int]

DIGEST_WORDS = {"daily": N_("the letter once a day"), "weekly": N_("the letter once a week")}


@bp.get("/account/notices")
@access(is_signed_in)
def show() -> Page:
    return _page(_form())


@bp.post("/account/notices")
@access(is_signed_in)
def update() -> Page:
    form = _form()
    if not form.validate_on_submit():
        return _page(form), 422
    notices.choose(current_user, frequencies=form.chosen())
    flash(_("Your choices are saved."))
    return redirect(url_for("notice_choices.show"), 303)


@bp.get("/unsubscribe/<token>")
@public
def ask(token: str) -> str:
    asked, _person = notices.find_unsubscribing(token)
    return render_template("notices/unsubscribe.html", token=token, about=_about(asked.scope), done=False)


# Mail programs send this by themselves (RFC 8058), without our form: the signed address is the proof, not a session.
@bp.post("/unsubscribe/<token>")
@csrf.exempt
@public
def unsubscribe(token: str) -> str:
    asked = notices.unsubscribe(token)
    return render_template("notices/unsubscribe.html", token=token, about=_about(asked.scope), done=True)


def _page(form: ChoicesForm) -> str:
    followed = list_followed(current_user, page_number())
    return render_template("notices/choices.html", form=form, followed=followed)


def _form() -> ChoicesForm:
    """Of the groups that the person can hear of with the roles that they hold now."""
    roles = frozenset(each.role for each in current_user.assignments)
    groups = [(group.key, _(group.title), _(group.hint)) for group in groups_for(roles)]
    words = {frequency.value: _(said) for frequency, said in FREQUENCY_WORDS.items()}
    return build_choices(groups, words, notices.frequencies_of(current_user))


def _about(scope: str) -> str:
    return _(GROUPS[scope].title if scope in GROUPS else DIGEST_WORDS[scope])
