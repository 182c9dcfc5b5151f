"""Accepting an invitation: with a new account, or with the one that the person has."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import DomainError
from portal.forms.accounts import EmptyForm, JoinForm
from portal.models import Invitation
from portal.notifications import letters
from portal.queries.invitations import describe
from portal.queries.people import find_user_by_email
from portal.queries.tokens import get_open_invitation
from portal.services import invitations
from portal.views.accounts import begin_session
from portal.views.navigation import home_of
from portal.web.access import access, public
from portal.web.forms import show_refusal
from portal.web.language import current_language

bp = Blueprint("invitations", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/invitations/<token>")
@public
def show(token: str) -> Page:
    invitation = get_open_invitation(token)
    return _page(
        invitation, token, JoinForm(formdata=None, name=invitation.name, language=current_language())
    )


@bp.post("/invitations/<token>")
@public
def accept(token: str) -> Page:
    invitation = get_open_invitation(token)
    form = JoinForm()
    status = 422
    if form.validate_on_submit():
        try:
            user = invitations.accept(
                invitation, name=form.name.data, password=form.password.data, language=form.language.data
            )
        except DomainError as error:
            status = show_refusal(form, error)
        else:
            begin_session(user)
            flash(_("Welcome! Your account is ready."))
            return redirect(home_of(find_user_by_email(user.email) or user), 303)
    return _page(invitation, token, form), status


@bp.post("/invitations/<token>/acceptance")
@access(policy.is_signed_in)
def accept_as_myself(token: str) -> Page:
    invitations.accept_as(current_user, get_open_invitation(token))
    flash(_("Welcome! The new role is yours."))
    return redirect(request.script_root + "/", 303)


def _page(invitation: Invitation, token: str, form: JoinForm) -> str:
    known = find_user_by_email(invitation.email) is not None
    words = letters.ROLE_WORDS[invitation.role]
    return render_template(
        "invitations/show.html",
        form=form,
        button=EmptyForm(),
        token=token,
        invitation=invitation,
        known=known,
        role=_(words),
        where=describe(invitation),
    )
