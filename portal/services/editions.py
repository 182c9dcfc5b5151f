"""Sharing the plan with the municipality: frozen editions, of which at most one is open."""

from __future__ import annotations

from sqlalchemy import update

from portal.clock import now, today
from portal.errors import N_, InvalidError
from portal.extensions import db
from portal.models import PlanEdition, User
from portal.notifications import contributions as news
from portal.policy import Workplace, can_edit_place, is_officer_of, require
from portal.process.contents import contents_of, read_contents
from portal.process.excerpt import excerpt, freeze_excerpt, is_empty, plan_sections
from portal.process.schema import Audience
from portal.queries.attachments import files_of, list_attachments
from portal.queries.editions import find_newest_edition, find_open_edition, next_number
from portal.queries.material import get_written
from portal.services.events import record
from portal.services.permits import hold


def share(actor: User, *, workplace: Workplace) -> PlanEdition:
    """Share the plan as it is now: the sections that the definition marks, of them what has the audience plan.

    A newer edition ends the older one; sharing again what has not changed changes nothing. Raises NotAllowedError,
    InvalidError when the plan is empty.
    """
    require(can_edit_place(actor, workplace))
    hold(workplace)
    process, journey = workplace.process, workplace.journey
    sections = plan_sections(process)
    material = get_written(journey).material
    part = excerpt(process, material, sections, Audience.PLAN)
    if is_empty(part):
        raise InvalidError(
            N_("The plan is still empty. Answer at least one question that belongs to it first.")
        )
    files = files_of(list_attachments(journey))
    copy = freeze_excerpt(process, material, sections, Audience.PLAN, files)
    older = find_open_edition(journey)
    if older is not None and older.snapshot["copy"] == copy:
        return older
    moment = now()
    if older is not None:
        older.ended_at, older.ended_by = moment, actor.id
        db.session.flush()
    place, newest = workplace.place, find_newest_edition(journey)
    edition = PlanEdition(
        journey_id=journey.id,
        number=next_number(journey),
        snapshot={"copy": copy, "place": {"name": place.name, "municipality": place.municipality.name}},
        contents=contents_of(process, part, today(), read_contents(newest.contents) if newest else None),
        shared_by=actor.id,
        shared_at=moment,
    )
    db.session.add(edition)
    db.session.flush()
    event = record(actor, "plan_shared", journey=journey, data={"edition": edition.number})
    news.tell_of_plan(event, workplace=workplace, number=edition.number)
    return edition


def stop(actor: User, *, workplace: Workplace) -> None:
    """Stop sharing: the municipality can no longer open the plan here. What it has received stays received.

    Stopping what is not shared changes nothing. Raises NotAllowedError.
    """
    require(can_edit_place(actor, workplace))
    hold(workplace)
    edition = find_open_edition(workplace.journey)
    if edition is None:
        return
    edition.ended_at, edition.ended_by = now(), actor.id
    db.session.flush()
    record(actor, "plan_share_ended", journey=workplace.journey, data={"edition": edition.number})


def mark_read(actor: User, *, workplace: Workplace, edition: PlanEdition) -> None:
    """Note that an officer of the municipality has opened the edition; only the first time counts."""
    if not is_officer_of(actor, workplace.place.municipality_id):
        return
    done = db.session.execute(
        update(PlanEdition)
        .where(PlanEdition.id == edition.id, PlanEdition.read_at.is_(None))
        .values(read_at=now(), read_by=actor.id)
        .execution_options(synchronize_session=False)
    )
    if done.rowcount:  # type: ignore[attr-defined]  # an update answers with a CursorResult
        data = {"edition": edition.number}
        record(actor, "plan_read", journey=workplace.journey, data=data, touches=False)
