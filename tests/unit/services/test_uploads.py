"""Files are told by what they hold, never by their names; photos lose where they were taken."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from PIL import Image

from portal.errors import InvalidError
from portal.services import office, photos, uploads
from portal.services.uploads import check_upload, tidy_name

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
GPS = 0x8825
ORIENTATION = 0x0112


def picture(kind: str, *, size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: Any) -> bytes:
    out = io.BytesIO()
    image = Image.new(mode, size)
    image.putpixel((0, 0), (255, 0, 0) if mode == "RGB" else 0)
    image.save(out, kind, **options)
    return out.getvalue()


def located(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "Kameran"
    exif.get_ifd(GPS).update({1: "N", 2: (58.0, 41.0, 30.0), 3: "E", 4: (12.0, 27.0, 1.0)})
    return exif


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def open_xml(kind: str, main: str, *, more: dict[str, bytes] | None = None, macros: str = "") -> bytes:
    types = f'<Types><Override ContentType="{kind}{macros}.main+xml"/></Types>'.encode()
    return archive(**{"[Content_Types].xml": types, main: b"<x/>", **(more or {})})


def open_document(kind: str, **more: bytes) -> bytes:
    return archive(**{"mimetype": kind.encode(), "content.xml": b"<x/>", **more})


def ole(*streams: str) -> bytes:
    return (
        bytes.fromhex("d0cf11e0a1b11ae1")
        + b"\0" * 504
        + b"".join((s + "\0").encode("utf-16-le") for s in streams)
    )


TAKEN = {
    "pdf": (PDF, "application/pdf"),
    "jpeg": (picture("JPEG"), "image/jpeg"),
    "png": (picture("PNG"), "image/png"),
    "gif": (picture("GIF"), "image/gif"),
    "webp": (picture("WEBP"), "image/webp"),
    "heic": (picture("HEIF"), "image/jpeg"),
    "docx": (open_xml(office.DOCX, "word/document.xml"), office.DOCX),
    "xlsx": (open_xml(office.XLSX, "xl/workbook.xml"), office.XLSX),
    "pptx": (open_xml(office.PPTX, "ppt/presentation.xml"), office.PPTX),
    "odt": (open_document(office.ODT), office.ODT),
    "ods": (open_document(office.ODS), office.ODS),
    "odp": (open_document(office.ODP), office.ODP),
    "doc": (ole("Root Entry", "WordDocument"), office.DOC),
    "xls": (ole("Root Entry", "Workbook"), office.XLS),
    "ppt": (ole("Root Entry", "PowerPoint Document"), office.PPT),
    "txt": ("Ort;Antal\nÅmål;3\n".encode(), "text/plain"),
    "windows": ("Räksmörgås".encode("cp1252"), "text/plain"),
}


@pytest.mark.parametrize("case", TAKEN)
def test_what_is_taken_is_told_by_its_content(case: str) -> None:
    content, media_type = TAKEN[case]
    assert check_upload(content, "helt-annat.exe").media_type == media_type


DOTM = "application/vnd.ms-word.document.macroEnabled"
REFUSED = {
    "empty": (b"", uploads.EMPTY),
    "too large": (b"x" * (uploads.SIZE_LIMIT + 1), uploads.TOO_LARGE),
    "page": (b"<!doctype html><p>Hej", uploads.UNKNOWN),
    "late script": (b"Hej <script>alert(1)</script>", uploads.UNKNOWN),
    "drawing with script": (b'<?xml version="1.0"?><svg onload="x"/>', uploads.UNKNOWN),
    "program": (b"MZ\x90\x00\x03", uploads.UNKNOWN),
    "shell": (b"#!/bin/sh\nrm -rf /\n", uploads.UNKNOWN),
    "bytes": (bytes(range(256)), uploads.UNKNOWN),
    "half a pdf": (b"%PDF-1.7\n", office.BROKEN),
    "any zip": (archive(a=b"x"), uploads.UNKNOWN),
    "unknown ole": (ole("Root Entry"), uploads.UNKNOWN),
    "broken zip": (b"PK\x03\x04" + b"\0" * 50, office.BROKEN),
    "broken picture": (picture("PNG")[:40], photos.BROKEN),
    "picture in name": (b"\xff\xd8\xff not a picture", photos.BROKEN),
    "macros in docx": (
        open_xml(office.DOCX, "word/document.xml", more={"word/vbaProject.bin": b"x"}),
        office.MACROS,
    ),
    "macros in docm": (
        archive(**{"[Content_Types].xml": DOTM.encode(), "word/document.xml": b"x"}),
        office.MACROS,
    ),
    "macros in odt": (open_document(office.ODT, Basic__Standard__Module1=b"x"), office.MACROS),
    "macros in doc": (ole("Root Entry", "WordDocument", "Macros", "_VBA_PROJECT"), office.MACROS),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_is_refused_in_words(case: str) -> None:
    content, words = REFUSED[case]
    with pytest.raises(InvalidError) as refused:
        check_upload(content, "bild.png")
    assert refused.value.message.text == words
    assert set(refused.value.fields) == {"file"}


def test_a_picture_may_be_no_larger_than_memory_bears(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "PIXELS_LIMIT", 500)
    with pytest.raises(InvalidError) as refused:
        check_upload(picture("PNG"), "bild.png")
    assert refused.value.message.text == photos.TOO_MANY_PIXELS


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    header = picture("PNG", size=(1, 1))
    huge = header[:16] + (60_000).to_bytes(4, "big") * 2 + header[24:]
    with pytest.raises(InvalidError):
        check_upload(huge, "bild.png")


@pytest.mark.parametrize("kind", ["JPEG", "HEIF", "WEBP", "PNG"])
def test_a_photo_loses_its_position_and_camera(kind: str) -> None:
    content = picture(kind, exif=located().tobytes())
    with Image.open(io.BytesIO(content)) as before:
        assert before.getexif().get_ifd(GPS)[3] == "E"
    checked = check_upload(content, "foto")
    with Image.open(io.BytesIO(checked.content)) as after:
        assert dict(after.getexif()) == {}
        assert not {"exif", "xmp", "comment", "XML:com.adobe.xmp"} & set(after.info)
    assert b"Kameran" not in checked.content


def test_a_photo_keeps_standing_up() -> None:
    checked = check_upload(picture("JPEG", exif=located(orientation=6).tobytes()), "foto.jpg")
    with Image.open(io.BytesIO(checked.content)) as after:
        assert after.size == (20, 40)


def test_comments_in_a_picture_are_gone() -> None:
    checked = check_upload(picture("JPEG", comment=b"Tagen hemma hos oss"), "foto.jpg")
    assert b"hemma" not in checked.content


def test_a_moving_picture_goes_on_moving() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (10, 10), (each * 60, 0, 0)) for each in range(3)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], comment=b"hemma")
    checked = check_upload(out.getvalue(), "film.gif")
    with Image.open(io.BytesIO(checked.content)) as after:
        assert after.n_frames == 3
    assert b"hemma" not in checked.content


@pytest.mark.parametrize(
    ("given", "media_type", "kept"),
    [
        ("Protokoll.pdf", uploads.PDF, "Protokoll.pdf"),
        ("../../etc/passwd", uploads.PDF, "passwd.pdf"),
        ("C:\\Bilder\\Å ä ö.PDF", uploads.PDF, "Å ä ö.PDF"),
        ("a/b\\", uploads.PDF, "b.pdf"),
        ("\u202efdp.exe", uploads.PDF, "fdp.exe.pdf"),
        ("rad\r\nbrott\x00.pdf", uploads.PDF, "radbrott.pdf"),
        ("", uploads.PDF, "bilaga.pdf"),
        (".pdf", uploads.PDF, "pdf.pdf"),
        ("IMG_0001.HEIC", photos.JPEG, "IMG_0001.jpg"),
        ("sida.html", uploads.TEXT, "sida.html.txt"),
        ("tabell.csv", uploads.TEXT, "tabell.csv"),
        ("å" * 300 + ".pdf", uploads.PDF, "å" * 116 + ".pdf"),
    ],
)
def test_names_are_cleaned_and_fit_their_kind(given: str, media_type: str, kept: str) -> None:
    assert tidy_name(given, media_type) == kept
