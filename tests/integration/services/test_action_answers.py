"""The municipality's answers: three steps, history, drafts, who is told, and what follows from them."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from portal.clock import today
from portal.errors import InvalidError, NotAllowedError, NotFoundError, StaleError
from portal.extensions import db
from portal.models import ActionAnswer, Event, Journey, Notice, Row
from portal.notifications.wording import say
from portal.queries.action_answers import count_answers, list_history, list_sent
from portal.queries.editions import find_newest_edition
from portal.queries.material import get_material
from portal.queries.municipality import list_served
from portal.queries.tracks import list_tracks
from tests.answers_world import SIX, make_answers_world, reply, share_plan
from tests.plan_world import PlanWorld, letters

World = tuple[PlanWorld, list[int]]


@pytest.fixture
def made(app: Flask) -> World:
    return make_answers_world()


def told(kind: str) -> list[tuple[str, str, str]]:
    """Receiver by place in the world, channel and how soon."""
    found = db.session.query(Notice).filter_by(kind=kind).order_by(Notice.id)
    return [(n.path, n.channel, n.frequency) for n in found]


def history(world: PlanWorld, row: int, shared: bool = True) -> list[tuple[str, str | None, bool, int]]:
    edition = find_newest_edition(world.workplace.journey)
    assert edition is not None
    found = list_history(edition, row, shared=shared, limit=50)
    return [(t.answer.stage, t.answer.outcome, t.answer.is_shared, t.edition) for t in found]


def facts(world: PlanWorld) -> set[bool]:
    """Whether all is answered, as the place's pages, the officer's page and the region's see it."""
    journey = world.workplace.journey
    served = list_served(world.officer, "", 1).items[0]
    track = list_tracks([journey])[journey.id]
    return {"actions_answered" in m.facts for m in (get_material(journey), served.material, track.material)}


def test_the_three_steps_and_their_history(made: World) -> None:
    world, (plan, *_others) = made
    reply(world, plan, because="Ligger i planen för 2027")
    reply(world, plan, stage="sent", sent_on=date(2026, 11, 2))
    reply(
        world,
        plan,
        stage="decided",
        sent_on=date(2026, 11, 2),
        decided_on=date(2026, 11, 9),
        reference="KS § 24",
    )
    assert history(world, plan) == [
        ("decided", "will_do", True, 1),
        ("sent", "will_do", True, 1),
        ("assessment", "will_do", True, 1),
    ]
    held = list_sent(world.workplace.journey)[plan]
    assert (held.stage, held.reference, held.action) == ("decided", "KS § 24", SIX[0][0])


def test_a_draft_is_not_the_place_s_and_a_sent_answer_holds_until_the_next(made: World) -> None:
    world, (plan, *_others) = made
    reply(world, plan, sent=False, outcome="", function="")
    assert list_sent(world.workplace.journey) == {}
    sent = reply(world, plan)
    reply(world, plan, sent=False, outcome="cannot", because="Vänta")
    assert list_sent(world.workplace.journey)[plan].id == sent.id
    assert history(world, plan) == [("assessment", "will_do", True, 1)]
    assert len(history(world, plan, shared=False)) == 3
    assert len(told("action_answered")) == 2  # one answer was sent: in the portal, and by mail


def test_the_same_again_changes_nothing(made: World) -> None:
    world, (plan, *_others) = made
    first = reply(world, plan, because="Så")
    assert reply(world, plan, because=" Så ").id == first.id
    assert reply(world, plan, because="Så", sent=False).id != first.id
    assert db.session.query(ActionAnswer).count() == 2


def test_going_back_says_why(made: World) -> None:
    world, (plan, *_others) = made
    day = date(2026, 11, 9)
    reply(world, plan, stage="decided", decided_on=day, reference="KS § 24")
    with pytest.raises(InvalidError) as refused:
        reply(world, plan)
    db.session.rollback()
    assert set(refused.value.fields) == {"correction"}
    reply(world, plan, correction="Beslutet gällde en annan plan")
    assert history(world, plan)[0][0] == "assessment"


def test_a_colleague_was_first(made: World) -> None:
    world, (plan, *_others) = made
    first = reply(world, plan)
    with pytest.raises(StaleError) as refused:
        reply(world, plan, seen=0, because="Min text")
    db.session.rollback()
    assert refused.value.current.id == first.id  # type: ignore[attr-defined]
    assert db.session.query(ActionAnswer).count() == 1


def test_what_is_refused_changes_nothing(made: World) -> None:
    world, (plan, *_others) = made
    for said, field in (
        ({"outcome": ""}, "outcome"),
        ({"function": " "}, "function"),
        ({"because": "x" * 2001}, "because"),
        ({"function": "x" * 121}, "function"),
        ({"stage": "decided", "decided_on": date(2026, 11, 1), "reference": "x" * 121}, "reference"),
    ):
        with pytest.raises(InvalidError) as refused:
            reply(world, plan, **said)
        db.session.rollback()
        assert set(refused.value.fields) == {field}
    for who in ("leader", "coach", "region", "stranger", "nobody"):
        with pytest.raises(NotAllowedError):
            reply(world, plan, who=who)
        db.session.rollback()
    with pytest.raises(NotFoundError):
        reply(world, 999_999)
    assert db.session.query(ActionAnswer).count() == 0


def test_the_team_is_told_once_a_day_and_the_place_has_not_worked(made: World) -> None:
    world, (plan, *_others) = made
    before = db.session.query(Journey.changed_at).scalar()
    sent_before = letters()
    reply(world, plan)
    assert told("action_answered") == [
        ("/plans/dals-rostock/", "portal", "now"),
        ("/plans/dals-rostock/", "mail", "daily"),
    ]
    assert letters() == sent_before
    assert db.session.query(Journey.changed_at).scalar() == before
    reply(world, plan, sent=False, because="Utkast")
    kinds = [e.kind for e in db.session.query(Event).order_by(Event.id)][-3:]
    assert kinds == ["plan_read", "action_answered", "action_answer_drafted"]
    assert len(told("action_answered")) == 2


def test_the_notice_names_the_action_and_the_answer(made: World, app: Flask) -> None:
    world, (plan, *_others) = made
    reply(world, plan, outcome="will_investigate")
    notice = db.session.query(Notice).filter_by(kind="action_answered", channel="portal").one()
    older = {"place": "Dals Rostock"}
    with app.test_request_context():
        assert [say(notice.kind, params).line for params in (notice.params, older)] == [
            f"Kommunen har svarat på ”{SIX[0][0]}”. Den ska utreda det.",
            "Kommunen har svarat på en åtgärd i er plan.",
        ]


def test_what_follows_when_all_is_answered(made: World) -> None:
    world, rows = made
    journey = world.workplace.journey.id
    assert facts(world) == {False}
    for row in rows[:-1]:
        reply(world, row)
    reply(world, rows[-1], sent=False)
    count = count_answers([journey])[journey]
    assert (count.asked, count.answered, count.is_complete, facts(world)) == (6, 5, False, {False})
    reply(world, rows[-1], outcome="cannot", because="Trafikverkets väg")
    assert (count_answers([journey])[journey].is_complete, facts(world)) == (True, {True})


def test_the_next_edition_keeps_the_answers_and_asks_again_about_what_is_changed(made: World) -> None:
    world, rows = made
    journey = world.workplace.journey.id
    for row in rows:
        reply(world, row)
    db.session.get(Row, rows[0]).values = {"action": "Detaljplan, ny text", "need_from": "Svar"}  # type: ignore[union-attr]
    db.session.get(Row, rows[5]).deleted_at = db.session.query(Journey.changed_at).scalar()  # type: ignore[union-attr]
    share_plan(world)
    count = count_answers([journey])[journey]
    assert (count.asked, count.answered, facts(world)) == (5, 4, {False})
    held = list_sent(world.workplace.journey)
    assert set(held) == set(rows)
    # As the edition had it that was answered.
    assert (held[rows[0]].action, held[rows[0]].need) == (SIX[0][0], SIX[0][3])
    with pytest.raises(NotFoundError):
        reply(world, rows[5])
    reply(world, rows[0], sent=False)
    assert facts(world) == {False}  # a draft answers nothing
    again = reply(world, rows[0])  # the same words
    assert ((again.action, again.need), facts(world)) == (("Detaljplan, ny text", "Svar"), {True})
    assert [edition for *_rest, edition in history(world, rows[0])] == [2, 1]
    assert reply(world, rows[0]).id == again.id  # once is enough


def test_going_back_takes_what_stood_about_the_later_step_away(made: World) -> None:
    world, (plan, *_others) = made
    decided = {"sent_on": date(2026, 11, 2), "decided_on": date(2026, 11, 9), "reference": "KS § 24"}
    reply(world, plan, stage="decided", **decided)
    back = reply(world, plan, correction="Fel ärende", **decided)
    assert (back.stage, back.sent_on, back.decided_on, back.reference) == ("assessment", None, None, "")


def test_a_day_that_has_passed_is_not_promised_but_may_stand(made: World) -> None:
    world, (plan, *_others) = made
    passed = date(2026, 1, 1)
    with pytest.raises(InvalidError) as refused:
        reply(world, plan, by_when=passed)
    db.session.rollback()
    assert set(refused.value.fields) == {"by_when"}
    reply(world, plan, by_when=today()).by_when = passed
    db.session.commit()
    assert reply(world, plan, by_when=passed, because="Försenat").by_when == passed
