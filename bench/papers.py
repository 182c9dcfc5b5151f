"""A large plan as PDF beside its page: 20 sections, 40 goals, 200 actions; both made anew each time."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

from bench.queries import open_app
from portal.documents.formats import FORMATS
from portal.process.action_answers import Said
from portal.process.definitions import latest
from portal.process.excerpt import freeze_excerpt, plan_sections
from portal.process.frozen import thaw
from portal.process.material import Entry, Given, Material
from portal.process.plan import plan_of
from portal.process.plan_document import Edition, plan_document
from portal.process.replies import Replies, Reply
from portal.process.schema import Audience, Kind, Process
from portal.views import plan_pages
from portal.views.plan_addresses import PlanAddresses
from portal.views.told import Told

NAME = "plan_pdf"
GOALS, ACTIONS = 40, 200
PROSE = "Det här är en text om platsen, så som den brukar se ut. " * 12
SHARED = datetime(2026, 11, 1, 12, tzinfo=UTC)


def measure(rounds: int) -> float:
    """The time of the PDF divided by that of the page; the median of the rounds."""
    process = latest("hallbara-platser")
    copy = freeze_excerpt(process, _material(process), plan_sections(process), Audience.PLAN, {})
    named = {"name": "Storbyn", "municipality": "Mellerud"}
    text = json.dumps({"copy": copy, "place": named})
    edition: Any = SimpleNamespace(
        number=1, shared_at=SHARED, audience="public", stands_behind="", introduction=""
    )
    workplace: Any = SimpleNamespace(place=SimpleNamespace(slug="storbyn"))

    answer = Said("decided", "will_do", PROSE[:112], "Kommunen", reference="KS § 12")
    replies = Replies(tuple(Reply(1000 + n, "", answer) for n in range(ACTIONS)))
    told = Told({}, None, may_answer=False)
    at = PlanAddresses("/plans/storbyn/files/", "/plans/storbyn/documents/", has_history=True)

    def page() -> object:
        plan = plan_of(process, thaw(copy), "sv")
        return plan_pages.write(workplace, edition, None, plan, text, at, with_changes=False, told=told)

    def paper() -> object:
        said = Edition(named["name"], named["municipality"], 1, SHARED.date())
        document = plan_document(process, thaw(copy), said, process.heading_sets[0], "sv", replies)
        return FORMATS["pdf"].write(document)

    with tempfile.TemporaryDirectory() as folder, open_app(Path(folder)).test_request_context("/?lang=sv"):
        _seconds(page), _seconds(paper)
        return median(1 / _seconds(page) * _seconds(paper) for _round in range(rounds))


def _seconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def _material(process: Process) -> Material:
    """Every text of the plan, and its goals and actions in full."""
    questions = [q for section in plan_sections(process) for q in section.questions]
    rows = {
        "vision.goals.list": tuple(
            Entry(
                n, {"goal": f"Mål {n} för bygden", "theme": "housing", "how_seen": PROSE[:56], "year": 2030}
            )
            for n in range(1, GOALS + 1)
        ),
        "action_plan.actions.list": tuple(Entry(1000 + n, _action(n)) for n in range(ACTIONS)),
    }
    texts = {q.key: Given(PROSE) for q in questions if q.kind is Kind.LONG_TEXT}
    return Material(answers=texts, rows=rows)


def _action(n: int) -> dict[str, Any]:
    return {
        "action": f"Åtgärd {n} med ett namn som tar plats",
        "goal": [1 + n % GOALS],
        "theme": "housing",
        "status": ("idea", "planned", "under_way", "done")[n % 4],
        "need_from": "Kommunen",
        "next_step": "Ett samtal",
        "result": PROSE[:112],
        "start": f"2027-{1 + n % 12:02}-01",
        "end": f"2028-{1 + n % 12:02}-01",
        "cost": 1000 * n,
    }
