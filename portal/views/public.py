"""Pages for everybody, and the health check."""

from datetime import date

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from portal.process.calendar import add_months
from portal.process.definitions import latest
from portal.process.schema import Process
from portal.queries.health import find_fault
from portal.queries.plans import list_newest_plans
from portal.views.navigation import home_of
from portal.web.access import public
from portal.web.visitors import for_everybody

bp = Blueprint("public", __name__)

ASSESSED_ON = date(2026, 11, 24)
"""When the accessibility of the whole portal was last assessed; the statement was brought up to date the same day."""

COMPLAINTS = "https://www.digg.se/tdosanmalan"
"""Where anybody can complain about a lack of accessibility: the supervisory authority's page."""

A_YEAR = date(2026, 1, 1)
"""The rail of the front page shows no dates: months are counted from the first day of some year."""

PLANS_SHOWN = 3
"""Published plans on the front page: the newest, beside the way to all of them."""


@bp.get("/")
@public
def home() -> str | AnyResponse:
    if current_user.is_authenticated:
        return redirect(home_of(current_user))
    process = _process()
    gate_on = add_months(A_YEAR, process.checkpoint.due_month)
    reminders = [
        (add_months(A_YEAR, each.month), "")
        for each in process.reminders
        if each.month != process.checkpoint.due_month  # the gate stands there
    ]
    plans = [place for _edition, place in list_newest_plans(current_user, PLANS_SHOWN)]
    shown = tuple((place.slug, place.name, place.municipality.name) for place in plans)
    return for_everybody(
        (process.key, process.version, shown),
        lambda: render_template(
            "public/home.html",
            process=process,
            start=A_YEAR,
            gate_on=gate_on,
            reminders=reminders,
            plans=plans,
        ),
    )


@bp.get("/accessibility")
@public
def accessibility() -> str:
    return render_template(
        "public/accessibility.html",
        assessed_on=ASSESSED_ON,
        complaints=COMPLAINTS,
        contact=current_app.config["CONTACT_EMAIL"],
    )


@bp.get("/privacy")
@public
def privacy() -> str:
    return render_template("public/privacy.html", contact=current_app.config["CONTACT_EMAIL"])


@bp.get("/about")
@public
def about() -> str:
    return render_template("public/about.html", process=_process())


@bp.get("/help", endpoint="help")
@public
def help_page() -> str:
    return render_template("public/help.html", contact=current_app.config["CONTACT_EMAIL"])


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


def _process() -> Process:
    return latest(current_app.config["DEFINITION"])
