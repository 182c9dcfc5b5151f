"""What the rules look at: the files that the repository holds or is about to hold."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def list_files(*patterns: str) -> list[Path]:
    """Tracked and new files, without the ignored ones; relative to the root, sorted."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return sorted({Path(name) for name in names if name and (ROOT / name).is_file()})


def read(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")
