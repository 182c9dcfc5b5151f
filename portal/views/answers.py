"""One answer that saves itself while somebody writes."""

from __future__ import annotations

from flask import Blueprint, get_template_attribute, redirect, request
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal import policy
from portal.clock import now
from portal.errors import N_, InvalidError, LockedError
from portal.extensions import htmx
from portal.forms.build import AnswerForm
from portal.policy import Workplace
from portal.process.material import Given
from portal.process.schema import Question, Section, Step
from portal.queries.material import Written, get_asked
from portal.queries.sections import load_question
from portal.services.answers import Change, save_section
from portal.services.permits import check_step_editable, hold
from portal.views.conflicts import conflict_of
from portal.views.links import href_of
from portal.views.sections import form_of
from portal.web.access import access
from portal.web.earlier import read_earlier
from portal.web.failures import say
from portal.web.filters import clock_time

bp = Blueprint("answers", __name__)

Answer = str | Response | tuple[str, int]


@bp.post("/places/<slug>/answers/<question_key>")
@access(policy.can_read_step, load=load_question)
def save(workplace: Workplace, step: Step, section: Section, question: Question) -> Answer:
    # Held first: what is read now stays as it is until it is saved.
    hold(workplace)
    try:
        check_step_editable(current_user, workplace, step)
    except LockedError as error:
        if not htmx:
            raise
        return _line("error", text=say(error.message)), error.status
    # A name that is still being typed is not a row yet: the button beside it makes it one.
    sent = request.form.copy()
    new_name = sent.pop(f"{question.name}--new", "").strip()
    written = get_asked(workplace.journey, question)
    form = form_of(workplace, section, written, sent, only=question)
    answer = form.of(question)
    if not answer.sent:
        raise InvalidError(N_("The page could not be understood. Go back and try again."))
    if not form.validate():
        words = " ".join(message for _id, message in answer.problems)
        return _refused(answer, words)
    given = answer.given
    base = _base_of(workplace, section, written, answer)
    change = Change(question, given.value, given.not_relevant, base)
    outcome = save_section(
        current_user, workplace=workplace, section=section, changes=[change], written=written
    )
    if not htmx and not outcome.stale:
        return redirect(href_of(workplace, question.key), 303)
    if outcome.stale:
        conflict = conflict_of(answer, outcome.stale[0][1])
        block = get_template_attribute("macros/questions.html", "conflict_line")
        return str(block(answer, conflict)), 409
    version = outcome.saved[0].version if outcome.saved else 0
    if new_name:
        text = _("Press “Add and choose” to save the new name.")
        return _line("conflict", text=text, version_name=f"{answer.name}--version", version=version)
    return _line("saved", clock_time(now()), version_name=f"{answer.name}--version", version=version)


def _base_of(workplace: Workplace, section: Section, written: Written, answer: AnswerForm) -> int:
    """The version that the save follows on: the stored one, if it is what this page has sent itself."""
    stored = answer.stored
    if stored is None or stored.updated_by != current_user.id or stored.version == answer.base_version:
        return answer.base_version
    said = Given(stored.value, stored.not_relevant)
    for sent in read_earlier():
        before = form_of(workplace, section, written, sent, only=answer.question).of(answer.question)
        if before.sent and before.given == said:
            return stored.version
    return answer.base_version


def _refused(answer: AnswerForm, words: str) -> Answer:
    if not htmx:
        raise InvalidError(N_("The answer is not saved: %(problem)s"), problem=words)
    name = f"{answer.name}--version"
    return _line("error", text=words, version_name=name, version=answer.base_version), 422


def _line(state: str, time: str = "", **more: object) -> str:
    """The save line of an answer, as `macros/saving.html` draws it."""
    line: Markup = get_template_attribute("macros/saving.html", "state")(state, time, **more)
    return str(line)
