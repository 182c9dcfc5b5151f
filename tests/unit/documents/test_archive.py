"""The ZIP for the archive: all documents, the edition as JSON, and checksums that fit."""

from __future__ import annotations

import io
import json
import zipfile
from hashlib import sha256

from portal.documents import archive
from portal.documents.formats import FORMATS
from portal.process.frozen import thaw
from portal.process.plan_document import readable_copy
from portal.process.replies import Replies, Reply
from tests.plan_paper import DECIDED, EDITION, RECEIPT, SECRET, frozen, material, paper, shipped


def packed() -> bytes:
    files = {f"plan.{name}": each.write(paper()) for name, each in FORMATS.items()}
    return archive.write(files, readable_copy(shipped(), frozen(material())), EDITION)


def test_all_documents_with_checksums() -> None:
    with zipfile.ZipFile(io.BytesIO(packed())) as found:
        assert found.testzip() is None
        names = [
            *(f"plan.{name}" for name in ("pdf", "docx", "xlsx", "ics", "html")),
            "edition.json",
            "answers.json",
        ]
        assert found.namelist() == [*names, "SHA256SUMS"]
        lines = found.read("SHA256SUMS").decode().splitlines()
        assert lines == [f"{sha256(found.read(name)).hexdigest()}  {name}" for name in names]
        assert {entry.date_time for entry in found.infolist()} == {(2026, 11, 26, 12, 0, 0)}


def test_the_edition_can_be_read_again() -> None:
    with zipfile.ZipFile(io.BytesIO(packed())) as found:
        said = json.loads(found.read("edition.json"))
    assert (said["introduction"], said["stands_behind"]) == ("", [])
    assert (said["place"], said["municipality"], said["edition"], said["date"]) == (
        "Dals Rostock",
        "Mellerud",
        2,
        "2026-11-26",
    )
    assert thaw(said["copy"]) == thaw(readable_copy(shipped(), frozen(material())))
    assert SECRET not in str(said)


def test_what_the_municipality_has_said() -> None:
    replies = Replies((Reply(31, "Ny detaljplan", DECIDED),), RECEIPT)
    with zipfile.ZipFile(io.BytesIO(archive.write({}, {}, EDITION, replies))) as found:
        said = json.loads(found.read("answers.json"))
    assert said["receipt"] == {"received_on": "2026-12-01", "registry_number": "KS 2026/124"}
    (answer,) = said["answers"]
    assert {answer[each] for each in ("row", "action", "stage", "decided_on", "reference")} == {
        31,
        "Ny detaljplan",
        "decided",
        "2026-12-08",
        "KS § 12",
    }


def test_the_same_plan_makes_the_same_bytes() -> None:
    assert packed() == packed()
