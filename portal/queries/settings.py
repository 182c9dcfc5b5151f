"""What the region has decided for all its places."""

from __future__ import annotations

from portal.extensions import db
from portal.models import RegionSettings
from portal.process.promises import DEFAULT_DAYS


def find_settings() -> RegionSettings | None:
    """None until the region decides something: then what is usual holds."""
    return db.session.get(RegionSettings, 1)


def get_answer_days() -> int:
    """Within how many working days a question that is asked now is answered."""
    settings = find_settings()
    return settings.answer_days if settings is not None else DEFAULT_DAYS
