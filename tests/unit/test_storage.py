"""The folder of attachments: whole files or none, by their sha256."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from portal.storage import LocalFolder


def test_the_same_bytes_lie_there_once(tmp_path: Path) -> None:
    folder = LocalFolder(tmp_path)
    sha256 = folder.put(b"Hej")
    assert folder.put(b"Hej") == sha256 == hashlib.sha256(b"Hej").hexdigest()
    with folder.open(sha256) as file:
        assert file.read() == b"Hej"
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == [sha256]


def test_what_is_deleted_is_gone_and_may_be_deleted_again(tmp_path: Path) -> None:
    folder = LocalFolder(tmp_path)
    sha256 = folder.put(b"Hej")
    folder.delete(sha256)
    folder.delete(sha256)
    with pytest.raises(FileNotFoundError):
        folder.open(sha256)


@pytest.mark.parametrize("name", ["../secret_key", "", "ab/cd", "A" * 64, "0" * 63])
def test_only_hashes_are_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        LocalFolder(tmp_path).open(name)


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        LocalFolder(tmp_path).put(b"Hej")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []
