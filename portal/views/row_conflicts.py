"""Two people have changed the same row: column by column what each has written, so that people can choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask_login import current_user

from portal.errors import InvalidError
from portal.forms.kinds import ReferenceAnswer
from portal.forms.rows import FormData, RowForm
from portal.models import Row
from portal.policy import Workplace
from portal.process.material import Value, has_value
from portal.process.merging import put_together
from portal.process.schema import Audience, Column, Preset, Text
from portal.process.wording import Piece
from portal.queries.rows import find_author, find_values
from portal.services.cells import merge
from portal.views.conflicts import TEXTS, saved_words, side_by_side
from portal.web.earlier import read_earlier


@dataclass(frozen=True, slots=True)
class Difference:
    """One column, by its title (two texts are read here, not written), and its `name` in the form. `keep` is what is
    chosen to begin with: "theirs" where only they have changed it, else "mine". `merged`: both texts put together,
    where both have written one."""

    title: Text
    name: str
    mine: Sequence[Piece]
    theirs: Sequence[Piece]
    merged: str | None
    keep: str


@dataclass(frozen=True, slots=True)
class RowConflict:
    """A row as somebody else has saved it (`version`), beside what was sent."""

    version: int
    who: str
    note: str
    differences: Sequence[Difference]


def conflict_of_row(form: RowForm, row: Row, base_version: int) -> RowConflict:
    """What differs between the form and the row as it stands; what was sent was based on `base_version`."""
    base = find_values(row, base_version) or {}
    values = form.values
    mine = {c.name: values[c.name] if c.is_shown(values) else None for c, _field in form.cells}
    found = [_compare(form, column, mine, row.values, base) for column, _field in form.cells]
    differing = [each for each in found if each is not None]
    return RowConflict(row.version, find_author(row), saved_words(row.updated_at), differing)


def is_own(
    workplace: Workplace, row: Row, build: Callable[[FormData], RowForm], preset: Preset | None = None
) -> bool:
    """True if the stored row is what this person's page has sent before: then the next save goes on from it.
    `build` makes the row's form of what was sent."""
    if row.updated_by != current_user.id:
        return False
    for sent in read_earlier():
        form = build(sent)
        try:
            if form.sent and merge(workplace, form.register, row.values, form.values, preset) == row.values:
                return True
        except InvalidError:
            continue
    return False


def _compare(
    form: RowForm,
    column: Column,
    mine: Mapping[str, Value],
    theirs: Mapping[str, Value],
    base: Mapping[str, Value],
) -> Difference | None:
    field = form[column.name]
    new = field.new if isinstance(field, ReferenceAnswer) else ""
    one, other = mine[column.name], theirs.get(column.name)
    if not new and (one if has_value(one) else None) == other:
        return None
    said, read = f"{form.say(column, one)} {new}".strip(), form.say(column, other)
    untouched = not new and (one if has_value(one) else None) == base.get(column.name)
    return Difference(
        column.label_for(Audience.COACH),
        field.name,
        *side_by_side(said, read),
        merged=put_together(said, read) if column.kind in TEXTS and said and read else None,
        keep="theirs" if untouched else "mine",
    )
