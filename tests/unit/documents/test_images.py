"""The team's pictures in documents: each with its words, and a broken one in words alone."""

from __future__ import annotations

import io
import zipfile
from base64 import b64decode

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image as Pillow
from pypdf import PdfReader

from portal.documents import archive, docx, html, pdf
from portal.documents.blocks import Image, Paragraph
from portal.documents.formats import images_in
from portal.documents.layout import lay_out
from portal.process.plan_document import PlanDocument
from tests.markup import tree_of
from tests.plan_paper import EDITION, pictured
from tests.unit.documents.test_pdf import elements

ALTS = ["Bryggan i kvällsljus", "bild.jpg, Bilder av platsen"]
GONE = "Bilden ”bild.jpg” kan inte visas här: Bygdegården"


@pytest.fixture(scope="module")
def document() -> PlanDocument:
    return pictured(ALTS[0], "", "Bygdegården")


def test_each_has_its_words_and_a_number(document: PlanDocument) -> None:
    blocks = lay_out(document).blocks
    found = [(block.alt, block.caption) for block in blocks if isinstance(block, Image)]
    assert found == [(alt, f"Bild {n}. {alt}") for n, alt in enumerate(ALTS, 1)]
    assert blocks[-1] == Paragraph((GONE,))


def test_pdf(document: PlanDocument) -> None:
    reader = PdfReader(io.BytesIO(pdf.write(lay_out(document))))
    alts = [str(each["/Alt"]) for each in elements(reader) if "/Alt" in each]
    assert alts == ALTS
    # The same bytes twice are in the file once.
    assert sum(len(page.images) for page in reader.pages) == 1


def test_docx(document: PlanDocument) -> None:
    found = Document(io.BytesIO(docx.write(lay_out(document))))
    assert [each.get("descr") for each in found.element.iter(qn("wp:docPr"))] == ALTS
    captions = [p.text for p in found.paragraphs if p.style is not None and p.style.name == "Caption"]
    assert captions == [f"Bild {n}. {alt}" for n, alt in enumerate(ALTS, 1)]


def test_page(document: PlanDocument) -> None:
    root = tree_of(html.write(lay_out(document)).decode())
    found = [(img.attrib["alt"], img.attrib["width"], img.attrib["height"]) for img in root.iter("img")]
    assert found == [(alt, "60", "30") for alt in ALTS]
    kind, _, data = next(root.iter("img")).attrib["src"].partition(",")
    assert kind == "data:image/jpeg;base64"
    assert Pillow.open(io.BytesIO(b64decode(data))).size == (60, 30)


def test_archive(document: PlanDocument) -> None:
    packed = archive.write({}, {}, EDITION, images=images_in(document))
    with zipfile.ZipFile(io.BytesIO(packed)) as found:
        names = [name for name in found.namelist() if name.startswith("pictures/")]
        assert names == ["pictures/001.jpg", "pictures/002.jpg"]
        assert all(Pillow.open(io.BytesIO(found.read(name))).size == (60, 30) for name in names)
        assert all(alt in found.read("edition.json").decode() for alt in ALTS)
