"""What changed between two submissions: on the review page and on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Answer, CriterionNote, Submission, User
from portal.process.comparison import Comparison
from portal.process.definitions import find_definition
from portal.queries.comparisons import Memory, get_comparison, memory
from portal.services import checkpoint
from tests.checkpoint_world import TINY, CheckpointWorld, answer, fresh, make_world
from tests.client import PortalClient
from tests.factories import make_row
from tests.passing import plain
from tests.place_world import counted

Browsers = Callable[[User], PortalClient]
NAME, STORY, GROUPS = "listening.ground.name", "listening.ground.story", "listening.heard.groups"


def say(key: str, value: object) -> None:
    db.session.scalars(db.select(Answer).where(Answer.question_key == key)).one().value = value
    db.session.flush()


@pytest.fixture
def world(app: Flask) -> CheckpointWorld:
    """A place that has handed in a second time: an answer, a row, a tick and comments have changed."""
    world = make_world(**TINY)
    answer(world, NAME, "Gamla namnet")
    answer(world, STORY, "Här fanns ett mejeri")
    old = make_row(world.workplace, GROUPS, {"who": "De gamla", "state": "heard"}, world.leader)
    kept = make_row(world.workplace, GROUPS, {"who": "De unga", "state": "planned"}, world.leader)
    world.stand_in("complete_first")
    say(NAME, "Nya namnet")
    kept.values = {"who": "De unga", "state": "heard"}
    make_row(world.workplace, GROUPS, {"who": "Sommarfolket", "state": "heard"}, world.leader)
    old.deleted_at = datetime.now(UTC)
    answer(world, "listening.ground.people", 240)
    note = db.session.scalars(db.select(CriterionNote).limit(1)).one()
    note.comment, note.waiver = "Vi vill prata om vägen", "Det går inte just i år."
    world.submit()
    db.session.commit()
    return world


def page_of(browser: PortalClient, number: int, query: str = "") -> str:
    found = browser.get(f"/places/dals-rostock/submissions/{number}/changes{query}")
    assert found.status_code == 200
    return plain(found.text)


@pytest.mark.parametrize("who", ["leader", "coach", "region", "both"])
def test_everything_that_changed_and_nothing_else(
    world: CheckpointWorld, client_for: Browsers, who: str
) -> None:
    page = page_of(client_for(getattr(world, who)), 2)
    assert "Ändrat sedan första inlämningen" in page
    assert (
        "1 svar ändrat, 1 nytt svar, 1 rad ändrad, 1 rad tillagd, 1 rad borttagen, 1 kommentar ändrad och"
        " 1 ny kommentar." in page
    )
    assert "{-Gamla-}{+Nya+} namnet" in page
    for line in (
        "Nytt {+Sommarfolket · Läge: Hörda+}",
        "Ändrat De unga · Läge: {-Planerat-} {+Hörda+}",
        "Borttaget {-De gamla · Läge: Hörda-}",
    ):
        assert line in page, line
    assert "mejeri" not in page


def test_the_review_marks_words_columns_and_comments(world: CheckpointWorld, client_for: Browsers) -> None:
    submission = db.session.scalars(db.select(Submission).where(Submission.number == 2)).one()
    page = plain(client_for(world.region).get(f"/reviews/{submission.id}/").text)
    assert "{-Gamla-}{+Nya+} namnet" in page
    assert "De unga · Läge: {-Planerat-} {+Hörda+}" in page
    assert "{-De gamla · Läge: Hörda-}" in page
    assert "Det går inte just {-nu-}{+i år+}." in page
    assert "1 svar ändrat, 1 nytt svar" in page
    assert "Här fanns ett mejeri" in page


def test_what_no_criterion_shows_stands_on_the_review_too(app: Flask, client_for: Browsers) -> None:
    world = make_world(**TINY)
    world.stand_in("complete_first")
    answer(world, NAME, "Ådala")
    browser = client_for(world.leader)
    assert (
        browser.post("/places/dals-rostock/checks/listening.told_everyone", data={"done": "1"}).status_code
        == 303
    )
    submission = world.submit()
    page = plain(client_for(world.region).get(f"/reviews/{submission.id}/").text)
    beside = page.partition("Ändrat vid sidan av kriterierna")[2].partition("Oförändrat")[0]
    assert "1 punkt avbockad" in beside
    assert "Avbockat Alla har fått veta" in beside
    assert "Ådala" not in beside


def test_the_first_submission_has_nothing_to_compare_with(app: Flask, client_for: Browsers) -> None:
    world = make_world(**TINY)
    world.submit()
    browser = client_for(world.leader)
    assert "Inget att jämföra med" in page_of(browser, 1)
    assert "/1/changes" not in browser.get("/places/dals-rostock/submissions/1/").text


def test_two_that_say_the_same(app: Flask, client_for: Browsers) -> None:
    world = make_world(**TINY)
    world.stand_in("resubmitted")
    page = page_of(client_for(world.coach), 2)
    assert "Inget har ändrats." in page
    assert "De två säger samma sak" in page


def test_which_one_to_compare_with(world: CheckpointWorld, client_for: Browsers) -> None:
    """The last that was decided, unless another is asked for; one that was taken back can be asked for."""
    _workplace, second = (
        world.workplace,
        db.session.scalars(db.select(Submission).order_by(Submission.id)).all()[-1],
    )
    checkpoint.withdraw(fresh(world.leader), workplace=world.workplace, submission=second)
    say(NAME, "Allra nyaste namnet")
    world.submit()
    browser = client_for(world.coach)
    assert "Ändrat sedan första inlämningen" in page_of(browser, 3)
    page = page_of(browser, 3, "?since=2")
    assert "Ändrat sedan andra inlämningen" in page
    assert "1 svar ändrat." in page
    assert "Sommarfolket" not in page
    assert "Andra inlämningen (återtagen)" in page
    for asked in ("3", "4", "0", "-1", "x", "²", "9" * 40):
        url = f"/places/dals-rostock/submissions/3/changes?since={asked}"
        assert browser.get(url).status_code == 404, asked


def test_links_lead_there(world: CheckpointWorld, client_for: Browsers) -> None:
    submission = db.session.scalars(db.select(Submission).where(Submission.number == 2)).one()
    here = "/places/dals-rostock/submissions/2/changes"
    browser = client_for(world.region)
    for path in (f"/reviews/{submission.id}/", "/places/dals-rostock/submissions/2/"):
        assert f'href="{here}' in browser.get(path).text, path
    # Who reviews without belonging to the place's circle reads everything on the review itself.
    assert here not in client_for(world.outsider).get(f"/reviews/{submission.id}/").text


def test_as_few_queries_with_many_answers_and_rows(app: Flask, client_for: Browsers) -> None:
    world = make_world(**TINY)
    counts = []
    world.stand_in("complete_first")
    for many in (1, 120):
        for number in range(many):
            make_row(world.workplace, GROUPS, {"who": f"Grupp {number}", "state": "heard"}, world.leader)
        world.stand_in("complete_first")
        newest = db.session.scalars(db.select(Submission.number).order_by(Submission.number.desc())).first()
        browser = client_for(world.coach)
        with counted() as statements:
            page = page_of(browser, newest or 0)
        counts.append(len(statements))
        assert page.count("Nytt {+Grupp") == many
    assert counts[0] == counts[1] <= 10


def test_comparisons_are_remembered_within_bounds() -> None:
    made: list[int] = []

    def make(number: int) -> Comparison:
        made.append(number)
        return Comparison()

    kept = Memory(2)
    for number in (1, 2, 1, 3, 1, 2):
        kept.get(number, lambda number=number: make(number))
    assert made == [1, 2, 3, 2]
    assert len(kept) == 2


def test_a_comparison_is_made_once_for_each_language(world: CheckpointWorld) -> None:
    first, second = db.session.scalars(db.select(Submission).order_by(Submission.number)).all()
    process = find_definition("tiny", 1)
    found = get_comparison(process, first, second, "sv")
    before = len(memory)
    assert get_comparison(process, first, second, "sv") is found
    assert get_comparison(process, first, second, "en") is not found
    assert len(memory) <= before + 1
