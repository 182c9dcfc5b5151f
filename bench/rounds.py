"""Measuring in rounds: a burst of the bare page and a burst of the page right after each other, so that what else the
machine does meanwhile strikes both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from bench.load import Asker, Burst, burst


@dataclass(frozen=True, slots=True)
class Site:
    """A portal with `places` places at a port, and what is asked of it by page."""

    places: int
    port: int
    askers: dict[str, Sequence[Asker]]


@dataclass(slots=True)
class Taken:
    """Every burst of a page at one site; `over_bare` and `over_fewest` are ratios of its requests/s, one a round."""

    bursts: list[Burst] = field(default_factory=list)
    over_bare: list[float] = field(default_factory=list)
    over_fewest: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return median(each.rate for each in self.bursts)

    def percentile(self, share: int) -> float:
        """Milliseconds within which `share` percent of all requests were answered."""
        times = [t for each in self.bursts for t in each.times]
        return 1000 * quantiles(times, n=100, method="inclusive")[share - 1]


Figures = dict[tuple[str, int], Taken]
"""By page and number of places."""


def measure(
    sites: Sequence[Site], names: Sequence[str], bare: str, *, rounds: int, seconds: float
) -> Figures:
    """`sites` from few places to many. The first burst of each page warms it up and does not count."""
    taken: Figures = {(name, site.places): Taken() for site in sites for name in [bare, *names]}
    for number in range(rounds + 1):
        for name in names:
            found = _one_round(sites, name, bare, seconds if number else seconds / 4)
            if number:
                _note(taken, sites, name, bare, found)
    return taken


def _one_round(sites: Sequence[Site], name: str, bare: str, seconds: float) -> dict[tuple[str, int], Burst]:
    found: dict[tuple[str, int], Burst] = {}
    for place, site in enumerate(sites):
        # The page's own bursts next to each other: the ratio between the sites is the finest.
        pair = [bare, name] if place % 2 == 0 else [name, bare]
        for each in pair:
            found[each, site.places] = burst(site.port, site.askers[each], seconds)
    return found


def _note(
    taken: Figures, sites: Sequence[Site], name: str, bare: str, found: dict[tuple[str, int], Burst]
) -> None:
    fewest = sites[0].places
    for site in sites:
        page, frame = found[name, site.places], found[bare, site.places]
        taken[name, site.places].bursts.append(page)
        taken[name, site.places].over_bare.append(page.rate / frame.rate)
        taken[bare, site.places].bursts.append(frame)
        if site.places != fewest:
            taken[name, site.places].over_fewest.append(found[name, fewest].rate / page.rate)
            taken[bare, site.places].over_fewest.append(found[bare, fewest].rate / frame.rate)
