"""What public plans say of themselves to search engines and to whoever shows a preview of a link."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import shorten
from typing import Any

from flask_babel import gettext as _

from portal.clock import STOCKHOLM
from portal.models import Place, PlanEdition
from portal.process.plan import Plan
from portal.queries.paging import Page
from portal.queries.plans import PlanRow
from portal.web.filters import municipality as municipality_in_words
from portal.web.language import current_language
from portal.web.structured import About, about, address_of

DESCRIPTION = 200
"""Characters of a description: about what search engines and previews show."""


def about_plan(place: Place, edition: PlanEdition, plan: Plan, named: Mapping[str, Any]) -> About:
    """A public plan as search engines and previews are told of it."""
    title = _("Local development plan for %(place)s", place=named["name"])
    said = plan.vision.text if plan.vision else edition.introduction
    description = shorten(said, DESCRIPTION, placeholder="…") or _(
        "How things are in the place, where it wants to go and what it will do."
    )
    data: dict[str, Any] = {
        "@type": "Report",
        "name": title,
        "description": description,
        "version": str(edition.number),
        "datePublished": edition.shared_at.astimezone(STOCKHOLM).date().isoformat(),
        "spatialCoverage": _where(place, named),
        "hasPart": [{"@type": "CreativeWork", "name": goal.title} for goal in plan.goals],
        "creator": [{"@type": "Organization", "name": name} for name in names_behind(edition)],
    }
    filled = {name: value for name, value in data.items() if value}
    # The number in it tells whoever keeps the picture of an older edition that there is a newer one.
    address = address_of("plan_cards.show", current_language(), slug=place.slug, edition=edition.number)
    shows = _("A gate that stands open, and the words: %(words)s", words=f"{title}. {description}")
    return about(
        "plans.show",
        title=title,
        description=description,
        data=filled,
        image=(address, shows),
        slug=place.slug,
    )


def names_behind(edition: PlanEdition) -> list[str]:
    """Who stands behind the plan: one on each line, perhaps with a dash before it."""
    lines = (line.strip("-*•,. ") for line in edition.stands_behind.splitlines())
    return [line for line in lines if line]


def _where(place: Place, named: Mapping[str, Any]) -> dict[str, Any]:
    around = {"@type": "AdministrativeArea", "name": municipality_in_words(named["municipality"])}
    where: dict[str, Any] = {"@type": "Place", "name": named["name"], "containedInPlace": around}
    if place.latitude is not None and place.longitude is not None:
        where["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
    return where


def about_list(found: Page[PlanRow]) -> About:
    """The list of public plans, as far as this page of it shows."""
    lang = current_language()
    entries = [
        {
            "@type": "ListItem",
            "position": number,
            "name": place.name,
            "url": address_of("plans.show", lang, slug=place.slug),
        }
        for number, (_edition, place) in enumerate(found.items, start=found.first)
    ]
    title = _("Local development plans")
    description = _("Plans that small places have made for themselves and published.")
    data = {
        "@type": "CollectionPage",
        "name": title,
        "mainEntity": {"@type": "ItemList", "numberOfItems": found.total, "itemListElement": entries},
    }
    return about("plans.index", title=title, description=description, data=data)
