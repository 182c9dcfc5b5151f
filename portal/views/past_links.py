"""The discreet line at an answer or a row that has been changed: when, by whom, and the way to its history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal import policy
from portal.models import Answer, Row, User
from portal.policy import Workplace
from portal.process.schema import Register, Section
from portal.queries.material import Written


@dataclass(frozen=True, slots=True)
class PastLink:
    """`who` is empty where the author was not read with the rest: a line is not worth a query."""

    at: datetime
    who: str
    href: str


def list_past_links(
    user: User, workplace: Workplace, section: Section, written: Written
) -> dict[str, PastLink]:
    """Those of a section by the key of the question or register, and of its presets by `<register>.<preset>`; only what
    has more than one version, and only for those who may read it. No query."""
    return dict(_links(user, workplace, section, written))


def row_past_link(user: User, workplace: Workplace, register: Register, row: Row) -> PastLink | None:
    """That of a row; None while it has one version, and for those who may not read its history."""
    if row.version < 2 or not policy.can_read_history(user, workplace, register, row):
        return None
    return _link(row, url_for("history.row", slug=workplace.place.slug, row_id=row.id))


def _links(
    user: User, workplace: Workplace, section: Section, written: Written
) -> Iterator[tuple[str, PastLink]]:
    if not policy.can_read_history(user, workplace):
        return
    for item in section.items:
        answer = written.answers.get(item.key)
        if answer is not None and answer.version > 1:
            href = url_for("history.answer", slug=workplace.place.slug, question_key=item.key)
            yield item.key, _link(answer, href)
    presets = {r.key: r for r in section.registers if r.presets}
    for row in written.rows.values():
        if row.register_key in presets and row.preset_key is not None:
            link = row_past_link(user, workplace, presets[row.register_key], row)
            if link is not None:
                yield f"{row.register_key}.{row.preset_key}", link


def _link(holder: Answer | Row, href: str) -> PastLink:
    # Who has just saved on this very page stands there by id alone.
    author: User | None = holder.__dict__.get("author")
    known = author is not None and author.id == holder.updated_by
    return PastLink(holder.updated_at, author.name if known and author is not None else "", href)
