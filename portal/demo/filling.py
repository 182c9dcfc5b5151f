"""Fills a demo place from its file, by the services that people use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from dateutil.relativedelta import relativedelta

from portal.models import User
from portal.policy import Workplace
from portal.process.schema import Field, Kind, Register
from portal.queries.workplaces import get_workplace
from portal.services import answers, checks, presets, rows, shares

FOLDER = Path(__file__).parent


Names = dict[str, int]
"""The ids of the rows that a file has given a name (`is:`)."""


def fill(actor: User, slug: str, file: str, *, names: Names | None = None) -> Names:
    """Write what a file says; without `names` about the steps before the checkpoint, with the names that
    this gave about those after it. `actor` is one of the place's team."""
    filling = _Filling(actor, get_workplace(slug), read(file), {} if names is None else names)
    filling.write(after_checkpoint=names is not None)
    return filling.names


def read(name: str) -> dict[str, Any]:
    """A demo file of this folder."""
    content: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return content


class _Filling:
    """One place, its file and the names (`is:`) under which its rows refer to each other."""

    def __init__(self, actor: User, workplace: Workplace, content: Mapping[str, Any], names: Names) -> None:
        self.actor = actor
        self.workplace = workplace
        self.content = content
        self.names = names

    def write(self, *, after_checkpoint: bool) -> None:
        def meant(part: str) -> list[str]:
            return [key for key in self.content[part] if self._lies_after(key) == after_checkpoint]

        for key in meant("rows"):
            self._write_rows(self._register(key), self.content["rows"][key])
        for key in meant("presets"):
            self._write_presets(self._register(key), self.content["presets"][key])
        for key in meant("answers"):
            self._write_answer(key, self.content["answers"][key])
        for key in meant("checks"):
            self._tick(key)
        for key in meant("shares"):
            shares.share(self.actor, workplace=self.workplace, subject=key)

    def _lies_after(self, key: str) -> bool:
        step = self.workplace.process.step_of(key)
        return step is not None and self.workplace.process.is_after_checkpoint(step.key)

    def _tick(self, key: str) -> None:
        item = self.workplace.process.checklist_item(key)
        if item is None:
            raise KeyError(key)
        checks.set_check(self.actor, workplace=self.workplace, item=item, ticked=True)

    def _register(self, key: str) -> Register:
        register = self.workplace.process.register(key)
        if register is None:
            raise KeyError(key)
        return register

    def _write_rows(self, register: Register, entries: list[dict[str, Any]]) -> None:
        for entry in entries:
            values = self._cells(register, {k: v for k, v in entry.items() if k != "is"})
            row = rows.add_row(self.actor, workplace=self.workplace, register=register, values=values)
            if "is" in entry:
                self.names[entry["is"]] = row.id

    def _write_presets(self, register: Register, judged: Mapping[str, dict[str, Any]]) -> None:
        for key, cells in judged.items():
            preset = register.preset(key)
            if preset is None:
                raise KeyError(key)
            presets.save_preset(
                self.actor,
                workplace=self.workplace,
                register=register,
                preset=preset,
                values=self._cells(register, cells),
                base_version=0,
            )

    def _write_answer(self, key: str, value: Any) -> None:
        question = self.workplace.process.question(key)
        if question is None:
            raise KeyError(key)
        reason = value["not_relevant"] if isinstance(value, dict) and "not_relevant" in value else None
        answers.save_answer(
            self.actor,
            workplace=self.workplace,
            question=question,
            value=None if reason else self._value(question, value),
            not_relevant=reason,
            base_version=0,
        )

    def _cells(self, register: Register, entry: Mapping[str, Any]) -> dict[str, Any]:
        cells = {}
        for name, value in entry.items():
            column = register.column(name)
            if column is None:
                raise KeyError(f"{register.key}.{name}")
            cells[name] = self._value(column, value)
        return cells

    def _value(self, field: Field, value: Any) -> Any:
        if field.kind is Kind.REFERENCE:
            return [self.names[name] for name in (value if isinstance(value, list) else [value])]
        if field.kind is Kind.DATE:
            return self._date(value).isoformat()
        return value

    def _date(self, text: str) -> date:
        """`@2m12`: two months and twelve days after the journey's start."""
        months, _, days = text.removeprefix("@").partition("m")
        return (
            self.workplace.journey.starts_on + relativedelta(months=int(months)) + timedelta(days=int(days))
        )
