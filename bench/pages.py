"""The pages that are measured, who asks for them, and what an autosave sends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from bench import world
from bench.load import CONNECTIONS, NOT_MODIFIED, Answer, Asker
from bench.signing import NOBODY, Session
from portal.process.definitions import latest
from portal.process.schema import Kind, Question

BARE = "bare"
AUTOSAVE = "autosave"
VISITOR = ""
PASSED, UNDER_REVIEW = 0, 1
"""Numbers of a place that stands in that state."""

REVIEWED = UNDER_REVIEW + 1
"""The id of the submission of that place."""

VERSION = re.compile(rb'--version" value="(\d+)"')


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its name in the figures. `again`: asked for by somebody who has it already, as it has not changed."""

    name: str
    path: str
    who: str
    again: bool = False


def pages() -> list[Page]:
    """The bare page first. The step is the first; its section the one with the most questions; the section of presets
    the one that lists most in advance."""
    process = latest(world.DEFINITION)
    step = process.steps[0]
    section = max(step.sections, key=lambda s: len(s.questions))
    step_of, listed = max(
        ((step, s) for step in process.steps for s in step.sections),
        key=lambda pair: sum(len(r.presets) for r in pair[1].registers),
    )
    home = f"/places/{world.slug_of(PASSED)}/"
    leader = world.leader_of(PASSED)
    plan = f"/plans/{world.slug_of(PASSED)}/"
    return [
        Page(BARE, "/bench/bare", leader),
        Page("start", home, leader),
        Page("step", f"{home}steps/{step.key}/", leader),
        Page("section", f"{home}steps/{step.key}/{section.name}", leader),
        Page("section of presets", f"{home}steps/{step_of.key}/{listed.name}", leader),
        Page(AUTOSAVE, f"{home}answers/{question().key}", leader),
        Page("inbox", "/inbox/", world.coach_of(UNDER_REVIEW)),
        Page("inbox of all", "/inbox/?whose=all", world.coach_of(UNDER_REVIEW)),
        Page("review", f"/reviews/{REVIEWED}/", world.coach_of(UNDER_REVIEW)),
        Page("plan", plan, world.officer_of(PASSED)),
        Page("public plan", plan, VISITOR),
        Page("public plan unchanged", plan, VISITOR, again=True),
        Page("public plans", "/plans/", VISITOR),
        Page("public plans unchanged", "/plans/", VISITOR, again=True),
    ]


def question() -> Question:
    """The one that autosaves are about: the first long text."""
    found = latest(world.DEFINITION).all_questions()
    return next(q for q in found if q.kind is Kind.LONG_TEXT)


def writers() -> list[tuple[str, str]]:
    """(address of a leader, slug of the place): one for each connection, each in a place of their own that is open."""
    numbers = range(PASSED, CONNECTIONS * len(world.STATES), len(world.STATES))
    return [(world.leader_of(number), world.slug_of(number)) for number in numbers]


class Reader(Asker):
    """The same page, again and again."""

    def __init__(self, page: Page, session: Session) -> None:
        self.request = _request("GET", page.path, session)

    def next(self) -> bytes:
        return self.request


class Knower(Asker):
    """Has the page, and asks whether it is still the same."""

    def __init__(self, page: Page, session: Session) -> None:
        self.page, self.session, self.tag = page, session, ""

    def next(self) -> bytes:
        return _request("GET", self.page.path, self.session, {"If-None-Match": self.tag} if self.tag else {})

    def hear(self, answer: Answer) -> None:
        if self.tag and answer.status != NOT_MODIFIED:
            raise RuntimeError(f"{self.page.path}: {answer.status}, as if it had changed")
        if not self.tag:
            super().hear(answer)
            self.tag = answer.head.decode().partition("\r\nETag: ")[2].partition("\r\n")[0]


class Writer(Asker):
    """A new text in the same answer, again and again, each based on the version that the last save gave it."""

    def __init__(self, slug: str, session: Session, version: int) -> None:
        self.session, self.version = session, version
        self.path = f"/places/{slug}/answers/{question().key}"

    def next(self) -> bytes:
        headers = {"HX-Request": "true", "X-CSRFToken": self.session.token}
        return _request("POST", self.path, self.session, headers, urlencode(text_of(self.version)))

    def hear(self, answer: Answer) -> None:
        super().hear(answer)
        found = VERSION.search(answer.body)
        if found is None:
            raise RuntimeError(f"not saved: {answer.body.decode()[:300]}")
        self.version = int(found[1])


def text_of(version: int) -> dict[str, str]:
    """The fields of an autosave."""
    name = question().name
    return {
        name: f"Ett svar som växer medan någon skriver, {version} gånger.",
        f"{name}--version": str(version),
    }


def askers(page: Page, sessions: Mapping[str, Session], versions: Mapping[str, int]) -> Sequence[Asker]:
    """One for each connection. `versions`: of the answer that is saved, by slug."""
    if page.name == AUTOSAVE:
        return [Writer(slug, sessions[email], versions[slug]) for email, slug in writers()]
    session = NOBODY if page.who == VISITOR else sessions[page.who]
    kind = Knower if page.again else Reader
    return [kind(page, session) for _ in range(CONNECTIONS)]


def _request(
    method: str, path: str, session: Session, headers: Mapping[str, str] | None = None, body: str = ""
) -> bytes:
    sent = {"Host": "127.0.0.1", "Accept-Encoding": "gzip", **(headers or {})}
    if session.cookie:
        sent["Cookie"] = session.cookie
    if method == "POST":
        sent |= {
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(body.encode())),
        }
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()
