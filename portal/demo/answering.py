"""What the municipality of the demo world has answered to the example village's plan: examples, too."""

from __future__ import annotations

from dateutil.relativedelta import relativedelta

from portal.clock import today
from portal.models import User
from portal.process.action_answers import Outcome, Said, Stage
from portal.process.contents import read_contents
from portal.queries.plans import load_plan
from portal.services import action_answers, receipts


def answer_plan(officer: User, slug: str) -> None:
    """The plan has come in; one answer is sent, one is a draft, the rest wait."""
    workplace, edition = load_plan(slug)
    receipts.receive(
        officer,
        workplace=workplace,
        edition=edition,
        received_on=today(),
        registry_number="KS 2026/124 (exempel)",
        seen=0,
    )
    first, second = read_contents(edition.contents).asking[:2]
    unit = "Samhällsbyggnadsförvaltningen"
    sent = Said(
        stage=Stage.SENT,
        outcome=Outcome.WILL_INVESTIGATE,
        because="Vi räknar på sträckan närmast skolan och återkommer med vad den kostar.",
        function=unit,
        by_when=today() + relativedelta(months=6),
        sent_on=today(),
    )
    draft = Said(
        outcome=Outcome.CANNOT, because="Vägen är statens. Vi kan skriva under er ansökan.", function=unit
    )
    for listed, said, is_shared in ((first, sent, True), (second, draft, False)):
        action_answers.answer(
            officer,
            workplace=workplace,
            edition=edition,
            action=listed,
            said=said,
            seen=0,
            is_shared=is_shared,
        )
