"""Places: added and described by the region."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.clock import now, today
from portal.errors import N_, ConflictError, InvalidError, Message
from portal.extensions import db
from portal.models import Municipality, Place, User
from portal.policy import can_administer, require
from portal.services.events import record
from portal.services.slugs import slug_of
from portal.text import clean, searchable, sort_key

LARGEST_POPULATION = 200_000
EARLIEST_YEAR = 1900
LATITUDES = (55.0, 70.0)
LONGITUDES = (10.0, 25.0)
"""Positions are in decimal degrees, within Sweden."""

TAKEN = N_("The municipality has a place with this name already.")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the region knows about a place. Population is a number of people in the year `population_year`;
    the position is in decimal degrees."""

    name: str
    municipality: Municipality
    population: int | None = None
    population_year: int | None = None
    latitude: float | None = None
    longitude: float | None = None


def create(actor: User, *, facts: Facts, is_example: bool = False) -> Place:
    """Add a place; its address comes from its name.

    Raises NotAllowedError, InvalidError, ConflictError (two at once).
    """
    require(can_administer(actor))
    name = _checked(facts)
    slug = slug_of(name, taken=set(db.session.scalars(select(Place.slug))), otherwise="place")
    place = Place(slug=slug, is_example=is_example, created_at=now())
    try:
        with db.session.begin_nested():
            _describe(place, facts, name)
            db.session.add(place)
    except IntegrityError as error:
        raise ConflictError(N_("Somebody else added a place with this name just now.")) from error
    record(actor, "place_created", place=place, subject=f"place:{place.id}")
    return place


def edit(actor: User, *, place: Place, facts: Facts) -> None:
    """Describe a place anew; its address stays. Raises NotAllowedError, InvalidError."""
    require(can_administer(actor))
    name = _checked(facts, but=place.id)
    _describe(place, facts, name)
    db.session.flush()
    record(actor, "place_changed", place=place, subject=f"place:{place.id}")


def _describe(place: Place, facts: Facts, name: str) -> None:
    place.name = name
    place.search_name = searchable(name)
    place.sort_key = sort_key(name)
    place.municipality_id = facts.municipality.id
    place.municipality = facts.municipality
    place.population = facts.population
    place.population_year = facts.population_year
    place.latitude = facts.latitude
    place.longitude = facts.longitude


def _checked(facts: Facts, but: int = 0) -> str:
    """The name, cleaned. Raises InvalidError with a message for each field that is wrong."""
    name = " ".join(clean(facts.name).split())
    wrong: dict[str, Message] = {}
    if not name:
        wrong["name"] = Message(N_("Write the name of the place."))
    elif _is_taken(name, facts.municipality, but):
        wrong["name"] = Message(TAKEN)
    if facts.population is not None and not 0 <= facts.population <= LARGEST_POPULATION:
        wrong["population"] = Message(N_("Write a number from 0 to 200,000."))
    year, this_year = facts.population_year, today().year
    if year is not None and not EARLIEST_YEAR <= year <= this_year:
        words = N_("Write a year from %(first)s to %(last)s.")
        wrong["population_year"] = Message(words, {"first": EARLIEST_YEAR, "last": this_year})
    wrong |= _wrong_position(facts.latitude, facts.longitude)
    if wrong:
        raise InvalidError(N_("Something has to be changed first."), wrong)
    return name


def _wrong_position(latitude: float | None, longitude: float | None) -> dict[str, Message]:
    wrong = {}
    if latitude is not None and not LATITUDES[0] <= latitude <= LATITUDES[1]:
        wrong["latitude"] = Message(N_("The latitude lies outside Sweden. Write for example 58.72."))
    if longitude is not None and not LONGITUDES[0] <= longitude <= LONGITUDES[1]:
        wrong["longitude"] = Message(N_("The longitude lies outside Sweden. Write for example 12.07."))
    if (latitude is None) != (longitude is None):
        missing = "latitude" if latitude is None else "longitude"
        wrong.setdefault(missing, Message(N_("Write both numbers of the position, or none.")))
    return wrong


def _is_taken(name: str, municipality: Municipality, but: int) -> bool:
    query = (
        select(func.count())
        .select_from(Place)
        .where(
            Place.search_name == searchable(name), Place.municipality_id == municipality.id, Place.id != but
        )
    )
    return bool(db.session.scalar(query))
