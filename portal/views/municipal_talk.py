"""The municipality and a place's coaches talk: their one conversation is found, or begun."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from portal import policy
from portal.errors import DomainError
from portal.extensions import htmx
from portal.policy import Workplace
from portal.queries.municipal_talk import find_municipal_talk, list_closed_talks
from portal.queries.workplaces import load_place
from portal.services import threads as service
from portal.views.posting import PostForm, draft_of, read_form, refuse, status_of
from portal.views.thread_pages import address_of_thread
from portal.web.access import access

bp = Blueprint("municipal_talk", __name__)

Page = str | Answer | tuple[str, int]


@bp.get("/municipality/<slug>/conversation")
@access(policy.can_see_municipal_talk, load=load_place)
def show(workplace: Workplace) -> Page:
    open_one = find_municipal_talk(workplace.journey)
    if open_one is not None:
        return redirect(address_of_thread(open_one.id), 303)
    policy.require(policy.can_begin_municipal(current_user, workplace))
    return _render(workplace, PostForm())


@bp.post("/municipality/<slug>/conversation")
@access(policy.can_see_municipal_talk, load=load_place)
def create(workplace: Workplace) -> Page:
    form = read_form()
    try:
        thread = service.begin_municipal(current_user, workplace=workplace, draft=draft_of(form))
    except DomainError as error:
        return _render(workplace, refuse(form, error)), status_of(error)
    flash(_("What you wrote is sent."), "done")
    onward = address_of_thread(thread.id)
    return Response(status=204, headers={"HX-Redirect": onward}) if htmx else redirect(onward, 303)


def _render(workplace: Workplace, form: PostForm) -> str:
    place = workplace.place
    is_officer = bool(policy.can_answer_for_municipality(current_user, workplace))
    back = (
        (url_for("municipality.index"), place.municipality.name)
        if is_officer
        else (url_for("conversations.index", slug=place.slug), _("Conversations"))
    )
    return render_template(
        "municipality/conversation.html",
        place=place,
        form=form,
        is_officer=is_officer,
        back=back,
        earlier=list_closed_talks(workplace.journey),
    )
