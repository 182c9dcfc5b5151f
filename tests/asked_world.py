"""A place whose coach has asked it to complete three things, and what stands about them on a page."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import VerdictPoint
from portal.process.review import Point
from tests.checkpoint_world import CheckpointWorld, make_world
from tests.factories import share
from tests.markup import tree_of

HOME = "/places/dals-rostock/"
STEP = HOME + "steps/anchoring/"
SECTION = STEP + "place"
SERVICES = HOME + "steps/mapping/services"
GATE = HOME + "checkpoint/"
HANDED_IN = HOME + "submissions/1/"
ENGLISH = "?lang=en"


def make_asked_world() -> CheckpointWorld:
    """Asked about a question, about a register in a step and about a register of the place; two steps are shared."""
    world = make_world()
    for subject in ("anchoring", "mapping"):
        share(world.workplace, subject, world.leader)
    world.ask(
        Point(1, "place", "anchoring.place.belongs", "Var går gränsen?", "2026-12-11"),
        Point(2, "services", "mapping.services.list", "Titta på vården.", "2026-12-12"),
        Point(3, "resources", "organisations", "Två saknar kontakt.", ""),
        judgements={"place": {"judgement": "not_yet", "note": "Mer om gårdarna."}},
    )
    db.session.commit()
    return world


def ids() -> list[int]:
    return list(db.session.scalars(select(VerdictPoint.id).order_by(VerdictPoint.number)))


def marks() -> list[str | None]:
    return list(db.session.scalars(select(VerdictPoint.mark).order_by(VerdictPoint.number)))


def url(number: int) -> str:
    return f"{HOME}points/{ids()[number - 1]}/mark"


def page_of(answer: TestResponse) -> Element:
    return tree_of(answer.text)


def text_in(element: Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def main_text(answer: TestResponse) -> str:
    main = page_of(answer).find(".//main")
    assert main is not None
    return text_in(main)


def part(answer: TestResponse, number: int) -> str:
    """What stands at a point about its mark."""
    found = page_of(answer).find(f".//*[@id='mark-{ids()[number - 1]}']")
    assert found is not None
    return text_in(found)


def buttons(answer: TestResponse, number: int) -> list[str]:
    """The marks that can be set, by the buttons that belong to the point's form, which is on the page."""
    form = f"mark-{ids()[number - 1]}-f"
    page = page_of(answer)
    assert [f.get("action") for f in page.iter("form") if f.get("id") == form] == [url(number)]
    return [b.get("value", "") for b in page.iter("button") if b.get("form") == form]
