"""What is read and not written: a section as text, for those it is shared with and while it is locked."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user

from portal.policy import Ruling, Workplace, can_mark_verdict, reader
from portal.process.document import outline
from portal.process.schema import Audience, Section, Step
from portal.process.titles import titles_of
from portal.queries.attachments import list_section_files
from portal.queries.material import Written
from portal.queries.points import list_points
from portal.queries.sections import name_gone
from portal.views.beside import talks_beside
from portal.views.contributions import asked_of_municipality
from portal.views.looks import Since
from portal.views.past_links import list_past_links
from portal.views.placebar import placebar_of
from portal.web.language import current_language


def read_section(
    workplace: Workplace,
    step: Step,
    section: Section,
    written: Written,
    ruling: Ruling,
    since: Since | None = None,
) -> str:
    """The section's answers as text, without what the person's circle may never read; the team is told why."""
    circle = reader(current_user, workplace.place) or Audience.COACH
    lang = current_language()
    document = outline(
        workplace.process,
        written.material,
        labels=row_labels(workplace, written, section, circle, lang),
        files=list_section_files(workplace.journey, section),
        lang=lang,
        reader=circle,
        steps=[step.key],
        sections=[section.key],
    )
    return render_template(
        "sections/read.html",
        place=workplace.place,
        placebar=placebar_of(workplace, written),
        workplace=workplace,
        step=step,
        section=section,
        others=[s for s in step.sections if s is not section and s.is_for(circle)],
        document=document.section(section.key),
        reason=ruling.reason if circle is Audience.TEAM else None,
        shared_at=workplace.shared.get(step.key),
        past=list_past_links(current_user, workplace, section, written),
        points=[p for p in list_points(workplace) if p.section is section],
        can_mark=bool(can_mark_verdict(current_user, workplace)),
        since=since,
        talks=talks_beside(workplace, section.key),
        is_team=circle is Audience.TEAM,
        **asked_of_municipality(workplace, section),
    )


def row_labels(
    workplace: Workplace, written: Written, section: Section, circle: Audience, lang: str
) -> dict[int, str]:
    """What the rows that may be referred to are called, deleted ones included; not those whose names are the team's."""
    labels = {row: title.of(lang) for row, title in name_gone(workplace, section, written).items()}
    for register in workplace.process.all_registers():
        title_column = register.column(register.title_column)
        if title_column is not None and title_column.audience.reaches(circle):
            titles = titles_of(register, workplace.process, written.material)
            labels |= {row: title.of(lang) for row, title in titles.items()}
    return labels
