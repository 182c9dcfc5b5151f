"""YAML files as tables that refuse what they do not know, with file, key and line.

Reads plain scalars by YAML 1.2's core rules: `yes`, `no`, `on`, `off` and dates stay words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NoReturn, TypeVar

import yaml

from portal.process.errors import DefinitionError
from portal.process.limits import KEY_LIMIT
from portal.process.schema import Text

E = TypeVar("E", bound=StrEnum)

KEY = re.compile(r"[a-z][a-z0-9_]*")
_WHOLE = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]+")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_NAMES = ("key", "question", "register")


class Table:
    """A mapping of a file. Each name is read by a method that says its type; `done` refuses what was left unread."""

    def __init__(self, file: str, path: str, line: int, values: dict[str, object]) -> None:
        self.file = file
        self.path = path
        self.line = line
        self._values = values
        self._read: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return self._values.get(name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def refuse(self, name: str, reason: str) -> NoReturn:
        raise DefinitionError(self.file, _join(self.path, name), reason, self.line)

    def done(self) -> None:
        """Refuses the first name that nobody has asked for."""
        for name in self._values:
            if name not in self._read:
                known = ", ".join(sorted(self._read))
                self.refuse(name, f"unknown key; known here: {known}")

    def string(self, name: str) -> str:
        found = self._need(name)
        if not isinstance(found, str) or not found.strip():
            self.refuse(name, "must be a word or text")
        return found.strip()

    def find_string(self, name: str) -> str | None:
        return self.string(name) if self._has(name) else None

    def key(self, name: str) -> str:
        """A short key. Raises DefinitionError when it is not of the form [a-z][a-z0-9_]* or too long."""
        found = self.string(name)
        if not KEY.fullmatch(found) or len(found) > KEY_LIMIT:
            self.refuse(name, f"“{found}” is not a key: [a-z][a-z0-9_]*, at most {KEY_LIMIT} characters")
        return found

    def text(self, name: str) -> Text:
        found = self._need(name)
        if not isinstance(found, Table):
            self.refuse(name, "must be a text in both languages: {sv: ..., en: ...}")
        text = Text(sv=found.string("sv"), en=found.string("en"))
        found.done()
        return text

    def find_text(self, name: str) -> Text | None:
        return self.text(name) if self._has(name) else None

    def word(self, name: str, words: type[E]) -> E:
        found = self.string(name)
        try:
            return words(found)
        except ValueError:
            self.refuse(name, f"“{found}” is none of {', '.join(words)}")

    def find_word(self, name: str, words: type[E], default: E) -> E:
        return self.word(name, words) if self._has(name) else default

    def flag(self, name: str, default: bool) -> bool:
        if not self._has(name):
            return default
        found = self._values[name]
        if not isinstance(found, bool):
            self.refuse(name, "must be true or false")
        return found

    def whole(self, name: str, at_least: int = 0) -> int:
        found = self._need(name)
        if isinstance(found, bool) or not isinstance(found, int) or found < at_least:
            self.refuse(name, f"must be a whole number of at least {at_least}")
        return found

    def find_whole(self, name: str, default: int, at_least: int = 0) -> int:
        return self.whole(name, at_least) if self._has(name) else default

    def find_number(self, name: str) -> float | None:
        if not self._has(name):
            return None
        found = self._values[name]
        if isinstance(found, bool) or not isinstance(found, int | float):
            self.refuse(name, "must be a number")
        return found

    def strings(self, name: str) -> tuple[str, ...]:
        found = self._need(name)
        if not isinstance(found, list) or not found or not all(isinstance(each, str) for each in found):
            self.refuse(name, "must be a list of words")
        if len(set(found)) < len(found):
            self.refuse(name, "names the same word twice")
        return tuple(found)

    def find_strings(self, name: str) -> tuple[str, ...]:
        return self.strings(name) if self._has(name) else ()

    def table(self, name: str) -> Table:
        found = self._need(name)
        if not isinstance(found, Table):
            self.refuse(name, "must be a mapping")
        return found

    def find_table(self, name: str) -> Table | None:
        return self.table(name) if self._has(name) else None

    def tables(self, name: str) -> list[Table]:
        found = self._need(name)
        if not isinstance(found, list) or not all(isinstance(each, Table) for each in found):
            self.refuse(name, "must be a list of mappings")
        return found

    def find_tables(self, name: str) -> list[Table]:
        return self.tables(name) if self._has(name) else []

    def holds_word(self, name: str) -> bool:
        """True if the value is a single word (the name of an option list), not a list or mapping."""
        return isinstance(self._values.get(name), str)

    def _has(self, name: str) -> bool:
        self._read.add(name)
        return self._values.get(name) is not None

    def _need(self, name: str) -> object:
        if not self._has(name):
            self.refuse(name, "is missing")
        return self._values[name]


def read_table(folder: Path, file: str) -> Table:
    """The file as one mapping. Raises DefinitionError when it is absent, not YAML, or something else."""
    found = _read(folder, file)
    if not isinstance(found, Table):
        raise DefinitionError(file, "", "must be a mapping")
    return found


def read_tables(folder: Path, file: str) -> list[Table]:
    """The file as a list of mappings; an empty file is an empty list."""
    found = _read(folder, file)
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(each, Table) for each in found):
        raise DefinitionError(file, "", "must be a list of mappings")
    return found


def _read(folder: Path, file: str) -> object:
    try:
        text = (folder / file).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DefinitionError(file, "", "the file is missing") from None
    except UnicodeDecodeError:
        raise DefinitionError(file, "", "is not written in UTF-8") from None
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise DefinitionError(file, "", f"is not YAML: {error.problem}", line) from None
    except yaml.YAMLError as error:
        raise DefinitionError(file, "", f"is not YAML: {error}") from None
    return None if node is None else _value(file, "", node, ())


def _value(file: str, path: str, node: yaml.Node, above: tuple[yaml.Node, ...]) -> object:
    if node in above:
        raise DefinitionError(file, path, "refers to itself", node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _table(file, path, node, (*above, node))
    if isinstance(node, yaml.SequenceNode):
        within = (*above, node)
        return [_value(file, _join(path, _label(n, i)), n, within) for i, n in enumerate(node.value, start=1)]
    return _scalar(node.value, plain=getattr(node, "style", None) in (None, ""))


def _table(file: str, path: str, node: yaml.MappingNode, above: tuple[yaml.Node, ...]) -> Table:
    values: dict[str, object] = {}
    for name, value in node.value:
        line = name.start_mark.line + 1
        if not isinstance(name, yaml.ScalarNode):
            raise DefinitionError(file, path, "a key must be a word", line)
        if name.value in values:
            raise DefinitionError(file, _join(path, name.value), "stands twice", line)
        values[name.value] = _value(file, _join(path, name.value), value, above)
    return Table(file, path, node.start_mark.line + 1, values)


def _label(node: yaml.Node, number: int) -> str:
    """What a list's member is called in errors: by its own key, else by its number."""
    if isinstance(node, yaml.MappingNode):
        named = {name.value: value.value for name, value in node.value if isinstance(value, yaml.ScalarNode)}
        for word in _NAMES:
            if word in named:
                return str(named[word])
    return str(number)


def _scalar(text: str, *, plain: bool) -> str | int | float | bool | None:
    if not plain:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
