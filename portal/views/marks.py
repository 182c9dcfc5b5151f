"""What a tap of the team's answers: the mark as it stands now, of a point of a verdict and of one of a reply alike."""

from __future__ import annotations

from dataclasses import dataclass

from flask import get_template_attribute
from flask_babel import gettext as _
from flask_login import current_user

from portal.errors import DomainError
from portal.forms.marks import SentMark
from portal.models import PostPoint, VerdictPoint
from portal.process.marks import Marked, marked
from portal.web.failures import say

ABOUT = 60
"""Characters of a point's text that its buttons say to those who only hear them."""


@dataclass(frozen=True, slots=True)
class Controls:
    """Where a point is marked: the `id` on its page, the address that the mark is sent to, and the page to come `back`
    to where that is another one."""

    id: str
    url: str
    about: str
    outside: bool = False
    back: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The mark that stands now; `meanwhile`: what somebody else had answered since the page was opened, in words."""

    now: Marked
    meanwhile: str = ""

    @property
    def words(self) -> str:
        said = _("Your coach sees your answer.") if self.now.mark else _("Saved.")
        return f"{said} {self.meanwhile}".rstrip()


def outcome_of(point: PostPoint | VerdictPoint, sent: SentMark, before: Marked) -> Outcome:
    """Of a mark that the person has just changed."""
    now = marked(point.mark, point.because, current_user.name, point.marked_at)
    return Outcome(now, _words_of_other(before) if sent.came_meanwhile(before) else "")


def problem_of(error: DomainError, sent: SentMark) -> dict[str, str]:
    """Why a mark was refused, and what was typed, as `marks.marks` takes it."""
    return {"words": say(error.message), "because": sent.because}


def draw(controls: Controls, outcome: Outcome, problem: dict[str, str] | None = None) -> str:
    """The controls by themselves, in answer to a tap."""
    macro = get_template_attribute("macros/marks.html", "marks")
    return str(
        macro(
            controls.id,
            controls.url,
            outcome.now,
            True,
            about=controls.about[:ABOUT],
            problem=problem,
            meanwhile=outcome.meanwhile,
            outside=controls.outside,
            back=controls.back,
            fresh=True,
        )
    )


def _words_of_other(before: Marked) -> str:
    answers = {
        "taken_up": _("Taken up"),
        "parked": _("Parked"),
        "differently": _("We see it differently"),
    }
    return _(
        "%(name)s had answered “%(answer)s” meanwhile. Your answer holds now.",
        name=before.who,
        answer=answers[before.mark or ""],
    )
