"""The people whom the region has let in, and their roles."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import InvalidError
from portal.forms.people import SectorsForm
from portal.models import Assignment, User
from portal.models.people import ROLES
from portal.queries.assignments import load_assignment
from portal.queries.people import list_people, load_person
from portal.queries.searching import words_of
from portal.services import people
from portal.views.region_bar import render_region, role_words
from portal.web.access import access
from portal.web.forms import safe_next, show_refusal
from portal.web.paging import page_number

bp = Blueprint("people", __name__)

Page = str | Response | tuple[str, int]

ACCOUNTS = ("bounced", "closed")
"""What the list of people can be narrowed to; else it shows the open accounts."""


@bp.get("/region/people/")
@access(policy.can_administer)
def index() -> Page:
    q = words_of(request.args.get("q", ""))
    role = request.args.get("role", "")
    role = role if role in ROLES else ""
    accounts = next((each for each in ACCOUNTS if each == request.args.get("accounts")), "")
    found = list_people(page_number(), q=q, role=role, accounts=accounts)
    return render_region(
        "region/people/index.html",
        found=found,
        q=q,
        role=role,
        accounts=accounts,
        role_choices=[(each, role_words(each)) for each in ROLES],
    )


@bp.get("/region/people/<int:person_id>/")
@access(policy.can_administer, load=load_person)
def show(person: User) -> Page:
    return _page(person, SectorsForm(formdata=None, sectors=person.sectors))


@bp.post("/region/people/<int:person_id>/sectors")
@access(policy.can_administer, load=load_person)
def set_sectors(person: User) -> Page:
    form, status = SectorsForm(), 422
    if form.validate_on_submit():
        try:
            people.set_sectors(current_user, user=person, sectors=form.sectors.data or [])
        except InvalidError as error:
            status = show_refusal(form, error)
        else:
            flash(_("The sectors are saved."))
            return _to(person)
    return _page(person, form), status


def _page(person: User, form: SectorsForm) -> str:
    coaches = bool(person.sectors) or any(
        each.role in {"coach", "place_coach"} for each in person.assignments
    )
    return render_region(
        "region/people/show.html",
        person=person,
        form=form,
        coaches=coaches,
        may_be_away=policy.can_state_absence(current_user, person),
    )


@bp.get("/region/people/<int:person_id>/deactivation")
@access(policy.can_administer, load=load_person)
def ask_deactivate(person: User) -> Page:
    return render_region("region/people/deactivate.html", person=person)


@bp.post("/region/people/<int:person_id>/deactivation")
@access(policy.can_administer, load=load_person)
def deactivate(person: User) -> Page:
    people.deactivate(current_user, user=person)
    flash(_("The account of %(name)s is closed.", name=person.name))
    return _to(person)


@bp.post("/region/people/<int:person_id>/activation")
@access(policy.can_administer, load=load_person)
def reactivate(person: User) -> Page:
    people.reactivate(current_user, user=person)
    flash(_("The account of %(name)s is open again.", name=person.name))
    return _to(person)


@bp.get("/region/roles/<int:assignment_id>/end")
@access(policy.can_administer, load=load_assignment)
def ask_end_role(assignment: Assignment) -> Page:
    back = safe_next(request.args.get("back")) or url_for("people.show", person_id=assignment.user_id)
    return render_region("region/people/end_role.html", assignment=assignment, back=back)


@bp.post("/region/roles/<int:assignment_id>/end")
@access(policy.can_administer, load=load_assignment)
def end_role(assignment: Assignment) -> Page:
    people.end_role(current_user, assignment=assignment)
    flash(_("The role of %(name)s has ended.", name=assignment.user.name))
    return redirect(
        safe_next(request.form.get("back")) or url_for("people.show", person_id=assignment.user_id), 303
    )


def _to(person: User) -> Response:
    return redirect(url_for("people.show", person_id=person.id), 303)
