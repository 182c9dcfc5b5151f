"""Forms about a person's own account."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length, StopValidation, ValidationError

from portal.text import clean

PASSWORD_LIMIT = 1000
NAME_LIMIT = 120
EMAIL_LIMIT = 254


def _clean(text: str | None) -> str | None:
    return clean(text) if text else text


class ShortEnough(Length):
    """A length that stops what comes after it: taking megabytes apart as an address is work for nothing."""

    def __call__(self, form: Any, field: Any) -> None:
        try:
            super().__call__(form, field)
        except ValidationError as error:
            raise StopValidation(str(error)) from error


def _email() -> EmailField:
    return EmailField(
        _("E-mail address"),
        filters=[_clean],
        validators=[
            InputRequired(_("Write your e-mail address.")),
            ShortEnough(max=EMAIL_LIMIT, message=_("The address is too long.")),
            Email(_("That does not look like an e-mail address. It should look like name@example.se.")),
        ],
    )


def _password(label: str) -> PasswordField:
    return PasswordField(
        label,
        validators=[
            InputRequired(_("Write the password.")),
            Length(max=PASSWORD_LIMIT, message=_("The password is too long.")),
        ],
    )


def _name() -> StringField:
    return StringField(
        _("Name"),
        filters=[_clean],
        validators=[
            InputRequired(_("Write your name.")),
            Length(max=NAME_LIMIT, message=_("The name is too long.")),
        ],
    )


def language_field(label: str) -> RadioField:
    """Which of the two languages; each is named in itself."""
    names = [SelectChoice("sv", "Svenska"), SelectChoice("en", "English")]
    return RadioField(label, choices=names, default="sv")


class SignInForm(FlaskForm):
    email = _email()
    password = _password(_("Password"))
    remember = BooleanField(_("Stay signed in on this device"))


class AccountForm(FlaskForm):
    name = _name()
    language = language_field(_("Language"))


class PasswordChangeForm(FlaskForm):
    current = _password(_("Current password"))
    password = _password(_("New password"))


class EmailChangeForm(FlaskForm):
    email = _email()
    password = _password(_("Current password"))


class ForgottenForm(FlaskForm):
    email = _email()


class NewPasswordForm(FlaskForm):
    password = _password(_("New password"))


class JoinForm(FlaskForm):
    name = _name()
    password = _password(_("Choose a password"))
    language = language_field(_("Language"))


class EmptyForm(FlaskForm):
    """A button: nothing but its CSRF token."""
