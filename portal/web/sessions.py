"""The session's cookie goes with pages, never with files that everybody may keep."""

from __future__ import annotations

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin


class PageSessions(SecureCookieSessionInterface):
    """A stylesheet that a cache on the way keeps for others must not hand on somebody's session."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.endpoint != "static":
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Before the first request."""
    app.session_interface = PageSessions()
