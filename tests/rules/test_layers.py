"""What import-linter (in `make check`) cannot see of the rooms' rules."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.rules.repository import ROOT, list_files, read


def test_views_never_touch_the_session() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path in list_files("portal/views/*.py")
        for node in ast.walk(ast.parse(read(path)))
        if isinstance(node, ast.Attribute) and node.attr == "session" and is_name(node.value, "db")
    ]
    assert found == []


def test_imports_stand_at_the_top() -> None:
    found = [where for path in list_files("*.py") for where in imports_inside_functions(path)]
    assert found == []


def test_the_method_loads_neither_flask_nor_sqlalchemy() -> None:
    modules = [
        ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        for path in list_files("portal/process/*.py")
    ]
    program = (
        f"import sys, {', '.join(modules)}; print(*sorted({{'flask', 'sqlalchemy'}} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == []


def test_files_are_named_by_nouns() -> None:
    vague = {"helpers", "helper", "utils", "util", "common", "manager", "managers", "misc"}
    assert [path for path in list_files("portal", "tests", "templates") if path.stem in vague] == []


def imports_inside_functions(path: Path) -> Iterator[str]:
    for function in ast.walk(ast.parse(read(path))):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield f"{path}:{node.lineno}"


def is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
