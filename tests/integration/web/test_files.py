"""How static files and pages travel: packed, kept by browsers, and without anybody's session."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.client import PortalClient

pytestmark = pytest.mark.one_database

Get = Callable[..., TestResponse]
PACKED = {"Accept-Encoding": "gzip, br"}
STYLES = "/static/vendor/designsystemet.css?v=1"
FONT = "/static/vendor/inter-latin.woff2"


def content(app: Flask, path: str) -> bytes:
    return (Path(app.static_folder or "") / path.removeprefix("/static/").partition("?")[0]).read_bytes()


@pytest.fixture
def get(client: PortalClient) -> Get:
    """client.get(), with the file closed again."""
    return partial(client.get, buffered=True)


def test_a_stylesheet_is_packed(app: Flask, get: Get) -> None:
    for _ in range(2):  # the second time from what was kept
        answer = get(STYLES, headers=PACKED)
        assert answer.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(answer.data) == content(app, STYLES)
        assert answer.content_length == len(answer.data) < 25_000


@pytest.mark.parametrize("headers", [{}, {"Accept-Encoding": "gzip;q=0"}, {"Accept-Encoding": "br"}])
def test_not_for_those_who_do_not_ask(app: Flask, get: Get, headers: dict[str, str]) -> None:
    answer = get(STYLES, headers=headers)
    assert "Content-Encoding" not in answer.headers
    assert answer.data == content(app, STYLES)
    assert "Accept-Encoding" in answer.vary


def test_pictures_and_fonts_are_small_already(app: Flask, get: Get) -> None:
    answer = get(FONT, headers=PACKED)
    assert answer.data == content(app, FONT)
    assert answer.headers["Cache-Control"] == "public, max-age=604800"


def test_unchanged_files_are_not_sent_again(get: Get) -> None:
    tag = get(STYLES, headers=PACKED).headers["ETag"]
    answer = get(STYLES, headers={**PACKED, "If-None-Match": tag})
    assert (answer.status_code, answer.data) == (304, b"")


def test_a_part_of_a_file_and_only_its_head(app: Flask, client: PortalClient, get: Get) -> None:
    part = get(STYLES, headers={**PACKED, "Range": "bytes=0-9"})
    assert (part.status_code, part.data) == (206, content(app, STYLES)[:10])
    assert client.head(STYLES, headers=PACKED, buffered=True).data == b""


def test_a_page_is_packed(get: Get) -> None:
    plain, packed = get("/about"), get("/about", headers=PACKED)
    assert gzip.decompress(packed.data) == plain.data
    assert get("/healthz", headers=PACKED).headers.get("Content-Encoding") is None


def test_files_carry_no_session(client: PortalClient, get: Get) -> None:
    with client.session_transaction() as session:
        session["anything"] = 1
        session.permanent = True
    assert "Set-Cookie" in get("/about").headers
    answer = get(STYLES)
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.vary
