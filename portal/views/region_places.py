"""The region's places: added, described and staffed."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.clock import now
from portal.errors import DomainError
from portal.forms.region_places import PlaceForm
from portal.models import Journey, Municipality, Place
from portal.process.definitions import find_definition
from portal.queries.assignments import list_staff
from portal.queries.invitations import list_open_invitations
from portal.queries.journeys import calendar_of
from portal.queries.municipalities import list_municipality_choices
from portal.queries.region_places import COACHES, SHOWN, list_region_places, load_region_place
from portal.queries.searching import words_of
from portal.services import places
from portal.views.region_bar import render_region
from portal.web.access import access
from portal.web.forms import show_refusal
from portal.web.language import current_language
from portal.web.paging import page_number

bp = Blueprint("region_places", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/region/places/")
@access(policy.can_administer)
def index() -> Page:
    q = words_of(request.args.get("q", ""))
    known = list_municipality_choices()
    municipality = request.args.get("municipality", "")
    municipality = municipality if any(each.slug == municipality for each in known) else ""
    show = request.args.get("show", "")
    show = show if show in SHOWN else ""
    return render_region(
        "region/places/index.html",
        found=list_region_places(page_number(), q=q, municipality=municipality, show=show),
        municipalities=[(each.slug, each.name) for each in known],
        q=q,
        municipality=municipality,
        show=show,
        filters=show_words(),
    )


def show_words() -> list[tuple[str, str]]:
    """The filters of the list, in words."""
    return [
        ("", _("All")),
        ("active", _("Under way")),
        ("paused", _("Paused")),
        ("ended", _("Ended")),
        ("no_journey", _("Not started")),
        ("no_leader", _("No process leader")),
        ("few_coaches", _("Fewer than two coaches")),
        ("waiting", _("Submission waits for an answer")),
    ]


@bp.get("/region/places/new")
@access(policy.can_administer)
def new() -> Page:
    return _form(PlaceForm(municipality=request.args.get("municipality", "")))


@bp.post("/region/places/new")
@access(policy.can_administer)
def create() -> Page:
    form = PlaceForm()
    municipalities = _offer(form)
    status = 422
    if form.validate_on_submit():
        try:
            place = places.create(current_user, facts=_facts(form, municipalities))
        except DomainError as error:
            status = show_refusal(form, error)
        else:
            flash(_("%(name)s is added. Start its journey and invite who works there.", name=place.name))
            return redirect(url_for("region_places.show", slug=place.slug), 303)
    return _form(form), status


@bp.get("/region/places/<slug>/")
@access(policy.can_administer, load=load_region_place)
def show(place: Place) -> Page:
    staff = list_staff(place)
    journeys = sorted(place.journeys, key=lambda journey: journey.id, reverse=True)
    journey = next((each for each in journeys if each.is_current), None)
    coaches = [each for each in staff if each.role == "place_coach"]
    return render_region(
        "region/places/show.html",
        place=place,
        journey=journey,
        calendar=calendar_of(journey) if journey else None,
        earlier=[each for each in journeys if not each.is_current],
        leaders=[each for each in staff if each.role == "leader"],
        coaches=coaches,
        active_coaches=sum(each.user.active for each in coaches),
        invitations=list_open_invitations(place=place),
        wanted=COACHES,
        moment=now(),
        process_title=process_title,
    )


def process_title(journey: Journey) -> str:
    """The definition that the journey was started with, in words."""
    process = find_definition(journey.definition_key, journey.definition_version)
    title = process.title.of(current_language())
    return _("%(title)s, version %(version)s", title=title, version=process.version)


@bp.get("/region/places/<slug>/edit")
@access(policy.can_administer, load=load_region_place)
def edit(place: Place) -> Page:
    return _form(PlaceForm(obj=place, municipality=place.municipality.slug), place)


@bp.post("/region/places/<slug>/edit")
@access(policy.can_administer, load=load_region_place)
def update(place: Place) -> Page:
    form = PlaceForm()
    municipalities = _offer(form)
    status = 422
    if form.validate_on_submit():
        try:
            places.edit(current_user, place=place, facts=_facts(form, municipalities))
        except DomainError as error:
            status = show_refusal(form, error)
        else:
            flash(_("%(name)s is saved.", name=place.name))
            return redirect(url_for("region_places.show", slug=place.slug), 303)
    return _form(form, place), status


def _offer(form: PlaceForm) -> dict[str, Municipality]:
    known = list_municipality_choices()
    form.municipality.offer([(each.slug, each.name) for each in known])
    return {each.slug: each for each in known}


def _facts(form: PlaceForm, municipalities: dict[str, Municipality]) -> places.Facts:
    return places.Facts(
        name=form.name.data,
        municipality=municipalities[form.municipality.data],
        population=form.population.data,
        population_year=form.population_year.data,
        latitude=form.latitude.data,
        longitude=form.longitude.data,
    )


def _form(form: PlaceForm, place: Place | None = None) -> str:
    if form.municipality.choices == []:
        _offer(form)
    return render_region("region/places/form.html", form=form, place=place)
