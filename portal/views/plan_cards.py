"""A public plan as a picture: what others show beside its link."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import policy
from portal.documents import card
from portal.documents.card import Card
from portal.errors import NotFoundError
from portal.models import PlanEdition
from portal.pictures.album import gatescene
from portal.policy import Workplace
from portal.process.reach import Reach
from portal.queries.copies import get_copy_text
from portal.queries.plans import load_plan
from portal.views.copies import plan_in
from portal.web import kept
from portal.web.access import access
from portal.web.filters import day
from portal.web.filters import municipality as municipality_in_words
from portal.web.language import current_language
from portal.web.visitors import picture_for_everybody

bp = Blueprint("plan_cards", __name__)


@bp.get("/plans/<slug>/card.png")
@access(policy.can_read_plan, load=load_plan, hidden=True)
def show(_workplace: Workplace, edition: PlanEdition) -> Response:
    """Of a public edition only; every other has no previews. Raises NotFoundError."""
    if edition.audience != Reach.PUBLIC:
        raise NotFoundError
    lang = current_language()

    def made() -> bytes:
        return kept.CARDS.find(
            (), (edition.id, edition.shared_at, lang), lambda: card.write(_card(edition, lang))
        )

    return picture_for_everybody((edition.id, edition.number), made, "image/png")


def _card(edition: PlanEdition, lang: str) -> Card:
    plan, named = plan_in(get_copy_text(edition), lang)
    said = _("Edition %(number)s, %(day)s", number=edition.number, day=day(edition.shared_at))
    around = municipality_in_words(named["municipality"])
    return Card(
        lang=lang,
        kind=_("Local development plan"),
        portal=_("Platsportalen"),
        place=named["name"],
        below=said if named["name"] == named["municipality"] else f"{around}. {said}",
        vision=plan.vision.text if plan.vision else "",
        scene=str(gatescene(True, uid="card")),
    )
