"""What the parts of a definition say of one another: keys that exist, stand once and are not reserved, and the
bounds of the method. Each fault is a DefinitionError with the file it is mended in."""

from __future__ import annotations

from collections.abc import Iterator

from portal.process.check_headings import list_heading_faults
from portal.process.check_rules import list_rule_faults
from portal.process.errors import DefinitionError
from portal.process.limits import CORE_QUESTIONS_LIMIT
from portal.process.schema import Kind, Process, Register, Step

_RESERVED = (
    "organisations log ideas checkpoint submissions steps places answers shares checks rows registers attachments",
    "history presets restorations deletions positions notes contribution-requests editions plan new edit",
    "meeting worksheet conversations changes calls",
)
RESERVED = frozenset(word for line in _RESERVED for word in line.split())
"""Words that follow a noun in the portal's paths; a definition that uses one as a key is refused."""

_PLACE_WIDE_NAMES = frozenset({"organisations", "log", "ideas"})

_ROLE_SHAPES: dict[str, dict[str, Kind]] = {
    "organisations": {"name": Kind.SHORT_TEXT},
    "log": {"date": Kind.DATE},
}
"""Columns that features read from a place-wide register of a role."""

_COLUMN_ROLES: dict[str, dict[str, tuple[Kind, ...]]] = {
    "log": {
        "participants": (Kind.NUMBER,),
        "hours": (Kind.NUMBER,),
        "outcome": (Kind.SHORT_TEXT, Kind.LONG_TEXT),
    },
}
"""Marks that columns of a register with a role may carry, and the kinds that they then have."""


def list_faults(process: Process) -> Iterator[DefinitionError]:
    """Every fault between the parts; none for a sound definition."""
    yield from _reserved_words(process)
    yield from _repeated_keys(process)
    yield from _repeated_roles(process)
    yield from _place_wide_registers(process)
    yield from _references(process)
    yield from _bounds(process)
    yield from _links(process)
    yield from list_rule_faults(process)
    yield from list_heading_faults(process)


def _reserved_words(process: Process) -> Iterator[DefinitionError]:
    for file, key in _keys_in_files(process):
        if key.rpartition(".")[2] in RESERVED:
            yield DefinitionError(file, key, "the word is reserved for the portal's own paths")


def _keys_in_files(process: Process) -> Iterator[tuple[str, str]]:
    """Every key that may stand in a path, with its file. Columns and options never do."""
    yield from (("process.yaml", phase.key) for phase in process.phases)
    for step in process.steps:
        yield from ((f"{step.key}.yaml", key) for key in (step.key, *_keys_of(step)))
    for register in process.registers:
        if register.key not in _PLACE_WIDE_NAMES or register.role != register.key:
            yield "registers.yaml", register.key
    yield "checkpoint.yaml", process.checkpoint.key
    yield from (("checkpoint.yaml", criterion.key) for criterion in process.checkpoint.criteria)
    yield "municipality_track.yaml", process.track.key
    yield from (("municipality_track.yaml", item.key) for item in process.track.items)


def _keys_of(step: Step) -> Iterator[str]:
    for item in step.checklist:
        yield item.key
    for section in step.sections:
        yield section.key
        for part in section.items:
            yield part.key
            if isinstance(part, Register):
                yield from (f"{part.key}.{preset.key}" for preset in part.presets)


def _repeated_keys(process: Process) -> Iterator[DefinitionError]:
    """Inside a step the builders look; here what stands beside the steps."""
    named = [(f"{step.key}.yaml", step.key) for step in process.steps]
    named += [("registers.yaml", register.key) for register in process.registers]
    named += [
        ("checkpoint.yaml", process.checkpoint.key),
        ("municipality_track.yaml", process.track.key),
    ]
    seen: dict[str, str] = {}
    for file, key in named:
        if key in seen:
            yield DefinitionError(file, key, f"the key stands in {seen[key]}, too")
        seen[key] = file


def _repeated_roles(process: Process) -> Iterator[DefinitionError]:
    sections = [(s.role, s.key) for step in process.steps for s in step.sections]
    registers = [(r.role, r.key) for r in process.all_registers()]
    questions = [(q.role, q.key) for q in process.all_questions()]
    for group in (sections, registers, questions):
        seen: dict[str, str] = {}
        for role, key in group:
            if role in seen:
                yield DefinitionError(file_of(process, key), key, f"{seen[role]} has the role “{role}”, too")
            if role:
                seen[role] = key


def _place_wide_registers(process: Process) -> Iterator[DefinitionError]:
    for register in process.registers:
        if register.presets:
            yield DefinitionError("registers.yaml", register.key, "a place-wide register has no presets")
        for name, kind in _ROLE_SHAPES.get(register.role or "", {}).items():
            column = register.column(name)
            if column is None or column.kind is not kind:
                yield DefinitionError(
                    "registers.yaml",
                    f"{register.key}.columns.{name}",
                    f"the role “{register.role}” needs this column, of the kind {kind}",
                )
        yield from _column_roles(register)
        title = register.column(register.title_column)
        if register.role == "ideas" and title and title.kind not in (Kind.SHORT_TEXT, Kind.LONG_TEXT):
            yield DefinitionError("registers.yaml", f"{register.key}.title_column", "must be a text")


def _column_roles(register: Register) -> Iterator[DefinitionError]:
    roles = _COLUMN_ROLES.get(register.role or "", {})
    for column in register.columns:
        kinds = roles.get(column.role or "")
        if kinds and column.kind not in kinds:
            reason = (
                f"in the {register.role}, “{column.role}” marks a column of the kind {' or '.join(kinds)}"
            )
            yield DefinitionError("registers.yaml", f"{register.key}.columns.{column.name}.role", reason)


def _references(process: Process) -> Iterator[DefinitionError]:
    columns = [column for register in process.all_registers() for column in register.columns]
    for field in (*process.all_questions(), *columns):
        if field.kind is Kind.REFERENCE and process.register(field.register or "") is None:
            reason = f"there is no register “{field.register}”"
            yield DefinitionError(file_of(process, field.key), f"{field.key}.register", reason)


def _bounds(process: Process) -> Iterator[DefinitionError]:
    checkpoint = process.checkpoint
    if checkpoint.after_phase >= len(process.phases):
        reason = f"must be before the last of {len(process.phases)} phases"
        yield DefinitionError("checkpoint.yaml", "after_phase", reason)
    if checkpoint.due_month > process.months:
        yield DefinitionError("checkpoint.yaml", "due_month", f"is after the {process.months} months")
    for reminder in process.reminders:
        if reminder.month > process.months:
            yield DefinitionError("process.yaml", "reminders", f"month {reminder.month} is after the end")
    core = count_core(process)
    if core > CORE_QUESTIONS_LIMIT:
        reason = f"{core} core questions before it, a core register as one; at most {CORE_QUESTIONS_LIMIT}"
        yield DefinitionError("checkpoint.yaml", "after_phase", reason)


def count_core(process: Process) -> int:
    """Core questions and registers of the steps before the checkpoint."""
    steps = [s for p in process.phases if p.number <= process.checkpoint.after_phase for s in p.steps]
    return sum(part.is_core for step in steps for section in step.sections for part in section.items)


def _links(process: Process) -> Iterator[DefinitionError]:
    named = [("process.yaml", "reminders.link", reminder.link) for reminder in process.reminders]
    for criterion in process.checkpoint.criteria:
        named.append(("checkpoint.yaml", f"criteria.{criterion.key}.link", criterion.link))
        for key in criterion.shows:
            if not (process.section(key) or process.question(key) or process.register(key)):
                reason = f"no section, question or register “{key}”"
                yield DefinitionError("checkpoint.yaml", f"criteria.{criterion.key}.shows", reason)
    items = [item for step in process.steps for item in step.checklist] + list(process.track.items)
    named += [(file_of(process, item.key), f"{item.key}.link", item.link) for item in items]
    for file, key, link in named:
        if link and not process.is_linkable(link):
            yield DefinitionError(file, key, f"there is no “{link}”")


def file_of(process: Process, key: str) -> str:
    """The file in which a full key is written."""
    root = key.partition(".")[0]
    if process.step(root):
        return f"{root}.yaml"
    return "municipality_track.yaml" if root == process.track.key else "registers.yaml"
