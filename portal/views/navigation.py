"""The main menu and where a person's own start page is."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _
from sqlalchemy import inspect

from portal.models import User
from portal.policy import can_administer, can_see_inbox, has_role
from portal.queries.menus import count_waiting, find_own_place
from portal.queries.people import MOST_UNREAD

REGION_PAGES = (
    "region.",
    "region_places.",
    "region_promises.",
    "settings.",
    "region_invitations.",
    "place_coaches.",
    "people.",
    "municipalities.",
    "journeys.",
)


TALK_PAGES = ("conversations.", "posts.", "post_points.")
"""Where people talk about a place."""

PLACE_PAGES = (
    "places.",
    "steps.",
    "sections.",
    "registers.",
    "rows.",
    "meeting_log.",
    "checkpoint.",
    "submissions.",
    *TALK_PAGES,
)
"""Where the pages of a place are written."""


@dataclass(frozen=True, slots=True)
class Item:
    """A link of the menu; `count` is shown beside the label when it is given."""

    label: str
    href: str
    current: bool = False
    count: int | str | None = None


def home_of(user: User) -> str:
    """The page where a person's work begins."""
    if has_role(user, "leader") and not can_see_inbox(user):
        place = find_own_place(user)
        return url_for("places.show", slug=place.slug) if place is not None else url_for("places.index")
    if can_administer(user) and not has_role(user, "place_coach"):
        return url_for("region.index")
    if can_see_inbox(user):
        return url_for("inbox.index")
    if has_role(user, "officer"):
        return url_for("municipality.index")
    return url_for("accounts.show")


def menu(user: User) -> list[Item]:
    """What stands in the masthead, for this person on this page."""
    items: list[Item] = []
    if user.is_authenticated and not inspect(user).unloaded & {"assignments"}:
        items += _own(user)
    items.append(_item(_("Plans"), "plans.index", "plans."))
    items.append(_item(_("About the process"), "public.about", "public.about"))
    return items


def _own(user: User) -> list[Item]:
    items = []
    if can_see_inbox(user):
        items.append(_item(_("Inbox"), "inbox.index", ("inbox.", "reviews."), count_waiting(user)))
        items.append(_item(_("Places"), "places.index", PLACE_PAGES))
    elif has_role(user, "leader"):
        place = find_own_place(user)
        if place is not None:
            href = url_for("places.show", slug=place.slug)
            items.append(Item(_("My place"), href, _is_at(f"/places/{place.slug}/")))
        else:
            items.append(_item(_("My places"), "places.index", PLACE_PAGES))
    if can_administer(user):
        items.append(_item(_("The region"), "region.index", REGION_PAGES))
    if has_role(user, "officer"):
        items.append(_item(_("The municipality"), "municipality.index", "municipality."))
    unread = f"{MOST_UNREAD - 1}+" if user.unread_notices >= MOST_UNREAD else user.unread_notices
    items.append(_item(_("Notices"), "notices.index", "notices.", unread))
    return items


def _is_at(address: str) -> bool:
    """Whether the page is one of the place's, or a conversation: who leads one place talks about that."""
    return request.path.startswith(address) or (request.endpoint or "").startswith(TALK_PAGES)


def _item(label: str, endpoint: str, own: str | tuple[str, ...], count: int | str | None = None) -> Item:
    return Item(label, url_for(endpoint), (request.endpoint or "").startswith(own), count)
