"""Where a plan is read, and so where its files and its documents are found: at its own address, or below a link's."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for

from portal.web.language import DEFAULT, current_language


@dataclass(frozen=True, slots=True)
class PlanAddresses:
    """`files` and `documents` are the addresses of folders; "" where there are no documents. `has_history`: whether who
    reads here can also read earlier answers of the municipality."""

    files: str
    documents: str
    has_history: bool

    def document(self, name: str, headings: str = "") -> str:
        """The language stands in the address: the page is written once for all who read it in that language."""
        lang = current_language()
        asked = {"set": headings, "lang": lang if lang != DEFAULT else ""}
        said = urlencode({key: value for key, value in asked.items() if value})
        return f"{self.documents}{name}{'?' if said else ''}{said}"


def at_its_own(slug: str) -> PlanAddresses:
    return _below(url_for("plans.show", slug=slug, lang=None), has_history=True)


def at_a_link(slug: str, token: str) -> PlanAddresses:
    """Whoever has a link only has no right to anything beside it."""
    return _below(url_for("plan_links.show", slug=slug, token=token, lang=None) + "/", has_history=False)


def as_received(slug: str, number: int) -> PlanAddresses:
    """An edition as the municipality keeps it. What it answered stands there as it was; what came later does not."""
    return _below(url_for("received.show", slug=slug, number=number, lang=None), has_history=False)


def as_an_edition(slug: str, number: int) -> PlanAddresses:
    """An edition among the place's own, with the answers of its time and none that came later."""
    return _below(url_for("earlier_editions.show", slug=slug, number=number, lang=None), has_history=False)


def _below(base: str, *, has_history: bool) -> PlanAddresses:
    return PlanAddresses(f"{base}files/", f"{base}documents/", has_history)


def as_a_preview(slug: str, *, has_history: bool) -> PlanAddresses:
    """Its files are those that the team has now, and there are no documents yet."""
    return PlanAddresses(f"{url_for('places.show', slug=slug)}attachments/", "", has_history)
