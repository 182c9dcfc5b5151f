"""The sheet for the registrar: what came in and what was answered, and then the whole plan."""

from __future__ import annotations

import io
from dataclasses import replace

from pypdf import PdfReader

from portal.documents import registrar
from portal.documents.blocks import Facts, Paragraph, Table, Title
from portal.process.action_answers import Said
from portal.process.replies import Replies, Reply
from tests.plan_paper import DECIDED, HOSTILE, RECEIPT, full, paper, squeezed

GONE = Reply(99, "Badplatsen", Said("assessment", "will_investigate", function="Fritid"))


def test_it_says_what_came_in_and_every_answer() -> None:
    document = replace(
        paper(), replies=Replies((Reply(31, "x", DECIDED), GONE), RECEIPT, frozenset({31, 34}))
    )
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
            ("Inkom:", "Kom in till kommunen 1 december 2026, diarienummer KS 2026/124."),
        )
    )
    assert isinstance(table, Table)
    assert table.rows == (
        (
            "Ny detaljplan Kroppefjäll",
            "Gör det. Senast 30 juni 2027.",
            "Beslutat 8 december 2026, KS § 12.",
            "Samhällsbyggnad",
        ),
        ("Sjön och skogen", "Inget svar än", "", ""),
        ("Pilgrimsleden", "Frågar inte om något", "", ""),
        ("Tågstopp Dals Rostock", "Inget svar än", "", ""),
        (
            "Badplatsen (finns inte längre i planen)",
            "Utreder.",
            "Tjänstepersonens bedömning, inte beslutat.",
            "Fritid",
        ),
    )


def test_any_text_is_made_into_a_pdf() -> None:
    reader = PdfReader(io.BytesIO(registrar.write(full(" ".join(HOSTILE[:10])))))
    assert "Tillregistratorn" in squeezed(reader.pages[0].extract_text())
    assert reader.pages[-1].extract_text()
