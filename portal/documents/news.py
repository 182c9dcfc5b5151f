"""What is new in an edition, in the words of the plan's page: whoever gets it on paper sees what has changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from portal.documents.blocks import Block, Paragraph, Points, Title
from portal.documents.words import count, day, say
from portal.errors import N_
from portal.process.edition_news import Changed, Move
from portal.process.plan_news import News


def news(found: News | None, lang: str) -> Iterator[Block]:
    """Before the chapters, without a number."""
    if found is None:
        return
    yield Title(1, say(lang, N_("What is new in this edition")))
    since = N_("Since edition %(number)s, %(day)s.")
    yield Paragraph((say(lang, since, number=found.since, day=day(found.day, lang)),))
    yield from _listed(say(lang, N_("New goals")), found.goals)
    yield from _listed(say(lang, N_("New actions")), found.actions)
    yield from _listed(say(lang, N_("Another status")), [_moved(each, lang) for each in found.moved])
    yield from _listed(
        say(lang, N_("Goals and actions that say something else")),
        [_changed(each, lang) for each in found.changed],
    )
    yield from _listed(say(lang, N_("Actions with news of how it goes")), found.progress)
    if found.removed:
        gone = count(lang, "One goal or action", "%(num)s goals or actions", found.removed)
        yield from _listed(say(lang, N_("Taken away")), [gone])
    yield from _listed(say(lang, N_("Other parts that have changed")), found.parts)


def _listed(title: str, names: Sequence[str]) -> Iterator[Block]:
    if names:
        yield Paragraph((f"{title}:",))
        yield Points(tuple(names))


def _changed(changed: Changed, lang: str) -> str:
    """Which parts of it say something else."""
    parts = (*((say(lang, N_("the name")),) if changed.is_renamed else ()), *changed.parts)
    return f"{changed.title}: {', '.join(parts)}" if parts else changed.title


def _moved(move: Move, lang: str) -> str:
    before, after = move.before.lower(), move.after.lower()
    if before and after:
        words = say(lang, N_("from %(before)s to %(after)s"), before=before, after=after)
    else:
        words = after or say(lang, N_("no status"))
    return f"{move.title}: {words}"
