"""Pictures made small for documents: upright, sane in size, and bare of what came along."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from portal.services.photos import SIDE, shrink


def picture(size: tuple[int, int], kind: str, mode: str = "RGB", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 128 if mode in "LP" else None).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind", "size"),
    [
        (picture((4000, 1000), "JPEG"), "image/jpeg", (SIDE, 400)),
        (picture((40, 10), "JPEG"), "image/jpeg", (40, 10)),
        (picture((1000, 3200), "PNG", "RGBA"), "image/png", (500, SIDE)),
        (picture((30, 30), "WEBP", "RGBA"), "image/jpeg", (30, 30)),
        (picture((30, 20), "GIF", "P"), "image/png", (30, 20)),
        (picture((30, 20), "JPEG", "CMYK"), "image/jpeg", (30, 20)),
        (picture((30, 20), "PNG", "L"), "image/png", (30, 20)),
    ],
)
def test_kind_and_size(content: bytes, kind: str, size: tuple[int, int]) -> None:
    found = shrink(content)
    assert found is not None
    assert (found.media_type, (found.width, found.height)) == (kind, size)
    with Image.open(io.BytesIO(found.content)) as opened:
        assert (Image.MIME[opened.format or ""], opened.size) == (kind, size)


def test_it_stands_upright_and_says_nothing_of_where_it_was_taken() -> None:
    said = Image.Exif()
    said[0x0112], said[0x010F] = 6, "En telefon"
    found = shrink(picture((40, 10), "JPEG", exif=said.tobytes(), comment=b"Hemma"))
    assert found is not None
    assert (found.width, found.height) == (10, 40)
    assert all(words not in found.content for words in (b"telefon", b"Hemma", b"Exif"))


def test_a_noisy_drawing_becomes_a_photo() -> None:
    out = io.BytesIO()
    Image.effect_noise((1500, 1500), 90).convert("RGB").save(out, "PNG")
    found = shrink(out.getvalue())
    assert found is not None
    assert found.media_type == "image/jpeg"


@pytest.mark.parametrize("cut", [0, 3, 20, 300])
def test_what_cannot_be_opened_is_none(cut: int) -> None:
    assert shrink(picture((400, 300), "PNG")[:cut]) is None
    assert shrink(b"%PDF-1.7" + bytes(cut)) is None
