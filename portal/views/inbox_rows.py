"""The rows of the inbox: what, who, since when and until when, and where each opens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from portal import policy
from portal.clock import STOCKHOLM, today
from portal.policy import Workplace
from portal.process.gate import CheckpointState
from portal.queries.inbox_lines import Asked, Dated, Followed, Handed, Line, Taken
from portal.queries.waiting import END, GATE, QUIET, WAITING
from portal.views.links import href_of, title_of
from portal.views.thread_pages import address_of_thread, head_of_thread, title_of_thread, where_of_thread
from portal.views.words import Sign, promise_words
from portal.web.filters import short_day
from portal.web.language import current_language

EXCERPT = 110
"""Characters of a question or a point in its row."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is drawn. `number` and `unit` say how long, `day` from when or until when; `unread`: how much is new;
    `take`: where a coach takes it over. A submission (`handed`) has its title and note from the template."""

    kind: str
    icon: str
    what: str
    workplace: Workplace
    href: str
    title: str = ""
    note: str = ""
    number: int | None = None
    unit: str = ""
    day: str = ""
    state: Sign | None = None
    unread: int = 0
    who: str = ""
    take: str = ""
    handed: Handed | None = None


def row_of(line: Line) -> Row:
    """A line as the page draws it."""
    if isinstance(line, Handed):
        return _handed(line)
    if isinstance(line, Asked):
        return _asked(line)
    return _followed(line) if isinstance(line, Followed) else _dated(line)


def _handed(line: Handed) -> Row:
    row = Row(
        line.kind,
        "locked",
        line.workplace.process.checkpoint.title.of(current_language()),
        line.workplace,
        url_for("reviews.show", submission_id=line.id),
        handed=line,
    )
    if line.state not in WAITING:
        return replace(row, day=short_day(line.submitted_at))
    who = _taken(line.taken)
    if not who and line.state == "under_review":
        who = _("%(name)s has begun", name=line.beginner)
        who = _("You have begun the review") if line.begun_by == current_user.id else who
    free = line.taken is None and policy.can_cover_submission(current_user, line.workplace)
    take = url_for("covers.take_submission", submission_id=line.id) if free else ""
    return _since(replace(row, who=who, take=take), line.submitted_at)


def _asked(line: Asked) -> Row:
    """A coach who may take it over, but not read it, sees where it is asked, and never a word of what the place
    wrote: neither the question nor the title of a conversation or of a row."""
    workplace, thread, readable = (
        line.workplace,
        line.conversation.thread,
        bool(policy.can_read_thread(current_user, line.conversation)),
    )
    where = where_of_thread(workplace, thread)
    if readable:
        title = _excerpt(line.post.body) or title_of_thread(workplace, thread)
        about = " · ".join(filter(None, (title_of_thread(workplace, thread), where)))
        note = _("%(name)s asks: %(about)s", name=line.asker, about=about)
    else:
        title = head_of_thread(workplace, thread)
        note = _("Take it over to read and answer it.")
    free = line.taken is None and policy.can_cover(current_user, line.conversation)
    what = _("The municipality asks") if line.post.side == "municipality" else _("Question to the coach")
    row = Row(
        line.kind,
        "talk",
        what,
        workplace,
        address_of_thread(thread.id, line.post.id if readable else None),
        title,
        note,
        state=promise_words(line.promise, asker=False),
        unread=line.unread if readable else 0,
        who=_taken(line.taken),
        take=url_for("covers.take_thread", thread_id=thread.id) if free else "",
    )
    return _since(row, line.promise.asked_on)


def _followed(line: Followed) -> Row:
    """Opens what the point is about, where that may be read; else the review that it stands in."""
    workplace, key = line.workplace, line.point.anchor_key
    process = workplace.process
    step, register = process.step_of(key), process.register(key)
    if register is not None and register.is_place_wide:
        readable = policy.can_read_register(current_user, workplace, key)
    elif step is not None:
        readable = policy.can_read_step(current_user, workplace, step, process.section_of(key))
    else:
        readable = policy.no()
    href = href_of(workplace, key) if readable else url_for("reviews.show", submission_id=line.submission_id)
    where = title_of(workplace, key, current_language())
    row = Row(line.kind, "look", _("Point to follow up"), workplace, href, _excerpt(line.point.text), where)
    return _until(row, line.point.due_on)


def _dated(line: Dated) -> Row:
    slug, checkpoint = (
        line.workplace.place.slug,
        line.workplace.process.checkpoint.title.of(current_language()),
    )
    if line.kind == GATE:
        again = line.workplace.journey.checkpoint_state == CheckpointState.COMPLETE_FIRST
        row = Row(
            line.kind,
            "locked",
            _("Date"),
            line.workplace,
            url_for("checkpoint.show", slug=slug),
            _("To be submitted: %(checkpoint)s", checkpoint=checkpoint),
            _("You have asked the place to complete it first.") if again else _("Not submitted yet."),
        )
        return _until(row, line.day)
    home = url_for("places.show", slug=slug)
    if line.kind == END:
        title, note = _("The last day of the journey"), _("What should be done before it ends?")
        return _until(Row(line.kind, "wait", _("Date"), line.workplace, home, title, note), line.day)
    title = _("Nothing has changed for a while")
    note = _("Perhaps the place needs a call. The page shows what comes next there.")
    return _since(Row(QUIET, "part", _("Quiet place"), line.workplace, home, title, note), line.day)


def _since(row: Row, moment: date | datetime | None) -> Row:
    """For how many days, and since when."""
    day = _date(moment)
    days = (today() - day).days
    return replace(row, number=days, unit=ngettext("day", "days", days), day=short_day(day))


def _until(row: Row, moment: date | datetime | None) -> Row:
    """In how many days, or for how many it has passed."""
    day = _date(moment)
    days = (day - today()).days
    if days < 0:
        late = ngettext("day late", "days late", -days)
        return replace(
            row, number=-days, unit=late, day=short_day(day), state=("miss", _("The day has passed"))
        )
    return replace(row, number=days, unit=ngettext("day left", "days left", days), day=short_day(day))


def _date(moment: date | datetime | None) -> date:
    if moment is None:
        return today()
    return moment.astimezone(STOCKHOLM).date() if isinstance(moment, datetime) else moment


def _taken(taken: Taken | None) -> str:
    if taken is None:
        return ""
    if taken.id == current_user.id:
        return _("You answer in place of the place's coaches")
    return _("%(name)s answers in place of the place's coaches", name=taken.name)


def _excerpt(text: str) -> str:
    """The beginning, in one line."""
    words = " ".join(text.split())
    return words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0] + " …"
