"""Steps, sections and checklists from their tables."""

from __future__ import annotations

from portal.process.build_fields import (
    OptionLists,
    build_example,
    build_question,
    build_terms,
    refuse_repeats,
)
from portal.process.build_registers import build_register
from portal.process.build_rules import build_rule
from portal.process.reader import Table
from portal.process.schema import ChecklistItem, Need, Question, Register, Section, Step


def build_step(table: Table, number: int, lists: OptionLists) -> Step:
    key = table.key("key")
    step = Step(
        key=key,
        number=number,
        title=table.text("title"),
        question=table.text("question"),
        why=table.text("why"),
        sections=tuple(_build_section(each, key, lists) for each in table.tables("sections")),
        checklist=tuple(build_item(each, key) for each in table.find_tables("checklist")),
        tips=table.find_text("tips"),
        example=build_example(table.find_table("example")),
        terms=build_terms(table.find_tables("terms")),
        newcomer=table.find_text("newcomer"),
    )
    table.done()
    if not step.sections:
        table.refuse("sections", "needs at least one section")
    refuse_repeats(table, "sections", (section.name for section in step.sections))
    refuse_repeats(table, "checklist", (item.name for item in step.checklist))
    for item in step.checklist:
        if step.section(item.name):
            table.refuse(f"checklist.{item.name}", "a section of the step has the same key")
    return step


def build_item(table: Table, parent: str) -> ChecklistItem:
    """A line of a step's checklist, or of the municipality's track."""
    rule = table.find_table("derived")
    item = ChecklistItem(
        key=f"{parent}.{table.key('key')}",
        title=table.text("title"),
        need=table.word("need", Need),
        hint=table.find_text("hint"),
        derived=build_rule(rule) if rule else None,
        link=table.find_string("link"),
        asks_date=table.flag("asks_date", False),
        asks_note=table.flag("asks_note", False),
    )
    table.done()
    if item.derived and (item.asks_date or item.asks_note):
        table.refuse("derived", "an item that ticks itself asks for nothing")
    return item


def _build_section(table: Table, step: str, lists: OptionLists) -> Section:
    key = f"{step}.{table.key('key')}"
    section = Section(
        key=key,
        title=table.text("title"),
        lead=table.text("lead"),
        items=tuple(_build_part(each, key, lists) for each in table.tables("items")),
        guidance=table.find_text("guidance"),
        example=build_example(table.find_table("example")),
        in_plan=table.flag("in_plan", False),
        role=table.key("role") if "role" in table else None,
        terms=build_terms(table.find_tables("terms")),
        newcomer=table.find_text("newcomer"),
    )
    table.done()
    if not section.items:
        table.refuse("items", "needs at least one question or register")
    refuse_repeats(table, "items", (part.name for part in section.items))
    return section


def _build_part(table: Table, section: str, lists: OptionLists) -> Question | Register:
    if "question" in table:
        return build_question(table, section, lists)
    return build_register(table, section, lists)
