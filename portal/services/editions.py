"""Publishing the plan: frozen editions, of which at most one is open, each read as far as its audience reaches."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from portal.clock import now, today
from portal.errors import N_, InvalidError
from portal.extensions import db
from portal.models import Event, PlanDraft, PlanEdition, User
from portal.notifications import contributions as news
from portal.policy import Workplace, can_edit_place, has_come_in, has_left, is_officer_of, require
from portal.process.action_progress import Frozen, freeze_progress
from portal.process.contents import contents_of, read_contents
from portal.process.excerpt import excerpt, freeze_excerpt, is_empty, plan_sections
from portal.process.frozen import thaw
from portal.process.reach import Reach
from portal.process.schema import Audience
from portal.process.themes import stored, themes_of
from portal.queries.action_work import list_plan_notes
from portal.queries.attachments import files_of, list_attachments
from portal.queries.editions import find_newest_edition, find_open_edition, next_number
from portal.queries.material import get_written
from portal.queries.next_editions import snapshot_of
from portal.queries.plan_drafts import get_words
from portal.services.events import record
from portal.services.permits import hold


def share(actor: User, *, workplace: Workplace, audience: str = Reach.MUNICIPALITY) -> PlanEdition:
    """Publish the plan as it is now: the sections that the definition marks, of them what has the audience plan, with
    the team's own introduction and who stands behind it, and the notes of progress that reach the plan.

    A newer edition ends the older one. What has not changed makes no new edition, unless the older one has reached a
    municipality that the place has left: then only its audience is set.
    Raises NotAllowedError, InvalidError when the plan is empty or there is no such audience.
    """
    require(can_edit_place(actor, workplace))
    hold(workplace)
    reach, copy = _reach(audience), _frozen(workplace)
    progress = freeze_progress(workplace.process, copy, list_plan_notes(workplace.journey))
    words = get_words(workplace.journey)
    older = find_open_edition(workplace.journey)
    moves_on = has_left(workplace, older) and reach.covers(Reach.MUNICIPALITY)
    if older is not None and not moves_on and _is_same(older, copy, progress, words):
        _set_reach(actor, workplace, older, reach)
        return older
    moment = now()
    if older is not None:
        older.ended_at, older.ended_by = moment, actor.id
        db.session.flush()
    edition = PlanEdition(
        journey_id=workplace.journey.id,
        number=next_number(workplace.journey),
        snapshot=snapshot_of(workplace, copy, progress),
        audience=reach.value,
        stands_behind=words.stands_behind,
        introduction=words.introduction,
        themes=stored(themes_of(workplace.process, thaw(copy).material)),
        contents=_contents(workplace, copy),
        shared_by=actor.id,
        shared_at=moment,
    )
    db.session.add(edition)
    db.session.flush()
    data = {"edition": edition.number, "audience": reach.value}
    event = record(actor, "plan_shared", journey=workplace.journey, data=data)
    _let_the_municipality_know(event, workplace, edition)
    return edition


def set_audience(actor: User, *, workplace: Workplace, audience: str) -> PlanEdition:
    """Let more or fewer people read the open edition; the same audience again changes nothing. What the municipality
    has received stays received. Raises NotAllowedError, InvalidError when no edition is open or no such audience."""
    require(can_edit_place(actor, workplace))
    hold(workplace)
    reach, edition = _reach(audience), find_open_edition(workplace.journey)
    if edition is None:
        raise InvalidError(N_("No edition of the plan is published now."))
    _set_reach(actor, workplace, edition, reach)
    return edition


def stop(actor: User, *, workplace: Workplace) -> None:
    """End the open edition: nobody reads it as the plan then; the team, coaches and region find it among the editions.
    What the municipality has received stays received.

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
    """Note that an officer of the municipality that it has reached has opened the edition; only the first time counts,
    and none after the place has left."""
    if not (has_come_in(workplace, edition) and is_officer_of(actor, workplace.place.municipality_id)):
        return
    done = db.session.execute(
        update(PlanEdition)
        .where(PlanEdition.id == edition.id, PlanEdition.read_at.is_(None))
        .values(read_at=now(), read_by=actor.id)
        .execution_options(synchronize_session=False)
    )
    if done.rowcount:  # type: ignore[attr-defined]  # an update answers with a CursorResult
        record(
            actor,
            "plan_read",
            journey=workplace.journey,
            data={"edition": edition.number},
            touches=False,
        )


def _contents(workplace: Workplace, copy: dict[str, Any]) -> dict[str, Any]:
    """What the edition holds, in short; what asked before goes on from then."""
    newest = find_newest_edition(workplace.journey)
    before = read_contents(newest.contents) if newest is not None else None
    return contents_of(workplace.process, thaw(copy).material, today(), before)


def _is_same(edition: PlanEdition, copy: dict[str, Any], progress: Frozen, words: PlanDraft) -> bool:
    before = (edition.snapshot["copy"], edition.snapshot.get("progress", {}))
    own = (edition.introduction, edition.stands_behind)
    return (*before, *own) == (copy, progress, words.introduction, words.stands_behind)


def _reach(audience: str) -> Reach:
    if audience not in set(Reach):
        raise InvalidError(N_("Choose who will read the plan."))
    return Reach(audience)


def _frozen(workplace: Workplace) -> dict[str, Any]:
    process, journey = workplace.process, workplace.journey
    sections = plan_sections(process)
    material = get_written(journey).material
    if is_empty(excerpt(process, material, sections, Audience.PLAN)):
        raise InvalidError(
            N_("The plan is still empty. Answer at least one question that belongs to it first.")
        )
    return freeze_excerpt(process, material, sections, Audience.PLAN, files_of(list_attachments(journey)))


def _set_reach(actor: User, workplace: Workplace, edition: PlanEdition, reach: Reach) -> None:
    before = edition.audience
    if before == reach.value:
        return
    edition.audience = reach.value
    data = {"edition": edition.number, "from": before, "to": reach.value}
    event = record(actor, "edition_audience_set", journey=workplace.journey, data=data)
    _let_the_municipality_know(event, workplace, edition)


def _let_the_municipality_know(event: Event, workplace: Workplace, edition: PlanEdition) -> None:
    """Once, when the edition first reaches its officers."""
    if edition.reached_at is not None or not Reach(edition.audience).covers(Reach.MUNICIPALITY):
        return
    edition.reached_at, edition.municipality_id = event.at, workplace.place.municipality_id
    db.session.flush()
    news.tell_of_plan(event, workplace=workplace, edition=edition)
