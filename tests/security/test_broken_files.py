"""Files made to break the programs that read them: refused in words, whatever the programs raise."""

from __future__ import annotations

import io
import random
import zipfile
from contextlib import suppress

import pillow_heif
import pytest
from PIL import Image

from portal.errors import InvalidError
from portal.services.uploads import check_upload

TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml" * 20
ROUNDS = 300

pillow_heif.register_heif_opener()


def office(packed: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", "x" * 500)
    return out.getvalue()


def picture(kind: str) -> bytes:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "what it shows"
    out = io.BytesIO()
    Image.effect_noise((48, 32), 50).convert("RGB").save(out, kind, exif=exif)
    return out.getvalue()


SOUND = {
    "deflated": lambda: office(zipfile.ZIP_DEFLATED),
    "bzip2": lambda: office(zipfile.ZIP_BZIP2),
    "lzma": lambda: office(zipfile.ZIP_LZMA),
    "jpeg": lambda: picture("JPEG"),
    "png": lambda: picture("PNG"),
    "webp": lambda: picture("WEBP"),
    "gif": lambda: picture("GIF"),
    "heic": lambda: picture("HEIF"),
}


def broken(content: bytes, chance: random.Random) -> bytes:
    """The file with a few bytes changed, cut off or put in; its first bytes still say what it is."""
    bad = bytearray(content)
    for _ in range(chance.choice((1, 3, 10))):
        at = chance.randrange(16, len(bad))
        change = chance.random()
        if change < 0.7:
            bad[at] = chance.choice((0, 255, chance.randrange(256)))
        elif change < 0.8:
            bad[at:at] = chance.randbytes(4)
        elif change < 0.9:
            bad[at : at + 9] = b""
        else:
            del bad[max(at, 40) :]
    return bytes(bad)


@pytest.mark.filterwarnings("ignore")  # the readers warn of what they find in broken files
@pytest.mark.parametrize("kind", SOUND)
def test_a_broken_file_is_refused_in_words(kind: str) -> None:
    """Nothing but InvalidError may come out; a file may also turn out to be readable after all."""
    sound, chance = SOUND[kind](), random.Random(kind)
    check_upload(sound, "ok.bin")
    for _ in range(ROUNDS):
        with suppress(InvalidError):
            check_upload(broken(sound, chance), "Svar.bin")
