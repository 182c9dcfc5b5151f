"""A section of the process, or a single question, as a form.

Names in the page: `<question>` (and `--why`, `--new` where the kind has them), `<question>--na` and `--na_why` for
"not relevant here", `<question>--version` for the version that the answer was based on (0: none yet). A question
without its version in what was sent was not on the page, and is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, ValidationError
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from portal.forms.kinds import BUILDERS, NOTHING, Choosable, LongTextAnswer, ReferenceAnswer, check_length
from portal.models import Answer
from portal.process.limits import NOT_RELEVANT_LIMIT
from portal.process.material import Given, Value, has_value, rows_in
from portal.process.schema import Field, Kind, Process, Question, Section, Text
from portal.process.titles import titles_of
from portal.queries.material import Written
from portal.text import sort_key

FormData = MultiDict[str, Any]
NO_NAMES: Mapping[int, Text] = {}


class WhyNotField(LongTextAnswer):
    """The word of why something is not relevant here; needed when it is ticked."""

    def pre_validate(self, form: Any) -> None:
        check_length(self.data, self.limit)
        if form.na.data and not self.data:
            raise ValidationError(_("Write a few words about why it is not relevant here."))


class AnswerForm(BaseForm):
    """One question with what it has been answered, or what was just sent."""

    def __init__(
        self,
        question: Question,
        stored: Answer | None,
        choosable: Choosable = NOTHING,
        formdata: FormData | None = None,
    ) -> None:
        name = question.name
        builder = BUILDERS.get(question.kind)
        fields: dict[str, Any] = {name: builder(question, choosable)} if builder else {}
        fields |= {
            f"{name}--na": BooleanField(),
            f"{name}--na_why": WhyNotField(limit=NOT_RELEVANT_LIMIT),
            f"{name}--version": HiddenField(),
        }
        super().__init__(fields, meta=DefaultMeta())
        self.question, self.stored = question, stored
        self.sent = formdata is not None and f"{name}--version" in formdata
        self.sent_pairs = _pairs_of(name, formdata) if self.sent and formdata is not None else []
        self.na, self.na_why = self[f"{name}--na"], self[f"{name}--na_why"]
        self.process(
            formdata if self.sent else None,
            data={
                name: stored.value if stored else None,
                f"{name}--na": stored is not None and stored.not_relevant is not None,
                f"{name}--na_why": stored.not_relevant if stored else None,
                f"{name}--version": stored.version if stored else 0,
            },
        )

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def input(self) -> Any:
        """The field of the answer itself; None for attachments, which have forms of their own."""
        return self._fields.get(self.name)

    @property
    def base_version(self) -> int:
        """The version that the answer was based on; what is no number was never a version."""
        text = str(self[f"{self.name}--version"].data)
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1

    def rebase(self, saved: Answer) -> None:
        """It has just been saved: what is changed from now on is based on that."""
        self.stored = saved
        self[f"{self.name}--version"].data = saved.version

    @property
    def given(self) -> Given:
        """What the form says: a value or a "not relevant here", never both."""
        if self.na.data:
            return Given(not_relevant=self.na_why.data or "")
        return Given(value=self._value())

    @property
    def new_row(self) -> str:
        """The name of a row to add to the register that the question refers to, or nothing."""
        return self.input.new if isinstance(self.input, ReferenceAnswer) and not self.na.data else ""

    def validate(self, _extra: Any = None) -> bool:
        # What stands beside a "not relevant here" does not count, so it need not be right either.
        checked = [self.na_why] if self.na.data else [f for f in self if f is not self.na_why]
        results = [f.validate(self) for f in checked]
        return all(results)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(id of the input on the page, what is wrong)."""
        return [
            (f"q-{f.id}-in" if f is self.input else f"q-{self.name}--na-why", str(message))
            for f in self
            for message in f.errors
        ]

    def _value(self) -> Value:
        if self.question.kind is Kind.ATTACHMENT or self.input is None:
            return self.stored.value if self.stored else None
        return self.input.data if has_value(self.input.data) else None


def _pairs_of(name: str, formdata: FormData) -> list[tuple[str, str]]:
    """What was sent about one question, without what belongs to the page and not to the answer."""
    parts = (name, f"{name}--why", f"{name}--na", f"{name}--na_why")
    return [(part, value) for part in parts for value in formdata.getlist(part)]


@dataclass(frozen=True, slots=True)
class SectionForm:
    """The questions of a section."""

    section: Section
    answers: tuple[AnswerForm, ...]

    @property
    def sent(self) -> tuple[AnswerForm, ...]:
        """The questions that were on the page."""
        return tuple(a for a in self.answers if a.sent)

    def validate(self) -> bool:
        results = [a.validate() for a in self.sent]
        return all(results)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(id of the input, the question and what is wrong), for the summary on top."""
        lang = str(get_locale() or "sv")
        return [(i, f"{a.question.label.of(lang)} {words}") for a in self.answers for i, words in a.problems]

    def of(self, question: Question) -> AnswerForm:
        return next(a for a in self.answers if a.question is question)


def build_section_form(
    process: Process,
    section: Section,
    written: Written,
    lang: str,
    formdata: FormData | None = None,
    *,
    gone: Mapping[int, Text] = NO_NAMES,
    only: Question | None = None,
) -> SectionForm:
    """The form of all questions of a section, or of one of them.

    `lang` is the language in which rows are named. `gone` names deleted rows that answers still refer to: they stay
    chosen until somebody chooses otherwise.
    """
    questions = section.questions if only is None else (only,)
    rows = choosable_rows(process, questions, written, lang)
    forms = []
    for question in questions:
        stored = written.answers.get(question.key)
        choosable = replace(rows.get(question.register or "", NOTHING), asks=True)
        kept = [(row, gone[row].of(lang)) for row in rows_in(stored.value if stored else None) if row in gone]
        if kept:
            choosable = replace(choosable, rows=[*choosable.rows, *kept])
        forms.append(AnswerForm(question, stored, choosable, formdata))
    return SectionForm(section, tuple(forms))


def choosable_rows(
    process: Process, asked: Iterable[Field], written: Written, lang: str
) -> Mapping[str, Choosable]:
    """The rows of every register that the questions or columns refer to, by register, in Swedish order."""
    found: dict[str, Choosable] = {}
    for key in {f.register for f in asked if f.register}:
        register = process.register(key)
        if register is not None:
            titles = titles_of(register, process, written.material)
            named = [(row, title.of(lang)) for row, title in titles.items()]
            found[key] = Choosable(sorted(named, key=lambda pair: sort_key(pair[1])), register.takes_names)
    return found
