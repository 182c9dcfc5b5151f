"""The rows of a register that are listed in advance, as they stand in their section's form, and the picture of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_login import current_user

from portal import policy
from portal.errors import InvalidError
from portal.forms.rows import FormData, RowForm, build_preset_forms
from portal.models import Row, User
from portal.policy import Workplace
from portal.process.charts import Chart
from portal.process.material import has_value
from portal.process.schema import Preset, Register
from portal.queries.material import Written
from portal.services.presets import Tap, save_all
from portal.services.references import resolve_references
from portal.views.charts import chart_for
from portal.views.register_blocks import references_for, rows_of
from portal.views.row_conflicts import conflict_of_row
from portal.web.forms import show_refusal


@dataclass(frozen=True, slots=True)
class PresetBlock:
    """What `rows/_presets.html` draws, and `sections/_picture.html`: `chart`."""

    workplace: Workplace
    register: Register
    forms: Mapping[str, RowForm]
    chart: Chart | None
    judged: int
    editable: bool

    @property
    def core(self) -> list[tuple[Preset, RowForm]]:
        return [(p, self.forms[p.key]) for p in self.register.presets if p.is_core]

    @property
    def more(self) -> list[tuple[Preset, RowForm]]:
        return [(p, self.forms[p.key]) for p in self.register.presets if not p.is_core]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(id of the field, what is wrong) for the summary on top of the section."""
        return [problem for form in self.forms.values() for problem in form.problems]

    @property
    def has_conflict(self) -> bool:
        return any(form.conflict is not None for form in self.forms.values())


def make_presets(
    user: User,
    workplace: Workplace,
    register: Register,
    written: Written,
    forms: Mapping[str, RowForm] | None = None,
) -> PresetBlock:
    """`forms`: those that were sent and refused, from `save_presets`. No queries but names of removed rows."""
    if forms is None:
        references = references_for(user, workplace, register, written)
        forms = build_preset_forms(register, written, references)
    rows = {r.preset_key: r for r in rows_of(written, register) if r.preset_key is not None}
    core = [p for p in register.presets if p.is_core]
    return PresetBlock(
        workplace=workplace,
        register=register,
        forms=forms,
        chart=chart_for(user, workplace, register, written),
        judged=sum(p.key in rows and has_value(rows[p.key].values.get(register.tap or "")) for p in core),
        editable=bool(policy.can_write_register(user, workplace, register)),
    )


def save_presets(
    workplace: Workplace, register: Register, written: Written, formdata: FormData
) -> Mapping[str, RowForm]:
    """Save every preset that was sent in the section's form and says something new. Forms with `problems` were refused;
    those with a `conflict` were changed by somebody else meanwhile, and have its version now. `written` was read after
    the journey was held."""
    references = references_for(current_user, workplace, register, written)
    forms = build_preset_forms(register, written, references, formdata)
    sent = {p: forms[p.key] for p in register.presets if forms[p.key].sent}
    stored = {r.preset_key: r for r in rows_of(written, register) if r.preset_key is not None}
    store_presets(workplace, register, sent, stored)
    return forms


def store_presets(
    workplace: Workplace, register: Register, forms: Mapping[Preset, RowForm], stored: Mapping[str, Row]
) -> Mapping[str, Row]:
    """Save presets' forms, the journey held and its rows `stored`; the rows as they stand, by preset. What goes wrong
    is left in the forms."""
    taps = [tap for preset, form in forms.items() if (tap := _tap(workplace, preset, form)) is not None]
    if not taps:
        return stored
    outcome = save_all(current_user, workplace=workplace, register=register, taps=taps, stored=stored)
    for preset, form in forms.items():
        error = outcome.stale.get(preset.key)
        if error is not None and isinstance(error.current, Row):
            form.conflict = conflict_of_row(form, error.current, form.base_version)
            form["version"].data = error.current.version
        refused = outcome.refused.get(preset.key)
        if refused is not None:
            show_refusal(form, refused)
    return outcome.rows


def _tap(workplace: Workplace, preset: Preset, form: RowForm) -> Tap | None:
    """What the form says, new names made rows; None where it says something wrong, which is left in the form."""
    if not form.validate():
        return None
    values = form.values
    try:
        for column, (key, name) in form.new_names.items():
            values[column] = resolve_references(
                current_user, workplace, key, values.get(column) or [], [name]
            )
    except InvalidError as error:
        show_refusal(form, error)
        return None
    return Tap(preset, values, form.base_version)
