"""Goals and actions from a table: paste or upload, look through, save. Between the steps the form carries the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import N_, DomainError, InvalidError, Message
from portal.forms.imports import ImportRow, importable_columns, match_columns, read_rows, stamp
from portal.policy import Workplace
from portal.process.schema import Column, Register
from portal.queries.material import Written, get_written
from portal.queries.submissions import count_rows
from portal.queries.workplaces import load_place
from portal.services import tables
from portal.services.imports import Draft, import_rows
from portal.views.placebar import placebar_of
from portal.views.register_blocks import address_of, references_for, rows_of, writable_columns
from portal.web.access import access
from portal.web.failures import say
from portal.web.language import current_language

bp = Blueprint("imports", __name__)

Answer = str | Response | tuple[str, int]
CHANGED = N_("Something has changed since you looked through the table. Look at it again before you save.")
TWICE = N_("Two columns of the table go to the same place. Choose another for one of them.")


@dataclass(slots=True)
class Preview:
    """What `imports/preview.html` draws: the table as it would be saved."""

    register: Register
    text: str
    table: tables.Table
    columns: Sequence[Column]
    mapping: Sequence[str]
    rows: Sequence[ImportRow]
    written: Written
    errors: list[str] = field(default_factory=list)

    @property
    def ready(self) -> list[ImportRow]:
        return [row for row in self.rows if not row.problems]

    @property
    def wrong(self) -> list[ImportRow]:
        return [row for row in self.rows if row.problems]

    @property
    def headings(self) -> str:
        return _one_line(self.table[0])

    @property
    def left_out(self) -> list[str]:
        """The headings of columns that go nowhere."""
        pairs = enumerate(zip(self.table[0], self.mapping, strict=True), 1)
        return [
            heading or _("Column %(number)s, without a heading", number=n)
            for n, (heading, to) in pairs
            if not to
        ]

    @property
    def stamp(self) -> str:
        return stamp(self.rows)


@bp.get("/places/<slug>/imports/")
@access(policy.can_see_place, act=policy.can_import, load=load_place)
def index(workplace: Workplace) -> Answer:
    return _start(workplace, _chosen(workplace, request.args.get("register", "")))


@bp.post("/places/<slug>/imports/preview")
@access(policy.can_see_place, act=policy.can_edit_place, load=load_place)
def preview(workplace: Workplace) -> Answer:
    register = _chosen(workplace, request.form.get("register", ""))
    try:
        shown = _look(workplace, register, get_written(workplace.journey), _sent_text())
    except DomainError as error:
        return _start(workplace, register, error), error.status
    return _page(workplace, shown), 422 if shown.errors else 200


@bp.post("/places/<slug>/imports/")
@access(policy.can_see_place, act=policy.can_edit_place, load=load_place)
def create(workplace: Workplace) -> Answer:
    register = _chosen(workplace, request.form.get("register", ""))
    try:
        shown = _look(workplace, register, get_written(workplace.journey), _sent_text())
        if shown.errors:
            return _page(workplace, shown), 422
        if not shown.ready or request.form.get("seen") != shown.stamp:
            shown.errors.append(_(CHANGED))
            return _page(workplace, shown), 409
        drafts = [Draft(row.values, row.names) for row in shown.ready]
        rows = import_rows(current_user, workplace=workplace, register=register, drafts=drafts)
    except DomainError as error:
        return _start(workplace, register, error), error.status
    said = ngettext("%(num)d row is saved.", "%(num)d rows are saved.", len(rows))
    if not shown.wrong:
        flash(said, "done")
        return redirect(address_of(workplace, register), 303)
    left = [row.number - 1 for row in shown.wrong]
    text = tables.write_text([shown.table[0], *(shown.table[n] for n in left)])
    return _page(workplace, _look(workplace, register, get_written(workplace.journey), text), said)


def _chosen(workplace: Workplace, key: str) -> Register:
    """The register that is named, else the first that can take rows now. Some exist: else nobody gets here."""
    found = policy.importable(workplace.process)
    open_ones = [r for r in found if policy.can_write_register(current_user, workplace, r)]
    named = [r for r in found if r.key == key]
    return (named or open_ones or found)[0]


def _sent_text() -> str:
    """The table as text: from the file where one is sent, else as it was pasted."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return request.form.get("text", "")
    content = file.stream.read(tables.SIZE_LIMIT + 1)
    if not content:
        raise InvalidError(tables.EMPTY, {"file": Message(tables.EMPTY)})
    return tables.read_file(content)


def _look(workplace: Workplace, register: Register, written: Written, text: str) -> Preview:
    """The table against what the register holds now. Raises InvalidError for no table, NotAllowedError."""
    policy.require(policy.can_write_register(current_user, workplace, register))
    table = tables.read_text(text)
    columns = importable_columns(writable_columns(current_user, workplace, register))
    mapping, errors = _mapping(columns, table[0], request.form), []
    used = [name for name in mapping if name]
    if len(set(used)) < len(used):
        errors.append(_(TWICE))
    if register.title_column not in used:
        title = register.column(register.title_column)
        label = title.label.of(current_language()) if title else ""
        errors.append(
            _("Choose which column holds “%(label)s”. Does the first row hold the headings?", label=label)
        )
    titles = [str(r.values.get(register.title_column, "")) for r in rows_of(written, register)]
    references = references_for(current_user, workplace, register, written)
    rows = [] if errors else read_rows(register, columns, table, mapping, references, titles)
    return Preview(register, text, table, columns, mapping, rows, written, errors)


def _mapping(columns: Sequence[Column], headings: Sequence[str], sent: Mapping[str, str]) -> list[str]:
    """Which column each of the table goes to: as chosen, as long as the headings are those that it was chosen for."""
    if sent.get("headings") != _one_line(headings):
        return match_columns(columns, headings)
    known = {c.name for c in columns}
    return [n if (n := sent.get(f"to-{number}", "")) in known else "" for number in range(len(headings))]


def _one_line(headings: Sequence[str]) -> str:
    return " | ".join(" ".join(heading.split()) for heading in headings)


def _start(workplace: Workplace, register: Register, error: DomainError | None = None) -> str:
    fields = error.fields if isinstance(error, InvalidError) else {}
    place = {"text": "file"} if "file" in request.files and request.files["file"].filename else {}
    errors = {place.get(name, name): say(message) for name, message in fields.items()}
    return render_template(
        "imports/index.html",
        place=workplace.place,
        placebar=placebar_of(workplace, count_rows(workplace.journey.id)),
        registers=policy.importable(workplace.process),
        register=register,
        text=request.form.get("text", ""),
        errors=errors,
        refusal=say(error.message) if error is not None and not errors else "",
        rows_limit=tables.ROWS_LIMIT,
        back=address_of(workplace, register),
    )


def _page(workplace: Workplace, shown: Preview, said: str = "") -> str:
    return render_template(
        "imports/preview.html",
        place=workplace.place,
        placebar=placebar_of(workplace, shown.written),
        preview=shown,
        register=shown.register,
        said=said,
        back=url_for("imports.index", slug=workplace.place.slug, register=shown.register.key),
    )
