"""Where a key of the method leads to at a place."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_login import current_user

from portal import policy
from portal.policy import Workplace
from portal.process.document import Document
from portal.process.schema import Audience


def href_of(workplace: Workplace, key: str, **query: Any) -> str:
    """The page on which what has this key is written: a step, section, question, register or the checkpoint. `query`:
    for that of a section or question."""
    slug, process = workplace.place.slug, workplace.process
    if key == process.checkpoint.key:
        return url_for("checkpoint.show", slug=slug)
    register = process.register(key)
    if register is not None and register.is_place_wide:
        return url_for("registers.show", slug=slug, register=key)
    step, section = process.step_of(key), process.section_of(key)
    if step is None:
        return url_for("places.show", slug=slug)
    if section is None:
        return url_for("steps.show", slug=slug, step=step.key)
    mark = f"q-{key.rpartition('.')[2]}" if process.question(key) is not None else None
    return url_for("sections.show", slug=slug, step=step.key, section=section.name, _anchor=mark, **query)


def title_of(workplace: Workplace, key: str, lang: str) -> str:
    """The step and the thing itself: "Förankring, Barn och unga"."""
    step = workplace.process.step_of(key)
    name = name_of(workplace, key, lang)
    return ", ".join(part for part in (step.title.of(lang) if step is not None else "", name) if part)


def name_of(workplace: Workplace, key: str, lang: str) -> str:
    """What a question, register or section is called to who reads the page; empty for anything else."""
    process = workplace.process
    question, register, section = process.question(key), process.register(key), process.section(key)
    if question is not None:
        circle = policy.reader(current_user, workplace.place) or Audience.PLAN
        return question.label_for(circle).of(lang)
    titled = register or section
    return titled.title.of(lang) if titled is not None else ""


def contents_of(document: Document) -> list[dict[str, Any]]:
    """Jump links to the steps and sections of a document on the same page."""
    links: list[dict[str, Any]] = []
    for step in document.steps:
        links.append({"href": f"#d-{step.key}", "label": step.title})
        links += [
            {"href": f"#d-{section.key.replace('.', '-')}", "label": section.title, "sub": True}
            for section in step.sections
        ]
    return links
