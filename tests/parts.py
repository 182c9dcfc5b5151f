"""What some tests need on the machine: Chromium, PostgreSQL's server, LibreOffice.

Missing parts skip tests, but never in CI.
"""

from __future__ import annotations

import os
import pwd
import shutil
from pathlib import Path

import pytest


def chromium() -> str:
    """The path of Chromium; skips the test where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    return found or _missing("Chromium", "chromium")


def postgresql() -> Path:
    """The folder of PostgreSQL's server programs; skips the test where there is none."""
    found = shutil.which("pg_ctl")
    folders = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    usable = [folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()]
    if not usable or (os.geteuid() == 0 and not _has_account("postgres")):
        _missing("PostgreSQL's server", "postgresql")
    return usable[-1]


def libreoffice() -> str:
    """The path of LibreOffice, of which Writer is enough; skips the test where there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or _missing("LibreOffice", "libreoffice-writer-nogui")


def _has_account(name: str) -> bool:
    return any(account.pw_name == name for account in pwd.getpwall())


def _missing(what: str, package: str) -> str:
    words = f"{what} is missing; on Debian: apt-get install {package}"
    if os.environ.get("CI") == "true":
        pytest.fail(words)
    pytest.skip(words)
