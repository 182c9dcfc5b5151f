"""A notice is read when the page that it leads to has been opened, whichever way one came there."""

from __future__ import annotations

from flask import Flask, Response, g, request

from portal.services import notices
from portal.web.transaction import began_at, if_possible

SHOWN = frozenset({200, 302, 303})
"""The page itself, or one that leads on to the spot."""


def init_app(app: Flask) -> None:
    @app.after_request
    def note(response: Response) -> Response:
        # Not current_user: a page that did not ask who looks at it need not ask for this.
        user = g.get("_login_user")
        if response.status_code in SHOWN and _is_opened() and getattr(user, "notice_is_here", False):
            with if_possible():
                notices.read_at(user, path=here(), at=began_at())
        return response


def here() -> str:
    """The address that is asked for, as a notice holds it."""
    return request.full_path.rstrip("?")


def _is_opened() -> bool:
    """By a person: not by a page that refreshes a part of itself."""
    return request.method == "GET" and "HX-Request" not in request.headers
