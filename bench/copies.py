"""Many places from few: what a filled place holds is copied row by row, with ids of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import Table, func, insert, select

from portal.extensions import db
from portal.models import (
    Answer,
    Attachment,
    CriterionNote,
    Decision,
    Journey,
    PlanEdition,
    Review,
    Row,
    Share,
    Submission,
    Tick,
    VerdictPoint,
)
from portal.process.schema import Field, Kind, Process

Values = dict[str, Any]

OF_A_JOURNEY = (CriterionNote, Share, Tick, PlanEdition)
"""What nothing else in the copy refers to, and what refers to nothing but the journey."""


@dataclass(frozen=True, slots=True)
class Template:
    """The rows of a filled place, by table, as they stand in the database."""

    process: Process
    journey: Values
    tables: Mapping[str, list[Values]]

    def rows_of(self, model: type[db.Model]) -> list[Values]:  # type: ignore[name-defined]  # as in portal.models
        return self.tables[model.__tablename__]


def read(process: Process, place_id: int) -> Template:
    """What the place holds."""
    journey = _select(Journey, Journey.place_id == place_id)[0]
    models = (*OF_A_JOURNEY, Answer, Row, Attachment, Submission)
    tables = {m.__tablename__: _select(m, m.journey_id == journey["id"]) for m in models}
    handed_in = [each["id"] for each in tables["submissions"]]
    for model in (Review, Decision):
        tables[model.__tablename__] = _select(model, model.submission_id.in_(handed_in))
    decided = [each["id"] for each in tables["decisions"]]
    tables["verdict_points"] = _select(VerdictPoint, VerdictPoint.decision_id.in_(decided))
    return Template(process, journey, tables)


def _select(model: Any, condition: Any) -> list[Values]:
    return [dict(row) for row in db.session.execute(select(model.__table__).where(condition)).mappings()]


class Copier:
    """Collects copies and writes them a batch at a time."""

    def __init__(self) -> None:
        self.ids = {
            model: count((db.session.scalar(select(func.max(model.id))) or 0) + 1)
            for model in (Journey, Row, Submission, Decision)
        }
        self.waiting: dict[str, list[Values]] = {}

    def copy(self, template: Template, place_id: int, people: Mapping[int, int]) -> None:
        """A place that has written what the template has. `people`: who stands in whose place."""
        journey = next(self.ids[Journey])
        files = {f["id"]: f"{journey:08x}{f['id'][8:]}" for f in template.rows_of(Attachment)}
        rows = {r["id"]: next(self.ids[Row]) for r in template.rows_of(Row)}
        submissions = {s["id"]: next(self.ids[Submission]) for s in template.rows_of(Submission)}
        refer = _referring(template.process, rows, files)
        add = self._adder(people)
        add(Journey, template.journey, id=journey, place_id=place_id)
        for old in template.rows_of(Row):
            add(
                Row,
                old,
                id=rows[old["id"]],
                journey_id=journey,
                values=refer(old["register_key"], old["values"]),
            )
        for old in template.rows_of(Attachment):
            add(Attachment, old, id=files[old["id"]], journey_id=journey)
        for old in template.rows_of(Answer):
            key = old["question_key"]
            add(Answer, old, id=None, journey_id=journey, value=refer("", {key: old["value"]})[key])
        for model in OF_A_JOURNEY:
            for old in template.rows_of(model):
                add(model, old, id=None, journey_id=journey)
        for old in template.rows_of(Submission):
            add(Submission, old, id=submissions[old["id"]], journey_id=journey)
        for old in template.rows_of(Review):
            add(Review, old, id=None, submission_id=submissions[old["submission_id"]])
        decisions = {d["id"]: next(self.ids[Decision]) for d in template.rows_of(Decision)}
        for old in template.rows_of(Decision):
            of = submissions[old["submission_id"]]
            add(Decision, old, id=decisions[old["id"]], submission_id=of)
        for old in template.rows_of(VerdictPoint):
            add(VerdictPoint, old, id=None, decision_id=decisions[old["decision_id"]])

    def write(self) -> None:
        """Everything that waits, in an order that foreign keys allow."""
        for table in db.metadata.sorted_tables:
            waiting = self.waiting.pop(table.name, [])
            if waiting:
                db.session.execute(insert(table), waiting)

    def _adder(self, people: Mapping[int, int]) -> Callable[..., None]:
        def add(model: Any, old: Values, **own: Any) -> None:
            table: Table = model.__table__
            new = {**old, **own}
            for column in _columns_of_people(table):
                new[column] = people.get(new[column], new[column])
            if new["id"] is None:
                del new["id"]
            self.waiting.setdefault(table.name, []).append(new)

        return add


def _columns_of_people(table: Table) -> Iterator[str]:
    for column in table.columns:
        if any(key.column.table.name == "users" for key in column.foreign_keys):
            yield column.name


def _referring(
    process: Process, rows: Mapping[int, int], files: Mapping[str, str]
) -> Callable[[str, Values], Values]:
    """refer(register key or "", values): the values with the copy's own ids in references and attachments."""

    def refer(key: str, values: Values) -> Values:
        register = process.register(key)
        fields: Mapping[str, Field] = (
            {c.name: c for c in register.columns}
            if register
            else {q: question for q in values if (question := process.question(q))}
        )
        new = dict(values)
        for name, field in fields.items():
            if field.kind is Kind.REFERENCE and new.get(name):
                new[name] = [rows[row] for row in new[name]]
            elif field.kind is Kind.ATTACHMENT and new.get(name):
                new[name] = [files[file] for file in new[name]]
        return new

    return refer
