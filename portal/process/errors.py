"""What the method refuses. Pure, like everything in this package."""

from __future__ import annotations


class DefinitionError(Exception):
    """A definition is wrong: `file` (its name), `key` (the path in it), `reason`; `line` where it is known."""

    def __init__(self, file: str, key: str, reason: str, line: int | None = None) -> None:
        self.file = file
        self.key = key
        self.reason = reason
        self.line = line
        where = f"{file}:{line}" if line is not None else file
        super().__init__(f"{where}: {key or 'the whole file'}: {reason}")


class IllegalTransition(Exception):  # noqa: N818 - it reads as what happened: "except IllegalTransition"
    """The checkpoint cannot take this action in this state."""

    def __init__(self, state: str, action: str) -> None:
        self.state = state
        self.action = action
        super().__init__(f"{action} is not possible in the state {state}")
