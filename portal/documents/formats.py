"""Which documents there are of a plan: what each is called, its media type, and who writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.documents import docx, html, ics, pdf, xlsx
from portal.documents.blocks import Image
from portal.documents.layout import lay_out
from portal.process.plan_document import PlanDocument

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Format:
    """`has_headings`: how the plan is ordered shows in it."""

    media_type: str
    write: Callable[[PlanDocument], bytes]
    has_headings: bool = True


FORMATS = {
    "pdf": Format("application/pdf", lambda plan: pdf.write(lay_out(plan))),
    "docx": Format(f"{OFFICE}.wordprocessingml.document", lambda plan: docx.write(lay_out(plan))),
    "xlsx": Format(f"{OFFICE}.spreadsheetml.sheet", xlsx.write, has_headings=False),
    "ics": Format("text/calendar", ics.write, has_headings=False),
    "html": Format("text/html", lambda plan: html.write(lay_out(plan))),
}
ARCHIVE, ARCHIVE_TYPE = "zip", "application/zip"
"""All of them in one."""


def images_in(document: PlanDocument) -> tuple[Image, ...]:
    """The team's pictures, as they stand in the printed documents."""
    return tuple(block for block in lay_out(document).blocks if isinstance(block, Image))
