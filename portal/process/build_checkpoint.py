"""The checkpoint and the municipality's track from their tables."""

from __future__ import annotations

from portal.process.build_fields import refuse_repeats
from portal.process.build_rules import build_rule
from portal.process.build_steps import build_item
from portal.process.reader import Table
from portal.process.schema import Checkpoint, Criterion, CriterionKind, Decider, Track


def build_checkpoint(table: Table) -> Checkpoint:
    checkpoint = Checkpoint(
        key=table.key("key"),
        title=table.text("title"),
        lead=table.text("lead"),
        after_phase=table.whole("after_phase", 1),
        due_month=table.whole("due_month", 1),
        decider=table.word("decider", Decider),
        criteria=tuple(_build_criterion(each) for each in table.tables("criteria")),
        looks_for=table.find_text("looks_for"),
    )
    table.done()
    if not any(criterion.is_must for criterion in checkpoint.criteria):
        table.refuse("criteria", "needs at least one must")
    refuse_repeats(table, "criteria", (criterion.key for criterion in checkpoint.criteria))
    return checkpoint


def build_track(table: Table) -> Track:
    key = table.key("key")
    track = Track(
        key=key,
        title=table.text("title"),
        lead=table.text("lead"),
        items=tuple(build_item(each, key) for each in table.tables("items")),
    )
    table.done()
    refuse_repeats(table, "items", (item.name for item in track.items))
    return track


def _build_criterion(table: Table) -> Criterion:
    criterion = Criterion(
        key=table.key("key"),
        title=table.text("title"),
        kind=table.word("kind", CriterionKind),
        evidence=build_rule(table.table("evidence")),
        link=table.string("link"),
        fix=table.text("fix"),
        shows=table.find_strings("shows"),
        hint=table.find_text("hint"),
    )
    table.done()
    return criterion
