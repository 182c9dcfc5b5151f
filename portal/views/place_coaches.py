"""The coaches of a place: chosen from the region's coaches, and changed."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import DomainError, NotFoundError
from portal.forms.people import SECTOR_WORDS
from portal.forms.region_places import CoachChoiceForm
from portal.models import Assignment, Place, User
from portal.queries.assignments import get_assignment, list_coach_choices
from portal.queries.region_places import get_place, load_region_place
from portal.services import people
from portal.views.region_bar import render_region
from portal.web.access import access
from portal.web.forms import show_refusal

bp = Blueprint("place_coaches", __name__)

Page = str | Response | tuple[str, int]


def load_place_coach(slug: str, assignment_id: int) -> tuple[Place, Assignment]:
    """Loader of routes under /region/places/<slug>/coaches/<assignment_id>/. Raises NotFoundError."""
    place, assignment = get_place(slug), get_assignment(assignment_id)
    if assignment.place_id != place.id or assignment.role != "place_coach":
        raise NotFoundError
    return place, assignment


@bp.get("/region/places/<slug>/coaches/new")
@access(policy.can_administer, load=load_region_place)
def new(place: Place) -> Page:
    form = CoachChoiceForm(formdata=None)
    return _page(place, form, _offer(form, place))


@bp.post("/region/places/<slug>/coaches/")
@access(policy.can_administer, load=load_region_place)
def create(place: Place) -> Page:
    form, status = CoachChoiceForm(), 422
    known = _offer(form, place)
    if form.validate_on_submit():
        user = known[form.coach.data]
        try:
            people.give_role(current_user, user=user, role="place_coach", place=place)
        except DomainError as error:
            status = show_refusal(form, error)
        else:
            flash(_("%(name)s coaches %(place)s from now on.", name=user.name, place=place.name))
            return _back(place)
    return _page(place, form, known), status


@bp.get("/region/places/<slug>/coaches/<int:assignment_id>/replacement")
@access(policy.can_administer, load=load_place_coach)
def ask_replace(place: Place, assignment: Assignment) -> Page:
    form = CoachChoiceForm(formdata=None)
    return _page(place, form, _offer(form, place), assignment)


@bp.post("/region/places/<slug>/coaches/<int:assignment_id>/replacement")
@access(policy.can_administer, load=load_place_coach)
def replace(place: Place, assignment: Assignment) -> Page:
    form, status = CoachChoiceForm(), 422
    known = _offer(form, place)
    if form.validate_on_submit():
        user = known[form.coach.data]
        try:
            people.replace_coach(current_user, assignment=assignment, place=place, user=user)
        except DomainError as error:
            status = show_refusal(form, error)
        else:
            flash(_("%(name)s coaches %(place)s from now on.", name=user.name, place=place.name))
            return _back(place)
    return _page(place, form, known, assignment), status


def _offer(form: CoachChoiceForm, place: Place) -> dict[str, User]:
    known = {str(user.id): user for user in list_coach_choices(place)}
    form.coach.offer([(key, _label(user)) for key, user in known.items()])
    return known


def _label(user: User) -> str:
    sectors = ", ".join(str(SECTOR_WORDS[sector]) for sector in user.sectors if sector in SECTOR_WORDS)
    return f"{user.name} ({sectors.lower()})" if sectors else user.name


def _page(
    place: Place, form: CoachChoiceForm, known: dict[str, User], assignment: Assignment | None = None
) -> str:
    return render_region(
        "region/places/coach.html", place=place, form=form, known=known, assignment=assignment
    )


def _back(place: Place) -> Response:
    return redirect(url_for("region_places.show", slug=place.slug), 303)
