"""A note of progress that is sent twice is one; one that says the same again on another day is another."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import ActionNote, User
from tests.client import PortalClient
from tests.work_world import make_work_world


def test_the_form_tells_a_second_press_from_a_second_note(
    app: Flask, client_for: Callable[[User], PortalClient]
) -> None:
    world, ids = make_work_world()
    browser, path = client_for(world.leader), f"/places/dals-rostock/actions/{ids['plots']}/"

    def form() -> dict[str, str]:
        (known,) = re.findall(r'name="known" value="(\d+)"', browser.get(path).text)
        return {"body": "Ringt kommunen, inget svar", "reach": "coach", "known": known}

    def written() -> list[int]:
        return list(db.session.scalars(select(ActionNote.id).order_by(ActionNote.id)))

    before = form()
    first = [browser.post(f"{path}notes", data=before).location for _press in range(2)]
    (one,) = written()
    assert first == [f"{path}#note-{one}"] * 2
    # A colleague's note in between makes no difference.
    browser.post(f"{path}notes", data={**before, "body": "Något annat"})
    assert browser.post(f"{path}notes", data=before).location == f"{path}#note-{one}"
    after = form()
    second = {browser.post(f"{path}notes", data=after).location for _press in range(2)}
    assert len(written()) == 3
    assert second == {f"{path}#note-{written()[-1]}"}
