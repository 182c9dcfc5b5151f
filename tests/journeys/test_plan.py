"""The plan of Dals Rostock, from a pasted table to the second edition: what its municipality was asked, and answered.

The six actions with those who are responsible and their partners are public: mellerud.se, the plan of action of its
business strategy. What the place asks for and what the municipality answers are examples.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect
from pypdf import PdfReader
from sqlalchemy import select, update

from portal.extensions import db, writing
from portal.models import Journey, Place
from portal.process.gate import CheckpointState
from tests.journeys.conftest import LiveServer
from tests.journeys.people import sign_in

NewPage = Callable[..., Page]
HOME = "/places/dals-rostock/"
PLAN = "/plans/dals-rostock/"
ANSWERS = "/municipality/dals-rostock/plan/"
UNIT, OFFICE = "Tillväxtenheten", "Samhällsbyggnadsförvaltningen"
HEADS = ("Åtgärd", "Ansvarig", "Tillsammans med", "Läge", "Vad behöver ni, och av vem?", "Nästa steg")
GROUP = "Friluftsgruppen"


@dataclass(frozen=True)
class Wanted:
    """An action of the table, and how the municipality answers it: outcome, why, how far the matter has come, and
    which function answers for it."""

    title: str
    responsible: str
    partners: str
    status: str
    need: str
    outcome: str
    because: str
    stage: str
    function: str = OFFICE

    @property
    def row(self) -> str:
        return "\t".join((self.title, self.responsible, self.partners, self.status, self.need, "Ta kontakt"))


ACTIONS = (
    Wanted(
        "Ny detaljplan för Kroppefjäll",
        UNIT,
        "Melleruds Bostäder, Samhällsbyggnad",
        "Planerad",
        "En ny detaljplan av kommunen",
        "Gör det",
        "Planarbetet börjar efter sommaren.",
        "Beslutat",
        UNIT,
    ),
    Wanted(
        "Led Sunnanå–Vita Sannar–Östra Järn",
        OFFICE,
        GROUP,
        "Planerad",
        "Avtal med markägarna",
        "Utreder",
        "Vi frågar markägarna i höst.",
        "Skickat för beslut",
    ),
    Wanted(
        "Pilgrimsleden",
        OFFICE,
        f"{GROUP}, Västkuststiftelsen",
        "Pågår",
        "Skyltar av kommunen",
        "Redan gjort",
        "",
        "Tjänstepersonens bedömning",
    ),
    Wanted(
        "Rusta upp motionsspåret vid Vita Sannar",
        OFFICE,
        GROUP,
        "Planerad",
        "Belysning av kommunen",
        "Gör det",
        "",
        "Tjänstepersonens bedömning",
    ),
    Wanted(
        "Tågstopp i Dals Rostock",
        "",
        "",
        "Idé",
        "Att kommunen verkar för det",
        "Kan inte",
        "Tågen är inte kommunens att bestämma om.",
        "Tjänstepersonens bedömning",
        UNIT,
    ),
    Wanted(
        "Cykelvägar och bussar till besöksmålen",
        "",
        "",
        "Idé",
        "Att kommunen verkar för det",
        "Utreder",
        "",
        "Tjänstepersonens bedömning",
        UNIT,
    ),
)
TABLE = "\n".join(("\t".join(HEADS), *(each.row for each in ACTIONS)))


def pass_the_checkpoint(server: LiveServer) -> None:
    """How a place gets past it is another journey (test_spine.py)."""
    token = writing.set(True)
    with server.app.app_context():
        own = select(Place.id).where(Place.slug == "dals-rostock").scalar_subquery()
        db.session.execute(
            update(Journey).where(Journey.place_id == own).values(checkpoint_state=CheckpointState.GO_ON)
        )
        db.session.commit()
        db.session.remove()
    writing.reset(token)


def import_actions(leader: Page) -> None:
    leader.goto(f"{HOME}imports/")
    leader.get_by_label("Våra åtgärder").check()
    leader.get_by_label("Klistra in tabellen").fill(TABLE)
    leader.get_by_role("button", name="Titta igenom raderna").click()
    expect(leader.get_by_text("6 rader är klara.")).to_be_visible()
    leader.get_by_role("button", name="Spara 6 rader").click()
    expect(leader.get_by_text(ACTIONS[0].title).first).to_be_visible()


def share(leader: Page, number: int) -> None:
    leader.goto(f"{HOME}editions/")
    leader.locator("form").filter(has_text="Dela utgåva").get_by_label("Kommunen", exact=True).check()
    leader.get_by_role("button", name=f"Dela utgåva {number}").click()
    expect(leader.get_by_role("status").filter(has_text=f"Utgåva {number} är delad")).to_be_visible()


def answer(officer: Page, wanted: Wanted, stands: str) -> None:
    """`stands`: the function that answered last, which stands in the form already."""
    entry = officer.locator("li.reply").filter(has_text=wanted.title)
    entry.get_by_text("Svara", exact=False).first.click()
    form = entry.locator("form")
    form.get_by_label(wanted.outcome, exact=True).check()
    form.get_by_label("Varför, eller hur?").fill(wanted.because)
    function = form.get_by_label("Vilken funktion ansvarar för svaret?")
    expect(function).to_have_value(stands)
    function.fill(wanted.function)
    form.get_by_label(wanted.stage, exact=True).check()
    if wanted.stage == "Skickat för beslut":
        form.get_by_label("Skickat för beslut den").fill("2026-11-02")
    if wanted.stage == "Beslutat":
        form.get_by_label("Beslutat den").fill("2026-11-03")
        form.get_by_label("Paragraf").fill("KS § 24")
    form.get_by_role("button", name="Skicka till platsen").click()
    expect(entry.get_by_role("status")).to_be_visible()


def words_of(page: Page, href: str) -> str:
    """What a PDF says, on one line."""
    got = page.request.get(href)
    assert (got.status, got.headers["content-type"]) == (200, "application/pdf")
    text = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(got.body())).pages)
    return re.sub(r"\s+", " ", text)


def test_from_a_table_to_the_second_edition(demo: LiveServer, new_page: NewPage) -> None:
    """Slow: six answers by hand, two editions, two people."""
    pass_the_checkpoint(demo)
    leader, officer = sign_in(new_page(), "leader"), sign_in(new_page(), "municipality")
    import_actions(leader)
    share(leader, 1)

    officer.goto("/municipality/plans/")
    expect(officer.locator("main")).to_contain_text(ACTIONS[0].title)
    officer.goto(ANSWERS)
    officer.get_by_label("Diarienummer").fill("KS 2026/310")
    officer.get_by_role("button", name="Spara", exact=True).click()
    expect(officer.locator("main")).to_contain_text("KS 2026/310")
    for stands, wanted in zip(["", *(each.function for each in ACTIONS)], ACTIONS, strict=False):
        answer(officer, wanted, stands)
    officer.goto(ANSWERS)
    expect(officer.get_by_role("heading", name="Inget väntar på svar")).to_be_visible()

    leader.goto(PLAN)
    for wanted in ACTIONS:
        entry = leader.locator("li.act").filter(has_text=wanted.title)
        expect(entry).to_contain_text(wanted.function)
        expect(entry).to_contain_text(wanted.because)
    on_paper = words_of(leader, f"{PLAN}documents/pdf")
    said = [text for each in ACTIONS for text in (each.title, each.because) if text not in on_paper]
    assert said == []
    assert "KS § 24" in on_paper

    leader.goto(f"{HOME}steps/action_plan/actions")
    leader.get_by_role("link", name=re.compile(f"^Ändra.*{ACTIONS[3].title}")).first.click()
    leader.get_by_label("Pågår", exact=True).check()
    leader.get_by_role("button", name="Spara").last.click()
    leader.wait_for_url(f"**{HOME}steps/action_plan/actions**")
    share(leader, 2)
    officer.goto(PLAN)
    news = officer.locator("section.plan__new")
    expect(news).to_contain_text(f"{ACTIONS[3].title}: från planerad till pågår")
    expect(officer.locator("li.act").filter(has_text=ACTIONS[0].title)).to_contain_text("KS § 24")
