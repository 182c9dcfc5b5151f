"""The file that was just removed from the page, so that it can be brought back there."""

from __future__ import annotations

from flask import request

from portal.models import Attachment
from portal.policy import Workplace
from portal.queries.attachments import find_attachment
from portal.services.attachments import is_kept


def just_removed_file(workplace: Workplace) -> Attachment | None:
    """The one that the address names (`removed_file`), if it can be brought back. No query while it names none.

    Only for pages of those who may change the files: the templates show it at its question or column alone.
    """
    asked = request.args.get("removed_file", "")
    found = find_attachment(workplace.journey, asked) if asked else None
    return found if found is not None and found.deleted_at is not None and is_kept(found) else None
