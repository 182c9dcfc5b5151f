"""Texts travel packed: pages, styles and scripts are a fifth as large then, which counts on a poor connection.

Packing a page with a secret in it can tell an attacker who makes the browser fetch it many times what the secret is
(BREACH). The only one here is the CSRF token: it is signed anew with each page, and the session's cookie is SameSite.
"""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

PACKED = {"text/html", "text/css", "text/javascript", "application/json", "image/svg+xml"}
SMALLEST = 1_000
"""Bytes; below that the packing costs more than it saves."""

LEVEL = 5
"""Of a page, which is packed for one person; a file is packed once, as small as it goes."""

LEVEL_OF_FILES = 9


def init_app(app: Flask) -> None:
    """First of all parts: what is registered first runs last, when the answer is complete."""
    files: dict[tuple[str, str], bytes] = {}

    @app.after_request
    def pack(response: Response) -> Response:
        if response.mimetype not in PACKED or "Content-Encoding" in response.headers:
            return response
        response.vary.add("Accept-Encoding")
        if request.method == "HEAD" or response.status_code in (204, 206, 304):
            return response
        if not request.accept_encodings["gzip"] or (response.content_length or SMALLEST) < SMALLEST:
            return response
        tag, weak = response.get_etag()
        key = (request.path, tag or "")
        kept = files.get(key) if request.endpoint == "static" else None
        response.direct_passthrough = False
        if kept is None:
            is_file = request.endpoint == "static" and bool(tag)
            kept = gzip.compress(response.get_data(), LEVEL_OF_FILES if is_file else LEVEL, mtime=0)
            if is_file:
                files[key] = kept
        else:
            response.close()  # the opened file, which nobody reads now
        response.set_data(kept)
        response.headers["Content-Encoding"] = "gzip"
        response.headers.pop("Accept-Ranges", None)
        if tag and not weak:
            response.set_etag(tag, weak=True)
        return response
