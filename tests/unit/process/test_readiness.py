"""Which criteria have evidence, what may be waived, and when a place may submit."""

from __future__ import annotations

from portal.process.material import Material
from portal.process.readiness import CriterionStatus, Readiness, readiness
from portal.process.schema import Process, Text

MISSING, WAIVED, EVIDENCE, TALK = CriterionStatus


def states(found: Readiness) -> dict[str, CriterionStatus]:
    return {each.criterion.key: each.state for each in found.criteria}


def test_nothing_written(tiny: Process) -> None:
    found = readiness(tiny, Material(), {}, {})
    assert states(found) == {"named": MISSING, "listened": MISSING, "sectors": TALK}
    assert [each.criterion.key for each in found.missing] == ["named", "listened"]
    assert not found.ready


def test_all_written(tiny: Process, written: Material) -> None:
    found = readiness(tiny, written, {}, {})
    assert states(found) == {"named": EVIDENCE, "listened": EVIDENCE, "sectors": TALK}
    assert found.ready
    assert found.missing == ()


def test_a_must_can_be_waived_with_a_reason(tiny: Process) -> None:
    found = readiness(tiny, Material(), {"named": "Vi väljer namn i maj", "listened": "Ingen bor här"}, {})
    assert states(found) == {"named": WAIVED, "listened": WAIVED, "sectors": TALK}
    assert found.ready
    assert [each.waiver for each in found.with_state(WAIVED)] == ["Vi väljer namn i maj", "Ingen bor här"]


def test_a_waiver_without_words_is_none(tiny: Process) -> None:
    assert states(readiness(tiny, Material(), {"named": "  "}, {}))["named"] is MISSING


def test_evidence_wins_over_a_waiver(tiny: Process, written: Material) -> None:
    assert states(readiness(tiny, written, {"named": "Behövs inte"}, {}))["named"] is EVIDENCE


def test_a_subject_to_talk_about_is_never_a_bar_nor_waived(tiny: Process, written: Material) -> None:
    found = readiness(tiny, Material(), {"sectors": "Nej", "unknown": "Nej"}, {"sectors": "Vi är få"})
    subject = found.with_state(TALK)[0]
    assert (subject.waiver, subject.comment, subject.finding.met) == (None, "Vi är få", False)
    assert readiness(tiny, written, {}, {}).with_state(TALK)[0].finding.met is True


def test_what_was_found_is_told_in_words(tiny: Process, written: Material) -> None:
    told = {each.criterion.key: each.finding.leaves[0] for each in readiness(tiny, written, {}, {}).criteria}
    assert told["listened"].text == Text("1 grupp hörd", "1 group heard")
    missing = readiness(tiny, Material(), {}, {}).missing
    assert [each.finding.leaves[0].text for each in missing] == [
        Text("Platsen saknar namn.", "The place has no name."),
        Text("0 av 1 grupper hörda", "0 of 1 groups heard"),
    ]
    assert [each.finding.leaves[0].link for each in missing] == [
        "listening.ground.name",
        "listening.heard.groups",
    ]
