"""The tiny definition and the shipped one, and material for the tiny one."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.process.definitions import latest
from portal.process.loader import load_definition
from portal.process.material import Entry, Given, Material
from portal.process.schema import Process

TINY = Path(__file__).parents[2] / "definitions" / "tiny" / "1"


@pytest.fixture(scope="session")
def tiny() -> Process:
    return load_definition(TINY)


@pytest.fixture(scope="session")
def shipped() -> Process:
    return latest("hallbara-platser")


@pytest.fixture
def written() -> Material:
    """A place that has done all of the tiny definition's first step."""
    return Material(
        answers={
            "listening.ground.name": Given("Ådala"),
            "listening.ground.host": Given([1]),
            "listening.ground.story": Given("Här fanns ett mejeri.\n\n- en affär\n- en skola"),
            "listening.ground.worry": Given({"yes": True, "why": "Två vill olika"}),
            "listening.ground.people": Given(240),
            "listening.ground.fields": Given(["outdoors"]),
        },
        rows={
            "partners": (
                Entry(1, {"name": "Byalaget", "sector": "public", "contact": "070-000 00 00"}),
                Entry(2, {"name": "Lanthandeln", "sector": "business"}),
            ),
            "listening.heard.groups": (
                Entry(3, {"state": "heard"}, preset="young"),
                Entry(4, {"state": "gap", "reason": "Hinner inte"}, preset="old"),
            ),
        },
        ticks=frozenset({"listening.told_everyone", "town_hall.contact_named"}),
        facts=frozenset({"plan_shared"}),
    )
