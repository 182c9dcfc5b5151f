"""One transaction per request: services flush, the request commits once if it succeeded, else nothing has happened."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import Flask, Response, g, request
from sqlalchemy.exc import OperationalError

from portal.clock import now
from portal.extensions import db, writing

log = logging.getLogger("portal")

SAFE = {"GET", "HEAD", "OPTIONS"}
FIRST_ERROR = 400


def init_app(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_finish)
    app.teardown_request(_end)


def began_at() -> datetime:
    """When the request began: before anything was read, so all that was committed later is later than this."""
    moment: datetime = g.began_at
    return moment


def keep() -> None:
    """Commit although the answer is an error: for what must be remembered then, such as a failed sign-in."""
    g.keep_transaction = True


@contextmanager
def separately() -> Iterator[None]:
    """A small transaction of its own inside a reading request: for a read mark or a remembered language."""
    # A commit, not a rollback: it ends the reading transaction and leaves what has been loaded as it is.
    db.session.commit()
    token = writing.set(True)
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        writing.reset(token)


@contextmanager
def if_possible() -> Iterator[None]:
    """Like separately, for a read mark: a page that is finished is not given up because its mark waited too long."""
    try:
        with separately():
            yield
    except OperationalError:
        log.warning("read_mark_not_written")


def _begin() -> None:
    # Before anything is read, the user included: under WAL a read that later writes can fail at once.
    g.writing_token = writing.set(request.method not in SAFE)
    g.began_at = now()


def _finish(response: Response) -> Response:
    succeeded = response.status_code < FIRST_ERROR or g.get("keep_transaction", False)
    if request.method not in SAFE and succeeded:
        db.session.commit()
    else:
        db.session.rollback()
    return response


def _end(_error: BaseException | None) -> None:
    token = g.pop("writing_token", None)
    if token is not None:
        writing.reset(token)
