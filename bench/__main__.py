"""`make bench`: fills databases, serves them, measures, and prints one JSON object a line. What it is doing meanwhile
goes to standard error."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from bench import papers, slow_line, world
from bench.load import ask_once
from bench.pages import BARE, VISITOR, Page, askers, pages, writers
from bench.queries import count_statements, fill, open_app, versions_of
from bench.rounds import Figures, Site, measure
from bench.server import serving
from bench.signing import Session, sign_in


def main() -> None:
    chosen = _arguments()
    if not chosen.only or papers.NAME in chosen.only:
        _say("a plan as PDF")
        emit(papers.NAME, round(papers.measure(chosen.rounds), 2), "x plan page", papers.ACTIONS)
    if chosen.only == [papers.NAME]:
        return
    found = [page for page in pages() if not chosen.only or page.name in (BARE, *chosen.only)]
    with tempfile.TemporaryDirectory(prefix="platsportalen-bench-") as passing, ExitStack() as stack:
        folder = chosen.folder or passing
        sites = []
        for number, places in enumerate(sorted(chosen.places)):
            site, sessions = _open(stack, Path(folder) / str(places), places, chosen.port + number, found)
            sites.append(site)
        _say(f"{chosen.rounds} rounds of {chosen.seconds} s a page")
        names = [page.name for page in found if page.name != BARE]
        figures = measure(sites, names, BARE, rounds=chosen.rounds, seconds=chosen.seconds)
        for site in sites:
            _print_rates(figures, [BARE, *names], site.places)
        section = next((page for page in found if page.name == "section"), None)
        if section:
            _print_slow_line(sites[-1], section, sessions[section.who])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "--places", type=int, nargs="+", default=[100, 1000], help="how many places; at least 30"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.8, help="of a burst")
    parser.add_argument("--port", type=int, default=8104, help="the first of the ports to use")
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="NAME", help="these pages, beside the bare one"
    )
    parser.add_argument(
        "--folder", help="where the databases lie, filled the first time; else they are thrown away"
    )
    return parser.parse_args()


def _open(
    stack: ExitStack, folder: Path, places: int, port: int, found: Sequence[Page]
) -> tuple[Site, dict[str, Session]]:
    """Fill a database, count its statements, serve it, sign everybody in, weigh each page."""
    began = time.monotonic()
    app = open_app(folder)
    if fill(app, places):
        _say(f"{places} places filled in {time.monotonic() - began:.0f} s")
    for page in found:
        emit(page.name, count_statements(app, page), "queries", places)
    stack.enter_context(serving(folder, port))
    emails = {page.who for page in found if page.who != VISITOR} | {email for email, _slug in writers()}
    sessions = {email: sign_in(port, email, world.PASSWORD) for email in sorted(emails)}
    versions = versions_of(app, [slug for _email, slug in writers()])
    site = Site(places, port, {page.name: askers(page, sessions, versions) for page in found})
    for page in found:
        asker = site.askers[page.name][0]
        if page.again:
            ask_once(port, asker)
        emit(page.name, ask_once(port, asker).weight, "bytes on the wire", places)
    return site, sessions


def _print_rates(figures: Figures, names: Sequence[str], places: int) -> None:
    for name in names:
        taken = figures[name, places]
        emit(name, round(taken.rate, 1), "req/s", places)
        emit(name, round(taken.percentile(50), 1), "ms p50", places)
        emit(name, round(taken.percentile(95), 1), "ms p95", places)
        if taken.over_bare:
            emit(name, round(median(taken.over_bare), 3), "x bare page", places)
        if taken.over_fewest:
            emit(name, round(median(taken.over_fewest), 3), "x n=100", places)


def _print_slow_line(site: Site, section: Page, session: Session) -> None:
    program = slow_line.find_chromium()
    if program is None:
        _say("Chromium is missing, so the slow line is left out. On Debian: apt-get install chromium")
        return
    _say("a slow line")
    found = slow_line.measure(program, site.port, section.path, session)
    for visit, name in (("first", "section first visit slow line"), ("later", "section later slow line")):
        emit(name, round(found[f"{visit} ms"]), "ms", site.places)
        emit(name, round(found[f"{visit} bytes"]), "bytes on the wire", site.places)


def emit(name: str, value: float, unit: str, places: int) -> None:
    """One figure, as the contract of `make bench` says."""
    print(json.dumps({"name": name, "value": value, "unit": unit, "n": places}), flush=True)


def _say(words: str) -> None:
    print(f"· {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
