"""States in words: how far a step or section has come, and where the checkpoint stands. Pairs of (sign, words)."""

from __future__ import annotations

from collections.abc import Sequence

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from portal.clock import today
from portal.models import Promise
from portal.process.gate import CheckpointState
from portal.process.schema import Text
from portal.process.sections import SectionProgress, State
from portal.queries.promises import is_halted
from portal.web.filters import short_day
from portal.web.language import current_language

Sign = tuple[str, str]
NAMED = 3


def state_words(state: State) -> Sign:
    """Not started, in progress or done."""
    if state is State.DONE:
        return "done", _("Done")
    return ("part", _("In progress")) if state is State.PART else ("none", _("Not started"))


def checkpoint_words(state: str) -> Sign:
    """Where the checkpoint stands."""
    return {
        CheckpointState.NOT_SUBMITTED: ("none", _("Not submitted")),
        CheckpointState.SUBMITTED: ("wait", _("Submitted")),
        CheckpointState.RESUBMITTED: ("wait", _("Submitted again")),
        CheckpointState.UNDER_REVIEW: ("wait", _("Under review")),
        CheckpointState.GO_ON: ("done", _("Go on")),
        CheckpointState.GO_ON_FOLLOW_UP: ("done", _("Go on, with follow-up")),
        CheckpointState.COMPLETE_FIRST: ("look", _("Complete first")),
    }[CheckpointState(state)]


def listed(names: Sequence[str]) -> str:
    """a, b and c."""
    return str(format_list(list(names), locale=str(get_locale() or "sv")))


def left_of_step(titles: Sequence[Text]) -> str:
    """What is left of a step: the titles of its sections that are not done."""
    names = [f"“{t.of('en')}”" if current_language() == "en" else f"”{t.of('sv')}”" for t in titles]
    return _("Left: %(sections)s.", sections=listed(names)) if names else ""


def left_of_section(progress: SectionProgress) -> str:
    """What is done and left of a section, in a line: counts and names, never percentages."""
    if not progress.left:
        return ""
    if progress.presets and len(progress.left) == progress.presets - progress.judged:
        done = ngettext(
            "%(done)s of %(num)s is judged.",
            "%(done)s of %(num)s are judged.",
            progress.presets,
            done=progress.judged,
        )
    else:
        done = ngettext(
            "%(done)s of %(num)s is done.",
            "%(done)s of %(num)s are done.",
            progress.total,
            done=progress.done,
        )
    return f"{done} {named_left(progress.left)}"


def named_left(left: Sequence[Text]) -> str:
    """Left: the first few names, and how many more there are."""
    lang = current_language()
    names = [_quoted(text.of(lang), lang) for text in left[:NAMED]]
    more = len(left) - len(names)
    if more:
        names.append(ngettext("%(num)s more", "%(num)s more", more))
    return _("Left: %(names)s.", names=listed(names))


def _quoted(text: str, lang: str) -> str:
    """A question stands in quotation marks; a short name goes into the sentence."""
    if "?" in text or len(text.split()) > NAMED:
        text = text.rstrip(".")
        return f"“{text}”" if lang == "en" else f"”{text}”"
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def promise_words(promise: Promise | None, *, asker: bool) -> Sign | None:
    """A sign and words: when an answer comes, or whose turn it is. `asker`: said to those who asked."""
    if promise is None:
        return None
    if is_halted(promise):
        return ("wait", _("The journey is paused, so the promised days stand still"))
    if promise.due_on is None:
        return (
            "look",
            _("Your coach needs to know more") if asker else _("Waits for those who asked to say more"),
        )
    if promise.due_on < today():
        late = _("Should have been answered %(day)s", day=short_day(promise.due_on))
        return ("miss", late)
    words = _("Answer no later than %(day)s", day=short_day(promise.due_on))
    return (
        "wait",
        _("You get an answer no later than %(day)s", day=short_day(promise.due_on)) if asker else words,
    )
