"""What an action was called, and what was answered to it, leaves the public pages with the action."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from html import unescape

from flask import Flask

from portal.extensions import db
from portal.models import Row, User
from portal.process.reach import Reach
from portal.services import editions
from tests.answers_world import SIX, make_answers_world, reply
from tests.client import PortalClient

ClientFor = Callable[[User], PortalClient]
PLAN = "/plans/dals-rostock/"
NEW_NAME = "Led runt sjön"


def test_answers_to_actions_that_are_gone_or_renamed(
    app: Flask, client: PortalClient, client_for: ClientFor
) -> None:
    world, (gone, renamed, *_others) = make_answers_world()
    reply(world, gone, because="Marken är Kims")
    reply(world, renamed, because="Det går bra")
    removed, row = db.session.get(Row, gone), db.session.get(Row, renamed)
    assert removed is not None
    assert row is not None
    removed.deleted_at = removed.updated_at
    row.values = {**row.values, "action": NEW_NAME}
    db.session.commit()
    editions.share(world.leader, workplace=world.workplace, audience=Reach.PUBLIC)
    db.session.commit()

    readers = {name: client_for(getattr(world, name)) for name in ("leader", "coach", "region", "officer")}
    others = {
        "visitor": client,
        **{name: client_for(getattr(world, name)) for name in ("stranger", "nobody")},
    }
    for name, browser in (readers | others).items():
        page = unescape(browser.get(f"{PLAN}answers/{renamed}").text)
        said = (NEW_NAME in page, SIX[1][0] in page, "Det går bra" in page)
        assert (name, said) == (name, (True, False, True))
        answer = browser.get(f"{PLAN}answers/{gone}")
        page = unescape(answer.text)
        found = (answer.status_code, SIX[0][0] in page, "Marken är Kims" in page)
        assert (name, found) == (name, (200, True, True) if name in readers else (404, False, False))

    with zipfile.ZipFile(io.BytesIO(client.get(f"{PLAN}documents/zip").data)) as packed:
        answers = json.loads(packed.read("answers.json"))["answers"]
    assert [(each["row"], each["action"]) for each in answers] == [(renamed, NEW_NAME)]
