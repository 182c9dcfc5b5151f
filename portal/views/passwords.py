"""The way back in for those who forgot their password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.errors import InvalidError
from portal.forms.accounts import ForgottenForm, NewPasswordForm
from portal.queries.tokens import get_open_token
from portal.services import passwords
from portal.views.accounts import begin_session
from portal.views.navigation import home_of
from portal.web.access import public
from portal.web.forms import show_refusal

bp = Blueprint("passwords", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/password-resets/")
@public
def new() -> Page:
    return render_template("passwords/new.html", form=ForgottenForm())


@bp.post("/password-resets/")
@public
def create() -> Page:
    form = ForgottenForm()
    if not form.validate_on_submit():
        return render_template("passwords/new.html", form=form), 422
    passwords.request_reset(form.email.data)
    return render_template("passwords/sent.html")


@bp.get("/password-resets/<token>")
@public
def edit(token: str) -> Page:
    get_open_token(token, "password_reset")
    return render_template("passwords/edit.html", form=NewPasswordForm(), token=token)


@bp.post("/password-resets/<token>")
@public
def update(token: str) -> Page:
    form = NewPasswordForm()
    get_open_token(token, "password_reset")
    status = 422
    if form.validate_on_submit():
        try:
            user = passwords.reset(token, password=form.password.data)
        except InvalidError as error:
            status = show_refusal(form, error)
        else:
            begin_session(user)
            flash(_("Your new password is saved, and you are signed in."))
            return redirect(home_of(user) if user.active else url_for("accounts.sign_in"), 303)
    return render_template("passwords/edit.html", form=form, token=token), status
