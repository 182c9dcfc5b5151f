"""Everything that a place has written, as the plain `Material` that progress, readiness and frozen copies read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Integer,
    Select,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy import Text as LongText
from sqlalchemy.orm import joinedload

from portal.extensions import db
from portal.models import ActionAnswer, Answer, ContributionRequest, Journey, PlanEdition, Row, Tick
from portal.process.contents import is_answered, read_contents
from portal.process.material import Entry, Given, Material
from portal.process.schema import Kind, Question, Register, Section
from portal.queries.action_answers import ANSWERED_WORDS, is_latest
from portal.queries.editions import is_newest, is_of_present

KEPT = 32
"""Places whose material is kept as it was read, in each process; a place's takes about half a megabyte."""

LARGE = 2_000_000
"""Characters: what a place with more has written is read anew each time, so that few places do not fill the memory."""

Line = tuple[str, str, int, int, str | None, str | None]
"""Of which kind, its key, position and id where it has them, what belongs to it (why it is not relevant, the row's
preset), and its value as JSON text."""


@dataclass(frozen=True, slots=True)
class Written:
    """The material of a journey together with the stored rows it was made from (for versions, authors and times):
    `answers` and `rows` hold those that were asked for, the material holds all."""

    material: Material
    answers: Mapping[str, Answer]
    rows: Mapping[int, Row]
    ticks: Mapping[str, Tick]

    @property
    def row_ids(self) -> frozenset[int]:
        """Of every row that is not deleted."""
        return frozenset(entry.id for entries in self.material.rows.values() for entry in entries)


def get_material(journey: Journey) -> Material:
    """One query, whatever the size. Nobody may change what is in it: it is kept for the next who asks."""
    found = db.session.execute(_EVERYTHING, {"journey": journey.id}).all()
    lines = tuple(tuple(line) for line in found)
    size = sum(len(line[5] or "") for line in lines)
    return _read(lines) if size <= LARGE else _read.__wrapped__(lines)


def get_written(journey: Journey) -> Written:
    """With every answer, row and tick as it is stored. Four queries."""
    return Written(get_material(journey), _answers(journey), _rows(journey), _ticks(journey))


def get_written_of(journey: Journey, section: Section) -> Written:
    """With the answers and rows of one section as they are stored, and no ticks. Three queries at most."""
    return Written(get_material(journey), *_stored(journey, section), ticks={})


def get_ticked(journey: Journey) -> Written:
    """With the ticks as they are stored, and nothing else. Two queries."""
    return Written(get_material(journey), {}, {}, _ticks(journey))


def get_asked(journey: Journey, question: Question) -> Written:
    """What the form of one question is saved from: its answer, and all material only where it refers to rows."""
    material = get_material(journey) if question.kind is Kind.REFERENCE else Material()
    return Written(material, _answers(journey, [question.key]), {}, {})


def get_written_in(journey: Journey, register: Register) -> Written:
    """With the rows of one place-wide register as they are stored, and nothing else. Two queries."""
    return Written(get_material(journey), {}, _rows(journey, [register.key]), {})


def get_register(journey: Journey, register_key: str) -> Written:
    """One query: the rows of one register only, which is all that its picture is drawn from."""
    rows = _rows(journey, [register_key])
    entries = [Entry(row.id, row.values, row.preset_key) for row in rows.values()]
    return Written(Material(rows={register_key: entries}), {}, rows, {})


def _stored(journey: Journey, section: Section) -> tuple[dict[str, Answer], dict[int, Row]]:
    keys = [item.key for item in section.items]
    registers = [register.key for register in section.registers]
    return _answers(journey, keys), _rows(journey, registers) if registers else {}


def _answers(journey: Journey, keys: Iterable[str] | None = None) -> dict[str, Answer]:
    query, asked = (_ANSWERS, {}) if keys is None else (_SOME_ANSWERS, {"keys": list(keys)})
    found = db.session.scalars(query, {"journey": journey.id, **asked})
    return {answer.question_key: answer for answer in found}


def _rows(journey: Journey, registers: Iterable[str] | None = None) -> dict[int, Row]:
    query, asked = (_ROWS, {}) if registers is None else (_SOME_ROWS, {"keys": list(registers)})
    return {row.id: row for row in db.session.scalars(query, {"journey": journey.id, **asked})}


def _ticks(journey: Journey) -> dict[str, Tick]:
    return {tick.item_key: tick for tick in db.session.scalars(_TICKS, {"journey": journey.id})}


@lru_cache(KEPT)
def _read(lines: tuple[Line, ...]) -> Material:
    """The lines as material. The same lines give the same material, so it is made once and found again by what the
    lines say: nothing has to tell when it is out of date."""
    of_kind: dict[str, list[Line]] = {}
    for line in lines:
        of_kind.setdefault(line[0], []).append(line)
    answers = of_kind.get("answer", [])
    rows = sorted(of_kind.get("row", []), key=lambda line: line[1:4])
    registers: dict[str, list[Entry]] = {}
    for (_kind, register, _position, key, preset, _text), values in zip(rows, _values(rows), strict=True):
        registers.setdefault(register, []).append(Entry(key, values, preset))
    given = zip(answers, _values(answers), strict=True)
    return Material(
        answers={line[1]: Given(value, line[4]) for line, value in given},
        rows=registers,
        ticks=frozenset(line[1] for line in of_kind.get("tick", [])),
        facts=frozenset(
            _facts(of_kind.get("request", []), of_kind.get("edition", []), of_kind.get("reply", []))
        ),
    )


def _values(lines: Iterable[Line]) -> list[Any]:
    """All values at once: hundreds of small texts take longer to read than one large one."""
    found: list[Any] = json.loads(f"[{','.join(line[5] or 'null' for line in lines)}]")
    return found


def _facts(requests: list[Line], editions: list[Line], replies: list[Line]) -> Iterable[str]:
    answers = {line[1] for line in requests}
    if answers:
        yield "contribution_asked"
    if answers - {""}:
        yield "contribution_answered"
    if answers & {"confirmed", "changed"}:
        yield "contribution_confirmed"
    if editions:
        yield "plan_shared"
    if any(line[4] for line in editions):
        yield "plan_read"
    newest = max(editions, key=lambda line: line[2], default=None)
    if newest is not None and is_answered(
        read_contents(json.loads(newest[5] or "{}")), {line[3]: line[5] or "" for line in replies}
    ):
        yield "actions_answered"


_JOURNEY = bindparam("journey", type_=Integer)
_KEYS: BindParameter[Any] = bindparam("keys", expanding=True)
_ZERO, _NOTHING = literal_column("0", Integer), cast(null(), LongText)


def _line(kind: str, key: Any, position: Any, row: Any, more: Any, value: Any) -> Select[Any]:
    return select(literal_column(f"'{kind}'", LongText), key, position, row, more, value)


_EVERYTHING = union_all(
    _line(
        "answer", Answer.question_key, _ZERO, Answer.id, Answer.not_relevant, cast(Answer.value, LongText)
    ).where(Answer.journey_id == _JOURNEY),
    _line("row", Row.register_key, Row.position, Row.id, Row.preset_key, cast(Row.values, LongText)).where(
        Row.journey_id == _JOURNEY, Row.deleted_at.is_(None)
    ),
    _line("tick", Tick.item_key, _ZERO, Tick.id, _NOTHING, _NOTHING).where(Tick.journey_id == _JOURNEY),
    _line(
        "request",
        func.coalesce(ContributionRequest.answer, literal_column("''", LongText)),
        _ZERO,
        ContributionRequest.id,
        _NOTHING,
        _NOTHING,
    ).where(ContributionRequest.journey_id == _JOURNEY, ContributionRequest.replaced_at.is_(None)),
    _line(
        "edition",
        literal_column("''", LongText),
        PlanEdition.number,
        PlanEdition.id,
        case((PlanEdition.read_at.is_not(None), literal_column("'read'", LongText))),
        # Of the newest alone: it may be long.
        case((is_newest(PlanEdition), cast(PlanEdition.contents, LongText))),
    ).where(
        PlanEdition.journey_id == _JOURNEY, PlanEdition.reached_at.is_not(None), is_of_present(PlanEdition)
    ),
    _line("reply", _NOTHING, _ZERO, ActionAnswer.row_id, _NOTHING, cast(ANSWERED_WORDS, LongText)).where(
        ActionAnswer.journey_id == _JOURNEY,
        is_latest(ActionAnswer, shared=True, own=True),
        is_of_present(ActionAnswer),
    ),
)
_ANSWERS = select(Answer).where(Answer.journey_id == _JOURNEY).options(joinedload(Answer.author))
_SOME_ANSWERS = _ANSWERS.where(Answer.question_key.in_(_KEYS))
_ROWS = (
    select(Row)
    .where(Row.journey_id == _JOURNEY, Row.deleted_at.is_(None))
    .order_by(Row.register_key, Row.position, Row.id)
    .options(joinedload(Row.author))
)
_SOME_ROWS = _ROWS.where(Row.register_key.in_(_KEYS))
_TICKS = select(Tick).where(Tick.journey_id == _JOURNEY).options(joinedload(Tick.author))
