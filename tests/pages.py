"""Fills in the forms of a page as a browser without JavaScript does.

What the page holds is sent, and what people change.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from werkzeug.test import TestResponse

from tests.client import PortalClient
from tests.markup import tree_of

UNSENT = {"submit", "button", "image", "reset", "file"}


def send(browser: PortalClient, path: str, action: str, **changes: Any) -> TestResponse:
    """Open a page, fill in the form whose address ends with `action`, and send it.

    A change is named by the end of the field's name; `__` stands for a hyphen pair (`name__na` is `…name--na`).
    """
    page = tree_of(browser.get(path).get_data(as_text=True))
    form, address = next(
        found for found in addresses(page, path) if found[1].partition("#")[0].endswith(action)
    )
    data = content_of(form, page)
    names = names_of(form, page)
    for key, value in changes.items():
        wanted = key.replace("__", "--")
        found = [n for n in names if n == wanted or n.endswith(f"-{wanted}")]
        if len(found) != 1:
            raise LookupError(f"{key}: {found or names}")
        data[found[0]] = value
    return browser.post(address, data=data)


def addresses(page: Element, path: str) -> Iterator[tuple[Element, str]]:
    """Every form with the addresses that it can be sent to: its own and its buttons'."""
    for form in page.iter("form"):
        yield form, form.get("action") or path
        buttons = [
            b for b in page.iter("button") if b in form.iter("button") or b.get("form") == form.get("id", "-")
        ]
        yield from ((form, b.get("formaction") or path) for b in buttons if b.get("formaction"))


def fields_of(form: Element, page: Element) -> list[Element]:
    """The form's controls, also those that lie elsewhere and name it."""
    own = [e for tag in ("input", "textarea", "select") for e in form.iter(tag)]
    if form.get("id"):
        own += [
            e
            for tag in ("input", "textarea", "select")
            for e in page.iter(tag)
            if e.get("form") == form.get("id")
        ]
    return own


def names_of(form: Element, page: Element) -> set[str]:
    return {e.get("name") or "" for e in fields_of(form, page)} - {""}


def content_of(form: Element, page: Element) -> dict[str, Any]:
    """What a browser would send if nothing was changed."""
    data: dict[str, Any] = {}
    for each in fields_of(form, page):
        name, kind = each.get("name"), each.get("type", "text")
        if not name or kind in UNSENT or (kind in {"radio", "checkbox"} and each.get("checked") is None):
            continue
        if each.tag == "textarea":
            data[name] = "".join(each.itertext())
        elif each.tag == "select":
            chosen = [o.get("value", "") for o in each.iter("option") if o.get("selected") is not None]
            first = next((o.get("value", "") for o in each.iter("option")), "")
            data[name] = chosen if each.get("multiple") is not None else (chosen or [first])[0]
        else:
            data.setdefault(name, []).append(each.get("value", "on" if kind == "checkbox" else ""))
    return data
