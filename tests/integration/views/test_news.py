"""What is new to somebody since they last looked: marked where it stands, and collected on one page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.clock import now
from portal.extensions import db
from portal.models import Look, Revision, Row, User
from portal.policy import Workplace
from portal.process.schema import Register
from portal.services import answers, attachments, checks, rows
from portal.services.looks import begin_look
from tests.checkpoint_world import fresh
from tests.client import PortalClient
from tests.factories import make_row, share
from tests.passing import pass_time, plain
from tests.place_world import PlaceWorld, make_place_world

Browsers = Callable[[User], PortalClient]
HOME = "/places/dals-rostock/"
STEP, PLACE, GROUP = (
    f"{HOME}steps/anchoring/",
    f"{HOME}steps/anchoring/place",
    f"{HOME}steps/anchoring/working_group",
)
BEST, IDEA = "anchoring.place.best", "anchoring.place.idea"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def world(app: Flask) -> PlaceWorld:
    """The leader has written, and everybody has looked at the step a day ago."""
    world = make_place_world()
    write(world, BEST, "Badet och skogen")
    make_row(world.workplace, "log", {"date": "2026-10-14", "kind": "call", "what": "Samtal"}, world.leader)
    share(world.workplace, "log", world.leader)
    pass_time(days=3)
    return world


def write(world: PlaceWorld, key: str, text: str | None, who: str = "leader") -> None:
    workplace = world.workplace
    question = workplace.process.question(key)
    assert question is not None
    stored = db.session.scalars(select(Revision.version).where(Revision.question_key == key)).all()
    answers.save_answer(
        fresh(getattr(world, who)),
        workplace=workplace,
        question=question,
        value=text,
        not_relevant=None,
        base_version=max(stored, default=0),
    )
    db.session.commit()


def register(workplace: Workplace, key: str) -> Register:
    found = workplace.process.register(key)
    assert found is not None
    return found


def add(world: PlaceWorld, key: str, values: dict[str, object], who: str = "leader") -> Row:
    workplace = world.workplace
    row = rows.add_row(
        fresh(getattr(world, who)), workplace=workplace, register=register(workplace, key), values=values
    )
    db.session.commit()
    return row


def get(browser: PortalClient, path: str) -> str:
    found = browser.get(path)
    assert found.status_code == 200, path
    return plain(found.text)


def looked(world: PlaceWorld, *paths: str, who: str = "coach", client_for: Browsers) -> PortalClient:
    """The person has opened these a day ago."""
    browser = client_for(getattr(world, who))
    for path in paths:
        get(browser, path)
    pass_time(days=1)
    return browser


@pytest.mark.parametrize("who", ["coach", "region", "second"])
def test_marks_where_it_stands(world: PlaceWorld, client_for: Browsers, who: str) -> None:
    browser = looked(world, STEP, who=who, client_for=client_for)
    write(world, BEST, "Badet och ån")
    write(world, IDEA, "En bastu")
    day = plain(browser.get(f"{HOME}changes").text).partition("Du tittade ")[2].partition(" kl.")[0]
    assert f"2 nya sedan du tittade {day}" in get(browser, HOME)
    page = get(browser, STEP)
    assert f"Nytt sedan du tittade {day}: 2 svar." in page
    assert "2 nya" in page
    page = get(browser, PLACE)
    assert f"Nytt sedan du tittade {day}: 1 svar ändrat och 1 nytt svar." in page
    assert "Badet och {-skogen-}{+ån+}" in page
    assert "{+En bastu+}" in page
    page = get(browser, f"{HOME}changes")
    assert "1 svar ändrat och 1 nytt svar." in page
    assert f"{world.leader.name}, " in page


def test_nothing_is_new_on_a_first_visit(world: PlaceWorld, client_for: Browsers) -> None:
    browser = client_for(world.coach)
    for path in (HOME, STEP, PLACE):
        assert "Nytt sedan" not in get(browser, path)
        assert "nya sedan" not in get(browser, path)
    page = get(client_for(world.region), f"{HOME}changes")
    assert "Inget nytt" in page
    assert page.endswith("Delat med dig, men inte öppnat än Logg Förankring")


def test_what_is_new_stays_for_the_visit(world: PlaceWorld, client_for: Browsers) -> None:
    browser = looked(world, STEP, client_for=client_for)
    write(world, BEST, "Badet och ån")
    told = [("1 svar" in get(browser, STEP)) for _ in range(2)]
    pass_time(minutes=29)
    told.append("1 svar" in get(browser, STEP))
    pass_time(minutes=2)
    told.append("1 svar" in get(browser, STEP))
    assert told == [True, True, True, False]
    assert db.session.scalars(select(Look.subject_key)).all() == ["anchoring"]


def test_the_collected_page_is_a_look_too(world: PlaceWorld, client_for: Browsers) -> None:
    browser = looked(world, STEP, client_for=client_for)
    write(world, BEST, "Badet och ån")
    assert "1 svar ändrat." in get(browser, f"{HOME}changes")
    pass_time(minutes=31)
    assert "Inget nytt" in get(browser, f"{HOME}changes")


def test_what_one_has_written_oneself_is_not_new(world: PlaceWorld, client_for: Browsers) -> None:
    browser = looked(world, STEP, who="second", client_for=client_for)
    write(world, BEST, "Badet och ån", who="second")
    assert "nytt sedan" not in get(browser, HOME)
    write(world, BEST, "Badet och sjön")
    page = get(browser, PLACE)
    # Against what this leader wrote last, not against what stood there at the look.
    assert "Badet och {-ån-}{+sjön+}" in page
    assert "skogen" not in page


def test_changed_back(world: PlaceWorld, client_for: Browsers) -> None:
    browser = looked(world, PLACE, client_for=client_for)
    write(world, BEST, "Badet")
    write(world, BEST, "Badet och skogen")
    assert "Det har ändrats tillbaka" in get(browser, PLACE)
    assert "Inget nytt" in get(browser, f"{HOME}changes")


def test_rows_ticks_and_files(world: PlaceWorld, client_for: Browsers) -> None:
    old = add(world, "log", {"date": "2026-10-01", "kind": "call", "what": "Första samtalet"})
    gone = add(world, "log", {"date": "2026-10-02", "kind": "call", "what": "Ringde fel"})
    browser = looked(world, f"{HOME}log/", STEP, f"{HOME}steps/mapping/", who="second", client_for=client_for)
    workplace, leader = world.workplace, fresh(world.leader)
    rows.edit_row(
        leader, workplace=workplace, row=old, values={"what": "Första långa samtalet"}, base_version=1
    )
    rows.delete_row(leader, workplace=workplace, row=gone)
    add(world, "log", {"date": "2026-10-03", "kind": "call", "what": "Nya samtalet"})
    question = workplace.process.question("mapping.asked.attachment")
    item = next(i for i in workplace.process.steps[0].checklist if i.derived is None)
    assert question is not None
    attachments.add_attachment(leader, workplace=workplace, content=PDF, name="Svar.pdf", question=question)
    checks.set_check(leader, workplace=workplace, item=item, ticked=True)
    db.session.commit()
    page = get(browser, f"{HOME}changes")
    assert "1 nytt svar, 1 rad ändrad, 1 rad tillagd, 1 rad borttagen och 1 punkt avbockad." in page
    for line in ("Första {+långa+}samtalet", "Borttaget {-2 oktober 2026", "Ringde fel-}", "{+Svar.pdf+}"):
        assert line in page, line
    page = get(browser, f"{HOME}log/")
    assert "1 rad ändrad, 1 rad tillagd och 1 rad borttagen." in page
    assert "Nya samtalet Nytt" in page
    assert "Första långa samtalet Ändrat" in page
    assert "1 bock" in get(browser, STEP)


def test_a_file_that_was_taken_away_keeps_its_name(world: PlaceWorld, client_for: Browsers) -> None:
    question = world.workplace.process.question("mapping.asked.attachment")
    assert question is not None
    added = attachments.add_attachment(
        fresh(world.leader), workplace=world.workplace, content=PDF, name="Svar.pdf", question=question
    )
    browser = looked(world, f"{HOME}steps/mapping/", who="second", client_for=client_for)
    attachments.remove_attachment(fresh(world.leader), workplace=world.workplace, attachment=added)
    page = get(browser, f"{HOME}changes")
    assert "1 svar borttaget." in page
    assert "{-Svar.pdf-}" in page


def test_looking_in_two_windows_at_once(world: PlaceWorld) -> None:
    """Both saw that there was no look yet: the first one stays."""
    for _ in range(2):
        begin_look(fresh(world.coach), workplace=world.workplace, subject="anchoring", at=now())
    first = db.session.scalars(select(Look)).one()
    assert (first.user_id, first.previous_at) == (world.coach.id, None)
    begin_look(fresh(world.coach), workplace=world.workplace, subject="mapping", at=now())
    assert db.session.scalars(select(Look.subject_key)).all() == ["anchoring"]


def test_no_look_at_what_is_not_shared(world: PlaceWorld, client_for: Browsers) -> None:
    """Neither at a step of which a coach sees the titles, nor at the log where one reads one's own rows."""
    browser = client_for(world.coach)
    get(browser, f"{HOME}steps/mapping/")
    assert db.session.scalars(select(Look)).all() == []
    get(client_for(world.leader), f"{HOME}steps/mapping/")
    assert [(look.subject_key, look.circle) for look in db.session.scalars(select(Look))] == [
        ("mapping", "team")
    ]
