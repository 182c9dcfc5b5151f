"""What is said of a picture, changed afterwards."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import InvalidError
from portal.models import Attachment, Row
from portal.policy import Workplace
from portal.process.schema import Field, Register
from portal.queries.attachments import load_attachment
from portal.queries.material import get_written
from portal.services import attachments as service
from portal.services.photos import is_picture
from portal.views.links import href_of
from portal.views.placebar import placebar_of
from portal.web.access import access
from portal.web.failures import say

bp = Blueprint("descriptions", __name__)


@bp.get("/places/<slug>/attachments/<attachment_id>/description")
@access(policy.can_read_file, act=policy.can_change_file, load=load_attachment)
def edit(
    workplace: Workplace, field: Field, _register: Register | None, row: Row | None, attachment: Attachment
) -> str:
    picture = is_picture(attachment.media_type)
    return _page(
        workplace, field, row, attachment, alt=attachment.alt, says_nothing=picture and not attachment.alt
    )


@bp.post("/places/<slug>/attachments/<attachment_id>/description")
@access(policy.can_read_file, act=policy.can_change_file, load=load_attachment)
def save(
    workplace: Workplace, field: Field, _register: Register | None, row: Row | None, attachment: Attachment
) -> str | Response | tuple[str, int]:
    alt, says_nothing = request.form.get("alt", ""), bool(request.form.get("says_nothing"))
    try:
        service.describe_attachment(
            current_user, workplace=workplace, attachment=attachment, alt=alt, says_nothing=says_nothing
        )
    except InvalidError as error:
        words = say(error.message)
        return _page(
            workplace, field, row, attachment, alt=alt, says_nothing=says_nothing, words=words
        ), error.status
    flash(_("The description is saved."), "done")
    return redirect(_back(workplace, field, row), 303)


def _back(workplace: Workplace, field: Field, row: Row | None) -> str:
    """Where the file stands."""
    if row is None:
        return href_of(workplace, field.key)
    return url_for("rows.edit", slug=workplace.place.slug, row_id=row.id, _anchor=f"files-{field.name}")


def _page(
    workplace: Workplace,
    field: Field,
    row: Row | None,
    attachment: Attachment,
    *,
    alt: str,
    says_nothing: bool,
    words: str = "",
) -> str:
    return render_template(
        "attachments/description.html",
        place=workplace.place,
        placebar=placebar_of(workplace, get_written(workplace.journey)),
        field=field,
        attachment=attachment,
        picture=is_picture(attachment.media_type),
        back=_back(workplace, field, row),
        alt=alt,
        says_nothing=says_nothing,
        problems=[("d-alt", words)] if words else [],
        errors={"alt": [words]} if words else {},
    )
