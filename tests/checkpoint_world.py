"""A place that can go through its checkpoint, the people around it, and each state that it can stand in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from portal.clock import now
from portal.extensions import db
from portal.models import Answer, CriterionNote, Event, Mail, Place, Submission, User
from portal.policy import Workplace
from portal.process.definitions import register_folder
from portal.process.review import Point, ReviewContent
from portal.queries.material import get_material
from portal.queries.people import find_user_by_email
from portal.queries.submissions import load_review
from portal.services import checkpoint, reviews
from tests.factories import give_role, make_place, make_user, open_workplace

register_folder(Path(__file__).parent / "definitions")

TINY = {"definition_key": "tiny", "definition_version": 1}


@dataclass
class CheckpointWorld:
    """`place` is ready to submit: each must that lacks evidence is waived. `both` is leader and coach of it."""

    place: Place
    leader: User
    leader2: User
    coach: User
    coach2: User
    outsider: User
    both: User
    region: User

    @property
    def workplace(self) -> Workplace:
        return open_workplace(self.place)

    @property
    def decider(self) -> User:
        return fresh(self.region if self.workplace.process.key == "tiny" else self.coach)

    def submit(self) -> Submission:
        workplace = self.workplace
        return checkpoint.submit(
            fresh(self.leader), workplace=workplace, material=get_material(workplace.journey)
        )

    def begin(self, submission: Submission) -> Submission:
        workplace, found = load_review(submission.id)
        checkpoint.begin(self.decider, workplace=workplace, submission=found)
        return found

    def write(self, submission: Submission, content: ReviewContent) -> None:
        workplace, found = load_review(submission.id)
        draft = reviews.get_draft(found)
        reviews.save_draft(
            self.decider, workplace=workplace, submission=found, version=draft.version, content=content
        )

    def decide(self, submission: Submission, verdict: str = "go_on") -> Submission:
        self.write(submission, self.content(verdict))
        workplace, found = load_review(submission.id)
        checkpoint.decide(self.decider, workplace=workplace, submission=found)
        return found

    def ask(self, *points: Point, verdict: str = "complete_first", **more: object) -> Submission:
        """Submitted, reviewed and decided, with these points."""
        submission = self.begin(self.submit())
        self.write(submission, replace(self.content(verdict, **more), points=points))
        workplace, found = load_review(submission.id)
        checkpoint.decide(self.decider, workplace=workplace, submission=found)
        return found

    def content(self, verdict: str = "go_on", **more: object) -> ReviewContent:
        points = [] if verdict == "go_on" else [self.point()]
        return ReviewContent(verdict=verdict, reasons="Bra grund.", points=points, **more)  # type: ignore[arg-type]  # test data

    def point(self, number: int = 1, text: str = "Skriv en rad till.", due_on: str = "2026-12-01") -> Point:
        criterion = self.workplace.process.checkpoint.criteria[0]
        return Point(number, criterion.key, criterion.link, text, due_on)

    def stand_in(self, state: str) -> Submission | None:
        """Bring the place to a state by the services that lead there; the newest submission, if there is one."""
        if state == "not_submitted":
            return None
        if state == "resubmitted":
            self.stand_in("complete_first")
        submission = self.submit()
        if state.endswith("submitted"):
            return submission
        submission = self.begin(submission)
        return submission if state == "under_review" else self.decide(submission, state)

    def state(self) -> str:
        db.session.expire_all()
        return self.workplace.journey.checkpoint_state


def make_world(slug: str = "dals-rostock", *, ready: bool = True, **journey: object) -> CheckpointWorld:
    """The people and the place; `ready` waives every must."""
    place = make_place(slug, slug.replace("-", " ").title(), **journey)
    world = CheckpointWorld(
        place=place,
        leader=_person(slug, "leader", "leader", place),
        leader2=_person(slug, "leader2", "leader", place),
        coach=_person(slug, "coach", "place_coach", place),
        coach2=_person(slug, "coach2", "place_coach", place),
        outsider=_person(slug, "outsider", "coach", None),
        both=give_role(_person(slug, "both", "leader", place), "place_coach", place),
        region=_person(slug, "region", "region", None),
    )
    if ready:
        waive_all(world)
    return world


def _person(slug: str, login: str, role: str, place: Place | None) -> User:
    return give_role(make_user(f"{login}@{slug}.example", f"{login} {slug}"), role, place)


def waive_all(world: CheckpointWorld) -> None:
    for criterion in world.workplace.process.checkpoint.criteria:
        if criterion.is_must:
            note = CriterionNote(
                journey_id=world.workplace.journey.id,
                criterion_key=criterion.key,
                waiver="Det går inte just nu.",
                updated_by=world.leader.id,
                updated_at=now(),
            )
            db.session.add(note)
    db.session.flush()


def answer(world: CheckpointWorld, key: str, value: object) -> None:
    """A stored answer, past all checks."""
    journey = world.workplace.journey
    db.session.add(
        Answer(
            journey_id=journey.id, question_key=key, value=value, updated_by=world.leader.id, updated_at=now()
        )
    )
    db.session.flush()


def events() -> list[str]:
    """The kinds of all events about the checkpoint, oldest first."""
    kinds = db.session.scalars(db.select(Event.kind).order_by(Event.id))
    return [kind for kind in kinds if kind.startswith("checkpoint_")]


def letters(kind: str) -> list[str]:
    """Who has got a letter of this kind."""
    return sorted(db.session.scalars(db.select(Mail.to_address).where(Mail.kind == kind)))


def fresh(user: User) -> User:
    """The person as a request loads them."""
    found = find_user_by_email(user.email)
    assert found is not None
    return found
