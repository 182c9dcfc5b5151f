"""The form of a post in a request: what was typed, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from portal.errors import DomainError, InvalidError
from portal.extensions import htmx
from portal.models import Post
from portal.services.drafts import POINTS_LIMIT, Draft
from portal.services.post_files import SentFile
from portal.services.uploads import SIZE_LIMIT
from portal.views.row_forms import sent_key
from portal.web.failures import say

DIGITS = 9


@dataclass(frozen=True, slots=True)
class PostForm:
    """What stands in the form; `errors`: what is wrong, by field; `refused`: why nothing can be written now;
    `grown`: of which kind a line was added just now, where the caret goes."""

    body: str = ""
    strengths: str = ""
    questions: Sequence[str] = ("",)
    suggestions: Sequence[str] = ("",)
    note: str = ""
    title: str = ""
    wants_answer: bool = False
    asks_back: bool = False
    mentions: frozenset[int] = frozenset()
    errors: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    grown: str = ""

    @property
    def problems(self) -> list[tuple[str, str]]:
        """For the summary on top: the id of each field and what is wrong."""
        return [(f"post-{name}", words) for name, words in self.errors.items()]

    @property
    def is_begun(self) -> bool:
        """Whether a coach's structured part stands open."""
        return any((self.strengths, *self.questions, *self.suggestions, self.asks_back))


def read_form() -> PostForm:
    """The form as it was sent."""
    sent = request.form
    return PostForm(
        body=sent.get("body", ""),
        strengths=sent.get("strengths", ""),
        questions=_lines("question"),
        suggestions=_lines("suggestion"),
        note=sent.get("note", ""),
        title=sent.get("title", ""),
        wants_answer="wants_answer" in sent,
        asks_back="asks_back" in sent,
        mentions=frozenset(int(each) for each in sent.getlist("mention") if is_number(each)),
    )


def wants_more() -> bool:
    """Whether the button was pressed that asks for one more line, not the one that sends."""
    return request.form.get("more") in ("question", "suggestion")


def with_more(form: PostForm) -> PostForm:
    """The form with one more empty line for a question or a suggestion."""
    kind = "question" if request.form.get("more") == "question" else "suggestion"
    lines = [*(form.questions if kind == "question" else form.suggestions), ""][: POINTS_LIMIT + 1]
    if kind == "question":
        return replace(form, questions=lines, grown=kind)
    return replace(form, suggestions=lines, grown=kind)


def draft_of(form: PostForm, *, stands_for: Sequence[int] = (), is_call: bool = False) -> Draft:
    """What the service is asked to store; reads the files that were sent."""
    return Draft(
        body=form.body,
        strengths=form.strengths,
        questions=tuple(form.questions),
        suggestions=tuple(form.suggestions),
        note=form.note,
        wants_answer=form.wants_answer,
        asks_back=form.asks_back,
        is_call=is_call,
        mentions=tuple(sorted(form.mentions)),
        stands_for=tuple(stands_for),
        files=tuple(_read(file) for file in _files() if file.filename),
        sent_key=sent_key(),
    )


def status_of(error: DomainError) -> int:
    """Of the answer to a form that was refused. A page that is open takes in nothing but 422 (`rowforms.js`): there the
    reason, closed or unshared meanwhile, would else not be read."""
    return 422 if htmx else error.status


def _files() -> list[FileStorage]:
    return request.files.getlist("file")


def refuse(form: PostForm, error: DomainError) -> PostForm:
    """The form with what a service said, at its fields or on top. Files cannot be put back into a form."""
    lost = {"file": _("Choose your files again.")} if any(file.filename for file in _files()) else {}
    if isinstance(error, InvalidError) and error.fields:
        return replace(form, errors=lost | {name: say(message) for name, message in error.fields.items()})
    return replace(form, refused=say(error.message), errors=lost)


def form_of(post: Post) -> PostForm:
    """What was written, to be changed."""
    of_kind = {
        kind: [point.text for point in post.points if point.kind == kind] or [""]
        for kind in ("question", "suggestion")
    }
    return PostForm(
        body=post.body,
        strengths=post.strengths,
        questions=of_kind["question"],
        suggestions=of_kind["suggestion"],
        asks_back=post.asks_back,
        mentions=frozenset(post.mentions),
    )


def _lines(name: str) -> list[str]:
    return request.form.getlist(name)[: POINTS_LIMIT + 2] or [""]


def _read(file: FileStorage) -> SentFile:
    return SentFile(file.filename or "", file.stream.read(SIZE_LIMIT + 1))


def is_number(text: str) -> bool:
    """Whether it can be an id."""
    return text.isascii() and text.isdigit() and len(text) <= DIGITS
