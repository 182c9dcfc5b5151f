"""What views do with forms: show what a service refused at the field that it is about."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask_wtf import FlaskForm

from portal.errors import DomainError, InvalidError
from portal.web.failures import say

CONTROL = " "


def show_refusal(form: FlaskForm, error: DomainError) -> int:
    """Puts a service's message at its field, or on top of the form; answers the HTTP status of the page."""
    placed = False
    if isinstance(error, InvalidError):
        for name, message in error.fields.items():
            if name in form:
                form[name].errors = [*form[name].errors, say(message)]
                placed = True
    if not placed:
        form.form_errors.append(say(error.message))
    return error.status


def safe_next(target: str | None) -> str | None:
    """A path of our own to go on to, or None: never another site's address, however it is written."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return None
    if any(c < CONTROL or c == "\x7f" for c in target):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None
