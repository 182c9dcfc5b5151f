"""The history of answers and rows as people meet it: who reads it, what it tells, what a button does, what it costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select

from portal.extensions import db
from portal.models import Answer, Revision, Row, User
from tests.client import PortalClient
from tests.factories import make_answer, make_row, share
from tests.pages import send
from tests.place_world import PlaceWorld, counted, make_place_world

Browser = Callable[[User], PortalClient]
HOME = "/places/dals-rostock"
KEY = "mapping.homes.more_residents"
HISTORY = f"{HOME}/answers/{KEY}/history"
SECTION = f"{HOME}/steps/mapping/homes"
START = datetime(2026, 10, 14, 12, tzinfo=UTC)
QUERIES = 10


@pytest.fixture
def world(app: Flask) -> PlaceWorld:
    return make_place_world()


def past(holder: Answer | Row, *told: tuple[User, float, Any]) -> None:
    """Give an answer or a row this past, and none else: (who, minutes after 14.00 on 14 October, what it said)."""
    is_row = isinstance(holder, Row)
    subject = {"row_id": holder.id} if is_row else {"question_key": holder.question_key}
    db.session.query(Revision).filter_by(**subject).delete()
    kept = [
        {
            **subject,
            "journey_id": holder.journey_id,
            "version": version,
            "value": said,
            "is_deleted": False,
            "saved_by": user.id,
            "at": START + timedelta(minutes=minutes),
        }
        for version, (user, minutes, said) in enumerate(told, 1)
    ]
    db.session.execute(insert(Revision).execution_options(render_nulls=True), kept)
    holder.version, holder.updated_by, holder.updated_at = len(told), kept[-1]["saved_by"], kept[-1]["at"]
    if is_row:
        holder.values = kept[-1]["value"]
    else:
        holder.value = kept[-1]["value"]
    db.session.commit()


def stored(key: str = KEY) -> Answer:
    return db.session.scalars(select(Answer).where(Answer.question_key == key)).one()


def changes(page: str) -> list[str]:
    """What the page tells of each change, without its tags."""
    parts = page.split('<li class="past__change"')[1:]
    words = [re.sub(r"<[^>]+>", " ", "<li" + part.partition("</ol>")[0]) for part in parts]
    return [" ".join(each.split()) for each in words]


def text_of(browser: PortalClient, path: str, status: int = 200) -> str:
    answer = browser.get(path)
    assert (path, answer.status_code) == (path, status)
    return str(answer.get_data(as_text=True))


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
    back = "Ta tillbaka det här 14 oktober 2026 mellan 14.00 och 14.08 "
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


def test_under_review_it_is_read_and_nothing_offered(world: PlaceWorld, client_for: Browser) -> None:
    past(stored(), (world.leader, 0, "Badet"), (world.second, 60, "Skogen"))
    world.journey.checkpoint_state = "under_review"
    browser = client_for(world.leader)
    assert "Ta tillbaka det här" not in text_of(browser, HISTORY)
    assert f'href="{HISTORY}"' in text_of(browser, SECTION)
    answer = browser.post(f"{HISTORY}/1/restoration", data={"base_version": "2"})
    assert answer.status_code == 409
    assert "Svaren är låsta" in answer.get_data(as_text=True)


def test_what_was_written_before_it_was_shared_never_leaves_the_team(
    world: PlaceWorld, client_for: Browser
) -> None:
    """Not to coaches, region and others, by no route, also once step and register are shared."""
    for subject in ("mapping", "organisations"):
        share(world.workplace, subject, world.leader)
    paths = [
        HISTORY,
        f"{HOME}/rows/{world.organisation.id}/history",
        f"{HOME}/registers/organisations/deletions",
    ]
    past(stored(), (world.leader, 0, "Utkastet"), (world.leader, 60, "Svaret"))
    for user in (world.coach, world.region, world.officer, world.stranger):
        browser = client_for(user)
        for path in paths:
            text_of(browser, path, 404)
        for path in paths[:2]:
            assert browser.post(f"{path}/1/restoration", data={"base_version": "2"}).status_code == 404
    for user in (world.coach, world.region):
        browser = client_for(user)
        page = text_of(browser, SECTION) + text_of(browser, f"{HOME}/organisations/")
        assert "/history" not in page
        assert "/deletions" not in page
    text_of(client_for(world.second), HISTORY)


def test_a_coach_reads_the_history_of_their_own_log_row_alone(world: PlaceWorld, client_for: Browser) -> None:
    entry = {"date": "2026-10-14", "kind": "open_meeting", "what": "Möte"}
    mine = make_row(world.workplace, "log", entry, world.coach)
    theirs = make_row(world.workplace, "log", entry, world.leader)
    past(mine, (world.coach, 0, entry), (world.coach, 60, {**entry, "what": "Öppet möte"}))
    browser = client_for(world.coach)
    assert f"/rows/{mine.id}/history" in text_of(browser, f"{HOME}/log/")
    assert len(changes(text_of(browser, f"{HOME}/rows/{mine.id}/history"))) == 2
    text_of(browser, f"{HOME}/rows/{theirs.id}/history", 404)
    answer = browser.post(f"{HOME}/rows/{mine.id}/history/1/restoration", data={"base_version": "2"})
    assert answer.status_code == 303
    assert db.session.get_one(Row, mine.id).values == entry


def test_what_was_changed_leads_to_its_history(world: PlaceWorld, client_for: Browser) -> None:
    """A line with day and name at whatever has more than one version; none at the rest."""
    past(stored(), (world.leader, 0, "Badet"), (world.second, 60, "Skogen"))
    row = make_row(world.workplace, "mapping.assets.list", {"asset": "Ån"}, world.leader)
    past(row, (world.leader, 0, {"asset": "Ån"}), (world.second, 9, {"asset": "Bäcken"}))
    browser = client_for(world.leader)
    pages = {SECTION: [HISTORY], f"{HOME}/steps/mapping/assets": [f"{HOME}/rows/{row.id}/history"]}
    for path, hrefs in pages.items():
        page = text_of(browser, path)
        assert re.findall(r'href="([^"]*/history)"', page) == hrefs
        assert "Ändrad 14 oktober av Processledare" in page
    assert "/history" not in text_of(browser, f"{HOME}/steps/anchoring/start")


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


@pytest.mark.parametrize("number", [1, 300])
def test_pages_cost_the_same_whatever_the_length(world: PlaceWorld, client_for: Browser, number: int) -> None:
    """Twenty changes a page, each an hour after the other; with 300 there are fifteen pages, and single saves, too."""
    people = (world.leader, world.second)
    past(stored(), *((people[n % 2], 60 * n, f"Text {n}") for n in range(number)))
    ids = [world.organisation.id]
    gone = make_row(world.workplace, "organisations", {"name": "Bortgångna laget"}, world.leader)
    gone.deleted_at = START
    row = make_row(world.workplace, "anchoring.working_group.members", {"organisation": ids}, world.leader)
    past(
        row,
        *((people[n % 2], 60 * n, {"organisation": ids, "role": f"Roll {n}"}) for n in range(number - 1)),
        (world.leader, 60 * number, {"organisation": [gone.id]}),
    )
    for n in range(min(number, 30)):
        make_row(world.workplace, "organisations", {"name": f"Borta {n}"}, world.leader).deleted_at = START
    browser = client_for(world.leader)
    with counted() as statements:
        text_of(browser, f"{HOME}/registers/organisations/deletions")
    assert len(statements) <= QUERIES
    for path in (HISTORY, f"{HOME}/rows/{row.id}/history"):
        for asked, shown in ((path, min(number, 20)), (path + "?each=1&page=99", min(number, 20))):
            with counted() as statements:
                page = text_of(browser, asked)
            assert len(changes(page)) == shown
            assert len(statements) <= QUERIES, "\n".join(s[:90] for s in statements)


def test_the_lines_that_lead_there_cost_no_query(world: PlaceWorld, client_for: Browser) -> None:
    browser = client_for(world.leader)
    counts = []
    for _time in range(2):
        with counted() as statements:
            text_of(browser, SECTION)
            text_of(browser, f"{HOME}/steps/mapping/assets")
        counts.append(len(statements))
        past(stored(), (world.leader, 0, "Badet"), (world.second, 60, "Skogen"))
        for row in db.session.scalars(select(Row).where(Row.register_key == "mapping.assets.list")):
            past(row, (world.second, 0, {"asset": "Ån"}), (world.second, 60, {"asset": "Bäcken"}))
    assert counts[0] == counts[1]


def test_a_question_that_was_never_answered_has_none(world: PlaceWorld, client_for: Browser) -> None:
    browser = client_for(world.leader)
    for key in ("anchoring.place.best", "organisations", "no.such.question"):
        text_of(browser, f"{HOME}/answers/{key}/history", 404)
    make_answer(world.elsewhere, "anchoring.place.best", "Främmande", world.stranger)
    text_of(browser, f"{HOME}/answers/anchoring.place.best/history", 404)
    text_of(browser, f"{HOME}/rows/{world.foreign.id}/history", 404)
