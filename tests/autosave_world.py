"""Where the autosave machine acts: two people, one of them with two tabs, who write an answer and rows of one place.

Everything goes through the portal's own routes, so "acknowledged" is what a browser was told.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Answer, Event, Journey, Revision, Row, User
from tests.client import PortalClient
from tests.factories import make_leader, make_place

KEY = "anchoring.place.best"
SECTION = "anchoring/place"
REGISTER, COLUMN = "mapping.assets.list", "asset"
SMOOTH = {"HX-Request": "true"}
ANSWER = 0
"""The subject that is the answer; the others are ids of rows."""


@dataclass
class Draft:
    """What stands in a field of one tab: the text, the version it is based on, and whether a choice is waited for."""

    text: str = ""
    base: int = 0
    is_conflict: bool = False


@dataclass
class Tab:
    """A browser tab of somebody, with what they have typed by subject."""

    browser: PortalClient
    drafts: dict[int, Draft] = field(default_factory=lambda: defaultdict(Draft))


class Village:
    """One example's place. `acknowledged`: (subject, text) that some tab was told is saved."""

    def __init__(self, number: int, client_for: Callable[[User], PortalClient], seen: Counter[str]) -> None:
        place = make_place(f"by-{number}", f"By {number}")
        first = make_leader(place, f"first-{number}@example.org")
        second = make_leader(place, f"second-{number}@example.org")
        self.home = f"/places/{place.slug}"
        self.journey = db.session.scalars(select(Journey.id).where(Journey.place_id == place.id)).one()
        self.tabs = [Tab(client_for(user)) for user in (first, first, second)]
        self.rows: list[int] = []
        self.acknowledged: set[tuple[int, str]] = set()
        self.seen = seen
        self.is_checked = False

    def post(
        self, tab: Tab, path: str, data: dict[str, Any], headers: dict[str, str] = SMOOTH
    ) -> TestResponse:
        self.is_checked = False
        return tab.browser.post(self.home + path, data=data, headers=headers)

    def holder(self, subject: int) -> Answer | Row | None:
        if subject != ANSWER:
            return db.session.get(Row, subject, populate_existing=True)
        return db.session.scalars(select(Answer).filter_by(journey_id=self.journey)).one_or_none()

    def load(self, tab: Tab, subject: int) -> None:
        """Open the page anew: what was not saved in this tab is given up."""
        holder = self.holder(subject)
        tab.drafts[subject] = Draft(said(holder), holder.version if holder is not None else 0)

    def save(self, tab: Tab, subject: int, *, is_lost: bool) -> None:
        """Autosave of the answer, the plain form of a row. A lost answer: it came to pass and the tab never knows."""
        draft = tab.drafts[subject]
        if subject == ANSWER:
            data = {"best": draft.text, "best--version": draft.base}
            answer = self.post(tab, f"/answers/{KEY}", data)
        else:
            data = {f"list-row-{COLUMN}": draft.text, "list-row-version": draft.base}
            answer = self.post(tab, f"/rows/{subject}", data)
        if is_lost:
            self.seen[f"lost {answer.status_code}"] += 1
            return
        self.seen[f"{'answer' if subject == ANSWER else 'row'} {answer.status_code}"] += 1
        self._heed(tab, subject, answer, draft.text)

    def choose(self, tab: Tab, subject: int, choice: str) -> None:
        """What people do between two texts, by the buttons of the page."""
        draft = tab.drafts[subject]
        merged = f"{draft.text} {said(self.holder(subject))}".strip()
        text = merged if choice == "merged" else draft.text
        self.seen[choice] += 1
        if subject != ANSWER:
            # A row's page shows both; to keep one's own is to save again, on top of what the other has saved.
            draft.text = text
            self.load(tab, subject) if choice == "theirs" else self.save(tab, subject, is_lost=False)
            return
        data = {"best": draft.text, "best--version": draft.base, "best--conflict": "1", "best--keep": choice}
        answer = self.post(tab, f"/steps/{SECTION}", {**data, "best--merged": merged})
        if choice == "theirs":
            assert answer.status_code == 303
            self.load(tab, subject)
        else:
            draft.text = text
            self._heed(tab, subject, answer, text)

    def bring_back(self, tab: Tab, subject: int, version: int) -> None:
        holder = "answers/" + KEY if subject == ANSWER else f"rows/{subject}"
        base = tab.drafts[subject].base
        answer = self.post(tab, f"/{holder}/history/{version}/restoration", {"base_version": base})
        self.seen[f"back {answer.status_code}"] += 1
        if answer.status_code == 303:
            self.load(tab, subject)

    def add_row(self, tab: Tab, text: str) -> None:
        answer = self.post(tab, f"/registers/{REGISTER}/rows", {f"list-row-{COLUMN}": text}, {})
        assert answer.status_code == 303
        newest = select(Row.id).filter_by(journey_id=self.journey).order_by(Row.id.desc()).limit(1)
        self.rows.append(db.session.scalars(newest).one())
        self.acknowledged.add((self.rows[-1], text))
        for each in self.tabs:
            self.load(each, self.rows[-1])

    def put(self, tab: Tab, row: int, what: str) -> None:
        """`deletion` or `restoration`."""
        answer = self.post(tab, f"/rows/{row}/{what}", {})
        self.seen[f"{what} {answer.status_code}"] += 1

    def _heed(self, tab: Tab, subject: int, answer: TestResponse, text: str) -> None:
        """What a tab makes of an answer: saved, to be chosen, or refused and still in its field."""
        draft, holder = tab.drafts[subject], self.holder(subject)
        if answer.status_code in (200, 204, 303):
            if text:
                self.acknowledged.add((subject, text))
            draft.base, draft.is_conflict = holder.version if holder is not None else 0, False
            if subject == ANSWER and answer.status_code == 200:
                told = re.search(r'name="best--version" value="(\d+)"', answer.get_data(as_text=True))
                assert told is not None
                draft.base = int(told[1])
        elif answer.status_code == 409:
            draft.base, draft.is_conflict = holder.version if holder is not None else 0, True
        else:
            assert answer.status_code in (404, 422)

    def check(self) -> None:
        """Nothing acknowledged is missing; the newest revision is what stands there; a save has exactly one event."""
        if self.is_checked:
            return
        kept: dict[int, list[Revision]] = defaultdict(list)
        query = select(Revision).filter_by(journey_id=self.journey).order_by(Revision.version)
        for revision in db.session.scalars(query):
            kept[revision.row_id or ANSWER].append(revision)
        lost = self.acknowledged - {(subject, said(r)) for subject, found in kept.items() for r in found}
        assert not lost, f"acknowledged and gone: {sorted(lost)}"
        for subject, found in kept.items():
            holder, newest = self.holder(subject), found[-1]
            assert holder is not None
            assert [revision.version for revision in found] == list(range(1, holder.version + 1)), (
                f"versions of {subject}"
            )
            assert (said(newest), newest.saved_by) == (said(holder), holder.updated_by), (
                f"what stands at {subject}"
            )
            assert newest.is_deleted is (isinstance(holder, Row) and holder.deleted_at is not None)
        events = db.session.scalars(select(Event).filter_by(journey_id=self.journey))
        told = sorted((int(event.data.get("row", ANSWER)), event.data["version"]) for event in events)
        assert told == sorted((subject, r.version) for subject, found in kept.items() for r in found), (
            "events"
        )
        self.is_checked = True


def said(holder: Answer | Row | Revision | None) -> str:
    """The text that an answer, a row or a revision holds; empty for none."""
    value = holder.values if isinstance(holder, Row) else holder.value if holder is not None else None
    return str((value.get(COLUMN) if isinstance(value, dict) else value) or "")
