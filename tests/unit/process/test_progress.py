"""What is done, what is left, and what comes next."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from portal.process.material import Entry, Given, Material
from portal.process.progress import (
    NextThing,
    SectionProgress,
    State,
    next_thing,
    process_progress,
    section_progress,
    step_progress,
)
from portal.process.readiness import readiness
from portal.process.schema import Kind, Process, Register, Section

GROUPS = "listening.heard.groups"
NAME = "listening.ground.name"
HOST = "listening.ground.host"


def section(process: Process, key: str) -> Section:
    found = process.section(key)
    assert found is not None
    return found


def left(progress: SectionProgress) -> list[str]:
    return [text.en for text in progress.left]


def test_nothing_written(tiny: Process) -> None:
    progress = section_progress(tiny, section(tiny, "listening.ground"), Material())
    assert (progress.state, progress.done, progress.total) == (State.NONE, 0, 2)
    assert left(progress) == ["What is the place called?", "Who holds the work?"]


@pytest.mark.parametrize(
    ("answers", "state", "done"),
    [
        ({NAME: Given("Ådala")}, State.PART, 1),
        ({NAME: Given("   ")}, State.NONE, 0),
        ({"listening.ground.story": Given("En gång")}, State.PART, 0),
        ({NAME: Given("Ådala"), HOST: Given([1])}, State.DONE, 2),
        ({NAME: Given("Ådala"), HOST: Given([])}, State.PART, 1),
        ({NAME: Given("Ådala"), HOST: Given(not_relevant="Ingen än")}, State.DONE, 2),
    ],
)
def test_a_section_of_questions(tiny: Process, answers: dict[str, Given], state: State, done: int) -> None:
    progress = section_progress(tiny, section(tiny, "listening.ground"), Material(answers=answers))
    assert (progress.state, progress.done) == (state, done)


def test_presets_are_counted_and_named(tiny: Process) -> None:
    rows = {GROUPS: (Entry(1, {"state": "heard"}, "young"), Entry(2, {"reason": "?"}, "old"))}
    progress = section_progress(tiny, section(tiny, "listening.heard"), Material(rows=rows))
    assert (progress.state, progress.judged, progress.presets) == (State.PART, 1, 2)
    assert (progress.done, progress.total, left(progress)) == (0, 1, ["The old"])


def test_an_extra_preset_and_rows_of_ones_own_never_count(tiny: Process) -> None:
    rows = {GROUPS: (Entry(1, {"state": "heard"}, "summer"), Entry(2, {"who": "Rytt.", "state": "heard"}))}
    progress = section_progress(tiny, section(tiny, "listening.heard"), Material(rows=rows))
    assert (progress.state, progress.judged, left(progress)) == (State.PART, 0, ["The young", "The old"])


def test_a_register_is_not_relevant(tiny: Process) -> None:
    answers = {GROUPS: Given(not_relevant="Ingen bor här")}
    progress = section_progress(tiny, section(tiny, "listening.heard"), Material(answers=answers))
    assert (progress.state, progress.judged, progress.presets, progress.left) == (State.DONE, 2, 2, ())


@pytest.mark.parametrize(("count", "state"), [(0, State.NONE), (1, State.PART), (2, State.DONE)])
def test_a_register_needs_so_many_rows(tiny: Process, count: int, state: State) -> None:
    rows = {"trying.trials.list": [Entry(n, {"trial": "Soppa"}) for n in range(count)]}
    assert section_progress(tiny, section(tiny, "trying.trials"), Material(rows=rows)).state is state


def test_a_section_with_nothing_core_is_optional(tiny: Process) -> None:
    optional = section(tiny, "settling.more")
    empty = section_progress(tiny, optional, Material())
    full = section_progress(tiny, optional, Material(answers={"settling.more.thoughts": Given("Ja")}))
    assert (empty.is_optional, empty.state, empty.left) == (True, State.NONE, ())
    assert (full.is_optional, full.state, full.left) == (True, State.DONE, ())


def test_an_optional_section_never_holds_a_step_back(tiny: Process) -> None:
    settling = tiny.step("settling")
    assert settling is not None
    done = step_progress(tiny, settling, Material(answers={"settling.owner.form": Given("indoors")}))
    assert (done.state, done.done, done.total, done.left) == (State.DONE, 1, 1, ())
    begun = step_progress(tiny, settling, Material(answers={"settling.more.thoughts": Given("Ja")}))
    assert (begun.state, begun.done, [t.en for t in begun.left]) == (State.PART, 0, ["Who takes over"])


def test_the_whole(tiny: Process, written: Material) -> None:
    progress = process_progress(tiny, written)
    assert {key: (step.state, step.done, step.total) for key, step in progress.steps.items()} == {
        "listening": (State.DONE, 2, 2),
        "trying": (State.NONE, 0, 2),
        "settling": (State.NONE, 0, 1),
    }
    assert progress.section("listening.heard").judged == 2


def test_next_is_the_first_section_with_something_left(tiny: Process, written: Material) -> None:
    material = replace(written, rows={})
    suggested = next_thing(tiny, process_progress(tiny, material), {1})
    assert suggested is not None
    assert (suggested.section, suggested.is_checkpoint) == (section(tiny, "listening.heard"), False)
    assert suggested.progress is not None
    assert left(suggested.progress) == ["The young", "The old"]


def test_next_is_the_checkpoint_once_its_phase_is_done(tiny: Process, written: Material) -> None:
    assert next_thing(tiny, process_progress(tiny, written), {1}) == NextThing()
    assert NextThing().is_checkpoint


def test_next_goes_on_in_the_phase_that_opened(tiny: Process, written: Material) -> None:
    suggested = next_thing(tiny, process_progress(tiny, written), {1, 2})
    assert suggested is not None
    assert suggested.section == section(tiny, "trying.aims")


def test_nothing_is_next_when_all_is_done(tiny: Process, written: Material) -> None:
    rows = {
        **written.rows,
        "trying.aims.list": (Entry(10, {"aim": "En bastu"}),),
        "trying.trials.list": (Entry(11, {"trial": "A"}), Entry(12, {"trial": "B"})),
    }
    answers = {**written.answers, "settling.owner.form": Given("indoors")}
    assert (
        next_thing(tiny, process_progress(tiny, replace(written, rows=rows, answers=answers)), {1, 2}) is None
    )


def full(process: Process) -> Material:
    """Something in every answer, and 60 rows in every register."""
    rows = {
        register.key: [
            Entry(n, dict.fromkeys((c.name for c in register.columns), "x"), preset)
            for n, preset in enumerate([*(p.key for p in register.presets), *([None] * 60)])
        ]
        for register in process.all_registers()
    }
    return Material(answers={q.key: Given("x") for q in process.all_questions()}, rows=rows)


def test_all_of_the_shipped_definition_can_be_done(shipped: Process) -> None:
    progress = process_progress(shipped, full(shipped))
    assert {step.state for step in progress.steps.values()} == {State.DONE}
    assert next_thing(shipped, process_progress(shipped, full(shipped)), {1, 2}) is None


def test_a_whole_place_takes_little_time(shipped: Process) -> None:
    """Under 2 ms on a desk machine; the bound here leaves room for a busy one."""
    material = full(shipped)
    timings = []
    for _ in range(20):
        start = time.perf_counter()
        process_progress(shipped, material)
        timings.append(time.perf_counter() - start)
    assert min(timings) < 0.004


def test_every_criterion_of_the_shipped_definition_can_be_looked_at(shipped: Process) -> None:
    for material in (Material(), full(shipped)):
        found = readiness(shipped, material, {}, {})
        assert len(found.criteria) == len(shipped.checkpoint.criteria)
    assert not readiness(shipped, Material(), {}, {}).ready


def test_references_of_the_shipped_definition_lead_to_registers(shipped: Process) -> None:
    for register in shipped.all_registers():
        for column in register.columns:
            if column.kind is Kind.REFERENCE:
                assert isinstance(shipped.register(column.register or ""), Register)
