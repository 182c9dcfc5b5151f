"""The definitions that the portal knows: those shipped beside this file, and folders that tests add."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from portal.process.loader import load_definition
from portal.process.schema import Process

_folders: list[Path] = [Path(__file__).parent / "definitions"]


def register_folder(path: Path) -> None:
    """Adds a folder of definitions (`<key>/<version>/`). A key and version that is already known wins."""
    if path not in _folders:
        _folders.append(path)
        _sources.cache_clear()


def find_definition(key: str, version: int) -> Process:
    """Reads a definition once per process. Raises KeyError if there is none, DefinitionError if it is wrong."""
    return _load(_sources()[key, version])


def latest(key: str) -> Process:
    """The highest version of a definition. Raises KeyError if there is none."""
    versions = [version for known, version in _sources() if known == key]
    if not versions:
        raise KeyError(key)
    return find_definition(key, max(versions))


def list_definitions() -> tuple[Process, ...]:
    """Every version of every definition, by key and version."""
    return tuple(find_definition(key, version) for key, version in sorted(_sources()))


@cache
def _sources() -> dict[tuple[str, int], Path]:
    found: dict[tuple[str, int], Path] = {}
    for folder in _folders:
        for path in sorted(folder.glob("*/*/process.yaml")):
            version = path.parent
            if version.name.isdecimal():
                found.setdefault((version.parent.name, int(version.name)), version)
    return found


@cache
def _load(folder: Path) -> Process:
    return load_definition(folder)
