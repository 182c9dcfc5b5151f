"""What browsers and caches on the way may keep: files of ours, never a page about somebody."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import PortalClient
from tests.factories import make_user


@pytest.mark.one_database
@pytest.mark.parametrize("address", ["/static/none.css?v=1", "/static/none.css", "/static/?v=1"])
def test_a_missing_file_is_a_page_about_the_reader_and_not_kept(
    app: Flask, client: PortalClient, address: str
) -> None:
    answer = client.sign_in(make_user(name="Anna")).get(address)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


@pytest.mark.one_database
def test_a_file_with_its_fingerprint_is_kept(app: Flask, client: PortalClient) -> None:
    with client.get("/static/js/portal.js?v=1") as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
