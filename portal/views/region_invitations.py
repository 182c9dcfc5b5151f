"""Inviting people to a role, and taking invitations back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.clock import now
from portal.errors import N_, DomainError, NotFoundError
from portal.forms.people import InvitationForm
from portal.models import Invitation, Municipality, Place
from portal.models.people import ROLES
from portal.queries.invitations import list_invitations, load_invitation
from portal.queries.municipalities import list_municipality_choices
from portal.queries.people import get_person
from portal.queries.region_places import list_place_choices
from portal.queries.searching import words_of
from portal.services import invitations, people
from portal.views.region_bar import render_region
from portal.web.access import access
from portal.web.forms import show_refusal
from portal.web.paging import page_number

bp = Blueprint("region_invitations", __name__)

Page = str | Response | tuple[str, int]

TOO_LONG = 10  # digits: more than any id has

ROLE_MEANINGS = {
    "leader": N_("Leads the work at a place and writes in its pages."),
    "place_coach": N_("Coaches one place: reads what the team shares, answers and decides."),
    "coach": N_("Belongs to the region's coaches and can be chosen for places."),
    "officer": N_("Answers for a municipality and reads the plans that are shared with it."),
    "region": N_("Administers places and people, and reads what coaches read."),
}


@bp.get("/region/invitations/")
@access(policy.can_administer)
def index() -> Page:
    q = words_of(request.args.get("q", ""))
    found = list_invitations(page_number(), q=q)
    return render_region(
        "region/invitations/index.html", found=found, q=q, moment=now(), days=invitations.DAYS
    )


@bp.get("/region/invitations/new")
@access(policy.can_administer)
def choose() -> Page:
    asked = request.args.get("person", "")
    person = get_person(int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < TOO_LONG else None
    roles = [(role, _(meaning)) for role, meaning in ROLE_MEANINGS.items()]
    return render_region("region/invitations/choose.html", roles=roles, person=person)


def load_role(role: str) -> tuple[str]:
    """Loader of routes under /region/invitations/new/<role>."""
    if role not in ROLES:
        raise NotFoundError
    return (role,)


@bp.get("/region/invitations/new/<role>")
@access(policy.can_administer, load=load_role)
def new(role: str) -> Page:
    asked = {name: request.args.get(name, "") for name in ("email", "name", "place", "municipality")}
    form = InvitationForm(formdata=None, **asked)
    _offer(form, role)
    return _form(form, role)


@bp.post("/region/invitations/new/<role>")
@access(policy.can_administer, load=load_role)
def create(role: str) -> Page:
    form = InvitationForm()
    places, municipalities = _offer(form, role)
    status = 422
    if form.validate_on_submit():
        place = places.get(form.chosen("place"))
        municipality = municipalities.get(form.chosen("municipality"))
        try:
            given = people.bring_in(
                current_user,
                email=form.email.data,
                name=form.name.data or "",
                role=role,
                place=place,
                municipality=municipality,
                sectors=form.chosen("sectors") or [],
                language=form.language.data,
            )
        except DomainError as error:
            status = show_refusal(form, error)
        else:
            flash(
                _("The invitation to %(email)s is on its way.", email=given.email)
                if isinstance(given, Invitation)
                else _(
                    "There was an account with this address, so the role counts at once. A letter tells of it."
                )
            )
            return _back(place, municipality)
    return _form(form, role), status


def _offer(form: InvitationForm, role: str) -> tuple[dict[str, Place], dict[str, Municipality]]:
    """Only the fields of the role, with what can be chosen in them."""
    form.keep_for(role)
    places: dict[str, Place] = {}
    municipalities: dict[str, Municipality] = {}
    if "place" in form:
        places = {each.slug: each for each in list_place_choices()}
        words = [
            (slug, _("%(place)s, %(municipality)s", place=each.name, municipality=each.municipality.name))
            for slug, each in places.items()
        ]
        form.place.offer(words)
    if "municipality" in form:
        municipalities = {each.slug: each for each in list_municipality_choices()}
        form.municipality.offer([(slug, each.name) for slug, each in municipalities.items()])
    return places, municipalities


def _form(form: InvitationForm, role: str) -> str:
    back = url_for("region_invitations.index")
    if form.chosen("place"):
        back = url_for("region_places.show", slug=form.place.data)
    elif form.chosen("municipality"):
        back = url_for("municipalities.show", slug=form.municipality.data)
    return render_region(
        "region/invitations/form.html",
        form=form,
        role=role,
        meaning=_(ROLE_MEANINGS[role]),
        days=invitations.DAYS,
        back=back,
    )


@bp.get("/region/invitations/<int:invitation_id>/revocation")
@access(policy.can_administer, load=load_invitation)
def ask_revoke(invitation: Invitation) -> Page:
    return render_region("region/invitations/revoke.html", invitation=invitation)


@bp.post("/region/invitations/<int:invitation_id>/revocation")
@access(policy.can_administer, load=load_invitation)
def revoke(invitation: Invitation) -> Page:
    invitations.revoke(current_user, invitation=invitation)
    flash(_("The invitation to %(email)s is taken back. Its link no longer works.", email=invitation.email))
    return _back(invitation.place, invitation.municipality)


@bp.post("/region/invitations/<int:invitation_id>/renewal")
@access(policy.can_administer, load=load_invitation)
def renew(invitation: Invitation) -> Page:
    invitations.renew(current_user, invitation=invitation)
    flash(
        _(
            "A new invitation to %(email)s is on its way. The old link no longer works.",
            email=invitation.email,
        )
    )
    return _back(invitation.place, invitation.municipality)


def _back(place: Place | None, municipality: Municipality | None) -> Response:
    if place is not None:
        return redirect(url_for("region_places.show", slug=place.slug), 303)
    if municipality is not None:
        return redirect(url_for("municipalities.show", slug=municipality.slug), 303)
    return redirect(url_for("region_invitations.index"), 303)
