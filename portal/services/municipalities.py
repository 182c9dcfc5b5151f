"""Municipalities: added and renamed by the region."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.clock import now
from portal.errors import N_, ConflictError, InvalidError, Message
from portal.extensions import db
from portal.models import Municipality, User
from portal.policy import can_administer, require
from portal.services.events import record
from portal.services.slugs import slug_of
from portal.text import clean, searchable, sort_key

TAKEN = N_("There is a municipality with this name already.")


def create(actor: User, *, name: str) -> Municipality:
    """Add a municipality. Raises NotAllowedError, InvalidError (no name, a taken one), ConflictError (two at once)."""
    require(can_administer(actor))
    name = _checked(name)
    slug = slug_of(name, taken=set(db.session.scalars(select(Municipality.slug))), otherwise="municipality")
    municipality = Municipality(slug=slug, name=name, created_at=now(), **_keys(name))
    try:
        with db.session.begin_nested():
            db.session.add(municipality)
    except IntegrityError as error:
        raise ConflictError(TAKEN) from error
    record(actor, "municipality_created", subject=f"municipality:{municipality.id}")
    return municipality


def rename(actor: User, *, municipality: Municipality, name: str) -> None:
    """Another name; its address stays. Raises NotAllowedError, InvalidError, ConflictError."""
    require(can_administer(actor))
    name = _checked(name, but=municipality.id)
    if name == municipality.name:
        return
    try:
        with db.session.begin_nested():
            municipality.name = name
            for key, value in _keys(name).items():
                setattr(municipality, key, value)
    except IntegrityError as error:
        raise ConflictError(TAKEN) from error
    record(actor, "municipality_renamed", subject=f"municipality:{municipality.id}")


def _checked(name: str, but: int = 0) -> str:
    name = " ".join(clean(name).split())
    if not name:
        text = N_("Write the name of the municipality.")
        raise InvalidError(text, {"name": Message(text)})
    query = (
        select(func.count())
        .select_from(Municipality)
        .where(Municipality.search_name == searchable(name), Municipality.id != but)
    )
    if db.session.scalar(query):
        raise InvalidError(TAKEN, {"name": Message(TAKEN)})
    return name


def _keys(name: str) -> dict[str, str]:
    return {"search_name": searchable(name), "sort_key": sort_key(name)}
