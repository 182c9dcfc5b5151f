"""The place's own registers, a page each; and "not relevant here" of a register in a step."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import N_, InvalidError
from portal.forms.rows import RowForm
from portal.policy import Workplace
from portal.process.limits import NOT_RELEVANT_LIMIT
from portal.process.schema import Audience, Register
from portal.queries.material import Written, get_written_in
from portal.queries.rows import load_register
from portal.queries.workplaces import load_place_register
from portal.services.answers import save_answer
from portal.text import clean
from portal.views.beside import talks_beside
from portal.views.looks import Since, changes_since_looked, note_look
from portal.views.meeting_links import offer_of, origin_of
from portal.views.placebar import placebar_of
from portal.views.register_blocks import address_of, make_block
from portal.views.register_lists import lay_out
from portal.web.access import access

bp = Blueprint("registers", __name__)

Answer = str | Response | tuple[str, int]
VERSION_DIGITS = 10


@bp.get("/places/<slug>/<register>/")
@access(policy.can_open_register, load=load_place_register)
def show(workplace: Workplace, register_key: str) -> str:
    register = workplace.process.register(register_key)
    assert register is not None  # noqa: S101  the loader has found it
    written = get_written_in(workplace.journey, register)
    since = changes_since_looked(workplace, written, register.key, register.key)
    page = render_register(workplace, register, written, since=since)
    note_look(workplace, since)
    return page


@bp.post("/places/<slug>/registers/<register_key>/relevance")
@access(policy.can_see_place, act=policy.can_write_register, load=load_register)
def save_relevance(workplace: Workplace, register: Register) -> Answer:
    why = clean(request.form.get("why", "")) if request.form.get("na") else None
    if why is not None and len(why) > NOT_RELEVANT_LIMIT:
        raise InvalidError(
            N_("The text has %(length)s characters; there is room for %(limit)s."),
            length=len(why),
            limit=NOT_RELEVANT_LIMIT,
        )
    version = request.form.get("version", "0")
    save_answer(
        current_user,
        workplace=workplace,
        question=register,
        value=None,
        not_relevant=why,
        base_version=int(version)
        if version.isascii() and version.isdecimal() and len(version) < VERSION_DIGITS
        else -1,
    )
    return redirect(address_of(workplace, register), 303)


def render_register(
    workplace: Workplace,
    register: Register,
    written: Written,
    form: RowForm | None = None,
    since: Since | None = None,
) -> str:
    """The page of a place-wide register. `form`: one that was refused. `since`: what is new since a look."""
    block = make_block(
        current_user,
        workplace,
        register,
        written,
        form=form,
        is_open=form is not None,
        talks=talks_beside(workplace, register.key),
    )
    layout = lay_out(block)
    return render_template(
        "registers/show.html",
        place=workplace.place,
        placebar=placebar_of(workplace, written),
        workplace=workplace,
        register=register,
        block=block,
        layout=layout,
        team_columns=[c for c in register.columns if c.audience is Audience.TEAM],
        is_team=policy.reader(current_user, workplace.place) is Audience.TEAM,
        can_read=bool(policy.can_read_register(current_user, workplace, register.key)),
        shared_at=workplace.shared.get(register.key),
        can_share=bool(policy.can_share(current_user, workplace)),
        meeting=offer_of(workplace, register)
        if policy.can_add_row(current_user, workplace, register.key)
        else "",
        origin=origin_of(workplace, request.args.get("meeting", "")),
        since=since,
    )
