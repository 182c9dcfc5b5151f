"""A form of a million fields is refused before it is taken apart."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.client import PortalClient

URLENCODED = "application/x-www-form-urlencoded"


@pytest.mark.one_database
@pytest.mark.parametrize(("fields", "status"), [(2_900, 422), (3_001, 413), (1_000_000, 413)])
def test_many_fields(app: Flask, client: PortalClient, fields: int, status: int) -> None:
    body = b"&".join(b"%x=" % number for number in range(fields))
    assert client.post("/login", data=body, content_type=URLENCODED).status_code == status


@pytest.mark.one_database
def test_a_text_of_a_megabyte_still_arrives(app: Flask, client: PortalClient) -> None:
    sent = {"email": "å" * 500_000, "password": "x"}
    answer = client.post("/login", data=sent)
    assert (answer.status_code, "ååå" in answer.text) == (422, True)


@pytest.mark.one_database
def test_a_long_body_that_says_it_is_a_form(app: Flask, client: PortalClient) -> None:
    answer = client.post("/login", data=b"a=" + b"x" * 9_000_000, content_type=URLENCODED)
    assert answer.status_code == 413
