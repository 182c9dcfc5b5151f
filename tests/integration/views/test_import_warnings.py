"""What a table to import says that a plan should not: days in the wrong order, people by their names."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from portal.models import User
from tests.client import PortalClient
from tests.factories import make_leader, make_place
from tests.import_page import look, problems


def test_days_in_the_wrong_order_and_names_of_people(
    app: Flask, client_for: Callable[[User], PortalClient]
) -> None:
    leader = make_leader(make_place(checkpoint_state="go_on"))
    page = look(
        client_for(leader),
        "Åtgärd;Ansvarig;Börjar;Klar senast\nBänkar;Anna Svensson;2027-05-01;2026-05-01\n"
        "Skyltar;Byalaget;2027-05-01;2027-05-01\n",
    )
    assert problems(page) == ["Klar senast: den här dagen är före den som den börjar."]
    assert "”Anna Svensson” ser ut som en person." in page
    assert "”Byalaget” ser ut som en person" not in page
