"""What people see when something is refused or breaks: words, and for a crash a reference that the log has, too."""

from __future__ import annotations

import logging
import secrets
from datetime import date
from typing import Any

from babel.dates import format_date
from flask import Flask, Response, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from portal.errors import N_, DomainError, Message
from portal.extensions import db
from portal.process.schema import Text
from portal.web.access import SignInNeededError
from portal.web.language import DEFAULT, current_language, locale_name

log = logging.getLogger("portal")

WORDS = {
    400: N_("The page could not be understood. Go back and try again."),
    403: N_("You cannot do this."),
    404: N_("There is no such page."),
    405: N_("This page cannot be used that way."),
    409: N_("Somebody else was a moment before you."),
    413: N_("That is too much at once. A file may be 20 MB at most."),
    429: N_("That was many tries. Wait a while and try again."),
    503: N_("Much is asked of the portal just now. Wait a moment and try again."),
    500: N_("Something broke, and it is not your fault."),
}


def say(message: Message) -> str:
    """A domain message in the person's language."""
    return gettext(message.text, **{name: _said(value) for name, value in message.params.items()})


def _said(value: object) -> object:
    """Messages, days and texts of the method in the person's language, everything else as it is."""
    if isinstance(value, Message):
        return say(value)
    if isinstance(value, date):
        return format_date(value, "d MMMM y", locale=locale_name())
    return value.of(current_language()) if isinstance(value, Text) else value


def page(status: int, words: str, reference: str = "") -> Response:
    return make_response(
        render_template("errors/error.html", status=status, words=words, reference=reference), status
    )


def init_app(app: Flask) -> None:
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(SignInNeededError, _sign_in)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _crashed)


def _refused(error: DomainError) -> Response:
    return page(error.status, say(error.message))


def _sign_in(_error: SignInNeededError) -> Response:
    if request.headers.get("HX-Request"):
        return page(
            401, gettext("You have been signed out. Sign in again; what you wrote is still on the page.")
        )
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=back))  # type: ignore[return-value]  # a Response in all but name


def _forged(_error: CSRFError) -> Response:
    return page(400, gettext("The page had grown old, so nothing was saved. Reload it and try again."))


def _http(error: HTTPException) -> Any:
    if error.response is not None or (error.code or 500) < 400:
        return error
    status = error.code or 500
    return page(status, gettext(WORDS.get(status, WORDS[400])))


def _crashed(error: Exception) -> Response:
    db.session.rollback()
    reference = secrets.token_hex(4).upper()
    person = current_user.id if not isinstance(error, SystemExit) and _is_known() else None
    log.error(
        "crash",
        exc_info=error,
        extra={
            "reference": reference,
            "endpoint": request.endpoint,
            "method": request.method,
            "user_id": person,
        },
    )
    if "forced_language" not in g:
        g.forced_language = request.args.get("lang", DEFAULT)
    return page(500, gettext(WORDS[500]), reference)


def _is_known() -> bool:
    # Looking the person up may be the very thing that broke; only what is loaded already is used.
    user = g.get("_login_user")
    return bool(user is not None and user.is_authenticated)
