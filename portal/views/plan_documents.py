"""A plan as a document to print, send or keep: PDF, DOCX, XLSX, ICS, a plain page, and all of them for the archive."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from threading import BoundedSemaphore

from flask import Blueprint, request, send_file
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from portal import policy
from portal.clock import STOCKHOLM
from portal.documents import archive
from portal.documents.formats import ARCHIVE, ARCHIVE_TYPE, FORMATS, images_in
from portal.documents.html import STYLE_HASH
from portal.errors import NotFoundError
from portal.models import PlanEdition
from portal.policy import Workplace
from portal.process.plan_document import Edition, plan_document, readable_copy
from portal.process.plan_news import news_since
from portal.process.replies import Replies
from portal.process.schema import HeadingSet
from portal.queries.copies import get_copy_text
from portal.queries.editions import find_older
from portal.queries.plans import load_plan
from portal.views.attachments import SANDBOX
from portal.views.copies import edition_in, progress_in
from portal.views.edition_news import news_of_edition
from portal.views.photos import photos_of
from portal.views.plans import note_read
from portal.views.published import names_behind
from portal.views.told import told_of
from portal.web import kept
from portal.web.access import access
from portal.web.language import current_language

bp = Blueprint("plan_documents", __name__)

AT_ONCE, PATIENCE = 2, 10
"""Documents that a process makes at the same time, and for how many seconds one waits for its turn."""
_PRESS = BoundedSemaphore(AT_ONCE)
PAGE_POLICY = f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; img-src data:; base-uri 'none'; sandbox"
"""The plain page carries its own style sheet, so that it can be kept as one file."""


@bp.get("/plans/<slug>/documents/<name>")
@access(policy.can_read_plan, load=load_plan, hidden=True)
def show(workplace: Workplace, edition: PlanEdition, name: str) -> Response:
    response = answer_document(workplace, edition, name)
    note_read(workplace, edition)
    return response


def answer_document(workplace: Workplace, edition: PlanEdition, name: str) -> Response:
    """The document that is asked for, to whoever may read the edition. Raises NotFoundError for an unknown one."""
    if name not in FORMATS and name != ARCHIVE:
        raise NotFoundError
    text, lang = get_copy_text(edition), current_language()
    headings = _headings(text)
    replies = told_of(workplace, edition).replies(edition)
    content = _kept(name, text, _with_news(edition, text), headings, lang, replies)
    is_page, has_headings = name == "html", name == ARCHIVE or FORMATS[name].has_headings
    order = f"-{headings.name}" if has_headings else ""
    response = send_file(
        io.BytesIO(content),
        mimetype=ARCHIVE_TYPE if name == ARCHIVE else FORMATS[name].media_type,
        as_attachment=not is_page,
        download_name=f"{workplace.place.slug}-plan-{edition.number}{order}.{name}",
        etag=False,
    )
    response.headers["Content-Security-Policy"] = PAGE_POLICY if is_page else SANDBOX
    # The team may stop sharing at any time: what is kept is asked for again, and answered in a line if it is the same.
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(sha256(content).hexdigest())
    return response.make_conditional(request)


def _headings(text: str) -> HeadingSet:
    """The set that is asked for, else the first, which is whole. Raises NotFoundError for an unknown one."""
    process, _copy, _named = edition_in(text)
    asked = request.args.get("set", "")
    found = process.heading_set(asked) if asked else next(iter(process.heading_sets), None)
    if found is None:
        raise NotFoundError
    return found


def edition_of(edition: PlanEdition, text: str) -> Edition:
    """What documents say of the edition; `text` is its copy."""
    _process, _copy, named = edition_in(text)
    day = edition.shared_at.astimezone(STOCKHOLM).date()
    behind = tuple(names_behind(edition))
    return Edition(named["name"], named["municipality"], edition.number, day, edition.introduction, behind)


def _with_news(edition: PlanEdition, text: str) -> Edition:
    """As `edition_of`, with what is new since the edition before."""
    said, older = edition_of(edition, text), find_older(edition)
    if older is None:
        return said
    day = older.shared_at.astimezone(STOCKHOLM).date()
    return replace(said, news=news_since(older.number, day, news_of_edition(edition, older, text)))


@contextmanager
def _at_the_press() -> Iterator[None]:
    """Documents cost, and anybody may ask for those of a public plan: a few at a time, so that pages go on meanwhile.

    Raises ServiceUnavailable to whoever has waited too long."""
    if not _PRESS.acquire(timeout=PATIENCE):
        raise ServiceUnavailable(retry_after=PATIENCE)
    try:
        yield
    finally:
        _PRESS.release()


def _kept(name: str, text: str, edition: Edition, headings: HeadingSet, lang: str, replies: Replies) -> bytes:
    """Made once, and then found by what it says, as long as it is asked for."""
    digest = sha256(text.encode()).digest()

    def made() -> bytes:
        process, copy, _named = edition_in(text)
        document = plan_document(process, copy, edition, headings, lang, replies, progress_in(text))
        if name == ARCHIVE or FORMATS[name].has_headings:
            document = replace(document, photos=photos_of(copy))
        if name != ARCHIVE:
            with _at_the_press():
                return FORMATS[name].write(document)
        files = {f"plan.{each}": _kept(each, text, edition, headings, lang, replies) for each in FORMATS}
        images, progress = images_in(document), json.loads(text).get("progress", {})
        said = replies.about({action.id: action.title for action in document.plan.actions})
        return archive.write(files, readable_copy(process, copy), edition, said, images, progress)

    return kept.PAPERS.find((), (digest, name, edition, headings.key, lang, replies), made)
