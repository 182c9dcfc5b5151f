"""Where somebody may be sent on to after signing in: pages of our own, however an address is written."""

from __future__ import annotations

import pytest

from portal.web.forms import safe_next
from tests.client import PortalClient

HOSTILE = (
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/\n/evil.example",
    "\x00//evil.example",
    "///evil.example",
    "evil.example",
    "/ok\r\nX-Injected: 1",
    "//",
    "",
)


@pytest.mark.parametrize("target", HOSTILE)
@pytest.mark.one_database
def test_a_hostile_next_is_not_offered(client: PortalClient, target: str) -> None:
    assert safe_next(target) is None
    page = client.get("/login", query_string={"next": target})
    assert "evil" not in page.text.split("<main")[1]


@pytest.mark.parametrize("target", ["/", "/places/amal/?page=2#x", "/places/%2F%2Fevil.example"])
def test_our_own_pages(target: str) -> None:
    assert safe_next(target) == target
