"""What may stand in an address: nothing that a database would choke on."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**31 - 1
FIRST_VISIBLE = " "


class IdConverter(IntegerConverter):
    """`<int:…>`: no larger than an id in the database can be; a larger one is simply not found."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:  # noqa: A002  werkzeug's own name
        super().__init__(map, *args, **{"max": LARGEST_ID, **kwargs})


def init_app(app: Flask) -> None:
    """Before any route is added."""
    app.url_map.converters["int"] = IdConverter

    @app.before_request
    def refuse_control_characters() -> None:
        if any(character < FIRST_VISIBLE for character in request.path):
            abort(404)
