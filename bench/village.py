"""One place with a full answer to everything that is asked; what comes after is done by the real services."""

from __future__ import annotations

from random import Random
from uuid import UUID

from bench.values import FIRST_DAY, Source
from portal.clock import now
from portal.extensions import db
from portal.models import Answer, Attachment, Journey, Place, Row, Share, Tick, User
from portal.policy import Workplace
from portal.process.gate import CheckpointState
from portal.process.reach import Reach
from portal.process.review import Point, ReviewContent
from portal.process.schema import Kind, Process, Register
from portal.queries.material import get_material
from portal.queries.submissions import load_review
from portal.queries.workplaces import get_workplace
from portal.services import checkpoint, criterion_notes, editions, reviews
from portal.services.journey_dates import keep_dates

FEWEST, MOST = 17, 20
"""Rows of a register, its presets besides."""


def begin(place: Place, definition: tuple[str, int]) -> None:
    """The place's journey, which has just begun."""
    moment = now()
    journey = Journey(
        place_id=place.id,
        definition_key=definition[0],
        definition_version=definition[1],
        starts_on=FIRST_DAY,
        created_at=moment,
        changed_at=moment,
    )
    db.session.add(journey)
    db.session.flush()
    keep_dates(journey)


def fill(place: Place, leader: User, random: Random) -> None:
    """Every answer, 17 to 20 rows of each register, every tick; each step and register shared."""
    workplace = get_workplace(place.slug)
    rows = _write_rows(workplace, leader, random)
    _write_answers(workplace, leader, random, {key: [row.id for row in each] for key, each in rows.items()})
    moment, journey, process = now(), workplace.journey, workplace.process
    for item in [i for step in process.steps for i in step.checklist if i.derived is None]:
        tick = Tick(journey_id=journey.id, item_key=item.key, ticked_by=leader.id, ticked_at=moment)
        db.session.add(tick)
    for key in [*(s.key for s in process.steps), *(r.key for r in process.registers)]:
        share = Share(journey_id=journey.id, subject_key=key, shared_by=leader.id, shared_at=moment)
        db.session.add(share)
    db.session.flush()


def _write_rows(workplace: Workplace, leader: User, random: Random) -> dict[str, list[Row]]:
    """First all rows, then what stands in them: they refer to each other."""
    process = workplace.process
    rows = {
        register.key: _empty_rows(workplace, register, leader, random) for register in process.all_registers()
    }
    db.session.add_all(row for each in rows.values() for row in each)
    db.session.flush()
    ids = {key: [row.id for row in each] for key, each in rows.items()}
    for register in process.all_registers():
        for row in rows[register.key]:
            row.values = _cells(register, row, random, ids)
    db.session.flush()
    return rows


def _empty_rows(workplace: Workplace, register: Register, leader: User, random: Random) -> list[Row]:
    own = random.randint(FEWEST, MOST) if register.own_rows else 0
    keys: list[str | None] = [*(preset.key for preset in register.presets), *([None] * own)]
    moment = now()
    return [
        Row(
            journey_id=workplace.journey.id,
            register_key=register.key,
            preset_key=key,
            position=position,
            values={},
            created_by=leader.id,
            created_at=moment,
            updated_by=leader.id,
            updated_at=moment,
        )
        for position, key in enumerate(keys, start=1)
    ]


def _cells(register: Register, row: Row, random: Random, ids: dict[str, list[int]]) -> dict[str, object]:
    preset = register.preset(row.preset_key) if row.preset_key else None
    left_out = {*preset.hides, register.title_column} if preset else set()
    cells: dict[str, object] = {}
    for column in register.columns:
        if column.name not in left_out and column.kind is not Kind.ATTACHMENT and column.is_shown(cells):
            cells[column.name] = Source(random, ids).answer(column)
    return cells


def _write_answers(workplace: Workplace, leader: User, random: Random, rows: dict[str, list[int]]) -> None:
    moment, journey = now(), workplace.journey
    for question in workplace.process.all_questions():
        file = UUID(int=random.getrandbits(128)).hex
        if question.kind is Kind.ATTACHMENT:
            db.session.add(
                Attachment(
                    id=file,
                    journey_id=journey.id,
                    question_key=question.key,
                    name="Karta.pdf",
                    media_type="application/pdf",
                    size=180_000,
                    sha256=file * 2,
                    uploaded_by=leader.id,
                    uploaded_at=moment,
                )
            )
        db.session.add(
            Answer(
                journey_id=journey.id,
                question_key=question.key,
                value=Source(random, rows, file).answer(question),
                updated_by=leader.id,
                updated_at=moment,
            )
        )


def submit(place: Place, leader: User) -> int:
    """Hand in; what still lacks evidence is waived. The submission's id."""
    workplace = get_workplace(place.slug)
    for criterion in workplace.process.checkpoint.criteria:
        criterion_notes.save(
            leader,
            workplace=workplace,
            criterion_key=criterion.key,
            version=0,
            comment="Vi har pratat om det här på flera möten.",
            waiver="Det går inte just nu." if criterion.is_must else None,
        )
    material = get_material(workplace.journey)
    return checkpoint.submit(leader, workplace=workplace, material=material).id


def review(submission_id: int, coach: User, random: Random, *, decide: bool) -> None:
    """Begin the review and write its draft in full; with `decide` it becomes a verdict that opens the gate."""
    workplace, submission = load_review(submission_id)
    checkpoint.begin(coach, workplace=workplace, submission=submission)
    draft = reviews.get_draft(submission)
    content = _content(workplace.process, random)
    reviews.save_draft(
        coach, workplace=workplace, submission=submission, version=draft.version, content=content
    )
    if decide:
        checkpoint.decide(coach, workplace=workplace, submission=submission)


def _content(process: Process, random: Random) -> ReviewContent:
    criteria, words = process.checkpoint.criteria, Source(random, {}).words
    points = [
        Point(number, c.key, c.link, words(120), "2026-12-01")
        for number, c in enumerate(criteria[:4], start=1)
    ]
    return ReviewContent(
        judgements={c.key: {"judgement": "enough", "note": words(120)} for c in criteria if c.is_must},
        points=points,
        strengths=words(400),
        questions=words(400),
        suggestions=words(400),
        verdict=CheckpointState.GO_ON_FOLLOW_UP.value,
        reasons=words(400),
    )


def share_plan(place: Place, leader: User) -> None:
    editions.share(leader, workplace=get_workplace(place.slug), audience=Reach.PUBLIC)
