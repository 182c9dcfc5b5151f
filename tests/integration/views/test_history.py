"""The history of answers and rows as people meet it: what it tells, and what its buttons do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Row, User
from tests.client import PortalClient
from tests.factories import make_row
from tests.pages import send
from tests.past_world import HISTORY, HOME, SECTION, START, changes, past, stored, text_of
from tests.place_world import PlaceWorld, make_place_world

Browser = Callable[[User], PortalClient]


@pytest.fixture
def world(app: Flask) -> PlaceWorld:
    return make_place_world()


def test_who_changed_what_and_when(world: PlaceWorld, client_for: Browser) -> None:
    world.second.name = "Andra ledaren"
    past(
        stored(),
        (world.leader, 0, "Vi har"),
        (world.leader, 8, "Vi har en affär."),
        (world.second, 60, "Vi har en lanthandel."),
        (world.second, 61, None),
    )
    told = changes(text_of(client_for(world.leader), HISTORY))
    emptied = "Tömde svaret Gäller nu Andra ledaren 14 oktober 2026 mellan 15.00 och 15.01 "
    wrote = "Skrev svaret Processledare 14 oktober 2026 mellan 14.00 och 14.08 Vi har en affär. "
    back = "Använd det här igen 14 oktober 2026 mellan 14.00 och 14.08 "
    opened = "Visa de 2 sparningarna en i taget"
    assert told == [f"{emptied}Borttaget: Vi har en affär. {opened}", wrote + back + opened]
    each = changes(text_of(client_for(world.leader), HISTORY + "?each=1"))
    assert [words.split(" Processledare ")[0].split(" Andra ")[0] for words in each] == [
        "Tömde svaret Gäller nu",
        "Ändrade svaret",
        "Ändrade svaret",
        "Skrev svaret",
    ]
    assert "Borttaget: affär Tillagt: lanthandel ." in each[1]


def test_a_row_column_by_column(world: PlaceWorld, client_for: Browser) -> None:
    row = make_row(world.workplace, "organisations", {"name": "Byalaget"}, world.leader)
    past(
        row,
        (world.leader, 0, {"name": "Byalaget", "sector": "public"}),
        (world.leader, 60, {"name": "Byarådet", "sector": "business", "contact": "Ring"}),
    )
    told = changes(text_of(client_for(world.leader), f"{HOME}/rows/{row.id}/history"))
    assert told[0].startswith(
        "Ändrade raden Gäller nu Processledare 14 oktober 2026 klockan 15.00 "
        "Namn Borttaget: Byalaget Tillagt: Byarådet "
    )
    assert "Borttaget: Offentlig → Tillagt: Företag" in told[0]


def test_an_earlier_text_comes_back_by_the_page_s_own_form(world: PlaceWorld, client_for: Browser) -> None:
    past(stored(), (world.leader, 0, "Badet"), (world.second, 60, "Skogen"))
    browser = client_for(world.leader)
    answer = send(browser, HISTORY, "/history/1/restoration")
    assert (answer.status_code, answer.location) == (303, f"{SECTION}#q-more_residents")
    assert "Det du valde är tillbaka. Det som stod här nyss finns i historiken." in text_of(browser, SECTION)
    assert (stored().value, stored().version, stored().updated_by) == ("Badet", 3, world.leader.id)


def test_a_page_that_has_grown_old_says_so_and_shows_what_came(
    world: PlaceWorld, client_for: Browser
) -> None:
    past(stored(), (world.leader, 0, "Badet"), (world.second, 60, "Skogen"))
    browser = client_for(world.leader)
    answer = browser.post(f"{HISTORY}/1/restoration", data={"base_version": "1"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Inget togs tillbaka" in page
    assert 'name="base_version" value="2"' in page
    assert stored().value == "Skogen"
    for nonsense in ("", "x", "9" * 30):
        again = browser.post(f"{HISTORY}/1/restoration", data={"base_version": nonsense})
        assert again.status_code == 409
    assert browser.post(f"{HISTORY}/{'9' * 30}/restoration", data={"base_version": "2"}).status_code == 404


def test_a_tap_has_a_history_and_is_taken_back(world: PlaceWorld, client_for: Browser) -> None:
    browser = client_for(world.leader)
    services = f"{HOME}/steps/mapping/services"
    base = {"list--fuel--note": "Ring macken"}
    for version, state in enumerate(("threatened", "")):
        data = {**base, "list--fuel--state": state, "list--fuel--version": str(version)}
        answer = browser.post(f"{HOME}/registers/mapping.services.list/presets/fuel", data=data)
        assert answer.status_code == 303
    row = db.session.scalars(select(Row).where(Row.preset_key == "fuel")).one()
    assert row.values == {"note": "Ring macken"}
    history = f"{HOME}/rows/{row.id}/history"
    assert f'href="{history}"' in text_of(browser, services)
    told = changes(text_of(browser, history))
    assert len(told) == 1
    assert "Skrev svaret" in told[0]
    answer = send(browser, history + "?each=1", "/history/1/restoration")
    assert (answer.status_code, answer.location) == (303, f"{services}#presets-list")
    row = db.session.scalars(select(Row).where(Row.preset_key == "fuel")).one()
    assert row.values == {"note": "Ring macken", "state": "threatened"}


def test_not_relevant_here_of_a_register_has_a_history(world: PlaceWorld, client_for: Browser) -> None:
    browser = client_for(world.leader)
    key = "mapping.business.list"
    relevance = f"{HOME}/registers/{key}/relevance"
    for version, why in enumerate(("Inget", "Inget än")):
        data = {"na": "1", "why": why, "version": str(version)}
        assert browser.post(relevance, data=data).status_code == 303
    history = f"{HOME}/answers/{key}/history"
    assert f'href="{history}"' in text_of(browser, f"{HOME}/steps/mapping/business")
    assert send(browser, history + "?each=1", "/history/1/restoration").status_code == 303
    assert (stored(key).not_relevant, stored(key).version) == ("Inget", 3)


def test_removed_rows_are_found_and_come_back(world: PlaceWorld, client_for: Browser) -> None:
    browser = client_for(world.leader)
    deletions = f"{HOME}/registers/organisations/deletions"
    assert f'href="{deletions}"' in text_of(browser, f"{HOME}/organisations/")
    assert "Inget är borttaget" in text_of(browser, deletions)
    row = make_row(world.workplace, "organisations", {"name": "Byalaget"}, world.leader)
    assert browser.post(f"{HOME}/rows/{row.id}/deletion").status_code == 303
    assert "Byalaget" in text_of(browser, deletions)
    page = text_of(browser, f"{HOME}/rows/{row.id}/history")
    assert "Raden är borttagen." in page
    assert send(browser, f"{HOME}/rows/{row.id}/history", "/history/1/restoration").status_code == 303
    assert db.session.get_one(Row, row.id).deleted_at is None
    assert browser.post(f"{HOME}/rows/{row.id}/deletion").status_code == 303
    assert send(browser, deletions, f"/rows/{row.id}/restoration").status_code == 303
    assert db.session.get_one(Row, row.id).deleted_at is None


def test_what_cannot_come_back_says_why(world: PlaceWorld, client_for: Browser) -> None:
    key = "anchoring.start.employer"
    gone = make_row(world.workplace, "organisations", {"name": "Bortgångna laget"}, world.leader)
    past(stored(key), (world.leader, 0, [gone.id]), (world.leader, 60, [world.organisation.id]))
    gone.deleted_at = START
    browser = client_for(world.leader)
    history = f"{HOME}/answers/{key}/history"
    assert "Bortgångna laget" in text_of(browser, history)
    answer = browser.post(f"{history}/1/restoration", data={"base_version": "2"})
    assert answer.status_code == 422
    assert "”Bortgångna laget” är borttagen ur sin lista." in answer.get_data(as_text=True)


def test_what_people_wrote_is_text(world: PlaceWorld, client_for: Browser) -> None:
    past(stored(), (world.leader, 0, "<b>Badet</b>"), (world.second, 60, "<script>Skogen</script>"))
    page = text_of(client_for(world.leader), HISTORY)
    assert "<script>Skogen" not in page
    assert "<b>Badet" not in page
