"""What a coach reaches from a place's pages: the municipality, and calls by phone."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal import policy
from portal.policy import Workplace


def coaching_links(workplace: Workplace) -> list[dict[str, str]]:
    """For `rows.linklist`; what this person may not do is left out."""
    slug = workplace.place.slug
    found = []
    if policy.can_log_call(current_user, workplace):
        found.append({"href": url_for("calls.new", slug=slug), "label": _("Log a call")})
    if policy.can_begin_municipal(current_user, workplace):
        href = url_for("municipal_talk.show", slug=slug)
        found.append({"href": href, "label": _("Talk with the municipality")})
    return found
