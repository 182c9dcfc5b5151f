"""What stands behind the question mark of an address is never an argument of our own links."""

from __future__ import annotations

import re

import pytest

from tests.client import PortalClient


@pytest.mark.parametrize(
    "asked", ["endpoint=x", "_anchor=a", "_scheme=x", "_method=x", "_external=1", "values=1", "lang=x&lang=y"]
)
@pytest.mark.parametrize("path", ["/login", "/no-such-page"])
def test_a_hostile_query_is_carried_along_and_nothing_else(
    client: PortalClient, path: str, asked: str
) -> None:
    answer = client.get(f"{path}?{asked}")
    assert answer.status_code == (200 if path == "/login" else 404)
    (link,) = re.findall(r'<a href="([^"]+)" lang="en" hreflang="en">', answer.text)
    carried = "" if asked.startswith("lang") else f"{asked}&amp;"
    assert link in (f"{path}?{carried}lang=en", "/?lang=en")
