"""What is handed in: the frozen copy of the phases before the checkpoint, and the region's registry number on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from portal import policy
from portal.errors import N_, InvalidError, Message
from portal.extensions import db
from portal.models import Submission, User
from portal.policy import Workplace
from portal.process import frozen
from portal.process.changes import differences
from portal.process.material import Material, words_in
from portal.process.readiness import CriterionState, Readiness
from portal.process.schema import Audience, Kind, Process, Register
from portal.process.titles import titles_of
from portal.services.events import record
from portal.text import clean

REGISTRY_NUMBER_LIMIT = 60


def steps_before(process: Process) -> tuple[str, ...]:
    """The keys of the steps that a submission covers."""
    return tuple(step.key for step in process.steps if not process.is_after_checkpoint(step.key))


def labels_of(process: Process, material: Material, language: str = "sv") -> dict[int, str]:
    """What every row in the material is called. Hand in what the reader may see: a title is an answer, too."""
    return {
        row: title.of(language)
        for register in process.all_registers()
        for row, title in titles_of(register, process, material).items()
    }


def snapshot_of(
    workplace: Workplace,
    *,
    material: Material,
    readiness: Readiness,
    files: Mapping[str, Mapping[str, Any]],
    previous: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """The copy that is kept for ever, without what only the team may read.

    Of the place-wide registers it holds figures, not rows: they are the team's own until shared.
    """
    process, place = workplace.process, workplace.place
    handed_in = frozen.visible(process, material, Audience.COACH, steps_before(process), ())
    everything = frozen.visible(process, material, Audience.COACH, None, [r.key for r in process.registers])
    members = process.register_with_role("members")
    return {
        "copy": frozen.freeze(process, handed_in, labels_of(process, everything), files),
        "readiness": [_criterion(state) for state in readiness.criteria],
        "figures": {r.key: _figures(r, material) for r in process.registers},
        "place": {"name": place.name, "municipality": place.municipality.name},
        "members": len(material.entries(members.key)) if members is not None else 0,
        "changed": _changed(process, previous, handed_in),
    }


def _criterion(state: CriterionState) -> dict[str, Any]:
    leaves = [
        {"met": leaf.met, "sv": leaf.text.sv, "en": leaf.text.en, "link": leaf.link}
        for leaf in state.finding.leaves
        if leaf.text is not None
    ]
    return {
        "key": state.criterion.key,
        "state": state.state.value,
        "met": state.finding.met,
        "leaves": leaves,
        "comment": state.comment,
        "waiver": state.waiver,
    }


def _figures(register: Register, material: Material) -> dict[str, Any]:
    """How many rows; of each number the sum, of each choice how often: never a word that somebody wrote."""
    entries = material.entries(register.key)
    columns = [c for c in register.columns if c.audience.reaches(Audience.COACH)]
    sums = {
        c.name: sum(e.values[c.name] for e in entries if _is_number(e.values.get(c.name)))
        for c in columns
        if c.kind is Kind.NUMBER
    }
    counts = {
        c.name: dict(Counter(word for e in entries for word in sorted(words_in(e.values.get(c.name)))))
        for c in columns
        if c.kind in (Kind.CHOICE, Kind.CHOICES)
    }
    return {"rows": len(entries), "sums": sums, "counts": counts}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _changed(process: Process, previous: Mapping[str, Any] | None, material: Material) -> int | None:
    """How many answers, rows and ticks have changed since the submission before; None for the first."""
    if previous is None:
        return None
    return len(differences(process, frozen.thaw(previous["copy"]).material, material))


def note_registry_number(
    actor: User, *, workplace: Workplace, submission: Submission, number: str
) -> Submission:
    """The region notes (or mends) the number under which the submission is registered. Raises NotAllowedError,
    InvalidError."""
    policy.require(policy.can_correct(actor, workplace))
    number = clean(number)
    if len(number) > REGISTRY_NUMBER_LIMIT or "\n" in number:
        words = Message(
            N_("A registry number has at most %(limit)s characters."), {"limit": REGISTRY_NUMBER_LIMIT}
        )
        raise InvalidError(words.text, {"registry_number": words}, **words.params)
    if number != (submission.registry_number or ""):
        submission.registry_number = number or None
        db.session.flush()
        data = {"submission": submission.number}
        record(actor, "registry_number_noted", journey=workplace.journey, data=data)
    return submission
