"""One row that is listed in advance, saved with one tap."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, get_template_attribute, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.clock import now
from portal.errors import N_, InvalidError, LockedError, NotFoundError
from portal.extensions import htmx
from portal.forms.rows import FormData, RowForm, build_preset_form
from portal.models import Row
from portal.policy import Workplace
from portal.process.schema import Kind, Preset, Register
from portal.queries.material import get_register, get_written
from portal.queries.rows import find_preset_row, load_register
from portal.services.permits import check_register
from portal.views.charts import chart_for
from portal.views.conflicts import merged_data
from portal.views.preset_blocks import store_presets
from portal.views.register_blocks import address_of, references_for
from portal.views.row_conflicts import is_own
from portal.web.access import access
from portal.web.failures import say
from portal.web.filters import clock_time

bp = Blueprint("presets", __name__)

Answer = str | Response | tuple[str, int]


@bp.post("/places/<slug>/registers/<register_key>/presets/<preset>")
@access(policy.can_see_place, act=policy.can_write_register, load=load_register)
def save(workplace: Workplace, register: Register, preset: str) -> Answer:
    found = register.preset(preset)
    if found is None:
        raise NotFoundError
    try:
        check_register(current_user, workplace, register)
    except LockedError as error:
        if not htmx:
            raise
        return _line("error", text=say(error.message)), error.status
    # The journey is held by now, so what is read stays as it is until it is saved.
    stored = find_preset_row(workplace.journey, register.key, found.key)
    build = _builder(workplace, register, found, stored)
    form = build(merged_data(request.form))
    if not form.sent:
        raise InvalidError(N_("The page could not be understood. Go back and try again."))
    if stored and stored.version != form.base_version and is_own(workplace, stored, build, found):
        form["version"].data = stored.version
    rows = store_presets(workplace, register, {found: form}, {found.key: stored} if stored else {})
    row = rows.get(found.key)
    name = f"{form.prefix}version"
    if form.conflict is not None:
        block = get_template_attribute("macros/taps.html", "conflict")
        return str(block(form, found)), 409
    if form.problems:
        words = " ".join(message for _id, message in form.problems)
        return _line("error", text=words, version_name=name, version=form.base_version), 422
    if not htmx:
        return redirect(address_of(workplace, register), 303)
    line = _line("saved", clock_time(now()), version_name=name, version=row.version if row else 0)
    return line + _picture(workplace, register)


def _picture(workplace: Workplace, register: Register) -> str:
    """The register's picture as it is now, for htmx to put in its place on the page."""
    title = register.column(register.title_column)
    # Names that stand in other registers are left to the next page: a tap stays light.
    if register.picture is None or title is None or title.kind is Kind.REFERENCE:
        return ""
    written = get_register(workplace.journey, register.key)
    chart = chart_for(current_user, workplace, register, written)
    if chart is None:
        return ""
    return render_template("sections/_picture.html", register=register, chart=chart, swapped=True)


def _builder(
    workplace: Workplace, register: Register, preset: Preset, row: Row | None
) -> Callable[[FormData], RowForm]:
    """Makes the preset's form of what was sent."""
    # Names are only looked up for references; most presets have none.
    referring = any(c.register for c in register.columns)
    references = (
        references_for(current_user, workplace, register, get_written(workplace.journey)) if referring else {}
    )
    return lambda sent: build_preset_form(register, preset, row, references, sent)


def _line(state: str, time: str = "", **more: object) -> str:
    return str(get_template_attribute("macros/saving.html", "state")(state, time, **more))
