"""The page where the team shares its plan: its own words, who reads it, warnings, links."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import PlanDraft, PlanEdition, PlanLink, User
from portal.process.reach import Reach
from portal.queries.material import get_material
from portal.services import editions
from tests.client import PortalClient
from tests.factories import make_answer, make_row
from tests.plan_world import PlanWorld, counted, events, letters, make_link, make_plan_world, write_plan

ClientFor = Callable[[User], PortalClient]
EDITIONS = "/places/dals-rostock/editions/"
LINKS = f"{EDITIONS}links"
PLAN = "/plans/dals-rostock/"


@pytest.fixture
def world(app: Flask) -> PlanWorld:
    world = make_plan_world()
    write_plan(world)
    return world


@pytest.fixture
def leader(world: PlanWorld, client_for: ClientFor) -> PortalClient:
    return client_for(world.leader)


def words(
    introduction: str = "Välkommen", stands_behind: str = "Byalaget", version: int = 0
) -> dict[str, object]:
    return {"introduction": introduction, "stands_behind": stands_behind, "version": version}


def open_edition() -> PlanEdition:
    return db.session.query(PlanEdition).filter_by(ended_at=None).one()


def test_the_words_go_into_the_edition_and_onto_its_page(leader: PortalClient) -> None:
    assert leader.post(EDITIONS, data=words()).status_code == 303
    assert db.session.query(PlanEdition).count() == 0
    leader.post(EDITIONS, data={**words(version=1), "publish": "1", "audience": "public"})
    edition = open_edition()
    found = (edition.introduction, edition.stands_behind, edition.audience, edition.themes)
    assert found == ("Välkommen", "Byalaget", "public", " housing ")
    page = unescape(leader.get(PLAN).text)
    assert [each for each in ("Inledning", "Välkommen", "Bakom planen: Byalaget.") if each not in page] == []


def test_two_who_write_the_words_lose_nothing(leader: PortalClient) -> None:
    leader.post(EDITIONS, data=words())
    late = leader.post(EDITIONS, data=words("Hej", "Andra", version=0))
    assert late.status_code == 409
    page = unescape(late.text)
    assert [each for each in ("Välkommen", "Byalaget", "Hej", "Andra") if each not in page] == []
    assert db.session.query(PlanDraft).one().introduction == "Välkommen"
    version = re.search(r'name="version" value="(\d+)"', late.text)
    assert version is not None
    leader.post(EDITIONS, data=words("Hej", "Andra", version=int(version[1])))
    assert db.session.query(PlanDraft).one().introduction == "Hej"


def test_a_script_is_told_where_to_go_on(leader: PortalClient) -> None:
    heads = {"HX-Request": "true"}
    saved = leader.post(EDITIONS, data=words(), headers=heads)
    assert (saved.status_code, saved.headers["HX-Redirect"]) == (204, EDITIONS)
    warned = leader.post(
        EDITIONS, data={**words("Ring 070-123 45 67", version=1), "publish": "1"}, headers=heads
    )
    assert (warned.status_code, warned.headers["HX-Redirect"]) == (204, f"{EDITIONS}?saved=2#personal")
    late = leader.post(EDITIONS, data=words("Hej"), headers=heads)
    assert (late.status_code, "data-conflict" in late.text) == (409, True)


@pytest.mark.parametrize(("name", "length"), [("introduction", 5_001), ("stands_behind", 1_001)])
def test_too_much_is_kept_in_the_form(leader: PortalClient, name: str, length: int) -> None:
    answer = leader.post(EDITIONS, data={**words(), name: "å" * length, "publish": "1", "audience": "public"})
    assert answer.status_code == 422
    assert "å" * length in answer.text
    assert db.session.query(PlanDraft).count() + db.session.query(PlanEdition).count() == 0


@pytest.mark.parametrize("audience", ["", "team", "everybody"])
def test_who_reads_it_is_one_of_the_four(leader: PortalClient, audience: str) -> None:
    answer = leader.post(EDITIONS, data={**words("Hej"), "publish": "1", "audience": audience})
    assert answer.status_code == 422
    assert "Hej" in answer.text
    assert db.session.query(PlanEdition).count() == 0


def test_a_warning_stops_once_and_never_twice(leader: PortalClient) -> None:
    typed = {**words("Ring 070-123 45 67"), "publish": "1", "audience": "public"}
    onward = leader.post(EDITIONS, data=typed).headers["Location"]
    assert onward.endswith("/editions/?saved=1&audience=public#personal")
    assert db.session.query(PlanEdition).count() == 0
    page = unescape(leader.get(f"{EDITIONS}?saved=1&audience=public").text)
    assert 'value="public" id="audience-public" aria-describedby="audience-public-h" checked' in page
    assert "070-123 45 67</b>" in page
    assert "ser ut som: telefonnummer" in page
    leader.post(EDITIONS, data={**typed, "version": 1})
    assert open_edition().number == 1


def test_each_hit_leads_to_where_it_is_mended(world: PlanWorld, leader: PortalClient) -> None:
    make_answer(world.workplace, "anchoring.place.background", "Fråga Anna Exempel", world.leader)
    row = make_row(world.workplace, "vision.goals.list", {"goal": "Mejla x@y.example"}, world.leader, 3).id
    page = unescape(leader.get(EDITIONS).text)
    assert 'href="/places/dals-rostock/steps/anchoring/place#q-background"' in page
    assert f'href="/places/dals-rostock/rows/{row}"' in page


AUDIENCES = {
    (Reach.COACHES, Reach.MUNICIPALITY): 1,
    (Reach.COACHES, Reach.PUBLIC): 1,
    (Reach.COACHES, Reach.COACHES): 0,
    (Reach.MUNICIPALITY, Reach.COACHES): 1,
    (Reach.PUBLIC, Reach.MUNICIPALITY): 1,
}
"""How many letters the officers have got after the edition was shared with the first and then with the second."""


@pytest.mark.parametrize(("reaches", "told"), AUDIENCES.items())
def test_the_audience_changes_while_it_is_open(
    world: PlanWorld, leader: PortalClient, reaches: tuple[Reach, Reach], told: int
) -> None:
    editions.share(world.leader, workplace=world.workplace, audience=reaches[0])
    for _twice in range(2):
        leader.post(f"{EDITIONS}audience", data={"audience": reaches[1].value})
    assert (open_edition().audience, open_edition().number) == (reaches[1].value, 1)
    changed = [] if reaches[0] is reaches[1] else ["edition_audience_set"]
    assert events() == ["plan_shared", *changed]
    assert letters() == [("plan_shared", "officer@example.org")] * told


def test_no_audience_without_an_edition(leader: PortalClient) -> None:
    assert leader.post(f"{EDITIONS}audience", data={"audience": "public"}).status_code == 422


def test_the_checklist_knows_only_what_the_municipality_may_read(
    world: PlanWorld, client_for: ClientFor
) -> None:
    editions.share(world.leader, workplace=world.workplace, audience=Reach.COACHES)
    db.session.commit()
    assert "plan_shared" not in get_material(world.workplace.journey).facts
    assert "Dals Rostock, utgåva" not in client_for(world.officer).get("/municipality/").text
    editions.set_audience(world.leader, workplace=world.workplace, audience=Reach.LINK)
    db.session.commit()
    assert "plan_shared" in get_material(world.workplace.journey).facts
    assert "Dals Rostock, utgåva" in client_for(world.officer).get("/municipality/").text


EDITORS = {"leader": 303, "coach": 404, "region": 404, "officer": 404, "nobody": 404}


@pytest.mark.parametrize(("who", "status"), EDITORS.items())
def test_links_and_audience_are_the_teams(
    world: PlanWorld, client_for: ClientFor, leader: PortalClient, who: str, status: int
) -> None:
    make_link(leader)
    editions.share(world.leader, workplace=world.workplace)
    number = db.session.query(PlanLink).one().id
    browser = client_for(getattr(world, who))
    sent = [
        browser.post(LINKS, data={"days": "7"}),
        browser.post(f"{LINKS}/{number}/end"),
        browser.post(f"{EDITIONS}audience", data={"audience": "link"}),
        browser.post(EDITIONS, data=words()),
    ]
    assert [answer.status_code for answer in sent] == [status] * 4


def test_the_way_to_the_pictures_and_back(leader: PortalClient) -> None:
    section, back = "/places/dals-rostock/steps/anchoring/place", f"next={EDITIONS}"
    assert f'href="{section}?{back}#q-pictures"' in leader.get(EDITIONS).text
    file = (io.BytesIO(b"%PDF-1.7\n%%EOF\n"), "Sjön.pdf")
    sent = {"question": "anchoring.place.pictures", "next": EDITIONS, "file": file}
    added = leader.post("/places/dals-rostock/attachments", data=sent)
    assert added.location == f"{section}?{back}#q-pictures"
    text = unescape(leader.get(added.location).text)
    assert (f'href="{EDITIONS}"' in text, "Tillbaka till Dela planen" in text) == (True, True)
    assert leader.post(section, data={"next": EDITIONS, "stay": "q-pictures"}).location == added.location
    assert leader.post(section, data={"next": EDITIONS}).location == EDITIONS
    assert leader.post(section, data={"next": "/places/"}).location != "/places/"
    assert "Bilder av platsen (1)" in leader.get(EDITIONS).text


def test_the_number_of_queries(world: PlanWorld, leader: PortalClient, client: PortalClient) -> None:
    link = make_link(leader)
    for text in ("Ett", "Två"):
        leader.post(
            EDITIONS, data={**words(text, version=open_version()), "publish": "1", "audience": "link"}
        )
    leader.post(EDITIONS, data=words("Tre", version=open_version()))
    for browser, path, most in ((leader, EDITIONS, 10), (client, link, 7), (leader, f"{PLAN}changes", 7)):
        browser.get(path)
        with counted() as seen:
            assert browser.get(path).status_code == 200
        assert len(seen) <= most, path


def open_version() -> int:
    found = db.session.query(PlanDraft).one_or_none()
    return found.version if found else 0
