"""Buttons that are pressed at the same moment, each in a browser and a transaction of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from portal.extensions import db
from portal.models import User
from tests.client import PortalClient

Press = tuple[User, str, dict[str, str]]


def at_once(app: Flask, presses: list[Press]) -> list[int]:
    """Press them all; their status codes, sorted."""
    db.session.commit()
    barrier = Barrier(len(presses))
    ids = [user.get_id() for user, _, _ in presses]

    def press(number: int) -> int:
        _, path, data = presses[number]
        browser: PortalClient = app.test_client()  # type: ignore[assignment]  # the class is set by make_app
        with browser.session_transaction() as session:
            session["_user_id"] = ids[number]
        barrier.wait()
        return super(PortalClient, browser).open(path, method="POST", data=data).status_code

    with ThreadPoolExecutor(len(presses)) as pool:
        codes = sorted(pool.map(press, range(len(presses))))
    db.session.rollback()  # what was read before the presses is old by now
    return codes
