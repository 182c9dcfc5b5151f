"""Pages for everybody: what they say, in both languages, without a cookie."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from portal.process.definitions import latest, register_folder
from tests.client import PortalClient

PAGES = ("/", "/about", "/help", "/privacy", "/accessibility", "/plans/")

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_anybody_reads_the_page_and_gets_no_cookie(client: PortalClient, path: str, lang: str) -> None:
    answer = client.get(path, query_string={"lang": lang})
    assert answer.status_code == 200
    assert f'<html lang="{lang}"' in answer.text
    assert "Set-Cookie" not in answer.headers


def test_the_front_page_shows_every_step_and_the_gate(client: PortalClient) -> None:
    process = latest("hallbara-platser")
    page = client.get("/").text
    shown = [step.title.sv for step in process.steps if f"#{step.key}" in page and step.title.sv in page]
    assert shown == [step.title.sv for step in process.steps]
    assert process.checkpoint.title.sv in page


def test_about_tells_the_method_from_the_definition(client: PortalClient) -> None:
    process = latest("hallbara-platser")
    page = unescape(client.get("/about?lang=en").text)
    assert [s.key for s in process.steps if f'id="{s.key}"' not in page] == []
    assert [t.word.en for t in process.terms if t.word.en not in page] == []


def test_another_definition_makes_other_pages(app: Flask, client: PortalClient, monkeypatch) -> None:
    register_folder(Path(__file__).parents[2] / "definitions")
    monkeypatch.setitem(app.config, "DEFINITION", "tiny")
    assert [client.get(path).status_code for path in ("/", "/about")] == [200, 200]
    assert "Lyssna" in client.get("/").text
    assert "Förankring" not in client.get("/about").text


def test_the_statement_has_every_part_that_the_law_asks_for(client: PortalClient) -> None:
    page = client.get("/accessibility").text
    parts = (
        "Västra Götalandsregionen",
        "Platsportalen",
        "delvis förenlig",
        "Det som inte är tillgängligt",
        "Oskäligt betungande anpassning",
        "Utanför lagen",
        "Bedömd",
        "Redogörelsen uppdaterad",
        "axe",
        "Berätta om hinder",
        'href="https://www.digg.se/tdosanmalan"',
    )
    assert [part for part in parts if part not in page] == []


def test_a_contact_address_is_shown_where_there_is_one(app: Flask, client: PortalClient, monkeypatch) -> None:
    monkeypatch.setitem(app.config, "CONTACT_EMAIL", "team@region.example")
    for path in ("/help", "/privacy", "/accessibility"):
        assert 'href="mailto:team@region.example"' in client.get(path).text
