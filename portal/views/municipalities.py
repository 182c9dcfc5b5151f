"""The region's municipalities."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.clock import now
from portal.errors import DomainError
from portal.forms.municipalities import MunicipalityForm
from portal.models import Municipality
from portal.queries.assignments import list_officers
from portal.queries.invitations import list_open_invitations
from portal.queries.municipalities import list_municipalities, load_municipality
from portal.queries.region_places import list_places_of
from portal.queries.searching import words_of
from portal.queries.tracks import list_tracks
from portal.services import municipalities
from portal.views.region_bar import render_region
from portal.views.served import track_rows
from portal.web.access import access
from portal.web.forms import show_refusal
from portal.web.paging import page_number

bp = Blueprint("municipalities", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/region/municipalities/")
@access(policy.can_administer)
def index() -> Page:
    q = words_of(request.args.get("q", ""))
    return render_region("region/municipalities/index.html", found=list_municipalities(q, page_number()), q=q)


@bp.get("/region/municipalities/new")
@access(policy.can_administer)
def new() -> Page:
    return _form(MunicipalityForm())


@bp.post("/region/municipalities/new")
@access(policy.can_administer)
def create() -> Page:
    form, status = MunicipalityForm(), 422
    if form.validate_on_submit():
        try:
            municipality = municipalities.create(current_user, name=form.name.data)
        except DomainError as error:
            status = show_refusal(form, error)
        else:
            flash(_("%(name)s is added.", name=municipality.name))
            return redirect(url_for("municipalities.show", slug=municipality.slug), 303)
    return _form(form), status


@bp.get("/region/municipalities/<slug>/")
@access(policy.can_administer, load=load_municipality)
def show(municipality: Municipality) -> Page:
    places = list_places_of(municipality)
    journeys = [row.journey for row in places if row.journey is not None]
    return render_region(
        "region/municipalities/show.html",
        municipality=municipality,
        officers=list_officers(municipality),
        invitations=list_open_invitations(municipality=municipality),
        places=places,
        checks={
            journey: track_rows(each.process, each.material, each.ticks)
            for journey, each in list_tracks(journeys).items()
        },
        moment=now(),
    )


@bp.get("/region/municipalities/<slug>/edit")
@access(policy.can_administer, load=load_municipality)
def edit(municipality: Municipality) -> Page:
    return _form(MunicipalityForm(name=municipality.name), municipality)


@bp.post("/region/municipalities/<slug>/edit")
@access(policy.can_administer, load=load_municipality)
def update(municipality: Municipality) -> Page:
    form, status = MunicipalityForm(), 422
    if form.validate_on_submit():
        try:
            municipalities.rename(current_user, municipality=municipality, name=form.name.data)
        except DomainError as error:
            status = show_refusal(form, error)
        else:
            flash(_("%(name)s is saved.", name=municipality.name))
            return redirect(url_for("municipalities.show", slug=municipality.slug), 303)
    return _form(form, municipality), status


def _form(form: MunicipalityForm, municipality: Municipality | None = None) -> str:
    return render_region("region/municipalities/form.html", form=form, municipality=municipality)
