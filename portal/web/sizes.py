"""How much a form may hold. Werkzeug bounds the parts of a form with files; a plain form of a million fields it takes
apart, which costs seconds of the whole process, for strangers, too."""

from __future__ import annotations

from flask import Flask, abort, request

FORM = "application/x-www-form-urlencoded"
TOO_MUCH = 413


def init_app(app: Flask) -> None:
    """Before anything that reads a form."""

    @app.before_request
    def bound_fields() -> None:
        if request.mimetype != FORM:
            return
        if (request.content_length or 0) > app.config["MAX_FORM_MEMORY_SIZE"]:
            abort(TOO_MUCH)
        # Kept for the form, which is read from here afterwards.
        if request.get_data(cache=True).count(b"&") >= app.config["MAX_FORM_PARTS"]:
            abort(TOO_MUCH)
