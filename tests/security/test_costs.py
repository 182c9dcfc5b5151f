"""What a stranger sends costs them more than us: the work grows with the length of a text, never with its square."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from portal.text import clean
from tests.client import PortalClient

BIG = 1_000_000
SECONDS = 5
"""Generous, for slow machines; what is refused here took minutes or hours."""


@contextmanager
def soon() -> Iterator[None]:
    began = time.thread_time()
    yield
    assert time.thread_time() - began < SECONDS


PILES = {
    "accents in two orders": "\u0300\u0323",
    "marks that fall apart into marks": "\u0f73",
    "Hebrew points": "\u05b0\u05b4\u05bc",
}


@pytest.mark.parametrize("marks", PILES.values(), ids=PILES)
def test_piles_of_accents_are_cut_before_they_are_put_in_order(marks: str) -> None:
    with soon():
        assert len(clean("a" + marks * (BIG // len(marks)))) < 100


def test_real_accents_stay() -> None:
    assert clean("A\u030asen") == "Åsen"
    assert clean("x\u0323\u0302\u0301") == "x\u0323\u0302\u0301"


def test_what_nobody_can_see_is_taken_out_fast() -> None:
    with soon():
        assert clean("å\0\x85\u202e\ud800\ufeff\n" * (BIG // 7)).count("å") == BIG // 7


@pytest.mark.one_database
@pytest.mark.parametrize("field", ["email", "password"])
@pytest.mark.parametrize(
    "text", ["a\u0300\u0323" * (BIG // 3), "a" + "\u0300\u0323" * BIG, "ö" * BIG, "a@" * BIG]
)
def test_signing_in_with_megabytes(app: Flask, client: PortalClient, field: str, text: str) -> None:
    with soon():
        sent = {"email": "a@example.org", "password": "x", field: text[:BIG]}
        assert client.post("/login", data=sent).status_code == 422
