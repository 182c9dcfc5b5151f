"""When coaches are away: on their own account's page, and on the region's page of a person."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.clock import today
from portal.errors import DomainError
from portal.forms.absences import AbsenceForm
from portal.models import Absence, User
from portal.queries.duty import list_absences, load_absence
from portal.queries.people import load_person
from portal.services import absences
from portal.views.region_bar import render_region
from portal.web.access import access
from portal.web.forms import show_refusal
from portal.web.paging import page_number

bp = Blueprint("absences", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/account/absences")
@access(policy.can_have_absences)
def own() -> Page:
    return _own(AbsenceForm(formdata=None))


@bp.post("/account/absences")
@access(policy.can_have_absences)
def state_own() -> Page:
    form = AbsenceForm()
    status = _state(form, current_user)
    return (_own(form), status) if status else redirect(url_for(".own"), 303)


@bp.get("/region/people/<int:person_id>/absences")
@access(policy.can_administer, act=policy.can_state_absence, load=load_person)
def of_person(person: User) -> Page:
    return _of_person(AbsenceForm(formdata=None), person)


@bp.post("/region/people/<int:person_id>/absences")
@access(policy.can_administer, act=policy.can_state_absence, load=load_person)
def state_of_person(person: User) -> Page:
    form = AbsenceForm()
    status = _state(form, person)
    if status:
        return _of_person(form, person), status
    return redirect(url_for(".of_person", person_id=person.id), 303)


@bp.post("/absences/<int:absence_id>/end")
@access(policy.can_take_back_absence, load=load_absence)
def end(absence: Absence) -> Page:
    absences.take_back(current_user, absence=absence)
    flash(_("The absence is taken back."))
    if absence.user_id == current_user.id:
        return redirect(url_for(".own" if policy.can_have_absences(current_user) else "accounts.show"), 303)
    return redirect(url_for(".of_person", person_id=absence.user_id), 303)


def _state(form: AbsenceForm, coach: User) -> int:
    """Zero when it is done, else the status of the page that says why not."""
    if not form.validate_on_submit():
        return 422
    try:
        absences.state(current_user, coach=coach, first=form.first.data, last=form.last.data)
    except DomainError as error:
        return show_refusal(form, error)
    flash(_("The absence is saved. Others answer on these days."))
    return 0


def _own(form: AbsenceForm) -> str:
    return render_template("absences/own.html", **_shown(form, current_user))


def _of_person(form: AbsenceForm, person: User) -> str:
    return render_region("absences/person.html", person=person, **_shown(form, person))


def _shown(form: AbsenceForm, coach: User) -> dict[str, Any]:
    return {"form": form, "found": list_absences(coach, page_number()), "on": today()}
