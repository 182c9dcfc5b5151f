"""Sets the project up, with nothing but Python 3.11 or later at hand: `make` runs it before everything else.

    python3 scripts/setup.py          what the portal needs
    python3 scripts/setup.py --dev    and what tests and checks need: also Chromium, PostgreSQL and LibreOffice

Each step leaves a stamp (a digest of what it depends on) in .venv and is skipped while the stamp is current.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
CATALOGUES = ROOT / "portal" / "translations"
OLDEST_PYTHON = (3, 11)

# Needed by some tests: Debian's package, and where its program is found.
SYSTEM_PARTS = {
    "chromium": lambda: any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")),
    "postgresql": lambda: shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb")),
    "libreoffice-writer-nogui": lambda: shutil.which("soffice") or shutil.which("libreoffice"),
}


def main() -> int:
    dev = "--dev" in sys.argv
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(str(part) for part in OLDEST_PYTHON)
        return fail(
            f"Python {wanted} or later is needed; this is {sys.version.split()[0]}. PYTHON=… make chooses another."
        )
    os.chdir(ROOT)
    try:
        make_environment()
        names = ["build", "runtime", *(["dev"] if dev else [])]
        once(f"packages-{'-'.join(names)}", requirement_files(names), lambda: install_packages(names))
        fetch_assets()
        once(
            "project",
            [ROOT / "pyproject.toml", ROOT / "hatch_build.py", REQUIREMENTS / "runtime.in"],
            install_project,
        )
        compile_catalogues()
        if dev:
            install_system_parts()
    except subprocess.CalledProcessError as error:
        return fail(
            f"Set-up stopped: {' '.join(Path(part).name for part in error.cmd[:4])} … failed; its words are above."
        )
    return 0


def make_environment() -> None:
    """A virtual environment in .venv; Debian keeps the module for it in a package of its own."""
    if PYTHON.exists() and (VENV / "bin" / "pip").exists():
        return
    say("Making .venv")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if subprocess.run(command, capture_output=True, check=False).returncode == 0:
        return
    if not install_from_debian(["python3-venv"]):
        sys.exit("Python's venv module is missing. On Debian or Ubuntu: sudo apt-get install python3-venv")
    subprocess.run(command, check=True)


def install_packages(names: list[str]) -> None:
    say("Installing the pinned packages")
    files = [part for path in requirement_files(names) for part in ("-r", str(path))]
    pip("--require-hashes", *files)


def install_project() -> None:
    say("Installing the project")
    pip("--no-deps", "--no-build-isolation", "--editable", ".")


def fetch_assets() -> None:
    """Stylesheets, fonts and scripts; with the wheel that ships node where there is no recent npm."""
    needs_node = subprocess.run([PYTHON, "hatch_build.py", "--needs-node"], check=False).returncode == 0
    if needs_node:
        say("Installing node from its wheel")
        pip("--require-hashes", "-r", str(REQUIREMENTS / "node.txt"))
    if subprocess.run([PYTHON, "hatch_build.py"], check=False).returncode:
        sys.exit(1)


def compile_catalogues() -> None:
    """The .mo files, which are not in the repository."""
    sources = list(CATALOGUES.glob("*/LC_MESSAGES/*.po"))
    stale = [
        po for po in sources if not po.with_suffix(".mo").exists() or is_newer(po, po.with_suffix(".mo"))
    ]
    if stale:
        command = [VENV / "bin" / "pybabel", "--quiet", "compile", "--use-fuzzy", "-d", CATALOGUES]
        subprocess.run(command, check=True)


def install_system_parts() -> None:
    """Chromium, PostgreSQL and LibreOffice, where that is allowed; tests that miss one say so."""
    missing = [package for package, is_there in SYSTEM_PARTS.items() if not is_there()]
    if missing and not install_from_debian(missing):
        say(
            f"Missing: {', '.join(missing)}. Their tests are skipped; on Debian: apt-get install {' '.join(missing)}"
        )


def install_from_debian(packages: list[str]) -> bool:
    """Install packages as root on Debian or one of its children; False where that is not possible."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"Installing from Debian: {' '.join(packages)}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        if subprocess.run(["apt-get", "--quiet=2", *command], env=environment, check=False).returncode:
            return False
    return True


def once(name: str, inputs: list[Path], step: Callable[[], None]) -> None:
    """Run a step unless its inputs are those of the last time."""
    stamp = VENV / f".stamp-{name}"
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in inputs)).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    step()
    stamp.write_text(digest)


def requirement_files(names: list[str]) -> list[Path]:
    return [REQUIREMENTS / f"{name}.txt" for name in names]


def pip(*arguments: str) -> None:
    subprocess.run(
        [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments], check=True
    )


def is_newer(path: Path, other: Path) -> bool:
    return path.stat().st_mtime > other.stat().st_mtime


def say(words: str) -> None:
    print(f"· {words}", flush=True)


def fail(words: str) -> int:
    print(words, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
