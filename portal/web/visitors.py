"""Pages that are the same for every visitor: no cookie, and kept by whoever likes, but asked for again each time. What
has not changed is answered in a line, without making the page; what a place no longer publishes is gone at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import current_app, make_response, request, session
from werkzeug.wrappers import Response

from portal.web.language import current_language

NOT_MODIFIED = 304


def for_everybody(made_of: tuple[object, ...], make: Callable[[], str]) -> Response | str:
    """The page for a visitor. `made_of`: all that it depends on, beside its address and language, as plain values."""
    return make() if "_flashes" in session else _tagged(made_of, make)


def picture_for_everybody(
    made_of: tuple[object, ...], make: Callable[[], bytes], media_type: str
) -> Response:
    """The same for a picture, which other sites may show, too: it is made for that."""
    response = _tagged(made_of, make)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if response.status_code != NOT_MODIFIED:
        response.mimetype = media_type
    return response


def _tagged(made_of: tuple[object, ...], make: Callable[[], str | bytes]) -> Response:
    said = repr((_code(current_app.root_path), request.full_path, current_language(), made_of))
    tag = sha256(said.encode()).hexdigest()[:32]
    known = request.if_none_match.contains_weak(tag)
    response = make_response("", NOT_MODIFIED) if known else make_response(make())
    response.set_etag(tag, weak=True)
    # Somebody with a session is sent a newer cookie with the page: no other may get that.
    shared = "private" if current_app.config["SESSION_COOKIE_NAME"] in request.cookies else "public"
    response.headers["Cache-Control"] = f"{shared}, no-cache"
    response.vary.add("Cookie")
    return response


@cache
def _code(root: str) -> str:
    """Read once in each process: what it serves stays."""
    return mark_of_code(Path(root))


def mark_of_code(root: Path) -> str:
    """Which code, templates, styles, definitions and translations this process serves: a newer release makes other
    pages. `root`: the portal's own folder."""
    folders = (
        (root.parent / "templates", "*.html"),
        (root, "*.py"),
        (root / "static", "*.*"),
        (root / "translations", "*.mo"),
        (root / "documents", "card.*"),
        (root / "process" / "definitions", "*.yaml"),
    )
    digest = sha256()
    for folder, pattern in folders:
        for file in sorted(each for each in folder.rglob(pattern) if each.is_file()):
            digest.update(file.read_bytes())
    return digest.hexdigest()
