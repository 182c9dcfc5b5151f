"""Sizes that keep the house readable. What grows beyond them is split, by noun."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.rules.repository import list_files, read

LONGEST_FILE = 250
LONGEST_FUNCTION = 40
LONGEST_TEMPLATE = 150


def test_files() -> None:
    sizes = {str(path): len(read(path).splitlines()) for path in written_by_hand()}
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}


def test_templates() -> None:
    sizes = {str(path): len(read(path).splitlines()) for path in list_files("templates")}
    assert {name: size for name, size in sizes.items() if size > LONGEST_TEMPLATE} == {}


def test_functions() -> None:
    sizes = {
        f"{path}:{node.lineno} {node.name}": lines_of(node)
        for path in written_by_hand()
        for node in ast.walk(ast.parse(read(path)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: size for name, size in sizes.items() if size > LONGEST_FUNCTION} == {}


def written_by_hand() -> list[Path]:
    """All Python files but the migrations: what Alembic writes is a list of columns."""
    return [path for path in list_files("*.py") if path.parts[:2] != ("migrations", "versions")]


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function without its decorators and docstring."""
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring
