"""A frozen edition as a document: what stands under which heading, in one language, ready to be laid out.

Pure, and of the circle `plan` only: whatever else a copy may hold, nothing above that audience comes out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from portal.process.action_progress import Progress
from portal.process.document import DocAnswer, DocItem, DocTable, Document, outline
from portal.process.excerpt import excerpt, labels_in, plan_sections
from portal.process.frozen import FrozenCopy, freeze
from portal.process.headings import Heading, HeadingSet, Shows, is_under
from portal.process.material import Entry
from portal.process.photos import Photo
from portal.process.plan import Action, Goal, Plan, plan_of
from portal.process.plan_meetings import Meeting, meetings_of
from portal.process.plan_news import News
from portal.process.replies import NOTHING_SAID, Replies
from portal.process.schema import Audience, Process, Register

G = TypeVar("G", Goal, Action)


@dataclass(frozen=True, slots=True)
class Edition:
    """What a document says of its edition: the place and its municipality as they were called, number and day, in the
    team's own words an introduction and who stands behind the plan, and what is new since the edition before."""

    place: str
    municipality: str
    number: int
    day: date
    introduction: str = ""
    stands_behind: tuple[str, ...] = ()
    news: News | None = None


@dataclass(frozen=True, slots=True)
class Goals:
    """The goals, each with its number and what is said of it; their actions stand in `Actions`."""

    title: str
    goals: tuple[Goal, ...]


@dataclass(frozen=True, slots=True)
class Actions:
    """The actions by goal, and those of no goal."""

    title: str
    goals: tuple[Goal, ...]
    loose: tuple[Action, ...]

    @property
    def all(self) -> tuple[Action, ...]:
        return (*(action for goal in self.goals for action in goal.actions), *self.loose)


@dataclass(frozen=True, slots=True)
class Listed:
    """A table; `named_by` is the column that says what a row is called."""

    table: DocTable
    named_by: str


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, with the title of the section that it was given in."""

    answer: DocAnswer
    section: str


Part = Said | Listed | Goals | Actions


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading with its parts; there is always at least one."""

    key: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """`behind` names who stands behind the plan; `plan` holds all goals and actions, whatever the headings show;
    `replies` is what the municipality has said of it, `photos` holds the team's pictures by their sha256."""

    lang: str
    headings: str
    edition: Edition
    vision: str
    behind: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    plan: Plan
    meetings: tuple[Meeting, ...] = ()
    replies: Replies = NOTHING_SAID
    photos: Mapping[str, Photo] = field(default_factory=dict)


def plan_document(
    process: Process,
    copy: FrozenCopy,
    edition: Edition,
    headings: HeadingSet,
    lang: str,
    replies: Replies = NOTHING_SAID,
    progress: Mapping[int, tuple[Progress, ...]] | None = None,
) -> PlanDocument:
    """The document of an edition under these headings. What people wrote stays as they wrote it; `progress`: the notes
    of progress that the edition holds, by action."""
    document = _outline(process, copy, lang)
    plan = plan_of(process, copy, lang, progress)
    composer = _Composer(process, copy, document, plan, headings)
    chapters = (composer.chapter(heading) for heading in headings.headings)
    return PlanDocument(
        lang=lang,
        headings=headings.name,
        edition=edition,
        vision=plan.vision.text if plan.vision is not None else "",
        behind=edition.stands_behind or _behind(process, document),
        chapters=tuple(chapter for chapter in chapters if chapter.parts),
        plan=plan,
        meetings=meetings_of(process, document, edition.day),
        replies=replies,
    )


def meetings_in(process: Process, copy: FrozenCopy, since: date, lang: str) -> tuple[Meeting, ...]:
    """The meetings that an edition of the day `since` names, without its whole document."""
    return meetings_of(process, _outline(process, copy, lang), since)


def _outline(process: Process, copy: FrozenCopy, lang: str) -> Document:
    return outline(
        process,
        copy.material,
        labels=labels_in(process, copy, Audience.PLAN, lang),
        files=copy.files,
        lang=lang,
        reader=Audience.PLAN,
        sections=[section.key for section in plan_sections(process)],
    )


def _behind(process: Process, document: Document) -> tuple[str, ...]:
    """Who has said yes to the vision, by the role of that register."""
    register = process.register_with_role("agreement")
    table = document.item(register.key) if register is not None else None
    if register is None or not isinstance(table, DocTable):
        return ()
    cells = (cell for row in table.rows for cell in row.cells if cell.column.name == register.title_column)
    names = (cell.shown.text for cell in cells if cell.shown is not None)
    return tuple(dict.fromkeys(name for name in names if name))


def readable_copy(process: Process, copy: FrozenCopy) -> dict[str, Any]:
    """The copy itself, as JSON can hold it, with nothing above the audience `plan`."""
    material = excerpt(process, copy.material, plan_sections(process), Audience.PLAN)
    return freeze(process, material, copy.labels, copy.files)


def _among(table: DocTable, listed: tuple[G, ...]) -> tuple[G, ...]:
    """Those goals or actions that are rows of the table."""
    ids = {row.id for row in table.rows}
    return tuple(each for each in listed if each.id in ids)


@dataclass(frozen=True, slots=True)
class _Composer:
    process: Process
    copy: FrozenCopy
    document: Document
    plan: Plan
    headings: HeadingSet

    def chapter(self, heading: Heading) -> Chapter:
        parts = (
            part
            for shows in heading.shows
            for item in self._items(shows)
            for part in self._parts(item, shows)
        )
        return Chapter(heading.key, heading.title.of(self.document.lang), tuple(parts))

    def _items(self, shows: Shows) -> tuple[DocItem, ...]:
        section = self.document.section(shows.key)
        if section is not None:
            return section.items
        item = self.document.item(shows.key)
        return (item,) if item is not None else ()

    def _parts(self, item: DocItem, shows: Shows) -> tuple[Part, ...]:
        """The item as a part; none when there is nothing in it."""
        register = self.process.register(item.key)
        if isinstance(item, DocAnswer) or register is None:
            return (self._said(item),) if isinstance(item, DocAnswer) and item.is_given else ()
        table = self._selected(register, item, shows) if shows.selects else item
        if not table.is_given:
            return ()
        if register.role == "goals" and table.rows:
            return (Goals(table.title, _among(table, self.plan.goals)),)
        if register.role == "actions" and table.rows:
            goals = tuple(replace(goal, actions=_among(table, goal.actions)) for goal in self.plan.goals)
            return (Actions(table.title, goals, _among(table, self.plan.loose)),)
        return (Listed(table, register.title_column),)

    def _said(self, item: DocAnswer) -> Said:
        section = self.process.section_of(item.key)
        return Said(item, section.title.of(self.document.lang) if section is not None else "")

    def _selected(self, register: Register, table: DocTable, shows: Shows) -> DocTable:
        """The rows that stand under this heading. The picture is of all rows, so it goes with the rest of them."""
        selections = self.headings.selections(register.key)
        entries: Mapping[int, Entry] = {e.id: e for e in self.copy.material.entries(register.key)}
        rows = tuple(
            row for row in table.rows if is_under(shows, selections, row.preset, dict(entries[row.id].values))
        )
        is_rest = shows.rest
        return replace(
            table,
            rows=rows,
            chart=table.chart if is_rest else None,
            not_relevant=table.not_relevant if is_rest else None,
        )
