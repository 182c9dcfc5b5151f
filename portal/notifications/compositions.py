"""The letters about notices, as text and as HTML, in the language of the moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import current_app
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from portal.notifications.groups import GROUPS, Frequency
from portal.notifications.letters import link
from portal.notifications.outbox import Letter
from portal.notifications.rules import RULES
from portal.notifications.unsubscribing import path_for
from portal.notifications.wording import Said

CHOICES = "/account/notices"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a digest."""

    line: str
    path: str
    group_key: str


@dataclass(slots=True)
class Chapter:
    """What a digest says about one place."""

    place: str
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Links:
    """Where a notice leads; `more`: other paths of a letter about it alone, each with its words, marked with N_."""

    path: str
    more: tuple[tuple[str, str], ...] = ()


def compose_notice(user_id: int, *, kind: str, said: Said, place: str, links: Links) -> Letter:
    """A letter about one notice."""
    rule = RULES[kind]
    group = rule.group
    off = path_for(user_id, group.key)
    context = {
        "said": said,
        "why": _(rule.why, place=place),
        "more": [(_(words), link(other)) for words, other in links.more],
        "href": link(links.path),
        "group": group,
        "off": link(off),
        "choices": link(CHOICES),
    }
    return Letter(said.subject, _render("notice.txt", context), _render("notice.html", context), off)


def compose_digest(user_id: int, *, frequency: Frequency, chapters: Sequence[Chapter], more: int) -> Letter:
    """A letter about many notices; `more`: how many others are to be read in the portal only."""
    off = path_for(user_id, frequency)
    keys = dict.fromkeys(item.group_key for chapter in chapters for item in chapter.items)
    places = [chapter.place for chapter in chapters]
    subject = (
        _("News about %(place)s", place=places[0])
        if len(places) == 1
        else ngettext("News about %(num)d place", "News about %(num)d places", len(places))
    )
    context = {
        "subject": subject,
        "chapters": chapters,
        "more": more,
        "link": link,
        "weekly": frequency is Frequency.WEEKLY,
        "groups": [(GROUPS[key], link(path_for(user_id, key))) for key in keys],
        "off": link(off),
        "choices": link(CHOICES),
    }
    return Letter(subject, _render("digest.txt", context), _render("digest.html", context), off)


def _render(name: str, context: dict[str, object]) -> str:
    # Not render_template: it would ask the database for the menu of whoever happens to act.
    template = current_app.jinja_env.get_template(f"emails/{name}")
    return template.render(context, lang=str(get_locale() or "sv")[:2])
