"""Importing over HTTP as tests do it: looking through a table, and what the page says of it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from sqlalchemy import select

from portal.extensions import db
from portal.models import Row
from tests.client import PortalClient

HOME = "/places/dals-rostock"
IMPORTS = f"{HOME}/imports/"
GOALS, ACTIONS = "vision.goals.list", "action_plan.actions.list"


def look(browser: PortalClient, text: str, register: str = ACTIONS, status: int = 200, **more: Any) -> str:
    answer = browser.post(f"{IMPORTS}preview", data={"register": register, "text": text, **more})
    assert answer.status_code == status
    return str(answer.get_data(as_text=True))


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found
    return found[1]


def problems(page: str) -> list[str]:
    """Those of the summary, without the numbers of the rows; each leads to something on the page."""
    summary = re.search(r'<div class="ds-error-summary".*?</div>', page, re.DOTALL)
    found = re.findall(r'<a href="#([^"]+)">Rad \d+\. (.*?)</a>', summary[0] if summary else "")
    assert [to for to, _said in found if f'id="{to}"' not in page] == []
    return [unescape(said) for _to, said in found]


def mends(page: str) -> dict[str, str]:
    """What the fields of faulty cells send as they stand, by name; with what is sent beside each."""
    form = page[page.index('action="/places/dals-rostock/imports/preview"') :]
    found = re.findall(r'<input[^>]* name="((?:s\d-)?(?:cell|was)-[^"]+)" value="([^"]*)"', form)
    found += re.findall(
        r'<textarea[^>]* name="((?:s\d-)?cell-[^"]+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL
    )
    chosen = r'<select[^>]* name="((?:s\d-)?cell-[^"]+)"[^>]*><option value="([^"]*)" selected'
    return {name: unescape(value) for name, value in [*found, *re.findall(chosen, form)]}


def numbers(page: str) -> list[str]:
    """Those of the rows, in the order in which they stand."""
    return re.findall(r"Rad (\d+) i tabellen", page)


def leftovers(page: str, kind: str = "left") -> dict[str, str]:
    """What the page says is not taken as it stands: by what it is called, the cells that are quoted. `kind`: "moved"
    for what goes elsewhere."""
    section = re.search(rf'<section class="import__{kind}.*?</section>', page, re.DOTALL)
    found = r'<label [^>]*>(.*?)</label><p class="hint"[^>]*>(.*?)</p>'
    return {
        unescape(label): unescape(cells)
        for label, cells in re.findall(found, section[0] if section else "", re.DOTALL)
    }


def sent_by(page: str, action: str) -> dict[str, str]:
    """What the form that leads to this page of the import sends as it stands."""
    form = page[page.index(f'action="{IMPORTS}{action}"') :]
    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    found |= dict(re.findall(r'<input[^>]* type="radio"[^>]* name="([^"]+)" value="([^"]*)" checked', form))
    found |= dict(
        re.findall(r'<input[^>]* type="checkbox"[^>]* name="([^"]+)" value="([^"]*)" checked', form)
    )
    found |= dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL))
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    found |= mends(page)
    return {name: unescape(value) for name, value in found.items()}


def carried(page: str) -> str:
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert found
    return unescape(found[1])


def titles(register: str = ACTIONS) -> list[str]:
    rows = db.session.scalars(select(Row).where(Row.register_key == register).order_by(Row.position))
    name = "goal" if register == GOALS else "action" if register == ACTIONS else "name"
    return [row.values[name] for row in rows]
