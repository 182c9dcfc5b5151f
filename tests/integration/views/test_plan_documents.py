"""Documents of a shared plan: who gets them, what they are, and how they are kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from pypdf import PdfReader

from portal.documents import pdf
from portal.extensions import db
from portal.models import User
from portal.services import editions
from portal.web import kept
from tests.client import PortalClient
from tests.factories import make_answer
from tests.plan_world import COACH_ONLY, SCRIPT, TEAM_ONLY, PlanWorld, counted, make_plan_world, write_plan

ClientFor = Callable[[User], PortalClient]
DOCUMENTS = "/plans/dals-rostock/documents/"
OFFICE = "application/vnd.openxmlformats-officedocument"
LIMIT = 8
NEW = "Nytt i den här utgåvan"
TYPES = {
    "pdf": ("application/pdf", "dals-rostock-plan-1-full.pdf"),
    "docx": (f"{OFFICE}.wordprocessingml.document", "dals-rostock-plan-1-full.docx"),
    "xlsx": (f"{OFFICE}.spreadsheetml.sheet", "dals-rostock-plan-1.xlsx"),
    "ics": ("text/calendar", "dals-rostock-plan-1.ics"),
    "html": ("text/html", "dals-rostock-plan-1-full.html"),
    "zip": ("application/zip", "dals-rostock-plan-1-full.zip"),
}


@pytest.fixture
def world(app: Flask) -> PlanWorld:
    world = make_plan_world()
    write_plan(world)
    return world


def share(world: PlanWorld) -> None:
    editions.share(world.leader, workplace=world.workplace)
    db.session.commit()


READERS = {"leader": 200, "coach": 200, "officer": 200, "region": 200, "stranger": 404, "nobody": 404}


@pytest.mark.parametrize(("who", "status"), READERS.items())
def test_whoever_reads_the_plan_gets_its_documents(
    world: PlanWorld, client_for: ClientFor, who: str, status: int
) -> None:
    browser = client_for(getattr(world, who))
    assert browser.get(DOCUMENTS + "ics").status_code == 404
    share(world)
    assert browser.get(DOCUMENTS + "ics").status_code == status
    editions.stop(world.leader, workplace=world.workplace)
    db.session.commit()
    assert browser.get(DOCUMENTS + "ics").status_code == 404


def test_visitors_get_none(world: PlanWorld, client: PortalClient) -> None:
    share(world)
    assert client.get(DOCUMENTS + "pdf").status_code == 404


@pytest.mark.parametrize(("name", "kind"), TYPES.items())
def test_type_name_and_headers(
    world: PlanWorld, client_for: ClientFor, name: str, kind: tuple[str, str]
) -> None:
    share(world)
    answer = client_for(world.officer).get(DOCUMENTS + name)
    way = "inline" if name == "html" else "attachment"
    assert (answer.status_code, answer.mimetype) == (200, kind[0])
    assert answer.headers["Content-Disposition"] == f"{way}; filename={kind[1]}"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Content-Security-Policy"].endswith("sandbox")
    assert "script-src" not in answer.headers["Content-Security-Policy"]


def test_what_is_the_same_is_not_sent_again(world: PlanWorld, client_for: ClientFor) -> None:
    share(world)
    browser = client_for(world.officer)
    mark = browser.get(DOCUMENTS + "pdf").headers["ETag"]
    again = browser.get(DOCUMENTS + "pdf", headers={"If-None-Match": mark})
    assert (again.status_code, again.data) == (304, b"")
    make_answer(world.workplace, "anchoring.place.background", "Brunnen kom först.", world.leader)
    share(world)
    changed = browser.get(DOCUMENTS + "pdf", headers={"If-None-Match": mark})
    assert changed.status_code == 200
    assert "Brunnen kom först." in PdfReader(io.BytesIO(changed.data)).pages[2].extract_text()


@pytest.mark.parametrize("path", ["exe", "pdf?set=none", "pdf?set=plan.full", "", "pdf/"])
def test_there_is_nothing_else(world: PlanWorld, client_for: ClientFor, path: str) -> None:
    share(world)
    assert client_for(world.leader).get(DOCUMENTS + path).status_code == 404


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ({}, "1. Vem har tagit fram planen, och hur?"),
        ({"set": "short"}, "1. Så är det i dag"),
        ({"lang": "en"}, "1. Who has made the plan, and how?"),
        ({"lang": "en", "set": "short"}, "1. How it is today"),
    ],
)
def test_set_and_language(world: PlanWorld, client_for: ClientFor, query: dict[str, str], title: str) -> None:
    share(world)
    answer = client_for(world.leader).get(DOCUMENTS + "pdf", query_string=query)
    found = PdfReader(io.BytesIO(answer.data))
    titles = [item.title for item in found.outline if not isinstance(item, list)]
    assert [each for each in titles if each.startswith("1.")] == [title]


def test_no_document_says_more_than_the_plan(world: PlanWorld, client_for: ClientFor) -> None:
    share(world)
    browser = client_for(world.officer)
    page = unescape(browser.get(DOCUMENTS + "html").text)
    assert SCRIPT in page
    with zipfile.ZipFile(io.BytesIO(browser.get(DOCUMENTS + "zip").data)) as found:
        texts = [page, found.read("edition.json").decode(), found.read("plan.ics").decode()]
        with zipfile.ZipFile(io.BytesIO(found.read("plan.docx"))) as document:
            texts.append(document.read("word/document.xml").decode())
    assert [text for text in texts if TEAM_ONLY in text or COACH_ONLY in text] == []


def test_an_officer_who_fetches_a_document_has_read_the_plan(world: PlanWorld, client_for: ClientFor) -> None:
    share(world)
    for who in (world.coach, world.officer):
        before = editions.find_open_edition(world.workplace.journey)
        assert before is not None
        assert before.read_at is None
        client_for(who).get(DOCUMENTS + "ics")
    db.session.expire_all()
    after = editions.find_open_edition(world.workplace.journey)
    assert after is not None
    assert after.read_at is not None


def test_a_document_is_made_once(
    world: PlanWorld, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "PAPERS", kept.Shelf(48))
    share(world)
    made: list[str] = []
    compile_ = pdf._compile
    monkeypatch.setattr(pdf, "_compile", lambda *a: made.append("pdf") or compile_(*a))  # type: ignore[func-returns-value]
    browser = client_for(world.leader)
    first = browser.get(DOCUMENTS + "pdf").data
    assert browser.get(DOCUMENTS + "pdf").data == first
    with zipfile.ZipFile(io.BytesIO(browser.get(DOCUMENTS + "zip").data)) as found:
        assert found.read("plan.pdf") == first
    assert made == ["pdf"]
    browser.get(DOCUMENTS + "pdf?set=short")
    browser.get(DOCUMENTS + "pdf?lang=en")
    assert made == ["pdf"] * 3


def test_a_later_edition_says_what_is_new(world: PlanWorld, client_for: ClientFor) -> None:
    share(world)
    browser = client_for(world.officer)
    assert NEW not in browser.get(DOCUMENTS + "html").text
    make_answer(world.workplace, "anchoring.place.background", "Brunnen kom först.", world.leader)
    share(world)
    told = browser.get(DOCUMENTS + "html").text.partition(f"{NEW}</h2>")[2].partition("</ul>")[0]
    heads = ("Sedan utgåva 1", "Andra delar som har ändrats:", "<li>Det här hör till platsen")
    assert [head in told for head in heads] == [True, True, False], told
    assert NEW in PdfReader(io.BytesIO(browser.get(DOCUMENTS + "pdf").data)).pages[2].extract_text()


@pytest.mark.parametrize("name", ["pdf", "zip"])
def test_queries(world: PlanWorld, client_for: ClientFor, name: str) -> None:
    share(world)
    make_answer(world.workplace, "anchoring.place.background", "Brunnen kom först.", world.leader)
    share(world)
    browser = client_for(world.officer)
    browser.get(DOCUMENTS + name)
    with counted() as statements:
        assert browser.get(DOCUMENTS + name).status_code == 200
    assert len(statements) <= LIMIT, "\n".join(statements)


def test_the_plan_page_links_to_them(world: PlanWorld, client_for: ClientFor) -> None:
    share(world)
    browser = client_for(world.officer)
    page = browser.get("/plans/dals-rostock/")
    links = [
        part.partition('"')[0] for part in unescape(page.text).split('href="') if part.startswith(DOCUMENTS)
    ]
    assert links == [
        f"{DOCUMENTS}{name}?set={headings}"
        for headings in ("full", "short")
        for name in ("pdf", "docx", "html")
    ] + [DOCUMENTS + name for name in ("xlsx", "ics", "zip")]
    assert [browser.get(link).status_code for link in links] == [200] * 9
