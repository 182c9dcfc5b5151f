"""What answers and rows have said before: their saves, folded into changes, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from portal.errors import N_, NotFoundError
from portal.extensions import db
from portal.models import Attachment, Journey, Revision, Row
from portal.policy import Workplace
from portal.process.folds import Fold, Save, fold, single
from portal.process.material import files_in, rows_in
from portal.process.schema import Field, Kind, Process, Question, Register
from portal.process.titles import DEEPEST
from portal.queries.paging import Page, paginate
from portal.queries.rows import list_rows_by_id
from portal.queries.workplaces import get_workplace

SIZE = 20
"""Changes on a page."""

GREATEST = 2**31 - 1
"""The greatest version that fits its column."""

Asked = Question | Register
Condition = tuple[ColumnElement[bool], ...]


@dataclass(frozen=True, slots=True)
class Past:
    """A page of changes, the newest first; the revisions that it needs, by version, with their authors; and the newest
    revision, which says what stands there now. `each`: every save is shown by itself."""

    page: Page[Fold]
    revisions: Mapping[int, Revision]
    newest: Revision
    each: bool

    def page_of(self, version: int) -> int:
        """The page on which a save stands where each is shown by itself."""
        return (self.newest.version - version) // SIZE + 1


def get_answer_past(journey: Journey, key: str, number: int, *, each: bool = False) -> Past:
    """Two queries. A number past the end gives the last page. Raises NotFoundError for what was never answered."""
    return _past(_of_answer(journey, key), number, each)


def get_row_past(row: Row, number: int, *, each: bool = False) -> Past:
    """Like get_answer_past."""
    return _past(_of_row(row), number, each)


def get_answer_revision(journey: Journey, key: str, version: int) -> Revision:
    """What an answer said in a version. Raises NotFoundError."""
    return _revision(_of_answer(journey, key), version)


def get_row_revision(row: Row, version: int) -> Revision:
    """What a row said in a version. Raises NotFoundError."""
    return _revision(_of_row(row), version)


def list_referred(workplace: Workplace, ids: Iterable[int]) -> list[Row]:
    """These rows, removed ones too, and those that their titles refer to. A query for each step of that; none for no
    ids."""
    found: dict[int, Row] = {}
    wanted = set(ids)
    for _step in range(DEEPEST):
        new = list_rows_by_id(workplace.journey, wanted - found.keys())
        found |= {row.id: row for row in new}
        wanted = {row for each in new for row in _in_title(workplace.process, each)}
    return list(found.values())


def list_files_by_id(journey: Journey, ids: Iterable[str]) -> dict[str, Attachment]:
    """Files of this journey, removed ones too. No query for no ids."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    query = select(Attachment).where(Attachment.journey_id == journey.id, Attachment.id.in_(wanted))
    return {file.id: file for file in db.session.scalars(query)}


def referred_rows(fields: Sequence[Field], revisions: Iterable[Revision]) -> set[int]:
    """The rows that the revisions name in these fields."""
    return {row for value in _values(fields, Kind.REFERENCE, revisions) for row in rows_in(value)}


def referred_files(fields: Sequence[Field], revisions: Iterable[Revision]) -> set[str]:
    """The files that the revisions name in these fields."""
    return {file for value in _values(fields, Kind.ATTACHMENT, revisions) for file in files_in(value)}


def list_removed(journey: Journey, register: Register, number: int) -> Page[Row]:
    """The removed rows of a register with those who removed them, the last removed first. Two queries."""
    query = select(Row).where(
        Row.journey_id == journey.id, Row.register_key == register.key, Row.deleted_at.is_not(None)
    )
    ordered = query.order_by(Row.deleted_at.desc(), Row.id.desc())
    return paginate(ordered.options(joinedload(Row.author)), number)


def load_asked(slug: str, question_key: str) -> tuple[Workplace, Asked]:
    """Loader of routes about the past of an answer: to a question, or the "not relevant here" of a register in a step.
    Raises NotFoundError."""
    workplace = get_workplace(slug)
    process = workplace.process
    asked = process.question(question_key) or process.register(question_key)
    if asked is None or process.step_of(question_key) is None:
        raise NotFoundError(N_("There is no such question."))
    return workplace, asked


def _in_title(process: Process, row: Row) -> tuple[int, ...]:
    """The rows that a row is called by."""
    register = process.register(row.register_key)
    column = register.column(register.title_column) if register is not None else None
    refers = column is not None and column.kind is Kind.REFERENCE
    return rows_in(row.values.get(column.name)) if refers and column is not None else ()


def _of_answer(journey: Journey, key: str) -> Condition:
    return Revision.journey_id == journey.id, Revision.question_key == key


def _of_row(row: Row) -> Condition:
    return Revision.journey_id == row.journey_id, Revision.row_id == row.id


def _past(subject: Condition, number: int, each: bool) -> Past:
    # Who and when of every save is a few bytes each; texts are read for this page alone.
    columns = (Revision.version, Revision.saved_by, Revision.at, Revision.is_deleted)
    saves = [
        Save(*found)
        for found in db.session.execute(select(*columns).where(*subject).order_by(Revision.version))
    ]
    if not saves:
        raise NotFoundError(N_("Nothing has been saved here yet, so there is no history."))
    folds = (single(saves) if each else fold(saves))[::-1]
    number = min(max(1, number), -(-len(folds) // SIZE))
    shown = folds[(number - 1) * SIZE : number * SIZE]
    newest = saves[-1].version
    versions = {newest} | {f.last.version for f in shown} | {f.before for f in shown if f.before is not None}
    query = (
        select(Revision).where(*subject, Revision.version.in_(versions)).options(joinedload(Revision.author))
    )
    revisions = {revision.version: revision for revision in db.session.scalars(query)}
    return Past(Page(shown, number, len(folds), SIZE), revisions, revisions[newest], each)


def _revision(subject: Condition, version: int) -> Revision:
    query = select(Revision).where(*subject, Revision.version == version)
    found = db.session.scalars(query).one_or_none() if 0 < version <= GREATEST else None
    if found is None:
        raise NotFoundError(N_("There is no such version."))
    return found


def _values(fields: Sequence[Field], kind: Kind, revisions: Iterable[Revision]) -> Iterable[object]:
    """What the revisions say in the fields of this kind: of an answer its value, of a row its cells."""
    asked = [field for field in fields if field.kind is kind]
    for revision in revisions:
        for field in asked:
            yield revision.value if revision.row_id is None else (revision.value or {}).get(field.name)
