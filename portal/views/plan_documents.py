"""A plan as a document to print, send or keep: PDF, DOCX, XLSX, ICS, a plain page, and all of them for the archive."""

from __future__ import annotations

import io
import json
from hashlib import sha256

from flask import Blueprint, request, send_file
from werkzeug.wrappers import Response

from portal import policy
from portal.clock import STOCKHOLM
from portal.documents import archive
from portal.documents.formats import ARCHIVE, ARCHIVE_TYPE, FORMATS
from portal.documents.html import STYLE_HASH
from portal.errors import NotFoundError
from portal.models import PlanEdition
from portal.policy import Workplace
from portal.process.action_progress import read_progress
from portal.process.plan_document import Edition, plan_document, readable_copy
from portal.process.schema import HeadingSet
from portal.queries.copies import get_copy_text
from portal.queries.plans import load_plan
from portal.views.attachments import SANDBOX
from portal.views.copies import edition_in
from portal.views.plans import note_read
from portal.web import kept
from portal.web.access import access
from portal.web.language import current_language

bp = Blueprint("plan_documents", __name__)

PAGE_POLICY = f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; sandbox"
"""The plain page carries its own style sheet, so that it can be kept as one file."""


@bp.get("/plans/<slug>/documents/<name>")
@access(policy.can_read_plan, load=load_plan, hidden=True)
def show(workplace: Workplace, edition: PlanEdition, name: str) -> Response:
    if name not in FORMATS and name != ARCHIVE:
        raise NotFoundError
    text, lang = get_copy_text(edition), current_language()
    headings = _headings(text)
    content = _kept(name, text, _edition(edition, text), headings, lang)
    note_read(workplace, edition)
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


def _edition(edition: PlanEdition, text: str) -> Edition:
    _process, _copy, named = edition_in(text)
    day = edition.shared_at.astimezone(STOCKHOLM).date()
    return Edition(named["name"], named["municipality"], edition.number, day)


def _kept(name: str, text: str, edition: Edition, headings: HeadingSet, lang: str) -> bytes:
    """Made once, and then found by what it says, as long as it is asked for."""
    digest = sha256(text.encode()).digest()

    def made() -> bytes:
        process, copy, _named = edition_in(text)
        if name != ARCHIVE:
            progress = read_progress(json.loads(text))
            return FORMATS[name].write(plan_document(process, copy, edition, headings, lang, progress))
        files = {f"plan.{each}": _kept(each, text, edition, headings, lang) for each in FORMATS}
        return archive.write(files, readable_copy(process, copy), edition)

    return kept.PAPERS.find((), (digest, name, edition, headings.key, lang), made)
