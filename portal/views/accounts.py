"""Signing in and out, and a person's own account."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from werkzeug.local import LocalProxy
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import DomainError, InvalidError
from portal.forms.accounts import AccountForm, EmailChangeForm, EmptyForm, PasswordChangeForm, SignInForm
from portal.forms.people import SectorsForm
from portal.services import accounts
from portal.views.navigation import home_of
from portal.web import transaction
from portal.web.access import access, public
from portal.web.forms import safe_next, show_refusal

bp = Blueprint("accounts", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/login")
@public
def sign_in() -> Page:
    if current_user.is_authenticated:
        return redirect(safe_next(request.args.get("next")) or home_of(current_user))
    return render_template(
        "accounts/sign_in.html", form=SignInForm(), next=safe_next(request.args.get("next"))
    )


@bp.post("/login")
@public
def create_session() -> Page:
    form = SignInForm()
    onward = safe_next(request.form.get("next") or request.args.get("next"))
    status = 422
    if form.validate_on_submit():
        try:
            user = accounts.sign_in(
                form.email.data,
                form.password.data,
                address=request.remote_addr or "",
                key=current_app.config["SECRET_KEY"],
            )
        except DomainError as error:
            transaction.keep()
            status = show_refusal(form, error)
        else:
            begin_session(user, remember=form.remember.data)
            return redirect(onward or home_of(user), 303)
    return render_template("accounts/sign_in.html", form=form, next=onward), status


def begin_session(user: object, *, remember: bool = False) -> None:
    """A fresh session for somebody who has just shown who they are."""
    if isinstance(user, LocalProxy):
        # `current_user` looks up what login_user stores: stored itself, it would look for itself for ever.
        user = user._get_current_object()
    session.clear()
    session.permanent = True
    login_user(user, remember=remember)


@bp.post("/logout")
@public
def sign_out() -> Page:
    logout_user()
    # flask-login removes its remember cookie after this request by a mark in the session.
    kept = session.get("_remember")
    session.clear()
    if kept:
        session["_remember"] = kept
    return redirect(url_for("public.home"), 303)


@bp.get("/account")
@access(policy.is_signed_in)
def show() -> Page:
    return _account()


@bp.post("/account")
@access(policy.is_signed_in)
def update() -> Page:
    form = AccountForm()
    if not form.validate_on_submit():
        return _account(account=form), 422
    accounts.rename(current_user, name=form.name.data, language=form.language.data)
    with force_locale(current_user.language):
        flash(_("Your account is saved."))
    return redirect(url_for("accounts.show"), 303)


@bp.post("/account/password")
@access(policy.is_signed_in)
def change_password() -> Page:
    form = PasswordChangeForm()
    status = 422
    if form.validate_on_submit():
        try:
            accounts.change_password(current_user, current=form.current.data, new=form.password.data)
        except InvalidError as error:
            status = show_refusal(form, error)
        else:
            begin_session(current_user)
            flash(_("Your password is changed. You are signed out everywhere else."))
            return redirect(url_for("accounts.show"), 303)
    return _account(password=form), status


@bp.post("/account/email")
@access(policy.is_signed_in)
def change_email() -> Page:
    form = EmailChangeForm(prefix="new")
    status = 422
    if form.validate_on_submit():
        try:
            accounts.request_email_change(current_user, email=form.email.data, password=form.password.data)
        except DomainError as error:
            status = show_refusal(form, error)
        else:
            flash(_("We have written to the new address. Open the link there, and the new address counts."))
            return redirect(url_for("accounts.show"), 303)
    return _account(email=form), status


@bp.get("/email-changes/<token>")
@public
def email_change(token: str) -> Page:
    return render_template("accounts/email_change.html", form=EmptyForm(), token=token)


@bp.post("/email-changes/<token>")
@public
def confirm_email_change(token: str) -> Page:
    accounts.confirm_email_change(token)
    flash(_("Your new e-mail address counts from now on."))
    return redirect(url_for("accounts.show" if current_user.is_authenticated else "accounts.sign_in"), 303)


def _account(
    account: AccountForm | None = None,
    password: PasswordChangeForm | None = None,
    email: EmailChangeForm | None = None,
) -> str:
    return render_template(
        "accounts/show.html",
        may_choose_help=policy.can_choose_help(current_user),
        sectors=SectorsForm(formdata=None, sectors=current_user.sectors)
        if policy.can_choose_sectors(current_user)
        else None,
        may_be_away=policy.can_have_absences(current_user),
        account=account or AccountForm(formdata=None, name=current_user.name, language=current_user.language),
        password=password or PasswordChangeForm(formdata=None),
        email=email or EmailChangeForm(formdata=None, prefix="new"),
    )
