"""Links that work once, opened twice at the same moment; and what is locked stays locked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import select, text

from portal.extensions import db
from portal.models import Assignment, Mail, PlanEdition, User
from portal.services import editions, invitations, passwords
from portal.services.accounts import request_email_change
from portal.services.passwords import is_right
from portal.services.permits import hold
from tests.client import PortalClient
from tests.factories import make_account, make_place, make_region
from tests.plan_world import PlanWorld, make_plan_world, write_plan

PASSWORD = "en riktigt lång fras"
MANY = 4


def at_once(app: Flask, path: str, sent: list[dict[str, str]]) -> list[int]:
    """Somebody signed out posts each of these at the same moment; the status codes, sorted."""
    db.session.commit()
    barrier = Barrier(len(sent))

    def post(data: dict[str, str]) -> int:
        browser: PortalClient = app.test_client()  # type: ignore[assignment]  # the class is set by make_app
        barrier.wait()
        return super(PortalClient, browser).open(path, method="POST", data=data).status_code

    with ThreadPoolExecutor(len(sent)) as pool:
        codes = sorted(pool.map(post, sent))
    db.session.rollback()
    return codes


def newest_path(marker: str) -> str:
    text = db.session.scalars(db.select(Mail.body_text).order_by(Mail.id.desc())).first() or ""
    return next(word.removeprefix("http://localhost") for word in text.split() if marker in word)


def test_an_invitation_makes_one_account(app: Flask) -> None:
    invitations.invite(make_region(), email="ny@example.org", role="leader", place=make_place())
    path = newest_path("/invitations/")
    sent = [{"name": f"Ny {n}", "password": PASSWORD, "language": "sv"} for n in range(MANY)]
    assert at_once(app, path, sent) == [303, *[404] * (MANY - 1)]
    assert db.session.query(User).filter_by(email="ny@example.org").count() == 1
    assert db.session.query(Assignment).filter_by(role="leader").count() == 1


def test_a_reset_link_sets_one_password(app: Flask) -> None:
    user = make_account("person@example.org", PASSWORD)
    passwords.request_reset(user.email)
    path = newest_path("/password-resets/")
    chosen = [f"nummer {n} av många lösenord" for n in range(MANY)]
    assert at_once(app, path, [{"password": each} for each in chosen]) == [303, *[404] * (MANY - 1)]
    db.session.expire_all()
    found = db.session.query(User).one()
    assert sum(is_right(found, each) for each in chosen) == 1


def test_a_new_address_is_confirmed_once(app: Flask) -> None:
    user = make_account("person@example.org", PASSWORD)
    request_email_change(user, email="ny@example.org", password=PASSWORD)
    letter = db.session.query(Mail).filter_by(kind="email_change").one()
    path = next(
        w.removeprefix("http://localhost") for w in letter.body_text.split() if "/email-changes/" in w
    )
    assert at_once(app, path, [{}] * MANY) == [303, *[404] * (MANY - 1)]


def test_who_reads_an_edition_waits_for_nobody_who_writes(app: Flask) -> None:
    """The note of it refers to the journey, which the team holds, and holds the edition, for which the team waits."""
    world = make_plan_world()
    write_plan(world)
    edition = editions.share(world.leader, workplace=world.workplace)
    db.session.commit()
    number, officer = edition.id, world.officer.id
    hold(world.workplace)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(read_in_context, app, world, number).result() == officer


def read_in_context(app: Flask, world: PlanWorld, number: int) -> int | None:
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            db.session.execute(text("set local lock_timeout = '2s'"))
        edition = db.session.get_one(PlanEdition, number)
        editions.mark_read(world.officer, workplace=world.workplace, edition=edition)
        db.session.commit()
        return db.session.scalar(select(PlanEdition.read_by))
