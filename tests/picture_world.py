"""A place whose registers make pictures, all of them shared; and what a page shows of them."""

from __future__ import annotations

import re
from html import unescape

from portal.extensions import db
from portal.services import editions
from tests.client import PortalClient
from tests.factories import make_row, share
from tests.plan_world import PlanWorld, make_plan_world, write_plan

HTMX = {"HX-Request": "true"}
HOME = "/places/dals-rostock/"
STEP = HOME + "steps/anchoring/"
SWOT = HOME + "steps/analysis/swot"
STATEMENTS = "analysis.swot.statements"


def make_picture_world() -> PlanWorld:
    """Read by coaches and region; the plan by the municipality."""
    world = make_plan_world()
    write_plan(world)
    workplace, leader = world.workplace, world.leader
    kommun = make_row(workplace, "organisations", {"name": "Kommunen"}, leader)
    values = {"organisation": [kommun.id], "interest": 1, "influence": 3}
    make_row(workplace, "anchoring.stakeholders.list", values, leader)
    make_row(workplace, "anchoring.voices.groups", {"how": "heard"}, leader, 0, "children_youth")
    make_row(workplace, "anchoring.voices.groups", {"group": "Hästfolket", "how": "planned"}, leader)
    for step in ("anchoring", "mapping", "analysis"):
        share(workplace, step, leader)
    workplace.journey.checkpoint_state = "go_on"
    editions.share(leader, workplace=world.workplace)
    db.session.commit()
    return world


def read(browser: PortalClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


def drawn(page: str) -> list[str]:
    """The captions of the pictures on a page, in order."""
    captions = re.findall(r"<figcaption id=\"chart-[^>]*>(.*?)</figcaption>", page, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", caption).strip() for caption in captions]


def named(page: str, css: str) -> list[str]:
    """The words of each element of a class, without tags."""
    found = re.findall(rf"<(\w+) class=\"{css}\"[^>]*>(.*?)</\1>", page, re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words)).strip() for _tag, words in found]
