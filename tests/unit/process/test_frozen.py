"""What a circle may see, and copies that come back as they were."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.process.frozen import FrozenCopy, freeze, thaw, visible
from portal.process.material import Entry, Given, Material
from portal.process.schema import Audience, Process

GROUPS = "listening.heard.groups"
GROUND = "listening.ground"
TEAM, COACH, MUNICIPALITY, PLAN = Audience

FILE = {"name": "stadgar.pdf", "sha256": "ab" * 32, "size": 1200, "media_type": "application/pdf"}


def names(material: Material) -> set[str]:
    return {key.rpartition(".")[2] for key in material.answers}


@pytest.mark.parametrize(
    ("reader", "answers", "registers"),
    [
        (TEAM, {"name", "host", "story", "worry", "people", "fields"}, {"partners", GROUPS}),
        (COACH, {"name", "host", "story", "people", "fields"}, {"partners", GROUPS}),
        (MUNICIPALITY, {"name", "story", "people", "fields"}, {"partners"}),
        (PLAN, {"name", "people", "fields"}, {"partners"}),
    ],
)
def test_each_circle_sees_its_own(
    tiny: Process, written: Material, reader: Audience, answers: set[str], registers: set[str]
) -> None:
    seen = visible(tiny, written, reader, None, ["partners"])
    assert (names(seen), set(seen.rows)) == (answers, registers)


def test_columns_that_do_not_reach_are_dropped_and_rows_stay(tiny: Process, written: Material) -> None:
    coach = visible(tiny, written, COACH, None, ["partners"]).rows["partners"]
    assert [dict(row.values) for row in coach] == [
        {"name": "Byalaget", "sector": "public"},
        {"name": "Lanthandeln", "sector": "business"},
    ]
    nameless = replace(written, rows={"partners": (Entry(1, {"contact": "070"}),)})
    assert visible(tiny, nameless, PLAN, None, ["partners"]).rows == {"partners": (Entry(1, {}),)}


def test_what_another_column_hides_stays_behind(tiny: Process) -> None:
    rows = {GROUPS: (Entry(1, {"state": "heard", "reason": "Skrevs förut"}, "young"),)}
    seen = visible(tiny, Material(rows=rows), TEAM, None, [])
    assert dict(seen.rows[GROUPS][0].values) == {"state": "heard"}


def test_only_the_steps_and_registers_that_are_asked_for(tiny: Process, written: Material) -> None:
    assert visible(tiny, written, TEAM, ["trying"], []) == Material(
        ticks=frozenset({"town_hall.contact_named"}), facts=written.facts
    )
    step = visible(tiny, written, TEAM, ["listening"], [])
    assert (set(step.rows), step.ticks) == ({GROUPS}, written.ticks)
    register = visible(tiny, written, TEAM, [], ["partners", GROUPS])
    assert (register.answers, set(register.rows)) == ({}, {"partners"})


def test_a_register_that_is_not_relevant_is_seen_by_who_may_read_its_rows(tiny: Process) -> None:
    material = Material(answers={GROUPS: Given(not_relevant="Ingen bor här")})
    assert visible(tiny, material, COACH, None, []).answers == material.answers
    assert visible(tiny, material, PLAN, None, []).answers == {}


def test_keys_that_the_definition_does_not_know_are_dropped(tiny: Process) -> None:
    stray = Material(answers={"x.y.z": Given("?")}, rows={"w": (Entry(1, {}),)}, ticks=frozenset({"x.t"}))
    assert visible(tiny, stray, TEAM, None, ["w"]) == Material()


def test_a_copy_holds_what_it_refers_to_and_no_more(tiny: Process, written: Material) -> None:
    answers = {**written.answers, "settling.owner.statutes": Given(["f1"])}
    material = replace(written, answers=answers)
    copy = freeze(tiny, material, {1: "Byalaget", 2: "Lanthandeln", 9: "?"}, {"f1": FILE, "f2": FILE})
    assert copy["schema_version"] == 1
    assert copy["definition"] == {"key": "tiny", "version": 1}
    assert copy["labels"] == {"1": "Byalaget"}
    assert copy["files"] == {"f1": FILE}


def test_a_copy_survives_json(tiny: Process, written: Material) -> None:
    copy = json.loads(json.dumps(freeze(tiny, written, {1: "Byalaget"}, {})))
    assert thaw(copy) == FrozenCopy("tiny", 1, written, {1: "Byalaget"}, {})


def test_an_unknown_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown schema_version 2"):
        thaw({"schema_version": 2})


texts = st.text(max_size=20)
values = st.one_of(
    texts,
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(st.integers(1, 99), max_size=4),
    st.lists(texts, max_size=4),
    st.fixed_dictionaries({"yes": st.booleans(), "why": texts}),
)
givens = st.one_of(st.builds(Given, values), st.builds(Given, st.none(), texts))
entries = st.builds(
    Entry, st.integers(1, 99), st.dictionaries(texts, values, max_size=4), st.one_of(st.none(), texts)
)
materials = st.builds(
    Material,
    st.dictionaries(st.sampled_from([f"{GROUND}.name", f"{GROUND}.host", "settling.owner.statutes"]), givens),
    st.dictionaries(st.sampled_from(["partners", GROUPS]), st.lists(entries, max_size=4).map(tuple)),
    st.frozensets(texts, max_size=4),
    st.frozensets(texts, max_size=4),
)


@given(materials)
def test_every_material_comes_back_as_it_was(tiny: Process, material: Material) -> None:
    copy = freeze(tiny, material, {n: str(n) for n in range(100)}, {})
    assert thaw(json.loads(json.dumps(copy))).material == material


@given(materials, st.sampled_from(Audience))
def test_looking_twice_changes_nothing(tiny: Process, material: Material, reader: Audience) -> None:
    once = visible(tiny, material, reader, None, ["partners"])
    assert visible(tiny, once, reader, None, ["partners"]) == once


@given(materials)
def test_a_wider_circle_never_sees_more(tiny: Process, material: Material) -> None:
    seen = [visible(tiny, material, reader, None, ["partners"]) for reader in Audience]
    for near, far in pairwise(seen):
        assert far.answers.items() <= near.answers.items()
        assert far.rows.keys() <= near.rows.keys()
