"""Templates compile, and hold nothing that a strict content security policy or an HTML checker refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import StrictUndefined

from portal.app import create_app
from tests.rules.repository import ROOT, list_files, read

FORBIDDEN = {
    "an inline style": r"<style\b|\sstyle\s*=",
    "an inline script": r"<script\b(?![^>]*\bsrc=)",
    "an inline event handler": r"<[a-z][^>]*\son[a-z]+\s*=",
    "a javascript: address": r"javascript:",
    "htmx without data-": r"\shx-[a-z-]+\s*=",
    "inline evaluation by htmx": r"data-hx-(on|vars)\b|\"js:",
    "unescaped output": r"\|\s*safe\b|autoescape\s+false",
    "something from another host": r"(?:src|href)\s*=\s*[\"'](?:https?:)?//",
}
# Registries that packages come from and folders of one machine; the brackets keep this file from holding them.
MACHINE = re.compile(
    r"n[p]mjs\.|python[h]osted|p[y]pi\.[a-z]|deb\.d[e]bian"
    r"|/w[o]rk/|/t[m]p/[a-z]|/r[o]ot/|/f[a]rm/|/h[o]me/[a-z]|/U[s]ers/|/o[p]t/"
)
TEXT_FILES = {
    ".css",
    ".html",
    ".in",
    ".js",
    ".json",
    ".md",
    ".po",
    ".py",
    ".sh",
    ".toml",
    ".txt",
    ".yaml",
    ".yml",
    "",
}


def test_templates_compile(tmp_path: Path) -> None:
    app = create_app({"ENV": {"PORTAL_ENV": "test", "PORTAL_DATA": str(tmp_path)}})
    environment = app.jinja_env.overlay(undefined=StrictUndefined)
    for path in list_files("templates"):
        environment.get_template(path.relative_to("templates").as_posix())


@pytest.mark.parametrize("what", FORBIDDEN)
def test_templates_are_free_of(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE)
    found = [
        f"{path}:{number}: {line.strip()}"
        for path in list_files("templates/*.html")
        for number, line in enumerate(without_comments(read(path)).splitlines(), start=1)
        if pattern.search(line)
    ]
    assert found == []


def test_scripts_evaluate_nothing() -> None:
    pattern = re.compile(r"\beval\(|new Function\(|\.innerHTML\s*=|insertAdjacentHTML|document\.write")
    scripts = list_files("portal/static/*.js")
    assert [str(path) for path in scripts if pattern.search(read(path))] == []


def test_no_registry_host_and_no_machine_path() -> None:
    found = [
        f"{path}:{number}: {line.strip()[:120]}"
        for path in list_files()
        if path.suffix in TEXT_FILES
        for number, line in enumerate(read(path).splitlines(), start=1)
        if MACHINE.search(line)
    ]
    assert found == []


def test_the_lock_file_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def without_comments(template: str) -> str:
    """The template with its comments blanked, so that line numbers stay."""
    return re.sub(r"\{#.*?#\}", lambda match: "\n" * match.group().count("\n"), template, flags=re.DOTALL)
