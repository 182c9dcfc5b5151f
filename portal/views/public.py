"""Pages for everybody, and the health check."""

from flask import Blueprint, Response, jsonify, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from portal.queries.health import find_fault
from portal.views.navigation import home_of
from portal.web.access import public

bp = Blueprint("public", __name__)


@bp.get("/")
@public
def home() -> str | AnyResponse:
    if current_user.is_authenticated:
        return redirect(home_of(current_user))
    return render_template("public/home.html")


@bp.get("/accessibility")
@public
def accessibility() -> str:
    return render_template("public/accessibility.html")


@bp.get("/privacy")
@public
def privacy() -> str:
    return render_template("public/privacy.html")


@bp.get("/about")
@public
def about() -> str:
    return render_template("public/about.html")


@bp.get("/help")
@public
def help_page() -> str:
    return render_template("public/help.html")


@bp.get("/favicon.ico")
@public
def favicon() -> AnyResponse:
    return redirect(url_for("static", filename="img/favicon.svg"))


@bp.get("/healthz")
@public
def health() -> tuple[Response, int]:
    fault = find_fault()
    if fault is not None:
        return jsonify(status="unavailable", reason=fault), 503
    return jsonify(status="ok"), 200
