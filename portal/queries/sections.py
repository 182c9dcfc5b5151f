"""What a section's page needs beside the answers themselves."""

from __future__ import annotations

from collections.abc import Mapping

from portal.errors import N_, NotFoundError
from portal.policy import Workplace
from portal.process.material import rows_in
from portal.process.schema import ChecklistItem, Kind, Question, Section, Step, Text
from portal.queries.material import Written
from portal.queries.rows import list_rows_by_id, name_rows
from portal.queries.workplaces import get_workplace


def load_question(slug: str, question_key: str) -> tuple[Workplace, Step, Section, Question]:
    """Loader of routes about one question. Raises NotFoundError for an unknown one."""
    workplace = get_workplace(slug)
    process = workplace.process
    question = process.question(question_key)
    section, step = process.section_of(question_key), process.step_of(question_key)
    if question is None or section is None or step is None:
        raise NotFoundError(N_("There is no such question."))
    return workplace, step, section, question


def load_check(slug: str, item_key: str) -> tuple[Workplace, Step, ChecklistItem]:
    """Loader of routes about one line of a step's checklist; the municipality's lines are not found here."""
    workplace = get_workplace(slug)
    item, step = workplace.process.checklist_item(item_key), workplace.process.step_of(item_key)
    if item is None or step is None:
        raise NotFoundError(N_("There is no such line."))
    return workplace, step, item


def name_gone(workplace: Workplace, section: Section, written: Written) -> Mapping[int, Text]:
    """The names of deleted rows that answers of the section still refer to. No query while there are none."""
    asked = [q.key for q in section.questions if q.kind is Kind.REFERENCE]
    ids = {row for key in asked for row in rows_in(written.material.given(key).value)} - written.row_ids
    return name_rows(workplace.process, list_rows_by_id(workplace.journey, ids)) if ids else {}
