"""A section of the process, or a single question, as a form.

Names in the page: `<question>` (and `--why`, `--new` where the kind has them), `<question>--na` and `--na_why` for
"not relevant here", `<question>--version` for the version that the answer was based on (0: none yet). A question
without its version in what was sent was not on the page, and is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, ValidationError
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from portal.forms.kinds import BUILDERS, Choosable, LongTextAnswer, ReferenceAnswer, check_length
from portal.models import Answer
from portal.process.limits import NOT_RELEVANT_LIMIT
from portal.process.material import Given, Value, has_value
from portal.process.schema import Field, Kind, Process, Question, Section
from portal.process.titles import titles_of
from portal.queries.material import Written
from portal.text import sort_key

FormData = MultiDict[str, Any]


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
        choosable: Choosable = (),
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
        """(id of the field, what is wrong)."""
        return [(f.id, str(message)) for f in self for message in f.errors]

    def _value(self) -> Value:
        if self.question.kind is Kind.ATTACHMENT or self.input is None:
            return self.stored.value if self.stored else None
        return self.input.data if has_value(self.input.data) else None


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
        return [problem for a in self.answers for problem in a.problems]

    def of(self, question: Question) -> AnswerForm:
        return next(a for a in self.answers if a.question is question)


def build_answer_form(
    process: Process, question: Question, written: Written, lang: str, formdata: FormData | None = None
) -> AnswerForm:
    """The form of a single question. `lang` is the language in which rows are named."""
    rows = choosable_rows(process, [question], written, lang)
    return AnswerForm(
        question, written.answers.get(question.key), rows.get(question.register or "", ()), formdata
    )


def build_section_form(
    process: Process, section: Section, written: Written, lang: str, formdata: FormData | None = None
) -> SectionForm:
    """The form of all questions of a section."""
    rows = choosable_rows(process, section.questions, written, lang)
    forms = tuple(
        AnswerForm(q, written.answers.get(q.key), rows.get(q.register or "", ()), formdata)
        for q in section.questions
    )
    return SectionForm(section, forms)


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
            found[key] = sorted(named, key=lambda pair: sort_key(pair[1]))
    return found
