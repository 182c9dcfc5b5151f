"""What a table to import says that a plan should not: days in the wrong order, names of people; and what is none."""

from __future__ import annotations

import io
from collections.abc import Callable

from flask import Flask

from portal.models import User
from tests.client import PortalClient
from tests.factories import make_leader, make_place
from tests.import_page import ACTIONS, IMPORTS, leftovers, look, problems


def test_days_in_the_wrong_order_and_names_of_people(
    app: Flask, client_for: Callable[[User], PortalClient]
) -> None:
    leader = make_leader(make_place(checkpoint_state="go_on"))
    page = look(
        client_for(leader),
        "Åtgärd;Ansvarig;Börjar;Klar senast\nBänkar;Anna Svensson;2027-05-01;2026-05-01\n"
        "Skyltar;Byalaget;2027-05-01;2027-05-01\n",
    )
    assert problems(page) == ["Klar senast: Den här dagen är före den som den börjar."]
    assert "”Anna Svensson” ser ut som en person." in page
    assert "”Byalaget” ser ut som en person" not in page


def test_what_is_no_table_is_told_where_it_was_given(
    app: Flask, client_for: Callable[[User], PortalClient]
) -> None:
    """A list of names alone needs a heading that the register knows, in either language."""
    team = client_for(make_leader(make_place(checkpoint_state="go_on")))
    letter = "Hej alla,\n\nvi ses på lördag, i bygdegården.\nVälkomna, ta med kaffe, hälsar Byalaget\n"
    words = "Här går ingen tabell att läsa. Första raden ska ha rubriker, till exempel ”Åtgärd”"
    for text in (letter, "Bada\nCykla\n"):
        assert words in look(team, text, status=422)
        sent = {"register": ACTIONS, "file": (io.BytesIO(text.encode()), "brev.csv")}
        page = team.post(f"{IMPORTS}preview", data=sent, content_type="multipart/form-data")
        assert (page.status_code, words in page.text, 'href="#import-file"' in page.text) == (422, True, True)
    for text in ("Åtgärd\nBada\nCykla\n", "Action\nBada\nCykla\n"):
        assert "2 rader är klara." in look(team, text)
    # Other headings may be right: which column is which is chosen on the next page.
    assert leftovers(look(team, "Grej;Årstid\nBada;I sommar\n", status=422)) == {
        "Grej": "Rad 2: ”Bada”.",
        "Årstid": "Rad 2: ”I sommar”.",
    }
