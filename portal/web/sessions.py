"""The session's cookie goes with pages, never with files that everybody may keep."""

from __future__ import annotations

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin


class PageSessions(SecureCookieSessionInterface):
    """A stylesheet that a cache on the way keeps for others must not hand on somebody's session."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.endpoint != "static":
            super().save_session(app, session, response)

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """What a page asks for by itself (`live`) keeps nobody signed in: only what people do prolongs a session."""
        if "live" in request.args and not session.modified:
            return False
        return super().should_set_cookie(app, session)


def init_app(app: Flask) -> None:
    """Before the first request."""
    app.session_interface = PageSessions()
