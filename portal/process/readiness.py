"""Which evidence the checkpoint's criteria have, and whether a place may submit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.process.evidence import Finding, evaluate
from portal.process.material import Material
from portal.process.schema import Criterion, Process


class CriterionStatus(StrEnum):
    """A must is missing, waived or has evidence; a talk-about is only ever a subject."""

    MISSING = "missing"
    WAIVED = "waived"
    EVIDENCE = "evidence"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class CriterionState:
    """A criterion with what was found, the leader's comment and, for a must, the reason of its waiver."""

    criterion: Criterion
    state: CriterionStatus
    finding: Finding
    comment: str | None = None
    waiver: str | None = None


@dataclass(frozen=True, slots=True)
class Readiness:
    """`ready` when no must is `missing`. The criteria stand in the definition's order."""

    criteria: tuple[CriterionState, ...]
    missing: tuple[CriterionState, ...]

    @property
    def ready(self) -> bool:
        return not self.missing

    def with_state(self, state: CriterionStatus) -> tuple[CriterionState, ...]:
        return tuple(each for each in self.criteria if each.state is state)


def readiness(
    process: Process, material: Material, waivers: Mapping[str, str], comments: Mapping[str, str]
) -> Readiness:
    """Looks at every criterion. `waivers` and `comments` are keyed by criterion key.

    Only a must can be waived, and evidence wins over a waiver: a waiver of anything else changes nothing.
    """
    criteria = tuple(
        _state(process, material, criterion, waivers, comments) for criterion in process.checkpoint.criteria
    )
    return Readiness(criteria, tuple(each for each in criteria if each.state is CriterionStatus.MISSING))


def _state(
    process: Process,
    material: Material,
    criterion: Criterion,
    waivers: Mapping[str, str],
    comments: Mapping[str, str],
) -> CriterionState:
    finding = evaluate(criterion.evidence, process, material)
    waiver = waivers.get(criterion.key, "").strip() or None
    comment = comments.get(criterion.key, "").strip() or None
    if not criterion.is_must:
        return CriterionState(criterion, CriterionStatus.TALK, finding, comment)
    lacking = CriterionStatus.WAIVED if waiver else CriterionStatus.MISSING
    status = CriterionStatus.EVIDENCE if finding.met else lacking
    return CriterionState(criterion, status, finding, comment, waiver)
