"""A register as it stands on a page: readable rows, the form for a new one, what was just removed, "not relevant here".

`make_block` is for every page that includes `rows/_register.html`; `make_presets` for `rows/_presets.html`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request, url_for

from portal import policy
from portal.errors import Message
from portal.forms.build import choosable_rows
from portal.forms.kinds import Choosable
from portal.forms.rows import References, RowForm, build_row_form
from portal.models import ActionAnswer, Answer, Row, User
from portal.policy import Workplace
from portal.process.charts import Chart
from portal.process.limits import NOT_RELEVANT_LIMIT
from portal.process.schema import Audience, Column, Kind, Register
from portal.queries.action_answers import list_sent
from portal.queries.material import Written
from portal.queries.paging import Page
from portal.queries.rows import find_row, referred
from portal.views.beside import Talks
from portal.views.charts import chart_for, preselected
from portal.views.shown_rows import ShownEntry, name_references, show_rows
from portal.web.forms import safe_next
from portal.web.language import current_language

ID_DIGITS = 10
ACTIONS = "actions"
"""The role of the register whose rows the municipality answers."""


@dataclass(slots=True)
class RegisterBlock:
    """What `rows/_register.html` draws. `reason` says why the person may not write; `undo` is a row just removed;
    `chart` is the picture of the whole register."""

    workplace: Workplace
    register: Register
    entries: Sequence[ShownEntry]
    total: int
    editable: bool
    reason: Message | None
    form: RowForm | None
    is_open: bool
    undo: ShownEntry | None
    given: Answer | None
    chart: Chart | None = None
    page: Page[ShownEntry] | None = None
    movable: bool = True
    added: str = ""
    moved: tuple[int, str] | None = None
    removed_href: str = ""
    import_href: str = ""
    talks: Talks | None = None
    answers: Mapping[int, ActionAnswer] = field(default_factory=dict)
    """What the municipality says to actions, by the row."""

    @property
    def id(self) -> str:
        return f"register-{self.register.name}"

    @property
    def by_id(self) -> dict[int, ShownEntry]:
        """The rows by their ids, for a picture that takes the place of the list."""
        return {entry.row.id: entry for entry in self.entries}

    def address_to_add(self, option: str) -> str:
        """The form for a new row, with an option of the picture chosen."""
        anchor = f"{self.id}-add"
        return address_of(
            self.workplace, self.register, add=self.register.name, _anchor=anchor, **{"in": option}
        )

    @property
    def address(self) -> str:
        """Where the form for a new row stands open."""
        return address_of(self.workplace, self.register, add=self.register.name)

    @property
    def onward(self) -> str:
        """Where the form for a new row leads, if it was begun on another page."""
        is_asked = request.args.get("add") == self.register.name
        return safe_next(request.args.get("next") if is_asked else request.form.get("next")) or ""

    @property
    def not_relevant(self) -> str | None:
        return self.given.not_relevant if self.given is not None else None

    @property
    def offers_not_relevant(self) -> bool:
        """A register in a step can be "not relevant here" while it is empty."""
        return not self.register.is_place_wide and (self.not_relevant is not None or not self.total)

    @property
    def why_limit(self) -> int:
        return NOT_RELEVANT_LIMIT


def make_block(
    user: User,
    workplace: Workplace,
    register: Register,
    written: Written,
    *,
    form: RowForm | None = None,
    is_open: bool = False,
    talks: Talks | None = None,
) -> RegisterBlock:
    """The own rows of a register, those that the person may read. Queries: attachments where a column has them, names
    of removed rows that are still referred to, and the row that was just removed."""
    rows = [r for r in rows_of(written, register) if r.preset_key is None]
    readable = [r for r in rows if policy.can_read_row(user, workplace, register, r)]
    undone = just_removed(user, workplace, register)
    shown = show_rows(user, workplace, register, written, [*readable, *([undone] if undone else [])])
    ruling = policy.can_write_register(user, workplace, register)
    editable = bool(ruling) and register.own_rows
    if form is None and editable:
        form = build_row_form(
            register,
            references_for(user, workplace, register, written),
            values={**preselected(register), **referring(register)},
            columns=writable_columns(user, workplace, register),
        )
    return RegisterBlock(
        workplace=workplace,
        register=register,
        entries=[e for e in shown if e.row is not undone],
        total=len(readable),
        editable=editable,
        reason=ruling.reason,
        form=form if editable else None,
        is_open=is_open or request.args.get("add") == register.name,
        undo=next((e for e in shown if e.row is undone), None),
        given=written.answers.get(register.key),
        chart=chart_for(user, workplace, register, written, {e.row.id: e.title for e in shown}),
        removed_href=_removed_href(user, workplace, register),
        import_href=_import_href(workplace, register) if editable else "",
        talks=talks,
        answers=list_sent(workplace.journey) if register.role == ACTIONS else {},
    )


def referring(register: Register) -> dict[str, list[int]]:
    """What the address asks for in a new row: the row that it belongs to, such as the goal of an action. One that is
    not there is simply not chosen."""
    asked = request.args.get("for", "")
    column = next((c for c in register.columns if c.kind is Kind.REFERENCE and not c.many), None)
    is_asked = request.args.get("add") == register.name and asked.isascii() and asked.isdecimal()
    return {column.name: [int(asked)]} if column is not None and is_asked and len(asked) < ID_DIGITS else {}


def rows_of(written: Written, register: Register) -> list[Row]:
    """The stored rows of a register in the order that people gave them."""
    rows = [r for r in written.rows.values() if r.register_key == register.key]
    return sorted(rows, key=lambda r: (r.position, r.id))


def references_for(
    user: User,
    workplace: Workplace,
    register: Register,
    written: Written,
    row: Row | None = None,
    *,
    asks: bool = False,
) -> References:
    """What a form's references may choose from: rows that the person may read, and what the row refers to already.
    `asks`: the form has room to ask about a new name that is like one of them."""
    process, lang = workplace.process, current_language()
    columns = [c for c in register.columns if c.kind is Kind.REFERENCE]
    found = dict(choosable_rows(process, columns, written, lang))
    chosen = referred(register, [row]) if row is not None else set()
    names = name_references(workplace, register, written, [row], lang) if row is not None else {}
    for key, choosable in found.items():
        target = process.register(key)
        known = {i for i, _ in choosable.rows}
        kept = [(i, names[i]) for i in sorted(chosen - known) if i in names and i not in written.row_ids]
        may_add = target is not None and bool(policy.can_write_register(user, workplace, target))
        found[key] = Choosable([*choosable.rows, *kept], choosable.may_add and may_add, asks)
    return found


def writable_columns(user: User, workplace: Workplace, register: Register) -> list[Column]:
    """The columns that the person writes: the team all of them; a coach what coaches read, and of references only
    those whose register is shared."""
    circle = policy.reader(user, workplace.place) or Audience.PLAN
    return [
        c
        for c in register.columns
        if c.audience.reaches(circle)
        and (not c.register or policy.can_read_referred(user, workplace, c.register))
    ]


def address_of(workplace: Workplace, register: Register, **query: object) -> str:
    """The page where the register stands: its own, or its section's."""
    slug = workplace.place.slug
    arguments: dict[str, Any] = {"_anchor": f"register-{register.name}", **query}
    section = workplace.process.section_of(register.key)
    if register.is_place_wide or section is None:
        return url_for("registers.show", slug=slug, register=register.key, **arguments)
    step = register.key.partition(".")[0]
    return url_for("sections.show", slug=slug, step=step, section=section.name, **arguments)


def _removed_href(user: User, workplace: Workplace, register: Register) -> str:
    """Where removed rows are brought back, for the team."""
    if not register.own_rows or not policy.can_read_history(user, workplace):
        return ""
    return url_for("deletions.index", slug=workplace.place.slug, register_key=register.key)


def _import_href(workplace: Workplace, register: Register) -> str:
    """Where rows are added from a table, for the registers that take one."""
    if register not in policy.importable(workplace.process):
        return ""
    return url_for("imports.index", slug=workplace.place.slug, register=register.key)


def just_removed(user: User, workplace: Workplace, register: Register) -> Row | None:
    """The row that the address says was removed, if it was and the person may bring it back."""
    asked = request.args.get("removed", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= ID_DIGITS):
        return None
    row = find_row(workplace.journey, int(asked))
    if row is None or row.deleted_at is None or row.register_key != register.key:
        return None
    return row if policy.can_edit_row(user, workplace, register, row) else None
