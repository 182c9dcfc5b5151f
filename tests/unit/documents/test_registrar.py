"""The sheet for the registrar: what came in and what was answered, and then the whole plan."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime

import pytest
from pypdf import PdfReader

from portal.clock import STOCKHOLM
from portal.documents import registrar
from portal.documents.blocks import Facts, Paragraph, Table, Title
from portal.process.action_answers import Said
from portal.process.replies import Replies, Reply
from tests.plan_paper import DECIDED, HOSTILE, RECEIPT, full, paper, squeezed

UNTIL = datetime(2026, 12, 8, 14, 5, tzinfo=STOCKHOLM)
GONE = Reply(99, "Badplatsen", Said("assessment", "will_investigate", function="Fritid"))


def test_it_says_what_came_in_and_every_answer() -> None:
    answers = (Reply(31, "x", DECIDED), replace(GONE, on=UNTIL.date()))
    document = replace(paper(), replies=Replies(answers, RECEIPT, frozenset({31, 34}), UNTIL))
    title, words, facts, table = registrar.sheet(document)
    assert (title, words) == (
        Title(1, "Till registratorn"),
        Paragraph(
            ("Den lokala utvecklingsplanen för Dals Rostock med kommunens svar. Hela planen följer efter.",)
        ),
    )
    assert facts == Facts(
        (
            ("Plats:", "Dals Rostock"),
            ("Kommun:", "Mellerud"),
            ("Utgåva:", "Utgåva 2, 26 november 2026"),
            ("De står bakom planen:", "Byalaget, Sjön och skogen"),
            ("Kommunens svar till och med:", "8 december 2026 klockan 14.05"),
            ("Inkom:", "1 december 2026"),
            ("Diarienummer:", "KS 2026/124"),
        )
    )
    assert isinstance(table, Table)
    assert table.rows == (
        (
            "Ny detaljplan Kroppefjäll",
            "Gör det. Senast 30 juni 2027.",
            "Beslutat 8 december 2026, KS § 12.\nJa, gärna.\nAnsvarar för svaret: Samhällsbyggnad.",
        ),
        ("Sjön och skogen", "Inget svar än", ""),
        ("Pilgrimsleden", "Frågar inte om något", ""),
        ("Tågstopp Dals Rostock", "Inget svar än", ""),
        (
            "Badplatsen (finns inte längre i planen)",
            "Utreder.",
            "Tjänstepersonens bedömning 8 december 2026, inte beslutat.\nAnsvarar för svaret: Fritid.",
        ),
    )


def cells(reply: Reply) -> list[str]:
    *_facts, table = registrar.sheet(replace(paper(), replies=Replies((reply,), RECEIPT, until=UNTIL)))
    assert isinstance(table, Table)
    return next(row[2].split("\n") for row in table.rows if "\n" in row[2])


def test_a_long_reason_is_shortened_only_where_the_whole_stands_in_the_plan() -> None:
    long = Said("assessment", "cannot", because="Vi äger\n\ninte marken. " * 60, function="Mark")
    whole = " ".join(long.because.split())
    here, gone = cells(Reply(31, "x", long)), cells(Reply(99, "x", long))
    assert here[1].endswith(" … (Hela skälet står vid åtgärden i planen.)")
    assert (len(here[1]) < 650, gone[1]) == (True, whole)


def test_a_correction_says_when_and_why() -> None:
    said = replace(DECIDED, stage="assessment", correction="Fel nämnd.\nSe protokollet.")
    assert cells(Reply(31, "x", said, on=UNTIL.date()))[-1] == (
        "Rättat 8 december 2026: det tidigare svaret gäller inte längre. Varför: Fel nämnd. Se protokollet."
    )


def test_what_is_not_the_municipality_s_is_no_assessment() -> None:
    said = Said("assessment", "not_ours", because="Fråga Trafikverket.", function="Mark")
    assert cells(Reply(31, "x", said, on=UNTIL.date())) == [
        "Fråga Trafikverket.",
        "Ansvarar för svaret: Mark.",
    ]


def test_one_file_is_told_from_an_earlier_one() -> None:
    def made(until: datetime) -> PdfReader:
        document = replace(paper(), replies=Replies((Reply(31, "x", DECIDED),), RECEIPT, until=until))
        return PdfReader(io.BytesIO(registrar.write(document)))

    first, later = made(UNTIL), made(UNTIL.replace(day=9))
    assert [each.metadata.title if each.metadata else "" for each in (first, later)] == [
        "Lokal utvecklingsplan för Dals Rostock. Utgåva 2, 26 november 2026."
        f" Svar till och med {day} december 2026 klockan 14.05"
        for day in (8, 9)
    ]
    assert "Svartillochmed8december2026klockan14.05" in squeezed(first.pages[3].extract_text())
    assert "KS\xa0§\xa012" in first.pages[0].extract_text()
    assert "KS\xa02026/124" in first.pages[0].extract_text()


@pytest.mark.parametrize(
    ("until", "lang", "name"),
    [
        (UNTIL, "sv", "en-by-plan-2-svar-2026-12-08.pdf"),
        (UNTIL, "en", "en-by-plan-2-answers-2026-12-08.pdf"),
        (None, "sv", "en-by-plan-2-utan-svar.pdf"),
        (None, "en", "en-by-plan-2-no-answers.pdf"),
    ],
)
def test_the_file_is_named_by_the_day_of_the_answers(until: datetime | None, lang: str, name: str) -> None:
    assert registrar.file_name("en-by", 2, until, lang) == name


def test_any_text_is_made_into_a_pdf() -> None:
    reader = PdfReader(io.BytesIO(registrar.write(full(" ".join(HOSTILE[:10])))))
    assert "Tillregistratorn" in squeezed(reader.pages[0].extract_text())
    assert reader.pages[-1].extract_text()
