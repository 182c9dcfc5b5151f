"""The registrar's letters: how many there may be, and how long their files are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from portal.clock import now
from portal.extensions import db
from portal.models import Mail, User
from portal.notifications.outbox import WAITS
from portal.services import registrars
from portal.services.disposal import forget_files
from portal.services.registrars import DAILY_LIMIT
from portal.storage import read_file
from tests.client import PortalClient
from tests.plan_world import PlanWorld
from tests.registrar_desk import (
    ADDRESS,
    EDIT,
    PLAN,
    WITHOUT,
    make_desk,
    sendings,
    whole_page,
    with_address,
)

ClientFor = Callable[[User], PortalClient]


@pytest.fixture
def made(app: Flask) -> tuple[PlanWorld, list[int]]:
    return make_desk()


@pytest.fixture
def officer(made: tuple[PlanWorld, list[int]], client_for: ClientFor) -> PortalClient:
    return with_address(client_for(made[0].officer))


def test_the_same_to_another_address_has_to_wait(officer: PortalClient) -> None:
    for address in (ADDRESS, "other@example.org"):
        officer.post(EDIT, data={"address": address})
        officer.post(PLAN + "registrations", data=WITHOUT)
    assert len(sendings()) == 1
    assert "skickades nyss" in whole_page(officer)


def test_a_municipality_sends_ten_letters_a_day(officer: PortalClient) -> None:
    def press(earlier: timedelta) -> int:
        for each in sendings():
            each.at -= earlier
        db.session.commit()
        officer.post(PLAN + "registrations", data=WITHOUT)
        return len(sendings())

    sent = [press(timedelta(minutes=11)) for _n in range(DAILY_LIMIT + 1)]
    assert sent == [*range(1, DAILY_LIMIT + 1), DAILY_LIMIT]
    assert "Försök igen i morgon." in whole_page(officer)
    assert press(timedelta(days=1)) == DAILY_LIMIT + 1


def test_what_is_not_sent_is_not_stored(officer: PortalClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registrars, "DAILY_LIMIT", 0)
    officer.post(PLAN + "registrations", data=WITHOUT)
    with pytest.raises(FileNotFoundError):
        read_file(hashlib.sha256(officer.get(PLAN + "registrar.pdf").data).hexdigest())


@pytest.mark.parametrize(
    ("ended", "forgotten"),
    [
        ({"bounced_at": 31}, 1),
        ({"bounced_at": 29}, 0),
        ({"attempts": len(WAITS) + 1, "claimed_at": 31}, 1),
        ({"attempts": len(WAITS) + 1, "claimed_at": 29}, 0),
        ({"attempts": len(WAITS), "claimed_at": 31}, 0),
    ],
)
def test_the_file_of_a_letter_that_never_left_is_forgotten_too(
    officer: PortalClient, ended: dict[str, int], forgotten: int
) -> None:
    officer.post(PLAN + "registrations", data=WITHOUT)
    values = {
        name: value if name == "attempts" else now() - timedelta(days=value) for name, value in ended.items()
    }
    db.session.execute(db.update(Mail).where(Mail.attachment_sha256 != "").values(**values))
    assert forget_files() == forgotten


def test_the_file_is_forgotten_a_while_after_the_letter_has_left(officer: PortalClient) -> None:
    officer.post(PLAN + "registrations", data=WITHOUT)
    sha256 = sendings()[0].data["sha256"]
    with time_machine.travel(now() + timedelta(days=60)):
        assert forget_files() == 0
        db.session.execute(db.update(Mail).values(sent_at=now() - timedelta(days=31)))
        assert forget_files() == 1
    with pytest.raises(FileNotFoundError):
        read_file(sha256)
