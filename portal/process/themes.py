"""The themes of a plan: those of its goals and actions, for lists that are filtered by them."""

from __future__ import annotations

from portal.process.material import Material
from portal.process.schema import Option, Process

ROLES = ("goals", "actions")


def themes_of(process: Process, material: Material) -> list[str]:
    """The keys that some goal or action has, each once, in order."""
    found: set[str] = set()
    for role in ROLES:
        register = process.register_with_role(role)
        for column in register.columns if register is not None else ():
            if register is not None and column.role == "theme":
                entries = material.entries(register.key)
                found |= {
                    e.values[column.name] for e in entries if isinstance(e.values.get(column.name), str)
                }
    return sorted(found - {""})


def list_themes(process: Process) -> tuple[Option, ...]:
    """What can be chosen as the theme of a goal or an action, in the definition's order."""
    options: dict[str, Option] = {}
    for role in ROLES:
        register = process.register_with_role(role)
        for column in register.columns if register is not None else ():
            if column.role == "theme":
                options |= {option.key: option for option in column.options if option.key not in options}
    return tuple(options.values())


def stored(themes: list[str]) -> str:
    """As an edition keeps them: each between spaces, so that one is found by its key."""
    return f" {' '.join(themes)} " if themes else ""
