"""What stands in a register's picture, and for whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from portal.process.charts import Chart, Mark, chart_of, names_of
from portal.process.material import Entry, Given, Material, Value
from portal.process.picture import PictureKind
from portal.process.schema import Audience, Process, Register
from portal.process.shown import Naming

STAKEHOLDERS = "anchoring.stakeholders.list"
VOICES = "anchoring.voices.groups"
SERVICES = "mapping.services.list"
SWOT = "analysis.swot.statements"
TEAM, COACH, MUNICIPALITY, PLAN = Audience


def entry(row: int, preset: str | None = None, **values: Value) -> Entry:
    return Entry(row, values, preset)


def chart(
    process: Process,
    key: str,
    *rows: Entry,
    lang: str = "en",
    labels: dict[int, str] | None = None,
    reader: Audience = TEAM,
) -> Chart:
    register = process.register(key)
    assert register is not None
    found = chart_of(register, Material(rows={key: rows}), Naming(lang, labels or {}, {}), reader)
    assert found is not None
    return found


def groups(found: Chart) -> list[tuple[str, str]]:
    return [(group.option.key, group.names) for group in found.groups]


def spots(found: Chart) -> list[tuple[int, str, int, int]]:
    assert found.grid is not None
    return [(s.number, s.mark.name, s.across, s.up) for s in found.grid.spots]


@pytest.mark.parametrize(
    ("key", "readers"),
    [
        (STAKEHOLDERS, [TEAM]),
        (VOICES, [TEAM, COACH]),
        (SERVICES, [TEAM, COACH, MUNICIPALITY, PLAN]),
        (SWOT, [TEAM, COACH, MUNICIPALITY, PLAN]),
        ("organisations", []),
    ],
)
def test_only_who_may_read_every_column_that_it_needs_gets_a_picture(
    shipped: Process, key: str, readers: list[Audience]
) -> None:
    register = shipped.register(key)
    assert register is not None
    found = [r for r in Audience if chart_of(register, Material(), Naming("en", {}, {}), r) is not None]
    assert found == readers


def test_a_title_that_is_the_teams_own_keeps_the_picture_with_it(shipped: Process) -> None:
    register = shipped.register(SERVICES)
    assert register is not None
    hidden = tuple(
        replace(c, audience=TEAM) if c.name == register.title_column else c for c in register.columns
    )
    own = replace(register, columns=hidden)
    readers = [r for r in Audience if chart_of(own, Material(), Naming("en", {}, {}), r) is not None]
    assert readers == [TEAM]


def test_what_is_not_relevant_here_has_no_picture(shipped: Process) -> None:
    register = shipped.register(SWOT)
    assert register is not None
    material = Material(answers={SWOT: Given(None, "Vi gjorde något annat")})
    assert chart_of(register, material, Naming("en", {}, {}), TEAM) is None


def test_a_tally_counts_presets_in_the_definitions_order_and_then_own_rows(shipped: Process) -> None:
    found = chart(
        shipped,
        SERVICES,
        entry(1, service="IFK Rostock", state="exists"),
        entry(2, "school", state="exists"),
        entry(3, "grocery", state="exists"),
        entry(4, "fuel", state="missing"),
        entry(5, service="Bageri"),
        entry(6, "cash", note="Vi vet inte"),
        entry(7, "police", note="Vi vet inte"),
    )
    assert groups(found) == [
        ("exists", "Groceries, school, IFK Rostock"),
        ("threatened", ""),
        ("missing", "Fuel"),
        ("not_relevant", ""),
    ]
    left = "Post and parcels, cash, pharmacy, public transport, broadband and mobile, preschool, care"
    assert found.left_names == f"{left}, meeting place, defibrillator, Bageri"
    assert (len(found.marks), found.total, found.is_empty, found.is_listed) == (4, 14, False, True)


def test_coverage_is_counted_against_everything_that_should_be_covered(tiny: Process) -> None:
    rows = (entry(1, "young", state="heard"), entry(2, "summer", state="planned"), entry(3, who="Jägarna"))
    found = chart(tiny, "listening.heard.groups", *rows)
    assert found.kind is PictureKind.COVERAGE
    assert groups(found) == [("heard", "The young"), ("planned", "Summer residents"), ("gap", "")]
    assert (found.left_names, found.total) == ("The old, Jägarna", 4)


def test_an_extra_preset_that_nobody_has_judged_is_not_missed(tiny: Process) -> None:
    found = chart(tiny, "listening.heard.groups")
    assert [mark.name for mark in found.left] == ["The young", "The old"]
    assert found.is_empty


def test_a_place_wide_register_is_counted_by_its_choice(tiny: Process) -> None:
    rows = (entry(1, name="Byalaget", sector="public"), entry(2, name="Handeln"))
    found = chart(tiny, "partners", *rows, lang="sv")
    assert (found.title, found.note) == ("Samarbeten i varje sektor", "Fler sektorer ser mer.")
    assert groups(found) == [("public", "Byalaget"), ("business", "")]
    assert (found.left_names, found.is_listed) == ("Handeln", False)


def test_quadrants_hold_the_rows_with_their_ids_and_the_fields_hints(shipped: Process) -> None:
    found = chart(
        shipped,
        SWOT,
        entry(7, quadrant="threats", statement="Butiken stänger"),
        entry(8, quadrant="strengths", statement="Sjön"),
        entry(9, quadrant="threats", statement="Fler flyttar"),
        entry(10, statement="Utan fält"),
        entry(11, quadrant="of_an_older_version", statement="Gammalt"),
        lang="sv",
    )
    assert [(g.option.label, g.hint, [(m.name, m.row) for m in g.marks]) for g in found.groups] == [
        ("Styrkor", "Det som är bra hos er", [("Sjön", 8)]),
        ("Svagheter", "Det som är svårt eller fattas hos er", []),
        ("Möjligheter", "Det som händer utanför och kan hjälpa er", []),
        ("Hot", "Det som händer utanför och kan skada er", [("Butiken stänger", 7), ("Fler flyttar", 9)]),
    ]
    assert [(m.name, m.row) for m in found.left] == [("Utan fält", 10), ("Gammalt", 11)]
    assert found.told == {"quadrant", "statement"}


def test_a_matrix_places_the_rows_that_have_both_figures(shipped: Process) -> None:
    found = chart(
        shipped,
        STAKEHOLDERS,
        entry(1, organisation=[11], interest=3, influence=3),
        entry(2, organisation=[12], interest=3),
        entry(3, organisation=[13], interest=1, influence=2),
        entry(4, organisation=[14]),
        entry(5, organisation=[15], interest=3, influence=3),
        labels={11: "Kommunen", 12: "Banken", 13: "Vägföreningen", 5: "Bolaget"},
    )
    assert spots(found) == [(1, "Kommunen", 2, 2), (2, "Vägföreningen", 0, 1), (3, "Bolaget", 2, 2)]
    assert [mark.name for mark in found.left] == ["Banken", "organisation 4"]
    assert found.grid is not None
    drawn = [(up, [[s.number for s in cell] for cell in cells]) for up, cells in found.grid.rows]
    assert drawn == [(2, [[], [], [1, 3]]), (1, [[2], [], []]), (0, [[], [], []])]
    assert (found.grid.across, found.grid.up) == ("Interest", "Influence")
    assert found.grid.levels == ("Little", "Some", "Great")


@pytest.mark.parametrize(
    ("value", "level"),
    [
        (1, 0),
        (1.4, 0),
        (1.5, 1),
        (3, 2),
        (99, 2),
        (-5, 0),
        (10**400, 2),
        (float("inf"), 2),
        (float("nan"), None),
        ("3", None),
        (True, None),
        (None, None),
    ],
)
def test_a_figure_finds_its_level_whatever_is_stored(shipped: Process, value: Any, level: int | None) -> None:
    found = chart(shipped, STAKEHOLDERS, entry(1, interest=value, influence=2))
    assert [across for _n, _name, across, _up in spots(found)] == ([] if level is None else [level])


@pytest.mark.parametrize("process", ["tiny", "shipped"])
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_empty_picture_says_what_will_come(
    request: pytest.FixtureRequest, process: str, lang: str
) -> None:
    definition: Process = request.getfixturevalue(process)
    registers: list[Register] = [r for r in definition.all_registers() if r.picture is not None]
    drawn = [chart(definition, register.key, lang=lang) for register in registers]
    assert [(c.is_empty, bool(c.title), bool(c.empty)) for c in drawn] == [(True, True, True)] * len(drawn)
    assert len({c.id for c in drawn}) == len(drawn) >= 2


def test_names_in_a_line_keep_the_words_of_people(shipped: Process) -> None:
    register = shipped.register(SERVICES)
    assert register is not None
    first, second = (Mark(p.title.sv, None, p) for p in register.presets[:2])
    assert names_of([first, second, Mark("IFK", 1)]) == "Dagligvaror, drivmedel, IFK"
    assert names_of([]) == ""
