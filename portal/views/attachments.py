"""Files of answers and rows: uploaded, fetched as downloads, removed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from portal import policy
from portal.errors import N_, InvalidError, NotFoundError
from portal.models import Attachment, Row
from portal.policy import Workplace
from portal.process.photos import Photo, is_photo
from portal.process.schema import Field, Kind, Register
from portal.queries.attachments import list_attachments, load_attachment, load_removed_attachment
from portal.queries.material import get_written
from portal.queries.rows import get_row
from portal.queries.workplaces import load_place
from portal.services import attachments as service
from portal.services.refusals import refused
from portal.services.uploads import SIZE_LIMIT
from portal.storage import open_storage
from portal.views.photos import photo_of
from portal.views.placebar import placebar_of
from portal.views.ways_back import way_back
from portal.web.access import access
from portal.web.failures import say
from portal.web.language import current_language

bp = Blueprint("attachments", __name__)

Answer = str | Response | tuple[str, int]
WAYS = ("file", "photo")
"""Two fields of one form: a file that is chosen, and a photo straight from the camera."""

SANDBOX = "default-src 'none'; sandbox"


@bp.post("/places/<slug>/attachments")
@access(policy.can_see_place, load=load_place)
def create(workplace: Workplace) -> Answer:
    field, row = _holder(workplace)
    alt, says_nothing = request.form.get("alt", ""), bool(request.form.get("says_nothing"))
    try:
        sent = _sent()
        attachment = service.add_attachment(
            current_user,
            workplace=workplace,
            content=sent.stream.read(SIZE_LIMIT + 1) if sent and sent.filename else b"",
            name=(sent.filename or "") if sent else "",
            alt=alt,
            says_nothing=says_nothing,
            question=workplace.process.question(field.key) if row is None else None,
            row=row,
            column=_column(workplace, row, field),
        )
    except InvalidError as error:
        return _refused(workplace, field, row, error, alt, says_nothing=says_nothing), error.status
    flash(_("“%(name)s” is added.", name=attachment.name), "done")
    return redirect(_home(workplace, field, row), 303)


@bp.get("/places/<slug>/attachments/<attachment_id>")
@access(policy.can_read_file, load=load_attachment)
def show(
    _workplace: Workplace,
    _field: Field,
    _register: Register | None,
    _row: Row | None,
    attachment: Attachment,
) -> Response:
    return send_attachment(attachment.sha256, attachment.name, attachment.media_type)


@bp.post("/places/<slug>/attachments/<attachment_id>/deletion")
@access(policy.can_read_file, act=policy.can_change_file, load=load_attachment)
def delete(
    workplace: Workplace, field: Field, _register: Register | None, row: Row | None, attachment: Attachment
) -> Response:
    service.remove_attachment(current_user, workplace=workplace, attachment=attachment)
    return redirect(_home(workplace, field, row, removed_file=attachment.id), 303)


@bp.post("/places/<slug>/attachments/<attachment_id>/restoration")
@access(policy.can_read_file, act=policy.can_change_file, load=load_removed_attachment)
def restore(
    workplace: Workplace, field: Field, _register: Register | None, row: Row | None, attachment: Attachment
) -> Response:
    service.restore_attachment(current_user, workplace=workplace, attachment=attachment)
    flash(_("“%(name)s” is back.", name=attachment.name), "done")
    return redirect(_home(workplace, field, row), 303)


def send_attachment(sha256: str, name: str, media_type: str) -> Response:
    """A file as a download that no browser opens by itself or keeps; where `picture` is asked for, small enough to
    stand in a page. Raises NotFoundError when the bytes are gone."""
    photo = photo_of(sha256) if "picture" in request.args and is_photo(media_type) else None
    if photo is not None:
        return _send_picture(photo, sha256)
    try:
        with open_storage().open(sha256) as file:
            content = io.BytesIO(file.read())
    except FileNotFoundError:
        raise NotFoundError(N_("The file is missing from the storage.")) from None
    response = send_file(content, mimetype=media_type, as_attachment=True, download_name=name, etag=False)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _send_picture(photo: Photo, sha256: str) -> Response:
    """Whoever may no longer read it is asked again at once; whoever may gets it from where it is kept."""
    response = send_file(io.BytesIO(photo.content), mimetype=photo.media_type, etag=False)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(f"{sha256}-picture")
    return response.make_conditional(request)


def send_frozen(copy: Mapping[str, Any], file_id: str) -> Response:
    """A file that a frozen copy names, as a download. Raises NotFoundError for any other file."""
    known = copy["files"].get(file_id)
    if known is None:
        raise NotFoundError(N_("There is no such file. It may have been removed."))
    return send_attachment(known["sha256"], known["name"], known["media_type"])


def _sent() -> FileStorage | None:
    """The file that was chosen, or the photo that was taken. Raises InvalidError for both: one would be lost."""
    sent = [file for name in WAYS if (file := request.files.get(name)) and file.filename]
    if len(sent) > 1:
        raise refused(N_("That was a file and a photo at once. Send them one at a time."))
    return sent[0] if sent else None


def _holder(workplace: Workplace) -> tuple[Field, Row | None]:
    """The question, or the row and its column, that was named. Raises NotFoundError, also when the person may not read
    the files that are there: a refused upload shows them."""
    key, row_id = request.form.get("question", ""), request.form.get("row", "")
    question = workplace.process.question(key)
    if question is not None and question.kind is Kind.ATTACHMENT:
        if not policy.can_read_file(current_user, workplace, question, None, None):
            raise NotFoundError
        return question, None
    if not (row_id.isascii() and row_id.isdecimal()) or len(row_id) > 10:
        raise NotFoundError
    row = get_row(workplace.journey, int(row_id))
    register = workplace.process.register(row.register_key)
    column = register.column(request.form.get("column", "")) if register is not None else None
    if column is None or not policy.can_read_file(current_user, workplace, column, register, row):
        raise NotFoundError
    return column, row


def _column(workplace: Workplace, row: Row | None, field: Field) -> Any:
    register = workplace.process.register(row.register_key) if row is not None else None
    return register.column(field.name) if register is not None else None


def _home(workplace: Workplace, field: Field, row: Row | None, **query: Any) -> str:
    slug = workplace.place.slug
    if row is not None:
        return url_for("rows.edit", slug=slug, row_id=row.id, _anchor=f"files-{field.name}", **query)
    section = workplace.process.section_of(field.key)
    if section is None:
        raise NotFoundError
    step, back = field.key.partition(".")[0], way_back(workplace)
    anchor = f"q-{field.name}"
    if back is not None:
        query["next"] = back[0]
    return url_for("sections.show", slug=slug, step=step, section=section.name, _anchor=anchor, **query)


def _refused(
    workplace: Workplace, field: Field, row: Row | None, error: InvalidError, alt: str, *, says_nothing: bool
) -> str:
    """A page that says why, with the fields to try again."""
    words = say(error.message)
    place = "alt" if "alt" in error.fields else "file"
    key, row_id = (None, row.id) if row is not None else (field.key, None)
    return render_template(
        "attachments/refused.html",
        place=workplace.place,
        placebar=placebar_of(workplace, get_written(workplace.journey)),
        title=field.label.of(current_language()),
        back=_home(workplace, field, row),
        hidden={"question": field.key, "next": request.form.get("next", "")}
        if row is None
        else {"row": row.id, "column": field.name},
        attached=[
            a
            for a in list_attachments(workplace.journey)
            if (a.question_key, a.row_id) == (key, row_id) and (row is None or a.column_name == field.name)
        ],
        limit=field.limit,
        problems=[(f"up-{place}", words)],
        errors={place: [words]},
        alt=alt,
        says_nothing=says_nothing,
    )
