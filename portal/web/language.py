"""Which language a page speaks: `?lang=`, then what the signed-in person chose, then Swedish."""

from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, g, request, url_for
from flask_babel import get_locale
from flask_login import current_user

from portal.services import accounts
from portal.web.transaction import SAFE, separately

LANGUAGES = ("sv", "en")
NAMES = {"sv": "Svenska", "en": "English"}
DEFAULT = "sv"


def choose() -> str:
    """The locale selector of Flask-Babel."""
    asked = request.args.get("lang", "")
    if asked in LANGUAGES:
        return asked
    if current_user and current_user.is_authenticated:
        return current_user.language
    return DEFAULT


def init_app(app: Flask) -> None:
    @app.before_request
    def remember() -> None:
        asked = request.args.get("lang", "")
        if asked in LANGUAGES and current_user.is_authenticated and current_user.language != asked:
            if request.method in SAFE:
                with separately():
                    accounts.choose_language(current_user, language=asked)
            else:
                accounts.choose_language(current_user, language=asked)

    @app.url_defaults
    def keep_for_visitors(endpoint: str, values: dict[str, Any]) -> None:
        # No cookie for visitors: the language rides along in the links.
        if endpoint != "static" and "lang" not in values and request and b"lang=" in request.query_string:
            asked = request.args.get("lang", "")
            if asked in LANGUAGES and asked != DEFAULT and not current_user.is_authenticated:
                values["lang"] = asked


def locale_name() -> str:
    """The page's locale, "" outside of requests; texts and dates ask for it hundreds of times a page. Flask-Babel looks
    four times at the request to find what it noted there; this looks once, and asks it when nothing is noted yet."""
    try:
        noted = getattr(g, "_flask_babel", None)
    except RuntimeError:  # outside of a request
        noted = None
    locale = getattr(noted, "babel_locale", None) or get_locale()
    return locale.language if locale is not None else ""


def current_language() -> str:
    """`sv` or `en`."""
    language: str = g.get("forced_language") or locale_name()
    return language if language in LANGUAGES else DEFAULT


def switch() -> dict[str, str]:
    """The link to the same page in the other language."""
    other = "en" if current_language() == "sv" else "sv"
    if request.endpoint is None or request.method not in SAFE:
        return {"href": url_for("public.home", lang=other), "label": NAMES[other], "lang": other}
    # Not by url_for: what stands in somebody's address must not become its own arguments.
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    href = f"{quote(request.path)}?{urlencode([*asked, ('lang', other)])}"
    return {"href": href, "label": NAMES[other], "lang": other}
