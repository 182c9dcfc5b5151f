"""A section of a step: its form for the team, its text for those it is shared with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.clock import STOCKHOLM, today
from portal.forms.build import SectionForm, build_section_form
from portal.forms.rows import RowForm
from portal.policy import Workplace
from portal.process.progress import section_progress
from portal.process.schema import Question, Section, Step
from portal.queries.attachments import list_question_files
from portal.queries.material import Written, get_written_of
from portal.queries.points import list_points
from portal.queries.sections import name_gone
from portal.queries.workplaces import load_section
from portal.services.answers import Change, save_section
from portal.services.permits import check_step_editable, hold
from portal.views.beside import talks_beside
from portal.views.conflicts import Conflict, choose, conflict_of, merged_data
from portal.views.contributions import asked_of_municipality
from portal.views.looks import Since, changes_since_looked, note_look
from portal.views.meeting_links import BACK, back_to_meeting, offer_of
from portal.views.past_links import list_past_links
from portal.views.placebar import placebar_of
from portal.views.preset_blocks import make_presets, save_presets
from portal.views.reading import read_section
from portal.views.register_blocks import make_block
from portal.views.removed_files import just_removed_file
from portal.views.ways_back import way_back
from portal.web import transaction
from portal.web.access import access
from portal.web.language import current_language

bp = Blueprint("sections", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/places/<slug>/steps/<step>/<section>")
@access(policy.can_read_step, load=load_section)
def show(workplace: Workplace, step: Step, section: Section) -> Page:
    written = get_written_of(workplace.journey, section)
    ruling = policy.can_edit_step(current_user, workplace, step)
    since = changes_since_looked(workplace, written, step.key, section.key)
    if ruling:
        form = form_of(workplace, section, written)
        page = render_form(workplace, step, section, written, form, since=since)
    else:
        page = read_section(workplace, step, section, written, ruling, since)
    note_look(workplace, since)
    return page


@bp.post("/places/<slug>/steps/<step>/<section>")
@access(policy.can_read_step, load=load_section)
def save(workplace: Workplace, step: Step, section: Section) -> Page:
    # Held first: what is read now stays as it is until it is saved, so nothing has to be read again.
    hold(workplace)
    check_step_editable(current_user, workplace, step)
    written = get_written_of(workplace.journey, section)
    form = form_of(workplace, section, written, merged_data(request.form))
    right = form.validate()
    presets = {
        r.key: save_presets(workplace, r, written, merged_data(request.form))
        for r in section.registers
        if r.presets
    }
    sent = [preset for forms in presets.values() for preset in forms.values()]
    if not right or any(preset.problems for preset in sent):
        return render_form(workplace, step, section, written, form, presets=presets), 422
    conflicts = store(workplace, section, form, written)
    if conflicts or any(preset.conflict is not None for preset in sent):
        # What nobody else had changed is saved; the rest waits for a choice.
        transaction.keep()
        return render_form(workplace, step, section, written, form, conflicts, presets), 409
    return redirect(_onward(workplace, step, section, written), 303)


def form_of(
    workplace: Workplace,
    section: Section,
    written: Written,
    formdata: Any = None,
    only: Question | None = None,
) -> SectionForm:
    """The section's form, with deleted rows that are still referred to."""
    gone = name_gone(workplace, section, written)
    lang = current_language()
    return build_section_form(workplace.process, section, written, lang, formdata, gone=gone, only=only)


def store(workplace: Workplace, section: Section, form: SectionForm, written: Written) -> dict[str, Conflict]:
    """Save what was sent; the conflicts by question key. Where somebody has yet to choose, nothing is saved.
    `written` was read after the journey was held."""
    changes, waiting = [], {}
    for answer in form.sent:
        choice = choose(answer, request.form)
        if choice == "" and answer.stored is not None:
            waiting[answer.question.key] = conflict_of(answer, answer.stored)
        elif choice != "theirs":
            given = answer.given
            changes.append(
                Change(answer.question, given.value, given.not_relevant, answer.base_version, answer.new_row)
            )
    outcome = save_section(
        current_user, workplace=workplace, section=section, changes=changes, written=written
    )
    saved = {answer.question_key: answer for answer in outcome.saved}
    stale = {question.key: current for question, current in outcome.stale}
    for answer in form.sent:
        key = answer.question.key
        if key in saved:
            answer.rebase(saved[key])
        elif key in stale:
            waiting[key] = conflict_of(answer, stale[key])
    return waiting


def render_form(
    workplace: Workplace,
    step: Step,
    section: Section,
    written: Written,
    form: SectionForm,
    conflicts: Mapping[str, Conflict] | None = None,
    presets: Mapping[str, Mapping[str, RowForm]] | None = None,
    since: Since | None = None,
) -> str:
    """The section's page for those who write. `presets`: their forms as they were sent, by register. `since`: what
    others have written since the person looked."""
    talks = talks_beside(workplace, section.key)
    return render_template(
        "sections/show.html",
        place=workplace.place,
        placebar=placebar_of(workplace, written),
        workplace=workplace,
        step=step,
        section=section,
        form=form,
        conflicts=conflicts or {},
        presets=_presets(workplace, section, written, presets or {}),
        blocks=[
            make_block(current_user, workplace, r, written, talks=talks)
            for r in section.registers
            if r.own_rows or not r.presets
        ],
        attached=list_question_files(workplace.journey, section),
        removed_file=just_removed_file(workplace),
        past=list_past_links(current_user, workplace, section, written),
        talks=talks,
        points=[p for p in list_points(workplace) if p.section is section],
        can_mark=bool(policy.can_mark_verdict(current_user, workplace)),
        saved_at=_saved_at(section, written),
        meeting=offer_of(workplace, section),
        since=since,
        back=way_back(workplace),
        **asked_of_municipality(workplace, section),
    )


def _presets(
    workplace: Workplace, section: Section, written: Written, sent: Mapping[str, Mapping[str, RowForm]]
) -> dict[str, Any]:
    """The pre-listed rows of the section's registers, with their forms as they were sent."""
    listed = [r for r in section.registers if r.presets]
    return {r.key: make_presets(current_user, workplace, r, written, sent.get(r.key)) for r in listed}


def _saved_at(section: Section, written: Written) -> datetime | None:
    """When something of the section was saved last, if that was today."""
    keys = {part.key for part in section.items}
    times = [a.updated_at for a in written.answers.values() if a.question_key in keys]
    times += [r.updated_at for r in written.rows.values() if r.register_key in keys]
    latest = max(times, default=None)
    return latest if latest is not None and latest.astimezone(STOCKHOLM).date() == today() else None


def _onward(workplace: Workplace, step: Step, section: Section, written: Written) -> str:
    """The next section with something core left; the step's page after the last one. What was begun elsewhere
    leads back there, a meeting to its own page; a button may ask to stay."""
    slug = workplace.place.slug
    if request.form.get("back") == BACK:
        return back_to_meeting(workplace, section, request.form.get("part", ""))
    stay, back = request.form.get("stay", ""), way_back(workplace)
    if stay or any(name.endswith("--keep") for name in request.form):
        anchor = stay if any(stay == f"q-{q.name}" for q in section.questions) else None
        onward = back[0] if back is not None else None
        return url_for(
            "sections.show", slug=slug, step=step.key, section=section.name, _anchor=anchor, next=onward
        )
    flash(_("“%(section)s” is saved.", section=section.title.of(current_language())), "done")
    if back is not None:
        return back[0]
    later = step.sections[step.sections.index(section) + 1 :]
    for other in later:
        if section_progress(workplace.process, other, written.material).left:
            return url_for("sections.show", slug=slug, step=step.key, section=other.name)
    return url_for("steps.show", slug=slug, step=step.key)
