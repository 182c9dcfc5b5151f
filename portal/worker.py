"""The worker: letters, digests and reminders, each in a transaction of its own, so that it can stop between any two.

What has been done stands in the database alone; so several may work at once, and one that was killed is no loss.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import date

from sqlalchemy.exc import OperationalError

from portal.clock import now
from portal.extensions import db, writing
from portal.notifications.digests import compose_next
from portal.notifications.outbox import send_next
from portal.notifications.times import reminding_day
from portal.notifications.transport import Transport
from portal.services.reminders import remind

log = logging.getLogger("portal")

PAUSE_SECONDS = 2.0


def run(transport: Transport | None, stop: threading.Event) -> None:
    """Work until told to stop. Without a transport the letters stay in the outbox."""
    log.info("worker_began", extra={"sends_mail": transport is not None})
    rounds = Rounds(transport)
    token = writing.set(True)
    while not stop.is_set():
        began = time.monotonic()
        try:
            while not stop.is_set() and rounds.work():
                pass
        except OperationalError as error:
            # The database is busy or away. What was begun is rolled back, and done in a later round.
            log.warning("worker_waits", extra={"reason": type(error.orig).__name__})
        stop.wait(max(0.1, PAUSE_SECONDS - (time.monotonic() - began)))
    writing.reset(token)


class Rounds:
    """One worker's. It remembers which day's reminders it has looked through, and no more."""

    def __init__(self, transport: Transport | None) -> None:
        self.transport = transport
        self.reminded: date | None = None
        self.last_journey = 0

    def work(self) -> bool:
        """Do the next thing: a letter, a digest, or some journeys' reminders. False when nothing is left to do now."""
        try:
            return self._send() or compose_next() or self._remind()
        finally:
            db.session.remove()

    def _send(self) -> bool:
        return self.transport is not None and send_next(self.transport)

    def _remind(self) -> bool:
        day = reminding_day(now())
        if self.reminded == day:
            return False
        last = remind(day, after=self.last_journey)
        db.session.commit()
        self.last_journey = last or 0
        if last is None:
            self.reminded = day
        return True
