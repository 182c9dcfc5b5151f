"""What lies beside an action is taken away so that it can be brought back where it stood."""

from __future__ import annotations

from portal.clock import now
from portal.extensions import db
from portal.models import ActionFollowUp, ActionNote

Beside = ActionNote | ActionFollowUp


def take_away(beside: Beside) -> bool:
    """Whether that changed anything: what is removed already stays so."""
    if beside.removed_at is not None:
        return False
    beside.removed_at = now()
    db.session.flush()
    return True


def bring_back(beside: Beside) -> bool:
    """Whether that changed anything."""
    if beside.removed_at is None:
        return False
    beside.removed_at = None
    db.session.flush()
    return True
