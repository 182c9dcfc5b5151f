"""A place's journey, as the region starts, pauses, resumes and ends it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.clock import today
from portal.errors import DomainError, InvalidError
from portal.forms.journeys import EndForm, PauseForm, StartForm
from portal.models import Journey, Place
from portal.process.definitions import list_definitions
from portal.queries.journeys import load_journey
from portal.queries.region_places import load_region_place
from portal.services import journeys
from portal.views.region_bar import render_region
from portal.web.access import access
from portal.web.forms import show_refusal
from portal.web.language import current_language

bp = Blueprint("journeys", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/region/places/<slug>/journeys/new")
@access(policy.can_administer, load=load_region_place)
def new(place: Place) -> Page:
    latest = list_definitions()[-1]
    form = StartForm(
        formdata=None,
        definition=f"{latest.key}/{latest.version}",
        starts_on=today(),
        months=latest.months,
    )
    return _start_page(form, place)


@bp.post("/region/places/<slug>/journeys/")
@access(policy.can_administer, load=load_region_place)
def start(place: Place) -> Page:
    form = _offer(StartForm())
    status = 422
    if form.validate_on_submit():
        key, _slash, version = form.definition.data.rpartition("/")
        try:
            journeys.start(
                current_user,
                place=place,
                starts_on=form.starts_on.data,
                months=form.months.data,
                definition_key=key,
                definition_version=int(version),
            )
        except DomainError as error:
            status = show_refusal(form, error)
        else:
            flash(_("The journey is started. The team can begin to work."))
            return _back(place)
    return _start_page(form, place), status


def _offer(form: StartForm) -> StartForm:
    language = current_language()
    form.definition.offer(
        [
            (
                f"{each.key}/{each.version}",
                _("%(title)s, version %(version)s", title=each.title.of(language), version=each.version),
            )
            for each in reversed(list_definitions())
        ]
    )
    return form


def _start_page(form: StartForm, place: Place) -> str:
    return render_region("region/journeys/start.html", form=_offer(form), place=place)


@bp.get("/region/journeys/<int:journey_id>/pause")
@access(policy.can_administer, load=load_journey)
def ask_pause(journey: Journey) -> Page:
    return render_region("region/journeys/pause.html", form=PauseForm(), journey=journey)


@bp.post("/region/journeys/<int:journey_id>/pause")
@access(policy.can_administer, load=load_journey)
def pause(journey: Journey) -> Page:
    form, status = PauseForm(), 422
    if form.validate_on_submit():
        try:
            journeys.pause(current_user, journey=journey, reason=form.reason.data)
        except InvalidError as error:
            status = show_refusal(form, error)
        else:
            flash(_("The journey is paused. Its dates move until you resume it."))
            return _back(journey.place)
    return render_region("region/journeys/pause.html", form=form, journey=journey), status


@bp.post("/region/journeys/<int:journey_id>/resume")
@access(policy.can_administer, load=load_journey)
def resume(journey: Journey) -> Page:
    journeys.resume(current_user, journey=journey)
    flash(_("The journey goes on."))
    return _back(journey.place)


@bp.get("/region/journeys/<int:journey_id>/end")
@access(policy.can_administer, load=load_journey)
def ask_end(journey: Journey) -> Page:
    return render_region("region/journeys/end.html", form=EndForm(formdata=None, on=today()), journey=journey)


@bp.post("/region/journeys/<int:journey_id>/end")
@access(policy.can_administer, load=load_journey)
def end(journey: Journey) -> Page:
    form, status = EndForm(), 422
    if form.validate_on_submit():
        try:
            journeys.end(current_user, journey=journey, reason=form.reason.data, on=form.on.data)
        except InvalidError as error:
            status = show_refusal(form, error)
        else:
            flash(_("The journey has ended. What the team wrote can still be read."))
            return _back(journey.place)
    return render_region("region/journeys/end.html", form=form, journey=journey), status


def _back(place: Place) -> Response:
    return redirect(url_for("region_places.show", slug=place.slug), 303)
