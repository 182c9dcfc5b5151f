"""Marking what a coach has asked or suggested: the rules of `portal.process.marks`, for whatever carries a mark."""

from __future__ import annotations

from portal.clock import now
from portal.errors import N_, InvalidError, Message
from portal.models import PostPoint, User, VerdictPoint
from portal.process.marks import BECAUSE_LIMIT, Flaw, Mark, find_flaw
from portal.text import clean

FLAWS = {
    Flaw.UNKNOWN: N_("Choose one of the three answers."),
    Flaw.NO_REASON: N_("Write why you see it differently, so that the coach understands."),
    Flaw.TOO_LONG: N_("The text has %(length)s characters; there is room for %(limit)s."),
}


def put_mark(actor: User, point: VerdictPoint | PostPoint, *, mark: str, because: str = "") -> bool:
    """Set the mark, or take it back where it is empty; the newest holds. Whether that changed anything.

    The caller has asked the policy and records the event. Raises InvalidError that names its field.
    """
    because = clean(because)
    flaw = find_flaw(mark, because)
    if flaw is not None:
        params = {"length": len(because), "limit": BECAUSE_LIMIT} if flaw is Flaw.TOO_LONG else {}
        message = Message(FLAWS[flaw], params)
        field = "mark" if flaw is Flaw.UNKNOWN else "because"
        raise InvalidError(message.text, {field: message}, **message.params)
    because = because if mark == Mark.DIFFERENTLY else ""
    if (point.mark or "", point.because) == (mark, because):
        return False
    point.mark, point.because = mark or None, because
    point.marked_by, point.marked_at = (actor.id, now()) if mark else (None, None)
    return True
