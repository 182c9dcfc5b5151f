"""What is new stays behind the draft boundary: nobody reads by the way of changes what they could not read then or now.

Each case writes the word SECRET where it must not be seen: before the sharing, while it was stopped, for the team
alone. Then the coach and the region open every page that tells what is new.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import User
from portal.services import people
from tests.checkpoint_world import fresh
from tests.client import PortalClient
from tests.drafting import ASSETS, MEMBERS, Team
from tests.factories import make_answer, make_region, make_row
from tests.passing import pass_time, plain
from tests.place_world import make_place_world

Browsers = Callable[[User], PortalClient]
HOME = "/places/dals-rostock/"
PAGES = (
    HOME,
    f"{HOME}changes",
    f"{HOME}steps/mapping/",
    f"{HOME}steps/mapping/homes",
    f"{HOME}steps/mapping/assets",
    f"{HOME}steps/anchoring/",
    f"{HOME}steps/anchoring/working_group",
    f"{HOME}organisations/",
    f"{HOME}log/",
)
READERS = ("coach", "region")


@pytest.fixture
def team(app: Flask) -> Team:
    world = make_place_world()
    pass_time(days=9)
    return Team(world)


def visit(browser: PortalClient) -> str:
    """All pages that this person may open, once; what they say."""
    said = []
    for path in PAGES:
        found = browser.get(path)
        assert found.status_code in (200, 404), path
        said.append(plain(found.text))
    return "\n".join(said)


def drafted(team: Team) -> None:
    """Overwritten before it was ever shared; read, and written again."""
    team.write("SECRET första utkastet")
    row = team.add(ASSETS, asset="SECRET ån")
    team.write("Färdigt")
    team.edit(row, asset="Ån")
    team.share("mapping")
    team.look()
    team.write("Färdigt nu")
    team.edit(row, asset="Stora ån")


def removed_before_sharing(team: Team) -> None:
    row = team.add(ASSETS, asset="SECRET ån")
    team.write("SECRET")
    team.write(None)
    team.remove(row)
    team.share("mapping")
    team.look()
    team.write("Färdigt")


def written_while_stopped(team: Team) -> None:
    """Shared and read; then stopped, written and overwritten, and shared again."""
    team.write("Första texten")
    row = team.add(ASSETS, asset="Ån")
    team.share("mapping")
    team.look()
    team.stop("mapping")
    team.write("SECRET mellantext")
    team.edit(row, asset="SECRET å")
    fleeting = team.add(ASSETS, asset="SECRET skog")
    team.remove(fleeting)
    team.write("Andra texten")
    team.edit(row, asset="Stora ån")
    team.share("mapping")


def written_again(team: Team) -> None:
    written_while_stopped(team)
    team.look()
    team.write("Tredje texten")


def read_while_stopped(team: Team) -> None:
    """Shared and read; then stopped. What was seen once is not told against what may not be read now."""
    team.write("Första texten")
    team.share("mapping")
    team.look()
    team.stop("mapping")
    team.write("SECRET efteråt")
    team.add(ASSETS, asset="SECRET skog")
    team.tick()


def for_the_team_alone(team: Team) -> None:
    """Columns that never leave the team, in a step and a register that are shared."""
    team.share("organisations")
    member = team.add(MEMBERS, **team.seat("Kassör"), name="SECRET namn")
    organisation = team.add("organisations", name="Bruket", contact="SECRET telefon")
    team.look()
    team.edit(member, name="SECRET annat namn")
    team.edit(organisation, contact="SECRET annan telefon")
    team.add(MEMBERS, **team.seat("Ordförande"), name="SECRET tredje namn")
    gone = team.add("organisations", name="Försvunnen", contact="SECRET nummer")
    team.look()
    team.remove(gone)


CASES = (
    drafted,
    removed_before_sharing,
    written_while_stopped,
    written_again,
    read_while_stopped,
    for_the_team_alone,
)


@pytest.mark.one_database
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_nothing_secret_is_seen(team: Team, client_for: Browsers, case: Callable[[Team], None]) -> None:
    browsers = [client_for(getattr(team.world, who)) for who in READERS]
    said: list[str] = []

    def look() -> None:
        said.extend(visit(browser) for browser in browsers)
        pass_time(hours=1)

    team.look = look
    look()
    case(team)
    look()
    look()
    assert "SECRET" not in "\n".join(said)


def test_what_was_readable_then_is_told_against_what_is_readable_now(
    team: Team, client_for: Browsers
) -> None:
    """The counterpart: the same deeds show what they should."""
    browser = client_for(team.world.coach)
    team.look = lambda: (visit(browser), pass_time(hours=1))
    written_while_stopped(team)
    page = plain(browser.get(f"{HOME}changes").text)
    assert "1 svar ändrat och 1 rad ändrad." in page
    assert "{-Första-}{+Andra+} texten" in page
    assert "Ändrat {-Ån-} {+Stora ån+}" in page


def test_only_the_team_tells_by_the_count(team: Team, client_for: Browsers) -> None:
    """That something changed in a column for the team alone is no news to others, and counts for the team."""
    member = team.add(MEMBERS, **team.seat("Kassör"), name="Ett namn")
    browsers = {who: client_for(getattr(team.world, who)) for who in ("second", "coach", "region")}
    for browser in browsers.values():
        browser.get(f"{HOME}steps/anchoring/")
    pass_time(hours=1)
    team.edit(member, name="Ett annat namn")
    told = {
        who: [
            "nytt sedan du tittade" in plain(browser.get(HOME).text),
            "Nytt sedan du tittade" in plain(browser.get(f"{HOME}steps/anchoring/").text),
            "Nytt sedan du tittade" in plain(browser.get(f"{HOME}steps/anchoring/working_group").text),
            "1 rad ändrad" in plain(browser.get(f"{HOME}changes").text),
        ]
        for who, browser in browsers.items()
    }
    assert told == {"second": [True] * 4, "coach": [False] * 4, "region": [False] * 4}


def test_what_one_read_as_a_leader_is_not_told_to_the_coach(team: Team, client_for: Browsers) -> None:
    """Somebody leaves the team and becomes the region's: what they saw as a leader was a draft."""
    region = make_region("second-region@example.org")
    team.write("SECRET utkast")
    browser = client_for(team.world.second)
    visit(browser)
    pass_time(hours=1)
    for role in fresh(team.world.second).assignments:
        people.end_role(fresh(region), assignment=role)
    people.give_role(fresh(region), user=fresh(team.world.second), role="region")
    db.session.commit()
    team.write("Färdigt")
    team.share("mapping")
    browser = client_for(fresh(team.world.second))
    for _ in range(3):
        said = visit(browser)
        assert "SECRET" not in said
        assert "Ändrat" not in said
        pass_time(hours=1)
    team.write("Färdigt nu")
    assert "Färdigt{+nu+}" in visit(browser)


@pytest.mark.parametrize(
    ("who", "status"),
    [("leader", 200), ("second", 200), ("coach", 200), ("region", 200), ("officer", 404), ("stranger", 404)],
)
def test_who_may_open_the_page(team: Team, client_for: Browsers, who: str, status: int) -> None:
    assert client_for(getattr(team.world, who)).get(f"{HOME}changes").status_code == status


def test_a_row_that_coaches_wrote_in_the_log_is_theirs(team: Team, client_for: Browsers) -> None:
    """The unshared log shows a coach only what they wrote; nothing of others is new to them there."""
    make_row(
        team.world.workplace,
        "log",
        {"date": "2026-10-14", "kind": "call", "what": "Mitt samtal"},
        team.world.coach,
    )
    browser = client_for(team.world.coach)
    visit(browser)
    pass_time(hours=1)
    make_row(
        team.world.workplace,
        "log",
        {"date": "2026-10-15", "kind": "call", "what": "SECRET samtal"},
        team.world.leader,
    )
    make_answer(team.world.workplace, "mapping.homes.empty_houses", "SECRET", team.world.leader)
    said = visit(browser)
    assert "Mitt samtal" in said
    assert "SECRET" not in said
