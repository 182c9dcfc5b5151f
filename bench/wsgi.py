"""The portal as it is served, and the bare page beside it: the frame with a signed-in user, one query and 20 rows."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, render_template
from sqlalchemy import select

from portal import policy
from portal.app import create_app
from portal.extensions import db
from portal.models import Place
from portal.web.access import access

ROWS = 20

bp = Blueprint("bench", __name__, template_folder="templates")


@bp.get("/bench/bare")
@access(policy.is_signed_in)
def bare() -> str:
    """What no page can be quicker than."""
    places = db.session.scalars(select(Place).order_by(Place.sort_key).limit(ROWS)).all()
    return render_template("bare.html", places=places)


def make_app(overrides: dict[str, Any] | None = None) -> Flask:
    """The portal by the settings of the environment (`overrides` go first), with the bare page."""
    portal = create_app(overrides)
    portal.register_blueprint(bp)
    return portal
