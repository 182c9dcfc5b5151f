"""Everything that differs between two submissions, with its counts."""

from __future__ import annotations

from typing import Any

from portal.process import frozen
from portal.process.changes import ChangeKind
from portal.process.comparison import Comparison, compare_snapshots
from portal.process.material import Entry, Given, Material
from portal.process.readiness import CriterionStatus
from portal.process.schema import Process
from portal.process.sheets import figures_of

ADDED, REMOVED, CHANGED = ChangeKind
NAME, STORY, GROUPS = "listening.ground.name", "listening.ground.story", "listening.heard.groups"


def snapshot(tiny: Process, material: Material, **more: Any) -> dict[str, Any]:
    note = {"state": "missing", "met": False, "leaves": [], "comment": "", "waiver": None}
    figures = {"rows": 1, "sums": {}, "counts": {"sector": {"public": 1}}}
    return {
        "copy": frozen.freeze(tiny, material, {}, {}),
        "readiness": [{"key": c.key, **note, **more.get("note", {})} for c in tiny.checkpoint.criteria],
        "figures": {"partners": more.get("figures", figures)},
    }


def test_two_that_say_the_same(tiny: Process, written: Material) -> None:
    found = compare_snapshots(tiny, snapshot(tiny, written), snapshot(tiny, written), "sv")
    assert (found.is_empty, found.counts, list(found.items)) == (True, {}, [])


def test_everything_is_counted(tiny: Process) -> None:
    before = Material(
        answers={NAME: Given("Ådala"), STORY: Given("Ett mejeri")},
        rows={GROUPS: (Entry(1, {"who": "A"}), Entry(2, {"who": "B"}))},
        ticks=frozenset({"listening.told_everyone"}),
    )
    after = Material(
        answers={NAME: Given("Ådalen"), "listening.ground.people": Given(240)},
        rows={GROUPS: (Entry(1, {"who": "Å"}), Entry(3, {"who": "C"}), Entry(4, {"who": "D"}))},
        ticks=frozenset({"town_hall.contact_named"}),
    )
    later = {
        "note": {"state": "waived", "comment": "Vi vill prata", "waiver": "Går inte"},
        "figures": {"rows": 2, "sums": {}, "counts": {"sector": {"business": 2}}},
    }
    found = compare_snapshots(tiny, snapshot(tiny, before), snapshot(tiny, after, **later), "sv")
    assert found.counts == {
        ("answers", CHANGED): 1,
        ("answers", REMOVED): 1,
        ("answers", ADDED): 1,
        ("rows", CHANGED): 1,
        ("rows", ADDED): 2,
        ("rows", REMOVED): 1,
        ("ticks", ADDED): 1,
        ("ticks", REMOVED): 1,
        ("comments", ADDED): 6,
        ("figures", CHANGED): 3,
    }
    assert [(t.title, t.kind) for t in found.steps[0].ticks] == [("Alla har fått veta", REMOVED)]
    assert [(t.title, t.kind) for t in found.track] == [("Kontakt utsedd", ADDED)]
    assert [(f.label, f.before, f.after) for f in found.figures] == [
        ("", 1, 2),
        ("Offentlig", 1, 0),
        ("Företag", 0, 2),
    ]
    named = found.criterion("named")
    assert named is not None
    assert named.states == (CriterionStatus.MISSING, CriterionStatus.WAIVED)


def test_a_comment_changed_in_part(tiny: Process) -> None:
    notes = [{"note": {"comment": words}} for words in ("Vi vill prata om vägen", "Vi vill prata om bussen")]
    before, after = (snapshot(tiny, Material(), **note) for note in notes)
    found = compare_snapshots(tiny, before, after, "sv").criterion("named")
    assert found is not None
    assert found.comment is not None
    assert [(p.became, p.text) for p in found.comment.pieces] == [
        ("kept", "Vi vill prata om "),
        ("removed", "vägen"),
        ("added", "bussen"),
    ]


def test_without_what_stands_elsewhere(tiny: Process) -> None:
    after = Material(
        answers={NAME: Given("Ådala"), STORY: Given("Ett mejeri")},
        ticks=frozenset({"listening.told_everyone"}),
    )
    whole = compare_snapshots(tiny, snapshot(tiny, Material()), snapshot(tiny, after), "sv")
    rest = whole.without({NAME})
    assert [item.key for item in rest.items] == [STORY]
    assert rest.counts == {("answers", ADDED): 1, ("ticks", ADDED): 1}
    assert whole.without({NAME, STORY}).steps[0].sections == ()
    assert Comparison().without({NAME}).is_empty


def test_sums_are_called_what_their_readers_call_them(shipped: Process) -> None:
    """Not what the team was asked: a coach reads both."""
    sums = {"rows": 1, "sums": {"participants": 7}, "counts": {}}
    log = next(register for register in shipped.registers if register.role == "log")
    assert [(f.label.sv, f.number) for f in figures_of(log, sums)] == [(log.title.sv, 1), ("Deltagare", 7)]
    nothing = {"copy": frozen.freeze(shipped, Material(), {}, {}), "readiness": []}
    before, after = ({**nothing, "figures": {log.key: {**sums, "sums": {"participants": n}}}} for n in (3, 7))
    found = compare_snapshots(shipped, before, after, "sv")
    assert [(f.label, f.before, f.after) for f in found.figures] == [("Deltagare", 3, 7)]
