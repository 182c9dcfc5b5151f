"""A plan to make documents of, without a database: the place of the domain's facts, with any text put into it."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from PIL import Image
from pypdf import PdfReader

from portal.process.action_answers import Said
from portal.process.action_progress import Progress
from portal.process.definitions import latest
from portal.process.edition_news import Changed, Move
from portal.process.excerpt import freeze_excerpt, plan_sections
from portal.process.frozen import FrozenCopy, thaw
from portal.process.material import Entry, Given, Material
from portal.process.photos import Photo
from portal.process.plan_document import Edition, PlanDocument, plan_document
from portal.process.plan_news import News
from portal.process.replies import Before, Receipt, Replies, Reply
from portal.process.schema import Audience, Process

SECRET = "Bara för teamet: Kim Andersson, 0700-000000"
ACTIONS, GOALS = "action_plan.actions.list", "vision.goals.list"
EDITION = Edition("Dals Rostock", "Mellerud", 2, date(2026, 11, 26))
DECIDED = Said(
    stage="decided",
    outcome="will_do",
    because="Ja, gärna.",
    function="Samhällsbyggnad",
    by_when=date(2027, 6, 30),
    decided_on=date(2026, 12, 8),
    reference="KS § 12",
)
RECEIPT = Receipt(date(2026, 12, 1), "KS 2026/124")
HOSTILE = (
    "å ä ö Å Ä Ö é",
    "😀 👩‍👩‍👧‍👦 🇸🇪 👍🏽 ❤️",
    "Čáppa giđđa, ŋ ŧ ž đ (sámi)",
    "مرحبا بالعالم",
    "שלום, ייִדיש",
    '#read("/etc/passwd") #import "x.typ" $x^2$ *b* _i_ `r` @ref <label> \\ // c',
    '=HYPERLINK("https://example.org","x")',
    "+1 -1 @SUM(A1) \t=1",
    "<script>alert(1)</script> & “citat” ]]> <!-- {{ 7*7 }} %s %(x)s",
    "BEGIN:VEVENT\nEND:VCALENDAR; a, b\\n",
    "rad ett\r\nrad två\n\n- punkt\n1. nummer",
    "lång text utan slut " * 500,
    "ettlångtordutanblank" * 100,
    "中文 한국어 ไทย \ue000 \U000f0000",
    "a\x00b\x07c\ufeffd\u202ee\ufdd0f\uffff\u2028g\u0301\u0489",
    "   ",
)


def entry(number: int, preset: str | None = None, **values: Any) -> Entry:
    return Entry(number, values, preset)


def material(text: str = "Sjön och skogen") -> Material:
    """A plan in which `text` is an answer, a goal, an action, a fact of one and a row's name."""
    rows = _present(text) | _future(text)
    return Material(
        answers={key: Given(value) for key, value in _answers(text).items()},
        rows={key: tuple(each) for key, each in rows.items()},
    )


def _answers(text: str) -> dict[str, Any]:
    return {
        "anchoring.place.idea": "Vi knyter ihop byn.\n\nSå här:\n- vi träffas\n- vi skriver",
        "anchoring.place.best": text,
        "anchoring.start.afterwards": SECRET,
        "anchoring.working_group.owner": [1],
        "mapping.people.population": 1800,
        "mapping.people.population_year": 2025,
        "vision.vision.one_sentence": "Lätt att nå och gott att leva i.",
        "vision.vision.twenty_years": text,
        "analysis.disagreements.what": SECRET,
        "action_plan.priorities.first_three": [31],
        "organisation.rhythm.review_date": "2027-05-01",
    }


def _present(text: str) -> dict[str, list[Entry]]:
    return {
        "organisations": [entry(1, name="Byalaget", contact=SECRET), entry(2, name=text)],
        "anchoring.working_group.members": [entry(3, organisation=[1], role="Ordförande", name=SECRET)],
        "mapping.assets.list": [
            entry(5, asset="Kroppefjäll", kind="nature", matters="Alla går där"),
            entry(6, asset="Bygdegården", kind="premises"),
            entry(7, asset="Berättarkvällen"),
        ],
        "mapping.services.list": [
            entry(8, "grocery", state="exists"),
            entry(9, "fuel", state="threatened", threat="Pumpen är gammal", note=SECRET),
            entry(10, "school", state="exists"),
        ],
        "analysis.swot.statements": [
            entry(12, quadrant="strengths", statement="Vi hjälps åt", shown_by="Enkäten"),
            entry(13, statement="Utan ruta"),
        ],
    }


def _future(text: str) -> dict[str, list[Entry]]:
    return {
        GOALS: [
            entry(21, goal="Fler kan bo här", how_seen="Tomter till salu", theme="housing", year=2030),
            entry(22, goal=text, how_seen=text),
        ],
        "vision.agreement.list": [
            entry(25, organisation=[1], date="2026-09-01"),
            entry(26, organisation=[2]),
        ],
        ACTIONS: [
            entry(
                31,
                action="Ny detaljplan Kroppefjäll",
                goal=[21],
                status="planned",
                responsible=[1],
                start="2027-01-01",
                end="2027-12-31",
                cost=120000,
            ),
            entry(
                32,
                action=text,
                goal=[22],
                status="under_way",
                start="2027-03-01",
                need_from=text,
                result=text,
            ),
            entry(33, action="Tågstopp Dals Rostock", status="idea"),
            entry(34, action="Pilgrimsleden", goal=[22], status="done", end="2026-08-01"),
        ],
    }


def shipped() -> Process:
    return latest("hallbara-platser")


def frozen(of: Material, files: Mapping[str, Mapping[str, Any]] | None = None) -> FrozenCopy:
    process = shipped()
    return thaw(freeze_excerpt(process, of, plan_sections(process), Audience.PLAN, files or {}))


def pictured(*alts: str, name: str = "bild.jpg") -> PlanDocument:
    """A plan with nothing but pictures, described like this; of the last one the bytes are missing."""
    ids = [f"{n:032x}" for n in range(len(alts))]
    files = {
        key: {"name": name, "size": 1, "media_type": "image/jpeg", "sha256": key * 2, "alt": alt}
        for key, alt in zip(ids, alts, strict=True)
    }
    copy = frozen(Material(answers={"anchoring.place.pictures": Given(ids)}), files)
    process = shipped()
    document = plan_document(process, copy, EDITION, process.heading_sets[0], "sv")
    return replace(document, photos={key * 2: photo((60, 30)) for key in ids[:-1]})


def photo(size: tuple[int, int], kind: str = "JPEG") -> Photo:
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, kind)
    return Photo(made.getvalue(), f"image/{kind.lower()}", *size)


def paper(
    of: Material | None = None,
    lang: str = "sv",
    headings: str = "full",
    edition: Edition = EDITION,
    progress: dict[int, tuple[Progress, ...]] | None = None,
) -> PlanDocument:
    process = shipped()
    found = process.heading_set(headings)
    assert found is not None
    held = frozen(of if of is not None else material())
    return plan_document(process, held, edition, found, lang, progress=progress)


def full(text: str, headings: str = "full") -> PlanDocument:
    """A plan in which `text` stands wherever people can write, the municipality's people too."""
    said = replace(DECIDED, because=text, function=text, reference=text, correction=text)
    given = Before(1, EDITION.day, is_changed=True)
    replies = Replies((Reply(31, text, said), Reply(32, text, said, before=given)), RECEIPT)
    moved, changed = (Move(text, "Idé", "Klar"),), (Changed(31, text, True, (text,)),)
    news = News(1, EDITION.day, (text,), (text,), moved, changed, (text,), 2, (text,))
    edition = replace(EDITION, introduction=text, stands_behind=(text,), news=news)
    progress = {31: (Progress(EDITION.day, text),)}
    held = paper(material(text), headings=headings, edition=edition, progress=progress)
    document = replace(held, replies=replies)
    images = pictured(text, text, name=text)
    return replace(document, chapters=(*document.chapters, *images.chapters), photos=images.photos)


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def squeezed(text: str) -> str:
    """Without blanks and line breaks, which a page sets as it must."""
    return "".join(text.split())


def letters(text: str) -> Counter[str]:
    return Counter(squeezed(text))
