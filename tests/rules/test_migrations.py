"""The migrations make the schema that the models describe, and go back again with data in the tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select

from portal.demo import world
from portal.extensions import db
from portal.models import (
    Answer,
    Decision,
    Journey,
    Look,
    Mail,
    Notice,
    NoticeChoice,
    Pause,
    Promise,
    RegionSettings,
    Reminded,
    Revision,
    Row,
    Submission,
    User,
    VerdictPoint,
)
from portal.queries.people import find_user_by_email
from portal.queries.workplaces import get_workplace
from portal.services import threads
from portal.services.drafts import Draft
from portal.services.journey_dates import rebuild_dates


def test_migrations_and_models_agree(own_app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_down_and_up_with_data(demo_app: Flask) -> None:
    """Down to nothing and up again while the tables hold a whole demo world."""
    assert len(db.session.scalars(select(User.id)).all()) == len(world.ACCOUNTS)
    db.session.remove()
    downgrade(revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    upgrade()
    with demo_app.test_request_context():
        world.build()
        db.session.commit()
    assert len(db.session.scalars(select(User.id)).all()) == len(world.ACCOUNTS)


def test_what_was_written_before_has_a_revision(demo_app: Flask) -> None:
    """Down to before the revisions and up again: what stands there becomes the first that is known."""
    db.session.remove()
    downgrade(revision="0001")
    upgrade()
    query = select(Answer, Revision).join(
        Revision,
        (Revision.journey_id == Answer.journey_id) & (Revision.question_key == Answer.question_key),
    )
    answers = [
        (a.value, a.not_relevant, a.version, a.updated_by, a.updated_at)
        == (r.value, r.not_relevant, r.version, r.saved_by, r.at)
        for a, r in db.session.execute(query)
    ]
    found = db.session.execute(select(Row, Revision).join(Revision, Revision.row_id == Row.id))
    rows = [(w.values, w.version, w.updated_by) == (r.value, r.version, r.saved_by) for w, r in found]
    assert answers == [True] * len(db.session.scalars(select(Answer)).all()) != []
    assert rows == [True] * len(db.session.scalars(select(Row)).all()) != []


def test_looks_come_and_go(demo_app: Flask) -> None:
    """Down to before the read marks with some in the table, and up again: nobody has looked, all else is there."""
    with demo_app.test_request_context():
        leader, journey = (
            db.session.scalars(select(User.id)).first(),
            db.session.scalars(select(Journey.id)).first(),
        )
        moment = datetime(2026, 11, 1, tzinfo=UTC)
        db.session.add(
            Look(user_id=leader, journey_id=journey, subject_key="anchoring", circle="team", looked_at=moment)
        )
        db.session.commit()
        revisions = len(db.session.scalars(select(Revision.id)).all())
    db.session.remove()
    downgrade(revision="0002")
    assert "looks" not in inspect(db.engine).get_table_names()
    upgrade()
    assert db.session.scalars(select(Look)).all() == []
    assert len(db.session.scalars(select(Revision.id)).all()) == revisions


def test_notices_come_and_go(demo_app: Flask) -> None:
    """Down to before the notices with some in the tables, and up again: the letters are there and have a name each."""
    with demo_app.test_request_context():
        letters = len(db.session.scalars(select(Mail.id)).all())
        journey = db.session.scalars(select(Journey.id)).first()
        leader = db.session.scalars(select(User).where(User.email == "leader@demo.example")).one()
        leader.mail_bounced_at = datetime(2026, 11, 1, tzinfo=UTC)
        db.session.add(NoticeChoice(user_id=leader.id, group_key="replies", frequency="none"))
        db.session.add(Reminded(journey_id=journey, key="month:9", at=datetime(2026, 11, 1, tzinfo=UTC)))
        db.session.commit()
        assert db.session.scalars(select(Notice.id)).all() != []
    db.session.remove()
    downgrade(revision="0004")
    gone = {"notices", "notice_choices", "reminders"}
    assert gone & set(inspect(db.engine).get_table_names()) == set()
    upgrade()
    for table in (Notice, NoticeChoice, Reminded):
        assert db.session.scalars(select(table)).all() == []
    names = db.session.scalars(select(Mail.message_id)).all()
    assert (len(names), len(set(names)), "" in names) == (letters, letters, False)
    assert db.session.scalars(select(User).where(User.mail_bounced_at.is_not(None))).all() == []


def test_the_settings_of_the_region_come_and_go(demo_app: Flask) -> None:
    with demo_app.test_request_context():
        region = db.session.scalars(select(User.id)).first()
        moment = datetime(2026, 11, 1, tzinfo=UTC)
        db.session.add(RegionSettings(id=1, answer_days=3, updated_by=region, updated_at=moment))
        db.session.commit()
    db.session.remove()
    downgrade(revision="0006")
    assert "region_settings" not in inspect(db.engine).get_table_names()
    upgrade()
    assert db.session.scalars(select(RegionSettings)).all() == []


def test_verdicts_that_were_sent_before_have_points(demo_app: Flask) -> None:
    """Down to before the rows and up again: they are made from what was sent, a correction's, too; unmarked."""
    with demo_app.test_request_context():
        first = db.session.scalars(select(Decision)).one()
        point = {
            "id": 7,
            "criterion": "place",
            "anchor": "anchoring.place",
            "text": "Å",
            "due_on": "2026-12-01",
        }
        first.content = {**first.content, "points": [point, {**point, "id": 9, "due_on": ""}]}
        later = {column: getattr(first, column) for column in ("submission_id", "verdict", "reasons")}
        content = {**first.content, "points": [{**point, "text": "Ö"}]}
        moment = datetime(2026, 11, 1, tzinfo=UTC)
        second = Decision(
            **later, content=content, corrects_id=first.id, decided_by=first.decided_by, decided_at=moment
        )
        db.session.add(second)
        db.session.commit()
        ids = first.id, second.id
    db.session.remove()
    downgrade(revision="0007")
    assert "verdict_points" not in inspect(db.engine).get_table_names()
    assert len(db.session.scalars(select(Submission.id)).all()) == 2
    db.session.remove()
    upgrade()
    points = db.session.scalars(select(VerdictPoint).order_by(VerdictPoint.decision_id, VerdictPoint.number))
    assert [(p.decision_id, p.number, p.text, p.due_on, p.mark, p.because) for p in points] == [
        (ids[0], 7, "Å", date(2026, 12, 1), None, ""),
        (ids[0], 9, "Å", None, None, ""),
        (ids[1], 7, "Ö", date(2026, 12, 1), None, ""),
    ]


def test_decisions_keep_when_nobody_stood_in(demo_app: Flask) -> None:
    """Down to before the names of whom an author stood in for, and up again: the verdicts are there, for nobody."""
    with demo_app.test_request_context():
        for decision in db.session.scalars(select(Decision)):
            decision.stands_for = [1, 2]
        db.session.commit()
        verdicts = db.session.execute(select(Decision.id, Decision.reasons)).all()
    assert verdicts != []
    db.session.remove()
    downgrade(revision="0009")
    upgrade()
    assert db.session.execute(select(Decision.id, Decision.reasons)).all() == verdicts
    assert {tuple(found) for found in db.session.scalars(select(Decision.stands_for))} == {()}


def test_the_days_of_the_inbox_are_filled(demo_app: Flask) -> None:
    """Down to before them with a pause and a submission in the tables, and up again: they stand there as computed."""
    with demo_app.test_request_context():
        journey = db.session.scalars(select(Journey).order_by(Journey.id)).first()
        assert journey is not None
        since = journey.starts_on + timedelta(days=40)
        db.session.add(
            Pause(
                journey_id=journey.id,
                since=since,
                until=since + timedelta(days=30),
                reason="Sjukskrivning",
                paused_by=db.session.scalars(select(User.id)).first(),
            )
        )
        leader = find_user_by_email("leader@demo.example")
        assert leader is not None
        threads.begin_general(
            leader, workplace=get_workplace("dals-rostock"), title="Vägen", draft=Draft(body="Vem ringer vi?")
        )
        assert rebuild_dates() == 1
        db.session.commit()
    before = days_of_the_inbox()
    db.session.remove()
    downgrade(revision="0011")
    upgrade()
    assert days_of_the_inbox() == before
    assert rebuild_dates() == 0
    assert None not in {day for days in before for day in days}


def days_of_the_inbox() -> list[tuple[object, ...]]:
    queries = (
        select(Journey.ends_on, Journey.checkpoint_due_on).order_by(Journey.id),
        select(Submission.due_on).order_by(Submission.id),
        select(Promise.journey_id).order_by(Promise.id),
    )
    return [tuple(row) for query in queries for row in db.session.execute(query)]
