"""LibreOffice, which opens what the portal writes. A start takes seconds, so one start opens all the files."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests import parts

SLOW = 180
"""Seconds after which a start has failed."""


def converted(files: Mapping[str, bytes], kind: str, folder: Path) -> dict[str, bytes]:
    """The files as LibreOffice reads them and writes them again, by their names without endings."""
    program, made = parts.libreoffice(), folder / kind
    made.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        kind,
        "--outdir",
        str(made),
        *(str(folder / name) for name in files),
    ]
    # A profile and a home of its own: it shares nothing with another worker, or with whoever runs the tests.
    environment = os.environ | {"HOME": str(folder)}
    done = subprocess.run(command, env=environment, timeout=SLOW, capture_output=True, text=True, check=False)
    found = {path.stem: path.read_bytes() for path in made.iterdir()}
    assert sorted(found) == sorted(Path(name).stem for name in files), done.stdout + done.stderr
    return found
