"""How values look in templates: dates and times the Swedish and the English way, long texts, names of the method."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from flask import Flask
from flask_babel import format_decimal, gettext, ngettext
from markupsafe import Markup, escape

from portal.clock import STOCKHOLM, today
from portal.errors import Message
from portal.process.schema import Text
from portal.text import unbroken
from portal.web.failures import say
from portal.web.language import current_language, locale_name

BULLETS = ("- ", "* ", "• ")
BARE_ENDINGS = "aeiouyåäösxz"  # names that take no genitive s before "kommun"


def init_app(app: Flask) -> None:
    environment = app.jinja_env
    environment.filters.update(
        t=of_method,
        day=day,
        short_day=short_day,
        clock_time=clock_time,
        prose=prose,
        unbroken=unbroken,
        say=say_it,
        ago=ago,
        decimal=decimal,
        brief_day=brief_day,
        month=month,
        municipality=municipality,
    )


def of_method(text: Text | None) -> str:
    """A text of the method in the page's language."""
    return text.of(current_language()) if text is not None else ""


def say_it(message: Message | str | None) -> str:
    return say(message) if isinstance(message, Message) else (message or "")


@lru_cache(2_000)
def _written(value: date, pattern: str, locale: str) -> str:
    """Babel reads the pattern anew for each day that it writes; a page holds dozens, and the same ones."""
    return format_date(value, pattern, locale)


def _local(value: date | datetime) -> date:
    return value.astimezone(STOCKHOLM).date() if isinstance(value, datetime) else value


def day(value: date | datetime | str | None) -> str:
    """14 oktober 2026 / 14 October 2026. Takes ISO text, too."""
    if not value:
        return ""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return _written(_local(moment), "d MMMM y", locale_name())


def short_day(value: date | datetime | str | None) -> str:
    """14 oktober; with the year when it is another than this."""
    if not value:
        return ""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    local = _local(moment)
    pattern = "d MMMM" if local.year == today().year else "d MMMM y"
    return _written(local, pattern, locale_name())


def brief_day(value: date) -> str:
    """14 okt / 14 Oct: for pictures."""
    return f"{value.day} {month(value)}"


def month(value: date) -> str:
    """The short name of the month, without a full stop."""
    return _written(value.replace(day=1), "MMM", locale_name()).rstrip(".")


def municipality(name: str) -> str:
    """Melleruds kommun, Borås kommun, Tibro kommun / Municipality of Mellerud."""
    if current_language() != "sv":
        return f"Municipality of {name}"
    genitive = name if name[-1:].lower() in BARE_ENDINGS or name == "Orust" else f"{name}s"
    return f"{genitive} kommun"


def clock_time(value: datetime | None) -> str:
    """14.32 in Swedish, 14:32 in English; Swedish time."""
    if value is None:
        return ""
    local = value.astimezone(STOCKHOLM)
    return f"{local:%H.%M}" if current_language() == "sv" else f"{local:%H:%M}"


def decimal(value: float | None) -> str:
    """1 200,5 in Swedish, 1,200.5 in English."""
    return format_decimal(value) if value is not None else ""


def ago(value: datetime | date | None) -> str:
    """How long something has waited, in days."""
    if value is None:
        return ""
    days = (today() - _local(value)).days
    return gettext("today") if days <= 0 else ngettext("%(num)d day", "%(num)d days", days)


def prose(text: str | None) -> Markup:
    """Long text as paragraphs and simple lists (lines that begin with a dash). Everything is escaped first."""
    blocks: list[Markup] = []
    for block in unbroken(text or "").split("\n\n"):
        lines = [line for line in block.split("\n") if line.strip()]
        if lines:
            blocks.append(
                _list(lines)
                if all(line.lstrip().startswith(BULLETS) for line in lines)
                else _paragraph(lines)
            )
    return Markup("").join(blocks)


def _list(lines: list[str]) -> Markup:
    items = Markup("").join(Markup("<li>{}</li>").format(line.lstrip()[2:]) for line in lines)
    return Markup("<ul>{}</ul>").format(items)


def _paragraph(lines: list[str]) -> Markup:
    out: list[Any] = []
    pending: list[str] = []
    for line in lines:
        if line.lstrip().startswith(BULLETS):
            pending.append(line)
            continue
        if pending:
            out.append(_list(pending))
            pending = []
        out.append(line)
    parts: list[Markup] = []
    run: list[Markup] = []
    for part in [*out, *([_list(pending)] if pending else [])]:
        if isinstance(part, Markup):
            if run:
                parts.append(Markup("<p>{}</p>").format(Markup("<br>").join(run)))
                run = []
            parts.append(part)
        else:
            run.append(escape(part))
    if run:
        parts.append(Markup("<p>{}</p>").format(Markup("<br>").join(run)))
    return Markup("").join(parts)
