"""The past of an answer or a row in words: who changed what and when, and what can be brought back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from portal import policy
from portal.models import Attachment, Revision, Row, User
from portal.policy import Workplace
from portal.process.contrasts import Contrast, contrast, contrast_rows
from portal.process.folds import Fold
from portal.process.material import has_value
from portal.process.schema import Audience, Field, Kind, Question, Register
from portal.process.shown import Naming, Shown, show
from portal.process.wording import Piece, compare_words
from portal.queries.attachments import files_of
from portal.queries.history import Past, list_files_by_id, list_referred, referred_files, referred_rows
from portal.queries.rows import name_rows
from portal.services.attachments import is_kept
from portal.web.language import current_language

Said = tuple[Field, Shown]


@dataclass(frozen=True, slots=True)
class PastChange:
    """A change on the page. `did`: wrote, changed, emptied, removed (the row), returned (it), not_relevant, nothing
    (what was changed was changed back), began (older versions were not kept).

    `since`: when the first of its `saves` came; `said`: all that stood there afterwards; `not_relevant`: how the word
    of why became another; `is_now`: this is what stands there; `can_return`: it can be brought back.
    """

    version: int
    who: str
    since: datetime
    at: datetime
    saves: int
    did: str
    contrasts: tuple[Contrast, ...]
    not_relevant: tuple[Piece, ...]
    said: tuple[Said, ...]
    is_now: bool
    can_return: bool

    @property
    def is_long(self) -> bool:
        """Whether there is more to read than the change itself shows."""
        told = {c.field.key for c in self.contrasts if c.before is None or not c.pieces}
        return any(field.key not in told for field, _shown in self.said)


@dataclass(frozen=True, slots=True)
class PastPage:
    """What `history/show.html` draws. `returnable`: files that were removed and can be brought back, by id; `title`:
    what a row is called; `circle`: as whom it is read, and so what its columns are called."""

    past: Past
    changes: tuple[PastChange, ...]
    returnable: Mapping[str, Attachment]
    editable: bool
    circle: Audience = Audience.TEAM
    title: str = ""


def show_answer_past(user: User, workplace: Workplace, asked: Question | Register, past: Past) -> PastPage:
    """The past of an answer; of a register that of its "not relevant here". At most a query for files and one for the
    names of rows."""
    step = workplace.process.step_of(asked.key)
    editable = step is not None and bool(policy.can_edit_step(user, workplace, step))
    fields = (asked,) if isinstance(asked, Question) else ()
    return _page(workplace, fields, past, _referred(workplace, fields, past), editable)


def show_row_past(user: User, workplace: Workplace, register: Register, row: Row, past: Past) -> PastPage:
    """The past of a row, without the columns that are not for this reader, nor changes of these alone."""
    circle = policy.reader(user, workplace.place) or Audience.PLAN
    columns = tuple(c for c in register.columns if c.audience.reaches(circle))
    editable = bool(policy.can_edit_row(user, workplace, register, row))
    referred = _referred(workplace, columns, past)
    page = _page(workplace, columns, past, referred, editable)
    title = name_rows(workplace.process, [row], referred)[row.id].of(current_language())
    told = tuple(c for c in page.changes if circle is Audience.TEAM or c.did != "nothing")
    return replace(page, changes=told, title=title, circle=circle)


def _referred(workplace: Workplace, fields: Sequence[Field], past: Past) -> list[Row]:
    return list_referred(workplace, referred_rows(fields, past.revisions.values()))


def _page(
    workplace: Workplace, fields: Sequence[Field], past: Past, referred: Sequence[Row], editable: bool
) -> PastPage:
    lang = current_language()
    files = list_files_by_id(workplace.journey, referred_files(fields, past.revisions.values()))
    names = name_rows(workplace.process, referred)
    naming = Naming(lang, {i: name.of(lang) for i, name in names.items()}, files_of(files.values()))
    changes = tuple(_change(fold, past, fields, naming, editable) for fold in past.page.items)
    returnable = {i: f for i, f in files.items() if editable and f.deleted_at is not None and is_kept(f)}
    return PastPage(past, changes, returnable if not past.newest.is_deleted else {}, editable)


def _change(fold: Fold, past: Past, fields: Sequence[Field], naming: Naming, editable: bool) -> PastChange:
    after = past.revisions[fold.last.version]
    before = past.revisions.get(fold.before) if fold.before is not None else None
    contrasts = _contrasts(fields, before, after, naming)
    why_not = compare_words(_why(before), _why(after)) if _why(before) != _why(after) else ()
    said = tuple((f, s) for f in fields if (s := show(f, _value(f, after), naming)) is not None)
    is_now = after.version == past.newest.version
    is_cut_off = fold.before is None and fold.first.version > 1
    return PastChange(
        version=after.version,
        who=after.author.name,
        since=fold.first.at,
        at=after.at,
        saves=len(fold.saves),
        did="began" if is_cut_off else _did(before, after, contrasts, why_not, bool(said)),
        contrasts=contrasts,
        not_relevant=why_not,
        said=said,
        is_now=is_now,
        can_return=editable and not is_now and _can_return(fields, after, past.newest),
    )


def _contrasts(
    fields: Sequence[Field], before: Revision | None, after: Revision, naming: Naming
) -> tuple[Contrast, ...]:
    if after.row_id is not None:
        return contrast_rows(fields, (before.value if before else None) or {}, after.value or {}, naming)
    found = [contrast(f, before.value if before else None, after.value, naming) for f in fields]
    return tuple(each for each in found if each is not None)


def _did(
    before: Revision | None,
    after: Revision,
    contrasts: tuple[Contrast, ...],
    why_not: tuple[Piece, ...],
    has_said: bool,
) -> str:
    if before is None:
        return "not_relevant" if after.not_relevant is not None else "wrote"
    if after.is_deleted != before.is_deleted:
        return "removed" if after.is_deleted else "returned"
    if not contrasts and not why_not:
        return "nothing"
    if after.not_relevant is not None:
        return "not_relevant"
    was_empty = not any(c.before is not None for c in contrasts)
    if not has_said:
        return "emptied"
    return "wrote" if after.row_id is None and was_empty else "changed"


def _can_return(fields: Sequence[Field], then: Revision, newest: Revision) -> bool:
    """Whether it differs from what stands there now, and says something. Files come back one by one."""
    if newest.is_deleted:
        return not then.is_deleted
    if then.is_deleted:
        return False
    asked = [f for f in fields if f.kind is not Kind.ATTACHMENT]
    differs = then.not_relevant != newest.not_relevant or any(
        _plain(f, then) != _plain(f, newest) for f in asked
    )
    says = then.row_id is not None or then.not_relevant is not None or any(_plain(f, then) for f in asked)
    return differs and bool(says)


def _value(field: Field, revision: Revision) -> object:
    return revision.value if revision.row_id is None else (revision.value or {}).get(field.name)


def _plain(field: Field, revision: Revision) -> object:
    value = _value(field, revision)
    return value if has_value(value) else None


def _why(revision: Revision | None) -> str:
    return (revision.not_relevant or "") if revision is not None else ""
