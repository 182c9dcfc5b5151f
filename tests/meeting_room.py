"""What the tests of meetings share: addresses, and what a page or a register says."""

from __future__ import annotations

from sqlalchemy import select

from portal.extensions import db
from portal.models import Row
from tests.client import PortalClient

HOME = "/places/dals-rostock"
SWOT = f"{HOME}/steps/analysis/swot/meeting"
IDEAS = f"{HOME}/ideas/meeting"
STATEMENTS = "analysis.swot.statements"
ADD_STATEMENT = f"{HOME}/registers/{STATEMENTS}/meeting"
ADD_IDEA = f"{HOME}/registers/ideas/meeting"
HTMX = {"HX-Request": "true"}
LONG = "å" * 301


def text_of(browser: PortalClient, path: str, status: int = 200) -> str:
    answer = browser.get(path)
    assert (path, answer.status_code) == (path, status)
    return str(answer.get_data(as_text=True))


def values(register: str) -> list[dict[str, object]]:
    """What the rows of a register hold, the oldest first, without removed ones."""
    query = select(Row).where(Row.register_key == register, Row.deleted_at.is_(None)).order_by(Row.id)
    return [row.values for row in db.session.scalars(query)]
