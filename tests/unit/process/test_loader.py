"""A sound definition becomes a process; a wrong one is refused with file, key and reason."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from portal.process import check
from portal.process.errors import DefinitionError
from portal.process.loader import load_definition
from portal.process.schema import Audience, Decider, Kind, Need, Process, Question, Register, Text

TINY = Path(__file__).parents[2] / "definitions" / "tiny" / "1"
FAULTS = yaml.safe_load((Path(__file__).parent / "faults.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "tiny" / "1"
    shutil.copytree(TINY, copy)
    return copy


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old!r} does not stand in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(folder: Path) -> DefinitionError:
    with pytest.raises(DefinitionError) as caught:
        load_definition(folder)
    return caught.value


def test_steps_are_numbered_through_the_phases(tiny: Process) -> None:
    assert [(p.number, [(s.number, s.key) for s in p.steps]) for p in tiny.phases] == [
        (1, [(1, "listening")]),
        (2, [(2, "trying"), (3, "settling")]),
    ]


def test_the_checkpoint(tiny: Process) -> None:
    gate = tiny.checkpoint
    assert (gate.key, gate.after_phase, gate.due_month, gate.decider) == ("gate", 1, 2, Decider.REGION)
    assert [criterion.is_must for criterion in gate.criteria] == [True, True, False]


def test_keys_are_full(tiny: Process) -> None:
    section = tiny.section("listening.ground")
    assert section is not None
    assert [part.key for part in section.items][:2] == ["listening.ground.name", "listening.ground.host"]
    groups = tiny.register("listening.heard.groups")
    assert groups is not None
    assert [column.key for column in groups.columns] == [
        "listening.heard.groups.who",
        "listening.heard.groups.state",
        "listening.heard.groups.reason",
    ]
    assert [item.key for item in tiny.track.items] == ["town_hall.contact_named", "town_hall.has_read"]


def test_lookups_know_the_kind_of_a_key(tiny: Process) -> None:
    assert isinstance(tiny.question("listening.ground.name"), Question)
    assert tiny.register("listening.ground.name") is None
    assert isinstance(tiny.register("partners"), Register)
    assert tiny.checklist_item("listening.someone_hosts") is not None
    assert tiny.section("listening.someone_hosts") is None
    assert tiny.step("listening.ground") is None
    assert tiny.step_of("listening.ground.name") is tiny.step("listening")
    assert tiny.section_of("listening.ground.name") is tiny.section("listening.ground")
    assert tiny.step_of("partners") is None
    assert [tiny.phase_of(step.key).number for step in tiny.steps] == [1, 2, 2]
    assert [tiny.is_after_checkpoint(step.key) for step in tiny.steps] == [False, True, True]
    with pytest.raises(KeyError):
        tiny.phase_of("anchoring")


def test_roles(tiny: Process) -> None:
    found = {role: tiny.register_with_role(role) for role in ("organisations", "goals", "log")}
    assert {role: register and register.key for role, register in found.items()} == {
        "organisations": "partners",
        "goals": "trying.aims.list",
        "log": None,
    }


def test_what_is_linkable(tiny: Process) -> None:
    keys = ["gate", "listening", "listening.ground", "listening.ground.name", "partners"]
    assert all(tiny.is_linkable(key) for key in keys)
    assert not any(tiny.is_linkable(key) for key in ["listening.someone_hosts", "town_hall", "nowhere"])


def test_a_field_as_it_is_written(tiny: Process) -> None:
    host = tiny.question("listening.ground.host")
    assert host is not None
    assert (host.kind, host.register, host.many, host.need, host.audience) == (
        Kind.REFERENCE,
        "partners",
        False,
        Need.CORE,
        Audience.COACH,
    )
    assert host.label == Text(sv="Vem håller i arbetet?", en="Who holds the work?")


@pytest.mark.parametrize(
    ("key", "limit"),
    [
        ("listening.ground.name", 200),
        ("listening.ground.host", 1),
        ("listening.ground.story", 5000),
        ("listening.ground.worry", 500),
        ("listening.ground.people", 0),
        ("listening.ground.fields", 2),
        ("settling.owner.statutes", 10),
        ("settling.owner.page", 500),
        ("settling.owner.form", 1),
    ],
)
def test_default_limits(tiny: Process, key: str, limit: int) -> None:
    question = tiny.question(key)
    assert question is not None
    assert question.limit == limit


def test_default_limit_of_many_references(tiny: Process) -> None:
    trials = tiny.register("trying.trials.list")
    who = trials.column("who") if trials else None
    assert who is not None
    assert who.limit == 20


def test_a_limit_of_its_own(folder: Path) -> None:
    edit(folder, "listening.yaml", "kind: long_text", "kind: long_text\n        limit: 900")
    question = load_definition(folder).question("listening.ground.story")
    assert question is not None
    assert question.limit == 900


def test_words_that_yaml_would_turn_into_booleans_stay_words(folder: Path) -> None:
    edit(folder, "process.yaml", "sv: Inomhus, en: Indoors", "sv: Ja, en: yes")
    form = load_definition(folder).question("settling.owner.form")
    assert form is not None
    assert form.options[0].label == Text(sv="Ja", en="yes")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["refused"][1] or fault["file"])
def test_faults(folder: Path, fault: dict[str, Any]) -> None:
    edit(folder, fault["file"], fault["old"], fault["new"])
    refused = refusal(folder)
    assert [refused.file, refused.key, refused.reason] == fault["refused"]


def test_a_missing_file(folder: Path) -> None:
    (folder / "trying.yaml").unlink()
    refused = refusal(folder)
    assert (refused.file, refused.key, refused.reason) == ("trying.yaml", "", "the file is missing")


def test_a_file_of_no_step(folder: Path) -> None:
    (folder / "listning.yaml").write_text("key: listning", encoding="utf-8")
    refused = refusal(folder)
    assert (refused.file, refused.reason) == ("listning.yaml", "belongs to no step named in process.yaml")


def test_what_is_not_yaml(folder: Path) -> None:
    (folder / "trying.yaml").write_text("key: trying\ntitle: {sv: [\n", encoding="utf-8")
    refused = refusal(folder)
    assert (refused.file, refused.line) == ("trying.yaml", 3)
    assert refused.reason.startswith("is not YAML: ")


@pytest.mark.parametrize("text", ["just words", "- a\n- b", ""])
def test_a_file_that_is_no_mapping(folder: Path, text: str) -> None:
    (folder / "checkpoint.yaml").write_text(text, encoding="utf-8")
    refused = refusal(folder)
    assert (refused.file, refused.reason) == ("checkpoint.yaml", "must be a mapping")


def test_a_file_that_is_not_utf_8(folder: Path) -> None:
    (folder / "checkpoint.yaml").write_bytes("title: Förankring".encode("latin-1"))
    assert refusal(folder).reason == "is not written in UTF-8"


def test_an_anchor_that_refers_to_itself(folder: Path) -> None:
    (folder / "checkpoint.yaml").write_text("key: &it\n  key: *it\n", encoding="utf-8")
    assert refusal(folder).reason == "refers to itself"


def test_no_place_wide_registers_is_a_definition_too(folder: Path) -> None:
    (folder / "registers.yaml").write_text("", encoding="utf-8")
    assert refusal(folder).reason == "there is no register “partners”"


def test_the_words_of_a_refusal(folder: Path) -> None:
    edit(folder, "trying.yaml", "in_plan: true", "in_plan: maybe")
    assert str(refusal(folder)) == "trying.yaml:6: sections.aims.in_plan: must be true or false"


def test_check_tells_a_fault_of_every_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder, "trying.yaml", "in_plan: true", "in_plan: maybe")
    edit(folder, "checkpoint.yaml", "due_month: 2", "due_month: soon")
    assert check.main([str(folder)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "checkpoint.yaml:1: due_month: must be a whole number of at least 1",
        "trying.yaml:6: sections.aims.in_plan: must be true or false",
    ]


def test_check_tells_what_is_sound(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main([str(folder)]) == 0
    assert capsys.readouterr().out == "tiny 1 is sound: 3 core before the checkpoint\n"
    assert check.main([]) == 2


def test_the_shipped_definition_is_sound(shipped: Process) -> None:
    assert [step.key for step in shipped.steps] == [
        "anchoring",
        "mapping",
        "analysis",
        "vision",
        "action_plan",
        "organisation",
    ]
