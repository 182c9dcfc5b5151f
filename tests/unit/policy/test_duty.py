"""Who answers for a place: everybody x who is away x who has taken over, as tables."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from portal import policy
from portal.clock import now
from portal.models import Absence, Assignment, Cover, Journey, Place, Submission, Thread, User
from portal.policy import Conversation, Duty, Workplace
from portal.process.schema import Decider

PLACE, ELSEWHERE = Place(id=1, municipality_id=1), Place(id=2, municipality_id=2)
ROLES: dict[str, tuple[tuple[str, int | None], ...]] = {
    "leader": (("leader", 1),),
    "both": (("leader", 1), ("place_coach", 1)),
    "coach": (("place_coach", 1),),
    "coach2": (("place_coach", 1), ("coach", None)),
    "elsewhere": (("place_coach", 2),),
    "pool": (("coach", None),),
    "leader_in_pool": (("leader", 1), ("coach", None)),
    "former": (),
    "officer": (("officer", None),),
    "region": (("region", None),),
}
EVERYBODY = frozenset(ROLES)
OWN = frozenset({"coach", "coach2"})
POOL = frozenset({"elsewhere", "pool"})


def person(name: str) -> User:
    """Somebody with the roles of this name; the former coach's role has ended."""
    held = [Assignment(role=role, place_id=place) for role, place in ROLES[name]]
    if name == "former":
        held = [Assignment(role="coach", ended_at=now())]
    for assignment in held:
        assignment.municipality_id = 1 if assignment.role == "officer" else None
    return User(id=sorted(ROLES).index(name) + 1, assignments=held)


PEOPLE = {name: person(name) for name in ROLES}


def number(name: str) -> int:
    return PEOPLE[name].id


def allowed(rule: Any, *about: Any) -> frozenset[str]:
    """Who may."""
    return frozenset(name for name, user in PEOPLE.items() if rule(user, *about))


def workplace(decider: Decider = Decider.COACH) -> Workplace:
    process: Any = SimpleNamespace(checkpoint=SimpleNamespace(decider=decider))
    return Workplace(PLACE, Journey(state="active"), process, {})


def submission(covered_by: str | None) -> Submission:
    cover = Cover(user_id=number(covered_by)) if covered_by is not None else None
    found = Submission(state="submitted")
    found.__dict__["cover"] = cover  # as it is loaded; the relationship is for reading only
    return found


def conversation(covered_by: str | None) -> Conversation:
    covers = frozenset({number(covered_by)}) if covered_by is not None else frozenset()
    return Conversation(workplace(), Thread(kind="general"), covers=covers)


@pytest.mark.parametrize(
    ("coaches", "away", "expected"),
    [
        ((), (), OWN | POOL),
        (("coach", "coach2"), (), OWN),
        (("coach", "coach2"), ("coach",), {"coach2"}),
        (("coach", "coach2"), ("coach2",), {"coach"}),
        (("coach", "coach2"), ("coach", "coach2"), OWN | POOL),
        (("coach",), ("coach",), OWN | POOL),
        (("coach",), ("pool",), {"coach"}),
    ],
)
def test_on_duty(coaches: tuple[str, ...], away: tuple[str, ...], expected: set[str]) -> None:
    duty = Duty(PLACE, frozenset(map(number, coaches)), frozenset(map(number, away)))
    assert allowed(policy.is_on_duty, duty) == expected


@pytest.mark.parametrize(
    ("decider", "covered_by", "expected"),
    [
        (Decider.COACH, None, OWN),
        (Decider.COACH, "pool", OWN | {"pool"}),
        (Decider.COACH, "elsewhere", OWN | {"elsewhere"}),
        (Decider.COACH, "leader_in_pool", OWN),
        (Decider.COACH, "former", OWN),
        (Decider.COACH, "region", OWN),
        (Decider.OTHER_COACH, None, POOL),
        (Decider.OTHER_COACH, "pool", POOL),
        (Decider.REGION, None, {"region"}),
        (Decider.REGION, "pool", {"region"}),
    ],
)
def test_decide(decider: Decider, covered_by: str | None, expected: set[str]) -> None:
    assert allowed(policy.can_decide, workplace(decider), submission(covered_by)) == expected


@pytest.mark.parametrize(
    ("decider", "expected"), [(Decider.COACH, POOL), (Decider.OTHER_COACH, set()), (Decider.REGION, set())]
)
def test_take_over_a_submission(decider: Decider, expected: set[str]) -> None:
    assert allowed(policy.can_cover_submission, workplace(decider), submission(None)) == expected


def test_take_over_a_conversation() -> None:
    assert allowed(policy.can_cover, conversation(None)) == POOL


@pytest.mark.parametrize(
    ("covered_by", "more"),
    [(None, set()), ("pool", {"pool"}), ("former", {"former"}), ("leader_in_pool", set())],
)
def test_end_it(covered_by: str | None, more: set[str]) -> None:
    """Who has it gives it back, the place's coaches take it back, the region puts right what got stuck."""
    expected = OWN | {"region"} | more
    assert allowed(policy.can_end_submission_cover, workplace(), submission(covered_by)) == expected
    assert allowed(policy.can_end_cover, conversation(covered_by)) == expected


@pytest.mark.parametrize(
    ("covered_by", "more"),
    [(None, set()), ("pool", {"pool"}), ("former", set()), ("leader_in_pool", set()), ("leader", set())],
)
def test_read_the_handover_note(covered_by: str | None, more: set[str]) -> None:
    covering = {number(covered_by)} if covered_by else set()
    assert allowed(policy.can_read_handover, workplace(), covering) == OWN | {"region"} | more


def test_absences() -> None:
    coaches = OWN | POOL | {"both", "leader_in_pool"}
    assert allowed(policy.can_have_absences) == coaches
    for name, coach in PEOPLE.items():
        expected = {name, "region"} if name in coaches else set()
        assert (name, allowed(policy.can_state_absence, coach)) == (name, expected)
        absence = Absence(user_id=coach.id)
        assert (name, allowed(policy.can_take_back_absence, absence)) == (name, {name, "region"})
