"""Municipalities and places: names, addresses, numbers, and who may."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from portal.errors import InvalidError, NotAllowedError
from portal.extensions import db
from portal.models import Event, Place, User
from portal.services import municipalities, places
from portal.services.places import Facts
from portal.services.slugs import slug_of
from tests.factories import make_region, make_user


@pytest.fixture
def region(app: Flask) -> User:
    return make_region()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Åmål", "amal"),
        ("Dals Rostock", "dals-rostock"),
        ("Färgelanda & Högsäter", "fargelanda-hogsater"),
        ("Ørsted Æbelø", "orsted-abelo"),
        ("new", "new-2"),
        ("村", "place"),
        ("--", "place"),
        ("A" * 100, "a" * 60),
    ],
)
def test_the_address_comes_from_the_name(name: str, slug: str) -> None:
    assert slug_of(name, taken=(), otherwise="place") == slug


def test_a_taken_address_gets_a_number() -> None:
    assert slug_of("Ås", taken={"as", "as-2"}, otherwise="place") == "as-3"


def test_a_municipality_is_created_once(region: User) -> None:
    made = municipalities.create(region, name="  Lilla\u0000  Edet ")
    assert (made.name, made.slug, made.search_name) == ("Lilla Edet", "lilla-edet", "lilla edet")
    with pytest.raises(InvalidError) as refused:
        municipalities.create(region, name="LILLA EDET")
    assert list(refused.value.fields) == ["name"]


def test_a_municipality_keeps_its_address_when_renamed(region: User) -> None:
    made = municipalities.create(region, name="Åmål")
    municipalities.create(region, name="Ale")
    municipalities.rename(region, municipality=made, name="Öckerö")
    assert (made.slug, made.search_name, made.sort_key) == ("amal", "öckerö", "}cker}")
    with pytest.raises(InvalidError):
        municipalities.rename(region, municipality=made, name="ale")
    with pytest.raises(InvalidError):
        municipalities.rename(region, municipality=made, name=" \u200b\u202e "[:1])


def test_places_of_the_same_name_lie_in_different_municipalities(region: User) -> None:
    here, there = (municipalities.create(region, name=name) for name in ("Ale", "Mark"))
    first = places.create(region, facts=Facts("Ås", here))
    second = places.create(region, facts=Facts("Ås", there))
    assert (first.slug, second.slug) == ("as", "as-2")
    with pytest.raises(InvalidError) as refused:
        places.create(region, facts=Facts("ås", here))
    assert list(refused.value.fields) == ["name"]
    places.edit(region, place=first, facts=Facts("Ås", here, population=0, population_year=2020))
    assert (first.slug, first.population, first.population_year) == ("as", 0, 2020)


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"name": ""}, ["name"]),
        ({"population": -1}, ["population"]),
        ({"population": 200_001}, ["population"]),
        ({"population_year": 1899}, ["population_year"]),
        ({"population_year": 9999}, ["population_year"]),
        ({"latitude": 58.7}, ["longitude"]),
        ({"longitude": 12.3}, ["latitude"]),
        ({"latitude": 12.3, "longitude": 58.7}, ["latitude", "longitude"]),
        ({"latitude": float("nan"), "longitude": 12.0}, ["latitude"]),
    ],
)
def test_facts_that_cannot_be(region: User, wrong: dict[str, Any], fields: list[str]) -> None:
    municipality = municipalities.create(region, name="Mellerud")
    with pytest.raises(InvalidError) as refused:
        places.create(region, facts=Facts(**{"name": "Ås", "municipality": municipality, **wrong}))
    assert sorted(refused.value.fields) == fields
    assert db.session.query(Place).count() == 0


def test_only_the_region(region: User) -> None:
    nobody = make_user("nobody@example.org")
    municipality = municipalities.create(region, name="Mellerud")
    place = places.create(region, facts=Facts("Ås", municipality))
    for attempt in (
        lambda: municipalities.create(nobody, name="Ale"),
        lambda: municipalities.rename(nobody, municipality=municipality, name="Ale"),
        lambda: places.create(nobody, facts=Facts("Ale", municipality)),
        lambda: places.edit(nobody, place=place, facts=Facts("Ale", municipality)),
    ):
        with pytest.raises(NotAllowedError):
            attempt()
    assert [e.kind for e in db.session.query(Event).order_by(Event.id)] == [
        "municipality_created",
        "place_created",
    ]
