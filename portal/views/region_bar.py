"""What all pages of the region share: the bar with its parts, and the words for roles."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask_babel import gettext as _

from portal.notifications.letters import ROLE_WORDS
from portal.queries.journeys import calendar_of
from portal.views.placebar import Bar, BarItem


def region_bar() -> Bar:
    """Overview, places, people, municipalities, invitations."""
    parts = (
        (_("The region"), "region.index"),
        (_("Places"), "region_places.index"),
        (_("People"), "people.index"),
        (_("Municipalities"), "municipalities.index"),
        (_("Invitations"), "region_invitations.index"),
    )
    return Bar(_("The region's pages"), tuple(_item(label, endpoint) for label, endpoint in parts))


def _item(label: str, endpoint: str) -> BarItem:
    href = url_for(endpoint)
    if request.path == href:
        return BarItem(label, href, "page")
    below = request.path.startswith(href) and endpoint != "region.index"
    return BarItem(label, href, "true" if below else "")


def render_region(template: str, **context: object) -> str:
    """A page of the region, with its bar."""
    return render_template(
        template, placebar=region_bar(), role_words=role_words, calendar_of=calendar_of, **context
    )


def role_words(role: str) -> str:
    """The role with a capital: "Local process leader"."""
    words = _(ROLE_WORDS[role])
    return words[:1].upper() + words[1:]
