"""The edition that would be made if the team shared its plan now. It is looked at and never stored."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from portal.clock import now, today
from portal.models import PlanDraft, PlanEdition
from portal.policy import Workplace, has_left
from portal.process.action_progress import Frozen, count_new, freeze_progress
from portal.process.contents import contents_of
from portal.process.excerpt import excerpt, freeze_excerpt, is_empty, plan_sections
from portal.process.frozen import thaw
from portal.process.material import Material
from portal.process.reach import Reach
from portal.process.schema import Audience
from portal.queries.action_work import list_plan_notes
from portal.queries.attachments import files_of, list_attachments
from portal.queries.copies import get_copy_text
from portal.queries.editions import EditionList, list_editions
from portal.queries.material import get_material
from portal.queries.plan_drafts import get_words


@dataclass(frozen=True, slots=True)
class NextEdition:
    """`edition` with its snapshot as `text`; `before`: the newest edition's, None where there is none yet. `has_left`:
    the open one has reached a municipality that the place has left, so the present one gets a new edition."""

    material: Material
    words: PlanDraft
    editions: EditionList
    edition: PlanEdition
    text: str
    before: str | None
    is_empty: bool
    has_left: bool = False

    @property
    def newest(self) -> PlanEdition | None:
        """The last edition that was shared, open or not."""
        return next(iter(self.editions.all), None)

    @property
    def is_same(self) -> bool:
        """Whether the open edition says all of it already: then sharing makes no new one."""
        open_now = self.editions.shared
        if open_now is None or self.before is None or open_now is not self.newest or self.has_left:
            return False
        own = (open_now.introduction, open_now.stands_behind)
        if own != (self.words.introduction, self.words.stands_behind):
            return False
        old, new = json.loads(self.before), self.edition.snapshot
        return bool((old["copy"], old.get("progress", {})) == (new["copy"], new["progress"]))

    @property
    def new_notes(self) -> int:
        """How many notes of progress the newest edition does not have."""
        return count_new(json.loads(self.before), self.progress) if self.before is not None else 0

    @property
    def progress(self) -> Frozen:
        found: Frozen = self.edition.snapshot["progress"]
        return found


def get_next_edition(workplace: Workplace) -> NextEdition:
    """Six queries at most. It reaches as far as the last one did, or the municipality."""
    journey, process = workplace.journey, workplace.process
    material, words, listed = get_material(journey), get_words(journey), list_editions(journey)
    copy = freeze_excerpt(
        process, material, plan_sections(process), Audience.PLAN, files_of(list_attachments(journey))
    )
    progress = freeze_progress(process, copy, list_plan_notes(journey))
    newest = next(iter(listed.all), None)
    audience = Reach(newest.audience) if newest is not None else Reach.MUNICIPALITY
    edition = PlanEdition(
        journey_id=journey.id,
        number=(newest.number if newest is not None else 0) + 1,
        snapshot=snapshot_of(workplace, copy, progress),
        audience=audience.value,
        contents=contents_of(process, thaw(copy).material, today()),
        introduction=words.introduction,
        stands_behind=words.stands_behind,
        shared_at=now(),
        reached_at=now() if audience.covers(Reach.MUNICIPALITY) else None,
        municipality_id=workplace.place.municipality_id if audience.covers(Reach.MUNICIPALITY) else None,
    )
    return NextEdition(
        material=material,
        words=words,
        editions=listed,
        edition=edition,
        text=json.dumps(edition.snapshot),
        before=get_copy_text(newest) if newest is not None else None,
        has_left=has_left(workplace, listed.shared),
        is_empty=is_empty(excerpt(process, material, plan_sections(process), Audience.PLAN)),
    )


def snapshot_of(workplace: Workplace, copy: dict[str, Any], progress: Frozen) -> dict[str, Any]:
    """What an edition keeps: its copy of the plan, the notes of progress, and what the place is called now."""
    place = workplace.place
    named = {"name": place.name, "municipality": place.municipality.name}
    return {"copy": copy, "place": named, "progress": progress}
