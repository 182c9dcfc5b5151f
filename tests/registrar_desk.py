"""The plan of Dals Rostock with an answer that is decided, and the registrar's letters about it."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

from sqlalchemy import select

from portal.clock import now
from portal.extensions import db
from portal.models import Event
from portal.queries.registrars import SENT
from tests.answers_world import make_answers_world, reply
from tests.client import PortalClient
from tests.plan_world import PlanWorld

PLAN = "/municipality/dals-rostock/plan/"
WITHOUT = {"without_receipt": "1"}
EDIT = "/municipalities/mellerud/registrar"
ADDRESS = "registrator@example.org"


def make_desk() -> tuple[PlanWorld, list[int]]:
    world, rows = make_answers_world()
    said = {"stage": "decided", "decided_on": now().date() - timedelta(days=2), "reference": "KS § 12"}
    reply(world, rows[0], **said)
    return world, rows


def with_address(officer: PortalClient) -> PortalClient:
    """The officer has said where the registrar reads."""
    assert officer.post(EDIT, data={"address": ADDRESS}).status_code == 303
    return officer


def sendings() -> list[Event]:
    return list(db.session.scalars(select(Event).where(Event.kind == SENT).order_by(Event.id)))


def side(browser: PortalClient) -> str:
    return whole_page(browser).partition('id="registrar">')[2].partition("</section>")[0]


def whole_page(browser: PortalClient) -> str:
    return " ".join(unescape(browser.get(PLAN).text).split())
