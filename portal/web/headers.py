"""Security headers on every answer."""

from flask import Flask, Response, make_response, request

FIRST_ERROR = 400
RULES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def _policy(changed: dict[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in {**RULES, **changed}.items())


POLICY = _policy({})
FRAMES_ITS_OWN = _policy({"frame-src": "'self'"})
FRAMED_BY_ITS_OWN = _policy({"frame-ancestors": "'self'"})


def frames_its_own(page: str) -> Response:
    """A page that shows another page of the portal within it."""
    response = make_response(page)
    response.headers["Content-Security-Policy"] = FRAMES_ITS_OWN
    return response


def may_be_framed(page: str) -> Response:
    """A page that pages of the portal, and no others, may show within them."""
    response = make_response(page)
    response.headers["Content-Security-Policy"] = FRAMED_BY_ITS_OWN
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def init_app(app: Flask) -> None:
    production = app.config["PORTAL_ENV"] == "production"

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers["X-Content-Type-Options"] = "nosniff"
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if production:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        # A file that is missing is a page with the reader's name on it.
        if request.endpoint == "static" and response.status_code < FIRST_ERROR:
            headers["Cache-Control"] = _kept_for()
        else:
            headers.setdefault("Cache-Control", "no-store")
            response.vary.add("HX-Request")
        return response


def _kept_for() -> str:
    if "v" in request.args:
        return "public, max-age=31536000, immutable"
    # A stylesheet asks for its fonts without a fingerprint; they change with a new version of Inter only.
    return "public, max-age=604800" if request.path.endswith(".woff2") else "no-cache"
