"""A plan as a picture for previews of its link: always the same size, whatever the words."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from portal.documents import card
from portal.documents.card import HEIGHT, WIDTH, Card
from portal.pictures.album import gatescene

PLAIN = Card(
    lang="sv",
    kind="Lokal utvecklingsplan",
    portal="Platsportalen",
    place="Dals Rostock",
    below="Melleruds kommun. Utgåva 1, 26 november 2026",
    vision="Lätt att nå och gott att leva i.",
    scene=str(gatescene(True, uid="card")),
)
MARGIN = 60
GROUND = 430
"""Down to here nothing is drawn but words and the paper; the hills begin below."""
WORDS = {
    "nothing": "",
    "much": "Ett gott liv. " * 400,
    "one long word": "å" * 2_000,
    "markup": '#import "x.typ"; $x$ <script>&amp;</script> */ // \\u{0} `raw`',
    "lines": "Ett\n\n\tgott\u2028liv\u0000",
    "other scripts": "\u0633\u0644\u0627\u0645 \u05e9\u05dc\u05d5\u05dd \U0001f3d4 \u4f60\u597d \u0e01 \u1e9e",
    "marks": "a\u0301\u0301\u0301\u200d\u202e\ufffe",
}


def opened(words: Card) -> Image.Image:
    return Image.open(io.BytesIO(card.write(words))).convert("L")


@pytest.mark.parametrize("name", WORDS)
def test_any_words_make_a_picture_and_stay_within_it(name: str) -> None:
    picture = opened(replace(PLAIN, place=WORDS[name] or "Å", vision=WORDS[name]))
    assert picture.size == (WIDTH, HEIGHT)
    paper = picture.getpixel((20, 300))
    for side in (picture.crop((0, 20, MARGIN, 400)), picture.crop((WIDTH - MARGIN, 20, WIDTH, 400))):
        assert side.getextrema() == (paper, paper)


def test_the_words_are_there_and_end_above_the_hills() -> None:
    def darkest(words: Card) -> int:
        return int(opened(words).crop((MARGIN, 235, WIDTH - MARGIN, GROUND)).getextrema()[0])

    assert darkest(PLAIN) < 100 < darkest(replace(PLAIN, vision=""))


def test_the_same_words_make_the_same_bytes() -> None:
    assert card.write(PLAIN) == card.write(PLAIN)
