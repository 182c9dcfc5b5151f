"""The plan's page is a text to read, not a form that has been filled in."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from flask import Flask

from portal.extensions import db
from portal.models import User
from portal.services import editions
from tests.client import PortalClient
from tests.factories import make_answer, make_row
from tests.plan_world import make_plan_world, write_plan

ACTION = {
    "action": "Cykelväg",
    "theme": "transport",
    "status": "done",
    "responsible_role": "Vägchef",
    "need_from": "Mark, av kommunen!",
    "result": "Barnen cyklar.\nAlla hinner.",
    "end": "2026-08-01",
    "cost": 120000,
}


def texts(page: str, begin: str, end: str) -> list[str]:
    """What stands between two tags, each time, as it is read."""
    found = re.findall(f"{begin}(.*?){end}", page, re.DOTALL)
    return [" ".join(unescape(re.sub("<[^>]+>", " ", each)).split()) for each in found]


def test_it_reads_as_text(app: Flask, client_for: Callable[[User], PortalClient]) -> None:
    """Short facts in a row, long texts by themselves, and no name where the heading or the value says the same."""
    world = make_plan_world()
    write_plan(world)
    place, leader = world.workplace, world.leader
    owner, school = (make_row(place, "organisations", {"name": name}, leader) for name in ("Vägen", "Skolan"))
    values = {**ACTION, "responsible": [owner.id], "partners": [school.id]}
    make_row(place, "action_plan.actions.list", values, leader, 4)
    for key, value in {
        "people.population": 800,
        "people.population_year": 2025,
        "homes.more_residents": "Hus",
    }.items():
        make_answer(place, f"mapping.{key}", value, leader)
    editions.share(leader, workplace=place)
    db.session.commit()
    page = client_for(world.officer).get("/plans/dals-rostock/").text
    acts = texts(page, '<li class="act"[^>]*>', "</li>")
    assert acts[0] == "Ny detaljplan Planerad · 1 januari 2027 – 30 juni 2027 Ansvarig: Byalaget."
    assert acts[-1] == (
        "Cykelväg Klar · till 1 augusti 2026 · Resor och vägar Ansvarig: Vägen (Vägchef). Det här behövs, och av vem:"
        " Mark, av kommunen! Tillsammans med: Skolan. Kostnad: 120 000 kr. Det här ska den leda till:"
        " Barnen cyklar. Alla hinner."
    )
    assert "Kostnad:</span> 120\u00a0000&nbsp;kr." in page
    parts = texts(page, '<section class="docpart" id="s-mapping[^>]*>', "</section>")
    assert parts == [
        "Människor Invånare: 800. Siffran gäller år: 2025.",
        "Det här skulle göra att fler kan flytta in Hus",
    ]
    assert texts(page, '<section class="docpart" id="s-anchoring-working_group"[^>]*>', "</section>") == [
        "Arbetsgruppen Organisationen som äger arbetet: Byalaget. De som är med i gruppen Byalaget : Ordförande"
    ]
