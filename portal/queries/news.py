"""What is new to somebody at a place, and how it differs from what they saw when they last looked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.policy import Workplace
from portal.process.compared import compare_documents
from portal.process.comparison import Comparison, with_ticks
from portal.process.document import Document, outline
from portal.process.material import Entry, Material, Value, files_in, rows_in
from portal.process.schema import Audience, Kind, Process
from portal.process.titles import row_labels
from portal.queries.attachments import name_files
from portal.queries.fresh import Saved
from portal.queries.looks import Glance
from portal.queries.rows import list_rows_by_id
from portal.queries.seen import Seen, list_seen

Who = tuple[int, datetime]


@dataclass(frozen=True, slots=True)
class News:
    """What differs from what was seen; `by`: who wrote it last and when, by the key of an answer or tick or the id of
    a row."""

    changes: Comparison
    by: Mapping[str | int, Who]


def get_news(
    workplace: Workplace,
    material: Material,
    glance: Glance,
    fresh: Sequence[Saved],
    lang: str,
    *,
    subjects: Collection[str] | None = None,
    part: str | None = None,
) -> News:
    """What is new in these steps and registers (None: in all that were looked at), or in one section or register
    (`part`) of them. One query for what was seen, and one each for names of removed rows and of files that the texts
    refer to, where there are any."""
    chosen = [key for key in glance.since if subjects is None or key in subjects]
    if not chosen:
        return News(Comparison(), {})
    seen = list_seen(workplace, glance, fresh, chosen, part)
    before, after = then_and_now(material, fresh, seen)
    documents = _documents(workplace, material, glance, (before, after), lang)
    registers, steps = compare_documents(*documents)
    changes = Comparison(registers, with_ticks(workplace.process, steps, before, after, lang))
    return News(changes, _by(fresh, seen))


def then_and_now(material: Material, fresh: Sequence[Saved], seen: Seen) -> tuple[Material, Material]:
    """The material as it was seen and as it stands, both of the fresh parts only: the rest is alike."""
    keys = [each.key for each in fresh if each.row_id is None and not each.is_tick]
    ids = {each.row_id for each in fresh}
    now_rows = {
        key: tuple(entry for entry in entries if entry.id in ids) for key, entries in material.rows.items()
    }
    then_rows: dict[str, list[Entry]] = {
        key: [seen.rows[entry.id] for entry in entries if entry.id in seen.rows]
        for key, entries in now_rows.items()
    }
    for gone in seen.gone:
        then_rows.setdefault(gone.register, []).append(gone.entry)
    before = Material({key: seen.answers[key] for key in keys if key in seen.answers}, then_rows)
    ticks = frozenset(each.key for each in fresh if each.is_tick)
    return before, Material({key: material.given(key) for key in keys}, now_rows, ticks)


def _documents(
    workplace: Workplace,
    material: Material,
    glance: Glance,
    materials: tuple[Material, Material],
    lang: str,
) -> tuple[Document, Document]:
    process = workplace.process
    labels = _labels(workplace, material, materials, glance.circle, lang)
    values = _values(process, materials, Kind.ATTACHMENT)
    files = name_files(workplace.journey, {file for value in values for file in files_in(value)})
    before, after = (
        outline(
            process,
            material,
            labels=labels,
            files=files,
            lang=lang,
            reader=glance.circle,
            steps=[key for key in glance.since if process.step(key)],
            registers=[key for key in glance.since if process.register(key)],
        )
        for material in materials
    )
    return before, after


def _labels(
    workplace: Workplace,
    material: Material,
    materials: tuple[Material, Material],
    circle: Audience,
    lang: str,
) -> dict[int, str]:
    """What rows are called, those too that are removed, as far as the person's circle may know."""
    values = _values(workplace.process, materials, Kind.REFERENCE)
    referred = {row for value in values for row in rows_in(value)}
    rows: dict[str, list[Entry]] = {key: list(entries) for key, entries in material.rows.items()}
    there = {entry.id for entries in rows.values() for entry in entries}
    gone = list_rows_by_id(workplace.journey, referred - there)
    for row in gone:
        rows.setdefault(row.register_key, []).append(Entry(row.id, row.values, row.preset_key))
    return row_labels(workplace.process, Material(rows=rows), circle, lang)


def _values(process: Process, materials: Iterable[Material], kind: Kind) -> Iterator[Value]:
    """What stands in the answers and cells of this kind."""
    for material in materials:
        for key, given in material.answers.items():
            question = process.question(key)
            if question is not None and question.kind is kind:
                yield given.value
        for key, entries in material.rows.items():
            register = process.register(key)
            columns = [c.name for c in register.columns if c.kind is kind] if register else []
            yield from (entry.values.get(column) for entry in entries for column in columns)


def _by(fresh: Sequence[Saved], seen: Seen) -> dict[str | int, Who]:
    found: dict[str | int, Who] = {gone.entry.id: (gone.by, gone.at) for gone in seen.gone}
    return found | {each.key if each.row_id is None else each.row_id: (each.by, each.at) for each in fresh}
