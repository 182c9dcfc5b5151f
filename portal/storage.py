"""Where the bytes of attachments lie: by their sha256, so that the same file lies there once and never changes."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import BinaryIO, Protocol

from flask import current_app

HASH = re.compile(r"[0-9a-f]{64}")


class Storage(Protocol):
    """Holds bytes under their sha256 in hexadecimal."""

    def put(self, content: bytes) -> str:
        """Keep the bytes; their sha256. What is there already is left as it is."""

    def open(self, sha256: str) -> BinaryIO:
        """The bytes, to be closed by the caller. Raises FileNotFoundError."""

    def delete(self, sha256: str) -> None:
        """Forget the bytes; none there is none to forget."""


class LocalFolder:
    """A folder: `<first two digits>/<sha256>`, each file written whole or not at all."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        if path.exists():
            return sha256
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            try:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
        return sha256

    def open(self, sha256: str) -> BinaryIO:
        return self._path(sha256).open("rb")

    def delete(self, sha256: str) -> None:
        self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        if not HASH.fullmatch(sha256):
            raise FileNotFoundError(sha256)
        return self.root / sha256[:2] / sha256


def read_file(sha256: str) -> bytes:
    """The bytes of a file of the running portal. Raises FileNotFoundError."""
    with open_storage().open(sha256) as file:
        return file.read()


def open_storage() -> Storage:
    """The storage of the running portal: a folder beside its database."""
    return LocalFolder(Path(current_app.config["PORTAL_DATA"]) / "attachments")
