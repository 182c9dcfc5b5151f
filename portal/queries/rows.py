"""Reading rows of registers: lists, single rows, what they are called and where they are used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Answer, Journey, Revision, Row, User
from portal.policy import Workplace
from portal.process.material import Entry, Material, Value, rows_in
from portal.process.schema import Column, Field, Kind, Process, Register, Text
from portal.process.titles import titles_among
from portal.queries.workplaces import get_workplace
from portal.text import sort_key

NOTHING = Material()


@dataclass(frozen=True, slots=True)
class Use:
    """A place where a row is referred to: a question, or a row (`row_id`) of a register."""

    title: Text
    key: str
    row_id: int | None = None


def list_rows(journey: Journey, register_key: str) -> list[Row]:
    """The rows of a register in the order that people gave them, without deleted ones."""
    query = select(Row).where(
        Row.journey_id == journey.id, Row.register_key == register_key, Row.deleted_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(Row.position, Row.id)))


def get_row(journey: Journey, row_id: int, *, deleted: bool = False) -> Row:
    """A row of this journey. Raises NotFoundError for another place's row and, unless `deleted`, for a deleted one."""
    row = find_row(journey, row_id)
    if row is None or (row.deleted_at is not None and not deleted):
        raise NotFoundError(N_("There is no such row. It may have been removed."))
    return row


def find_row(journey: Journey, row_id: int) -> Row | None:
    """A row of this journey, deleted or not."""
    if not 0 < row_id < 2**31:
        return None
    return db.session.scalars(select(Row).where(Row.id == row_id, Row.journey_id == journey.id)).one_or_none()


def find_preset_row(journey: Journey, register_key: str, preset_key: str) -> Row | None:
    """The row of a preset, as it is stored now; None before its first answer."""
    query = select(Row).where(
        Row.journey_id == journey.id, Row.register_key == register_key, Row.preset_key == preset_key
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def find_sent_row(journey: Journey, sender: User, sent_key: str) -> Row | None:
    """The row that this person has added with this key, deleted or not, as it is stored now."""
    query = select(Row).where(
        Row.journey_id == journey.id, Row.created_by == sender.id, Row.sent_key == sent_key
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def find_values(row: Row, version: int) -> Mapping[str, Value] | None:
    """What a row said in one of its versions; None for a version that it never had."""
    query = select(Revision.value).where(Revision.row_id == row.id, Revision.version == version)
    return db.session.scalars(query).one_or_none()


def find_author(row: Row) -> str:
    """The name of who saved the row last."""
    return db.session.scalars(select(User.name).where(User.id == row.updated_by)).one()


def list_options(workplace: Workplace, register_key: str, lang: str) -> list[tuple[int, str]]:
    """What a reference to the register may choose from: (id, what the row is called), in Swedish order."""
    register = workplace.process.register(register_key)
    if register is None:
        return []
    rows = list_rows(workplace.journey, register_key)
    named = name_rows(workplace.process, rows, list_rows_by_id(workplace.journey, referred(register, rows)))
    return sorted(((i, t.of(lang)) for i, t in named.items()), key=lambda pair: sort_key(pair[1]))


def list_rows_by_id(journey: Journey, ids: Iterable[int]) -> list[Row]:
    """Rows of this journey, also deleted ones: their names stay where they are referred to. No query for no ids."""
    wanted = sorted({i for i in ids if 0 < i < 2**31})
    if not wanted:
        return []
    return list(db.session.scalars(select(Row).where(Row.journey_id == journey.id, Row.id.in_(wanted))))


def name_rows(
    process: Process, rows: Iterable[Row], others: Iterable[Row] = (), beside: Material = NOTHING
) -> dict[int, Text]:
    """What each of `rows` is called; `others`, and those of the material `beside`, are rows that their titles may
    refer to."""
    rows = list(rows)
    entries = {key: {entry.id: entry for entry in found} for key, found in beside.rows.items()}
    for row in [*rows, *others]:
        entries.setdefault(row.register_key, {})[row.id] = Entry(row.id, row.values, row.preset_key)
    material = Material(rows={key: tuple(found.values()) for key, found in entries.items()})
    known = [(process.register(row.register_key), entries[row.register_key][row.id]) for row in rows]
    return titles_among([(register, entry) for register, entry in known if register], process, material)


def referred(register: Register, rows: Iterable[Row]) -> set[int]:
    """The ids of all rows that these rows refer to."""
    columns = [c.name for c in register.columns if c.kind is Kind.REFERENCE]
    return {i for row in rows for name in columns for i in rows_in(row.values.get(name))}


def list_uses(workplace: Workplace, row: Row) -> list[Use]:
    """Every question and row that refers to the row, in the definition's order. Two queries at most."""
    process, key = workplace.process, row.register_key
    questions = [q for q in process.all_questions() if _refers(q, key)]
    columns = {r.key: [c for c in r.columns if _refers(c, key)] for r in process.all_registers()}
    columns = {k: found for k, found in columns.items() if found}
    return [
        *_uses_in_answers(workplace.journey, row, {q.key: q.label for q in questions}),
        *_uses_in_rows(workplace, row, columns),
    ]


def load_register(slug: str, register_key: str) -> tuple[Workplace, Register]:
    """Loader of routes about any register, place-wide or in a step. Raises NotFoundError."""
    workplace = get_workplace(slug)
    register = workplace.process.register(register_key)
    if register is None:
        raise NotFoundError(N_("There is no such register."))
    return workplace, register


def load_row(slug: str, row_id: int) -> tuple[Workplace, Register, Row]:
    """Loader of routes about a row of the place. Raises NotFoundError, also for another place's row."""
    return _load_row(slug, row_id, deleted=False)


def load_deleted_row(slug: str, row_id: int) -> tuple[Workplace, Register, Row]:
    """Like load_row, for a row that may be deleted: to bring it back."""
    return _load_row(slug, row_id, deleted=True)


def _load_row(slug: str, row_id: int, *, deleted: bool) -> tuple[Workplace, Register, Row]:
    workplace = get_workplace(slug)
    row = get_row(workplace.journey, row_id, deleted=deleted)
    register = workplace.process.register(row.register_key)
    if register is None:
        raise NotFoundError
    return workplace, register, row


def _refers(field: Field, register_key: str) -> bool:
    return field.kind is Kind.REFERENCE and field.register == register_key


def _uses_in_answers(journey: Journey, row: Row, labels: Mapping[str, Text]) -> Iterator[Use]:
    if not labels:
        return
    query = select(Answer).where(Answer.journey_id == journey.id, Answer.question_key.in_(labels))
    found = {a.question_key for a in db.session.scalars(query) if row.id in rows_in(a.value)}
    yield from (Use(title, key) for key, title in labels.items() if key in found)


def _uses_in_rows(workplace: Workplace, row: Row, columns: Mapping[str, Sequence[Column]]) -> Iterator[Use]:
    if not columns:
        return
    query = select(Row).where(
        Row.journey_id == workplace.journey.id, Row.register_key.in_(columns), Row.deleted_at.is_(None)
    )
    rows = list(db.session.scalars(query.order_by(Row.register_key, Row.position, Row.id)))
    named = name_rows(workplace.process, rows, [row])
    for key, names in columns.items():
        register = workplace.process.register(key)
        for other in rows:
            refers = any(row.id in rows_in(other.values.get(c.name)) for c in names)
            if refers and other.register_key == key and register is not None:
                yield Use(_under(register.title, named[other.id]), key, other.id)


def _under(register: Text, row: Text) -> Text:
    return Text(_joined(register.sv, row.sv), _joined(register.en, row.en))


def _joined(register: str, row: str) -> str:
    return f"{register} {row}" if register.endswith("?") else f"{register}: {row}"
