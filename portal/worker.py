"""The worker: letters, digests and reminders, each in a transaction of its own, so that it can stop between any two.

What has been done stands in the database alone; so several may work at once, and one that was killed is no loss.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import date

from sqlalchemy.exc import OperationalError

from portal.clock import now
from portal.extensions import db, writing
from portal.notifications.digests import compose_next
from portal.notifications.outbox import send_next
from portal.notifications.times import reminding_day
from portal.notifications.transport import Transport
from portal.services.follow_up_reminders import remind_of_follow_ups
from portal.services.reminders import remind, remind_of_promises

log = logging.getLogger("portal")

PAUSE_SECONDS = 2.0

Remind = Callable[..., int | None]
REMINDERS: tuple[Remind, ...] = (remind, remind_of_promises, remind_of_follow_ups)
"""Each takes a day and the id after which to go on, and gives the last id it looked at."""


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
        self.kinds: list[Remind] = []
        self.last = 0

    def work(self) -> bool:
        """Do the next thing: a letter, a digest, or some journeys' reminders. False when nothing is left to do now."""
        try:
            return self._send() or compose_next() or self._remind()
        finally:
            db.session.remove()

    def _send(self) -> bool:
        return self.transport is not None and send_next(self.transport)

    def _remind(self) -> bool:
        """A batch of one kind of reminder, then of the next kind; all of them once a day."""
        day = reminding_day(now())
        if self.reminded != day:
            self.reminded, self.last, self.kinds = day, 0, list(REMINDERS)
        if not self.kinds:
            return False
        last = self.kinds[0](day, after=self.last)
        db.session.commit()
        self.last = last or 0
        if last is None:
            self.kinds.pop(0)
        return True
