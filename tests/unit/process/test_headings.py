"""Which rows stand under which heading of a plan document."""

from __future__ import annotations

import pytest

from portal.process.headings import Shows, is_under
from portal.process.material import Value
from portal.process.schema import Process

WHOLE = Shows("r")
NATURE = Shows("r", column="kind", values=("nature", "water"))
SPORTS = Shows("r", presets=("sports",))
REST = Shows("r", rest=True)
SELECTIONS = (NATURE, SPORTS, REST)


@pytest.mark.parametrize(
    ("preset", "row", "where"),
    [
        (None, {"kind": "nature"}, [NATURE]),
        (None, {"kind": ["water", "story"]}, [NATURE]),
        (None, {"kind": "story"}, [REST]),
        (None, {}, [REST]),
        ("sports", {}, [SPORTS]),
        ("school", {}, [REST]),
        ("sports", {"kind": "water"}, [NATURE, SPORTS]),
    ],
)
def test_a_row_stands_where_it_is_selected_or_else_with_the_rest(
    preset: str | None, row: dict[str, Value], where: list[Shows]
) -> None:
    assert [each for each in SELECTIONS if is_under(each, SELECTIONS, preset, row)] == where
    assert is_under(WHOLE, SELECTIONS, preset, row)


def test_the_shipped_definition_has_the_twenty_headings_and_a_short_set(shipped: Process) -> None:
    assert [(each.name, len(each.headings)) for each in shipped.heading_sets] == [("full", 20), ("short", 4)]
    short = shipped.heading_set("short")
    assert short is not None
    assert [heading.title.en for heading in short.headings] == [
        "How it is today",
        "Goals",
        "Actions",
        "How the work goes on",
    ]
    assert shipped.heading_set("long") is None
