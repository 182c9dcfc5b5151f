"""What the region decides for all its places."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.clock import today
from portal.errors import DomainError, StaleError
from portal.forms.reviews import read_version
from portal.forms.settings import SettingsForm
from portal.models import RegionSettings
from portal.process.promises import DEFAULT_DAYS, LONGEST_DAYS, Clock
from portal.queries.settings import find_settings
from portal.services.settings import set_answer_days
from portal.views.region_bar import render_region
from portal.web.access import access
from portal.web.forms import show_refusal

bp = Blueprint("settings", __name__)

Page = str | Response | tuple[str, int]


@bp.get("/region/settings")
@access(policy.can_administer)
def edit() -> Page:
    return _page(SettingsForm(formdata=None), find_settings())


@bp.post("/region/settings")
@access(policy.can_administer)
def update() -> Page:
    form, settings, status = SettingsForm(), find_settings(), 422
    if form.validate_on_submit():
        try:
            set_answer_days(current_user, days=form.answer_days.data or 0, version=read_version(request.form))
        except DomainError as error:
            status = show_refusal(form, error)
            if isinstance(error, StaleError):
                settings = error.current  # type: ignore[assignment]  # the service hands on the settings
        else:
            flash(_("Saved. It holds for questions that are asked from now on."))
            return redirect(url_for(".edit"), 303)
    return _page(form, settings), status


def _page(form: SettingsForm, settings: RegionSettings | None) -> str:
    days = settings.answer_days if settings is not None else DEFAULT_DAYS
    if form.answer_days.raw_data is None:
        form.answer_days.data = days
    return render_region(
        "region/settings.html",
        form=form,
        days=days,
        version=settings.version if settings is not None else 0,
        most=LONGEST_DAYS,
        example=Clock.asked(today(), days).due_on,
    )
