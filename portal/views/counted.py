"""How much has changed, in words and numbers: for the pages that tell of changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.process.changes import ChangeKind
from portal.process.comparison import Comparison
from portal.views.words import listed

ADDED, REMOVED, CHANGED = ChangeKind

# Each in full: Swedish words bend after what they count.
WORDS: Mapping[tuple[str, ChangeKind], Callable[[int], str]] = {
    ("answers", CHANGED): lambda n: ngettext("%(num)d answer changed", "%(num)d answers changed", n),
    ("answers", ADDED): lambda n: ngettext("%(num)d new answer", "%(num)d new answers", n),
    ("answers", REMOVED): lambda n: ngettext("%(num)d answer removed", "%(num)d answers removed", n),
    ("rows", CHANGED): lambda n: ngettext("%(num)d row changed", "%(num)d rows changed", n),
    ("rows", ADDED): lambda n: ngettext("%(num)d row added", "%(num)d rows added", n),
    ("rows", REMOVED): lambda n: ngettext("%(num)d row removed", "%(num)d rows removed", n),
    ("ticks", ADDED): lambda n: ngettext("%(num)d line ticked", "%(num)d lines ticked", n),
    ("ticks", REMOVED): lambda n: ngettext("%(num)d tick taken back", "%(num)d ticks taken back", n),
    ("comments", CHANGED): lambda n: ngettext("%(num)d comment changed", "%(num)d comments changed", n),
    ("comments", ADDED): lambda n: ngettext("%(num)d new comment", "%(num)d new comments", n),
    ("comments", REMOVED): lambda n: ngettext("%(num)d comment removed", "%(num)d comments removed", n),
    ("figures", CHANGED): lambda n: ngettext("%(num)d figure changed", "%(num)d figures changed", n),
}


def counts_in_words(changes: Comparison) -> str:
    """7 answers changed, 2 rows added and 1 row removed. Empty where nothing that is counted differs."""
    counts = changes.counts
    return listed([words(counts[key]) for key, words in WORDS.items() if key in counts])


def contents_of(changes: Comparison) -> list[dict[str, str]]:
    """Jump links to the parts of a page of changes."""
    links = [{"href": f"#c-{table.key}", "label": table.title} for table in changes.registers]
    links += [{"href": f"#c-{step.key}", "label": step.title} for step in changes.steps]
    if changes.track:
        links.append({"href": "#c-track", "label": changes.track_title})
    if changes.criteria:
        links.append({"href": "#c-criteria", "label": _("The criteria")})
    if changes.figures:
        links.append({"href": "#c-figures", "label": _("Figures")})
    return links
