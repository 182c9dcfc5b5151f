"""What the municipality's registrar gets: the plan with all answers as PDF, to download or to send."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from hashlib import sha256

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.documents import registrar
from portal.errors import ConflictError, DomainError
from portal.forms.registrars import RegistrarForm
from portal.models import Municipality, PlanEdition
from portal.notifications.letters import REGISTRAR_LANGUAGE
from portal.policy import Workplace
from portal.process.plan_document import plan_document
from portal.queries.copies import get_copy_text
from portal.queries.editions import load_edition
from portal.queries.municipalities import load_municipality
from portal.queries.plans import load_received
from portal.queries.registrars import Sending, find_last_sending
from portal.services import registrars
from portal.views.attachments import SANDBOX
from portal.views.copies import edition_in, progress_in
from portal.views.photos import photos_of
from portal.views.plan_documents import edition_of
from portal.views.told import Told, told_of
from portal.web import kept
from portal.web.access import access
from portal.web.failures import say
from portal.web.forms import safe_next, show_refusal
from portal.web.language import current_language

bp = Blueprint("registrars", __name__)

Page = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Registered:
    """What the answers' page says of the registrar: where they read, what was sent last, whether that still holds."""

    address: str
    last: Sending | None
    is_current: bool


def registered(workplace: Workplace, edition: PlanEdition, told: Told) -> Registered:
    """One query."""
    last = find_last_sending(edition)
    same = last is not None and (last.edition, last.event.data["said"]) == (edition.number, told.marks)
    return Registered(workplace.place.municipality.registrar_address, last, same)


@bp.get("/municipality/<slug>/plan/registrar.pdf")
@access(policy.can_keep_plan, load=load_received)
def show(workplace: Workplace, edition: PlanEdition) -> Response:
    return _file(workplace, edition)


@bp.get("/municipality/<slug>/plan/editions/<int:number>/registrar.pdf")
@access(policy.can_keep_plan, load=load_edition)
def show_edition(workplace: Workplace, edition: PlanEdition) -> Response:
    """An earlier edition, too, with the answers of then."""
    return _file(workplace, edition)


def _file(workplace: Workplace, edition: PlanEdition) -> Response:
    told = told_of(workplace, edition)
    content = _paper(edition, told)
    name = registrar.file_name(workplace.place.slug, edition.number, told.until, current_language())
    response = send_file(
        io.BytesIO(content), mimetype="application/pdf", as_attachment=True, download_name=name, etag=False
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.post("/municipality/<slug>/plan/registrations")
@access(policy.can_keep_plan, act=policy.can_answer_plan, load=load_received)
def send(workplace: Workplace, edition: PlanEdition) -> Page:
    told = told_of(workplace, edition)
    address = workplace.place.municipality.registrar_address
    if address and told.receipt is None and not request.form.get("without_receipt"):
        return render_template("registrars/ask.html", place=workplace.place, edition=edition), 422
    try:
        sent = registrars.send(
            current_user,
            workplace=workplace,
            edition=edition,
            content=_paper(edition, told),
            said=told.marks,
            replies=told.replies(edition),
        )
    except ConflictError as error:
        flash(say(error.message))
        return redirect(f"{url_for('action_answers.show', slug=workplace.place.slug)}#registrar", 303)
    except DomainError:
        back = url_for("action_answers.show", slug=workplace.place.slug)
        return redirect(url_for(".edit", slug=workplace.place.municipality.slug, next=back), 303)
    if sent is None:
        flash(_("The same plan and answers were just sent. Wait ten minutes to send them again."))
    else:
        flash(_("The plan and the answers are on their way to %(address)s.", address=address), "done")
    return redirect(f"{url_for('action_answers.show', slug=workplace.place.slug)}#registrar", 303)


@bp.get("/municipalities/<slug>/registrar")
@access(policy.can_set_registrar, load=load_municipality)
def edit(municipality: Municipality) -> Page:
    return _form(municipality, RegistrarForm(address=municipality.registrar_address))


@bp.post("/municipalities/<slug>/registrar")
@access(policy.can_set_registrar, load=load_municipality)
def update(municipality: Municipality) -> Page:
    form = RegistrarForm()
    try:
        registrars.set_address(current_user, municipality=municipality, address=form.address.data or "")
    except DomainError as error:
        status = show_refusal(form, error)
        return _form(municipality, form), status
    if municipality.registrar_address:
        flash(_("The registrar's address is saved."), "done")
    else:
        flash(_("There is no address to the registrar now. Nothing can be sent to them from here."), "done")
    return redirect(_back(municipality), 303)


def _form(municipality: Municipality, form: RegistrarForm) -> str:
    return render_template(
        "registrars/edit.html",
        municipality=municipality,
        form=form,
        home=_home(municipality),
        back=_back(municipality),
        next=safe_next(request.values.get("next")),
    )


def _back(municipality: Municipality) -> str:
    """Where the person came from, such as the page of a plan's answers."""
    return safe_next(request.values.get("next")) or _home(municipality)


def _home(municipality: Municipality) -> str:
    """The municipality's page, as the region or as its own officers have it."""
    if policy.can_administer(current_user):
        return url_for("municipalities.show", slug=municipality.slug)
    return url_for("municipality.index")


def _paper(edition: PlanEdition, told: Told) -> bytes:
    """Made once for the same edition and answers."""
    text, replies = get_copy_text(edition), told.replies(edition)
    said = edition_of(edition, text)

    def made() -> bytes:
        process, copy, _named = edition_in(text)
        headings, progress = process.heading_sets[0], progress_in(text)
        document = plan_document(process, copy, said, headings, REGISTRAR_LANGUAGE, replies, progress)
        return registrar.write(replace(document, photos=photos_of(copy)))

    digest = sha256(text.encode()).digest()
    return kept.PAPERS.find((), (digest, "registrar", said, replies), made)
