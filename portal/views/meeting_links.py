"""Where a meeting is held: the addresses of its pages, and the way back from the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from portal.policy import Workplace
from portal.process.meeting import SHOWN, parts_of, way_of
from portal.process.schema import Register, Section, Step
from portal.views.links import href_of
from portal.web.language import current_language

BACK = "meeting"
"""The field `back` of a form that stands on a meeting's page."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The section or register that a meeting was about."""

    key: str
    title: str
    href: str


def meeting_of(workplace: Workplace, register: Register, **query: Any) -> str:
    """The meeting's page on which the register stands."""
    section = workplace.process.section_of(register.key)
    slug = workplace.place.slug
    if register.is_place_wide or section is None:
        return url_for("meetings.show_register", slug=slug, register=register.key, **query)
    return section_meeting(workplace, section, part=register.name, **query)


def section_meeting(workplace: Workplace, section: Section, **query: Any) -> str:
    step = section.key.partition(".")[0]
    return url_for("meetings.show", slug=workplace.place.slug, step=step, section=section.name, **query)


def back_to_meeting(workplace: Workplace, section: Section, asked: str) -> str:
    """The meeting's page again, at the part that was asked for if the section has it."""
    part = next((p.name for p in section.items if p.name == asked), None)
    return section_meeting(workplace, section, part=part)


def offer_of(workplace: Workplace, subject: Section | Register) -> str:
    """The address of the meeting for a section's form or a register's page; empty where nothing fits on a screen."""
    process = workplace.process
    if isinstance(subject, Section):
        return section_meeting(workplace, subject) if parts_of(process, subject) else ""
    return meeting_of(workplace, subject) if way_of(process, subject) in SHOWN else ""


def log_of(workplace: Workplace, step: Step | None, subject: Section | Register) -> str:
    """Where the meeting is written in the log; empty where the definition has none."""
    if workplace.process.register_with_role("log") is None:
        return ""
    slug = workplace.place.slug
    if step is None:
        return url_for("meeting_log.show_register", slug=slug, register=subject.key)
    return url_for("meeting_log.show", slug=slug, step=step.key, section=subject.name)


def log_origin(workplace: Workplace, subject: Section | Register) -> Origin:
    """What a meeting was about, for the log's form."""
    return Origin(subject.key, subject.title.of(current_language()), href_of(workplace, subject.key))


def origin_of(workplace: Workplace, key: str) -> Origin | None:
    """What a meeting was about, by a key that came with a request; None for what is no section or own register."""
    process = workplace.process
    section, register = process.section(key), process.register(key)
    if section is not None:
        return log_origin(workplace, section)
    return log_origin(workplace, register) if register is not None and register.is_place_wide else None
