"""Builds the demo world by the same services that people use. Accounts are roles; answers are examples."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from sqlalchemy import exists, select, update

from portal.clock import days_ago, today
from portal.demo.answering import answer_plan
from portal.demo.filling import Names, fill
from portal.demo.talking import talk, talk_with_municipality
from portal.demo.working import work
from portal.extensions import db
from portal.models import Decision, Municipality, Place, Share, Submission, User
from portal.process.gate import CheckpointState
from portal.process.promises import VERDICT_DAYS
from portal.process.workdays import add_working_days
from portal.queries.material import get_material
from portal.queries.people import find_user_by_email
from portal.queries.submissions import load_review
from portal.queries.workplaces import get_workplace
from portal.services import (
    accounts,
    checkpoint,
    contributions,
    editions,
    journeys,
    municipalities,
    people,
    places,
    reviews,
)

PASSWORD = "platsportalen-demo"  # noqa: S105  said aloud on purpose: it opens the demo world only

ACCOUNTS = (
    ("leader@demo.example", "Processledare", "process leader of Dals Rostock"),
    ("leader2@demo.example", "Processledare 2", "process leader of Dals Rostock"),
    ("leader3@demo.example", "Processledare 3", "process leader of Färgelanda"),
    ("leader4@demo.example", "Processledare 4", "process leader of the example village"),
    ("coach@demo.example", "Coach (service)", "coach of the three places"),
    ("coach2@demo.example", "Coach (kultur)", "coach of the three places"),
    ("municipality@demo.example", "Kommunens kontakt, Mellerud", "officer of Mellerud"),
    ("municipality2@demo.example", "Kommunens kontakt, Färgelanda", "officer of Färgelanda"),
    ("region@demo.example", "Regionens team", "the region"),
)
DEFINITION = ("hallbara-platser", 1)


@dataclass(frozen=True, slots=True)
class DemoPlace:
    """A place of the demo world; `months_in` is how long ago its journey started."""

    slug: str
    name: str
    municipality: str
    population: int | None
    year: int | None
    months_in: int
    leaders: tuple[str, ...]
    file: str


PLACES = (
    DemoPlace(
        "dals-rostock", "Dals Rostock", "Mellerud", 800, 2021, 7, ("leader", "leader2"), "dals_rostock"
    ),
    DemoPlace("fargelanda", "Färgelanda", "Färgelanda", None, None, 8, ("leader3",), "fargelanda"),
    DemoPlace(
        "example-village", "Exempelbyn (exempel)", "Mellerud", 310, 2025, 13, ("leader4",), "example_village"
    ),
)


def is_empty() -> bool:
    """True if nobody has an account yet."""
    return not db.session.scalar(select(exists().where(User.id.is_not(None))))


def sign_ins() -> str:
    """The demo sign-ins as a small table for the terminal."""
    width = max(len(email) for email, *_ in ACCOUNTS)
    lines = [f"  {email:<{width}}  {what}" for email, _name, what in ACCOUNTS]
    return "\n".join(["", f"Demo sign-ins, all with the password {PASSWORD}:", *lines, ""])


def build() -> None:
    """Make the accounts, municipalities, places and what they have written so far."""
    people.create_region_account(email="region@demo.example", name="Regionens team", password=PASSWORD)
    for email, name, _what in ACCOUNTS:
        if not email.startswith("region@"):
            accounts.create_user(email=email, name=name, password=PASSWORD)
    region = _person("region")
    towns = {name: municipalities.create(region, name=name) for name in ("Färgelanda", "Mellerud")}
    for login, sector in (("coach", "service"), ("coach2", "culture")):
        people.give_role(region, user=_person(login), role="coach")
        people.set_sectors(region, user=_person(login), sectors=[sector])
    people.give_role(region, user=_person("municipality"), role="officer", municipality=towns["Mellerud"])
    people.give_role(region, user=_person("municipality2"), role="officer", municipality=towns["Färgelanda"])
    for demo in PLACES:
        _start(region, demo, towns[demo.municipality])
    names = {demo.slug: fill(_person(demo.leaders[0]), demo.slug, demo.file) for demo in PLACES}
    _dals_rostock()
    _fargelanda()
    _example_village(names["example-village"])


def _person(login: str) -> User:
    user = find_user_by_email(f"{login}@demo.example")
    if user is None:
        raise LookupError(login)
    return user


def _start(region: User, demo: DemoPlace, municipality: Municipality) -> None:
    facts = places.Facts(
        name=demo.name,
        municipality=municipality,
        population=demo.population,
        population_year=demo.year,
    )
    place: Place = places.create(region, facts=facts, is_example=True)
    place.slug = demo.slug
    for login in demo.leaders:
        people.give_role(region, user=_person(login), role="leader", place=place)
    for login in ("coach", "coach2"):
        people.give_role(region, user=_person(login), role="place_coach", place=place)
    journeys.start(
        region,
        place=place,
        starts_on=today().replace(day=1) - relativedelta(months=demo.months_in),
        definition_key=DEFINITION[0],
        definition_version=DEFINITION[1],
    )


def _dals_rostock() -> None:
    """In phase 1, partly filled; has asked its municipality and waits for the answer, and talks with its coach."""
    contributions.send(_person("leader"), workplace=get_workplace("dals-rostock"))
    talk(_person("leader"), _person("coach"))
    talk_with_municipality(_person("municipality"), _person("coach"))


def _fargelanda() -> None:
    """Its checkpoint is submitted and waits in the inbox."""
    submission = _submit("leader3", "fargelanda")
    _handed_in(submission.id, days=8)


def _example_village(names: Names) -> None:
    """Has passed the checkpoint, works in phase 2 and shares its plan with the municipality."""
    coach = _person("coach")
    workplace, submission = load_review(_submit("leader4", "example-village").id)
    checkpoint.begin(coach, workplace=workplace, submission=submission)
    draft = reviews.get_draft(submission)
    content = reviews.ReviewContent(
        judgements={
            c.key: {"judgement": "enough", "note": ""}
            for c in workplace.process.checkpoint.criteria
            if c.is_must
        },
        points=[],
        strengths="Ni har hört många, och slutsatserna är era egna.",
        questions="Hur når ni dem som flyttar in nästa år?",
        suggestions="Börja med en åtgärd som syns före sommaren.",
        verdict=CheckpointState.GO_ON.value,
        reasons="Grunden är stadig: arbetsgruppen håller, behoven är kända och kommunen är med. Gå vidare.",
    )
    reviews.save_draft(
        coach, workplace=workplace, submission=submission, version=draft.version, content=content
    )
    decision = checkpoint.decide(coach, workplace=workplace, submission=submission)
    _handed_in(submission.id, days=120)
    _back(Decision, decision.id, "decided_at", days=112)
    leader = _person("leader4")
    fill(leader, "example-village", "example_village", names=names)
    work(leader, "example-village", names)
    editions.share(leader, workplace=get_workplace("example-village"))
    answer_plan(_person("municipality"), "example-village")


def _submit(login: str, slug: str) -> Submission:
    workplace = get_workplace(slug)
    submission = checkpoint.submit(
        _person(login), workplace=workplace, material=get_material(workplace.journey)
    )
    db.session.expunge(submission)
    return submission


def _handed_in(submission: int, *, days: int) -> None:
    """So many days ago."""
    _back(Submission, submission, "submitted_at", days=days)
    due_on = add_working_days(today() - timedelta(days=days), VERDICT_DAYS)
    db.session.execute(update(Submission).where(Submission.id == submission).values(due_on=due_on))


def _back(model: type[Submission | Decision | Share], key: int, column: str, *, days: int) -> None:
    """Move a moment back, so that the demo world looks lived in."""
    db.session.execute(update(model).where(model.id == key).values({column: days_ago(days)}))
    db.session.expire_all()
