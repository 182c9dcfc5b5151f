"""What the documents of a shared plan say beside its answers: the team's words, the municipality's, pictures."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from flask import Flask
from PIL import Image

from portal.extensions import db
from portal.models import User
from portal.services import editions
from portal.services.attachments import add_attachment
from portal.storage import open_storage
from tests.answers_world import make_answers_world, reply
from tests.client import PortalClient
from tests.plan_world import PlanWorld, make_plan_world, write_plan

ClientFor = Callable[[User], PortalClient]
DOCUMENTS = "/plans/dals-rostock/documents/"


@pytest.fixture
def world(app: Flask) -> PlanWorld:
    world = make_plan_world()
    write_plan(world)
    return world


def share(world: PlanWorld) -> None:
    editions.share(world.leader, workplace=world.workplace)
    db.session.commit()


def test_the_team_s_words_are_said_and_new_ones_make_a_new_document(
    world: PlanWorld, client_for: ClientFor
) -> None:
    share(world)
    browser = client_for(world.officer)
    first = browser.get(DOCUMENTS + "html").text
    edition = editions.find_open_edition(world.workplace.journey)
    assert edition is not None
    edition.introduction, edition.stands_behind = "Välkommen till byn.", "- Sockenrådet\n- Byalaget"
    db.session.commit()
    second = browser.get(DOCUMENTS + "html").text
    words = ("Välkommen till byn.", "<li>Sockenrådet</li><li>Byalaget</li>")
    assert [each in first for each in words] == [False, False]
    assert [each in second for each in words] == [True, True]


def test_answers_that_are_sent_make_new_documents(app: Flask, client_for: ClientFor) -> None:
    """What stands on the plan's page, in the same words; a draft does not."""
    world, rows = make_answers_world()
    browser = client_for(world.leader)
    first = browser.get(DOCUMENTS + "html").text
    said = {
        "stage": "decided",
        "decided_on": date(2026, 10, 6),
        "reference": "KS § 12",
        "because": "Ja, gärna.",
    }
    reply(world, rows[0], **said)
    reply(world, rows[1], sent=False, because="Bara ett utkast")
    second = unescape(browser.get(DOCUMENTS + "html").text)
    words = "Beslutat 6 oktober 2026, KS § 12. Ansvarar för svaret: Samhällsbyggnad."
    page = " ".join(unescape(browser.get("/plans/dals-rostock/").text).split())
    assert [words in text for text in (first, second, page)] == [False, True, True]
    assert "Bara ett utkast" not in second
    with zipfile.ZipFile(io.BytesIO(browser.get(DOCUMENTS + "zip").data)) as found:
        answers = json.loads(found.read("answers.json"))["answers"]
    assert [(each["row"], each["because"], each["decided_on"]) for each in answers] == [
        (rows[0], "Ja, gärna.", "2026-10-06")
    ]


def test_pictures_are_in_the_documents_and_a_lost_one_is_named(
    world: PlanWorld, client_for: ClientFor
) -> None:
    question = world.workplace.process.question("anchoring.place.pictures")
    for alt in ("Bryggan", "Torget"):
        made = io.BytesIO()
        Image.new("RGB", (80, 40), "teal" if alt == "Bryggan" else "brown").save(made, "JPEG")
        attachment = add_attachment(
            world.leader,
            workplace=world.workplace,
            content=made.getvalue(),
            name=f"{alt}.jpg",
            alt=alt,
            question=question,
        )
    open_storage().delete(attachment.sha256)
    share(world)
    answer = client_for(world.officer).get(DOCUMENTS + "html")
    page = unescape(answer.text)
    assert 'src="data:image/jpeg;base64,' in page
    assert "<figcaption>Bild 1. Bryggan</figcaption>" in page
    assert "Bilden ”Torget.jpg” kan inte visas här: Torget" in page
    assert "img-src data:" in answer.headers["Content-Security-Policy"]
