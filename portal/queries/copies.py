"""Frozen copies as the text that is stored: what is made of one is found again by what it says, without reading it."""

from __future__ import annotations

from sqlalchemy import Integer, Text, bindparam, cast, select

from portal.extensions import db
from portal.models import PlanEdition, Submission

_KEY = bindparam("key", type_=Integer)
_TEXTS = {
    model: select(cast(model.snapshot, Text)).where(model.id == _KEY) for model in (Submission, PlanEdition)
}


def get_copy_text(of: Submission | PlanEdition) -> str:
    """The snapshot as JSON text; one query."""
    text: str = db.session.execute(_TEXTS[type(of)], {"key": of.id}).scalar_one()
    return text
