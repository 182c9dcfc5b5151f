"""A place with its current journey, definition and shares: what nearly every page of a place begins with."""

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.errors import N_, NotFoundError
from portal.extensions import db, writing
from portal.models import Journey, Place, Share
from portal.policy import Workplace
from portal.process.definitions import find_definition
from portal.process.schema import Process, Register, Section, Step


def get_workplace(slug: str) -> Workplace:
    """One query; a request that may write holds the journey from here on. Raises NotFoundError for an unknown place and
    for one whose journey has not been started."""
    held = writing.get()
    found = db.session.execute(_HELD_BY_SLUG if held else _BY_SLUG, {"slug": slug}).all()
    if not found:
        raise NotFoundError(N_("There is no such place."))
    journey: Journey = found[0][0]
    # The outer join gives one row without a share where nothing is shared.
    shared = {key: at for _journey, key, at in found if at}
    return Workplace(journey.place, journey, _definition(journey), shared, held)


_BY_SLUG = (
    select(Journey, Share.subject_key, Share.shared_at)
    .join(Journey.place)
    .outerjoin(Share, and_(Share.journey_id == Journey.id, Share.ended_at.is_(None)))
    .where(Place.slug == bindparam("slug"), Journey.is_current)
    .options(contains_eager(Journey.place).joinedload(Place.municipality))
)
# Others may go on adding rows that refer to the journey: see services/permits.
_HELD_BY_SLUG = _BY_SLUG.with_for_update(of=Journey, key_share=True).execution_options(populate_existing=True)


def get_workplace_by_journey(journey_id: int) -> Workplace:
    """Like get_workplace, by the journey's id. Raises NotFoundError."""
    query = (
        select(Journey)
        .where(Journey.id == journey_id)
        .options(joinedload(Journey.place).joinedload(Place.municipality))
    )
    journey = db.session.scalars(query).one_or_none()
    if journey is None:
        raise NotFoundError(N_("There is no such place."))
    return workplace_of(journey)


def workplace_of(journey: Journey) -> Workplace:
    """The workplace of a journey whose place is loaded."""
    shares = select(Share.subject_key, Share.shared_at).where(
        Share.journey_id == journey.id, Share.ended_at.is_(None)
    )
    return Workplace(
        place=journey.place,
        journey=journey,
        process=_definition(journey),
        shared=dict(db.session.execute(shares).all()),
    )


def _definition(journey: Journey) -> Process:
    return find_definition(journey.definition_key, journey.definition_version)


def load_place(slug: str) -> tuple[Workplace]:
    """Loader of routes under /places/<slug>/."""
    return (get_workplace(slug),)


def load_step(slug: str, step: str) -> tuple[Workplace, Step]:
    """Loader of routes under /places/<slug>/steps/<step>/. Raises NotFoundError for an unknown step."""
    workplace = get_workplace(slug)
    found = workplace.process.step(step)
    if found is None:
        raise NotFoundError(N_("There is no such step."))
    return workplace, found


def load_section(slug: str, step: str, section: str) -> tuple[Workplace, Step, Section]:
    """Loader of routes under /places/<slug>/steps/<step>/<section>."""
    workplace, found = load_step(slug, step)
    part = found.section(section)
    if part is None:
        raise NotFoundError(N_("There is no such section."))
    return workplace, found, part


def load_place_register(slug: str, register: str) -> tuple[Workplace, str]:
    """Loader of routes of the place-wide registers; hands on the register's key."""
    workplace = get_workplace(slug)
    found: Register | None = workplace.process.register(register)
    if found is None or not found.is_place_wide:
        raise NotFoundError
    return workplace, found.key
