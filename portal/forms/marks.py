"""What somebody answers a coach's question, suggestion or point, as it was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.process.marks import Marked


@dataclass(frozen=True, slots=True)
class SentMark:
    """`mark` empty: taken back. `seen`: the stamp of the mark that stood on the page. `outside`: the controls lie in
    another form on that page."""

    mark: str
    because: str
    seen: str
    outside: bool

    def came_meanwhile(self, before: Marked) -> bool:
        """Whether somebody has marked it since the page was opened."""
        return before.mark is not None and before.stamp != self.seen


def read_mark(sent: Mapping[str, str]) -> SentMark:
    return SentMark(
        sent.get("mark", ""), sent.get("because", ""), sent.get("seen", ""), sent.get("outside") == "1"
    )
