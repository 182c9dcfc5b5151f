"""Every rule, met and missing, and what is told of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.process.evidence import Finding, LeafFinding, evaluate, is_ticked
from portal.process.material import Entry, Given, Material
from portal.process.rules import (
    AllOf,
    Answered,
    AnyOf,
    Covers,
    Distinct,
    EachReferred,
    EachRow,
    Fact,
    Judged,
    Outside,
    Rows,
    Rule,
    SectionDone,
    Ticked,
)
from portal.process.schema import Process, Text

GROUPS = "listening.heard.groups"
TRIALS = "trying.trials.list"
AIMS = "trying.aims.list"
NAME = "listening.ground.name"
HOST = "listening.ground.host"
MET = Answered(question=NAME)
MISSING = Answered(question="settling.owner.form")


@pytest.fixture
def tried(written: Material) -> Material:
    """Two aims, the second with a trial; two trials, one of them with the host alone."""
    rows = dict(written.rows)
    rows[AIMS] = (Entry(10, {"aim": "Fler möten"}), Entry(11, {"aim": "En bastu"}))
    rows[TRIALS] = (
        Entry(12, {"trial": "Soppa", "who": [1, 2], "aim": [11]}),
        Entry(13, {"trial": "Kaffe", "who": [1]}),
    )
    return replace(written, rows=rows)


@pytest.mark.parametrize(
    ("rule", "met"),
    [
        (Answered(question=NAME), True),
        (Answered(question="settling.owner.form"), False),
        (SectionDone(section="listening.ground"), True),
        (SectionDone(section="trying.trials"), True),
        (SectionDone(section="settling.owner"), False),
        (Rows(register="partners"), True),
        (Rows(register="partners", at_least=3), False),
        (Rows(register="partners", where={"sector": ("business",)}), True),
        (Rows(register="partners", where={"sector": ("business",)}, at_least=2), False),
        (Rows(register="partners", where={"sector": ("business", "public")}, at_least=2), True),
        (Rows(register="partners", filled=("contact",)), True),
        (Rows(register="partners", filled=("contact",), at_least=2), False),
        (Rows(register="partners", where={"sector": ("business",)}, filled=("contact",)), False),
        (Rows(register=GROUPS, presets=("young",), where={"state": ("heard",)}), True),
        (Rows(register=GROUPS, presets=("old", "summer"), where={"state": ("heard",)}), False),
        (Distinct(register="partners", column="sector", at_least=2), True),
        (Distinct(register="partners", column="sector", at_least=3), False),
        (Distinct(register=TRIALS, column="who", at_least=2), True),
        (Distinct(register=TRIALS, column="who", at_least=2, through="sector"), True),
        (Distinct(register=TRIALS, column="who", at_least=3, through="name"), False),
        (Outside(register=TRIALS, column="who", question=HOST), True),
        (Outside(register=TRIALS, column="who", question=HOST, at_least=2), False),
        (Judged(register=GROUPS), True),
        (Covers(register=GROUPS, column="state", values=("heard", "gap")), True),
        (Covers(register=GROUPS, column="state", values=("heard", "planned")), False),
        (EachRow(register=GROUPS, filled=("state", "reason")), True),
        (EachRow(register="partners", filled=("name", "contact")), False),
        (EachRow(register="partners", filled=("name", "sector")), True),
        (EachReferred(register=AIMS, by_register=TRIALS, by_column="aim"), False),
        (EachReferred(register="partners", by_register=TRIALS, by_column="who"), True),
        (Ticked(item="listening.told_everyone"), True),
        (Ticked(item="listening.someone_hosts"), True),
        (Ticked(item="trying.every_aim"), False),
        (Fact(name="plan_shared"), True),
        (Fact(name="plan_read"), False),
        (AllOf((MET, Fact(name="plan_shared"))), True),
        (AllOf((MET, MISSING)), False),
        (AnyOf((MISSING, MET)), True),
        (AnyOf((MISSING, Fact(name="plan_read"))), False),
    ],
)
def test_rules(tiny: Process, tried: Material, rule: Rule, met: bool) -> None:
    assert evaluate(rule, tiny, tried).met is met


@pytest.mark.parametrize(
    "rule",
    [
        Answered(question=NAME),
        SectionDone(section="listening.ground"),
        Rows(register="partners"),
        Distinct(register="partners", column="sector", at_least=1),
        Distinct(register=TRIALS, column="who", through="sector", at_least=1),
        Outside(register=TRIALS, column="who", question=HOST),
        Judged(register=GROUPS),
        Covers(register=GROUPS, column="state", values=("heard",)),
        EachRow(register="partners", filled=("name",)),
        EachReferred(register=AIMS, by_register=TRIALS, by_column="aim"),
        Ticked(item="listening.told_everyone"),
        Fact(name="plan_read"),
    ],
)
def test_nothing_written_meets_nothing(tiny: Process, rule: Rule) -> None:
    assert evaluate(rule, tiny, Material()).met is False


def test_not_relevant_is_an_answer_but_no_row(tiny: Process) -> None:
    material = Material(
        answers={
            NAME: Given(not_relevant="Vi har inget namn"),
            GROUPS: Given(not_relevant="Ingen bor här"),
            HOST: Given(not_relevant="Ingen än"),
        }
    )
    rules = [Answered(question=NAME), SectionDone(section="listening.heard"), Judged(register=GROUPS)]
    assert [evaluate(rule, tiny, material).met for rule in rules] == [True, True, True]
    assert evaluate(Rows(register=GROUPS), tiny, material).met is False


def test_without_a_host_everybody_named_is_outside(tiny: Process, tried: Material) -> None:
    hostless = replace(tried, answers={HOST: Given(not_relevant="Ingen än")})
    assert evaluate(Outside(register=TRIALS, column="who", question=HOST, at_least=2), tiny, hostless).met


def test_a_yes_or_no_can_be_looked_for(tiny: Process) -> None:
    material = Material(rows={"partners": (Entry(1, {"name": "A", "sector": {"yes": False, "why": ""}}),)})
    assert evaluate(Rows(register="partners", where={"sector": ("no",)}), tiny, material).met
    assert not evaluate(Rows(register="partners", where={"sector": ("yes",)}), tiny, material).met


def test_words_are_filled_in_and_the_rule_is_its_own_link(tiny: Process, written: Material) -> None:
    rule = Rows(register="partners", at_least=3, missing=Text("{count} av {needed}", "{count} of {needed}"))
    assert evaluate(rule, tiny, written) == Finding(
        False, (LeafFinding(False, Text("2 av 3", "2 of 3"), "partners"),)
    )


def test_a_link_of_its_own_wins(tiny: Process, written: Material) -> None:
    finding = evaluate(Fact(name="plan_read", link="settling"), tiny, written)
    assert finding.leaves == (LeafFinding(False, None, "settling"),)
    assert evaluate(Fact(name="plan_read"), tiny, written).leaves == (LeafFinding(False, None, None),)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (AllOf((MET, MISSING)), [(True, NAME), (False, "settling.owner.form")]),
        (AnyOf((MISSING, MET)), [(True, NAME)]),
        (
            AnyOf((MISSING, AllOf((MET, Fact(name="plan_read"))))),
            [(False, "settling.owner.form"), (False, None)],
        ),
        (AllOf((AnyOf((MISSING, MET)), MET)), [(True, NAME), (True, NAME)]),
    ],
)
def test_what_is_told_of_all_and_any(
    tiny: Process, written: Material, rule: Rule, told: list[tuple[bool, str | None]]
) -> None:
    assert [(leaf.met, leaf.link) for leaf in evaluate(rule, tiny, written).leaves] == told


def test_a_tick_of_people_cannot_override_a_rule(tiny: Process) -> None:
    item = tiny.checklist_item("listening.someone_hosts")
    assert item is not None
    assert is_ticked(item, tiny, Material(ticks=frozenset({item.key}))) is False
