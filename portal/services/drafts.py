"""What somebody is about to say: cleaned and checked before anything is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portal.errors import N_, InvalidError, Message
from portal.models import User
from portal.policy import Conversation, can_read_notes, can_structure, require
from portal.queries.participants import list_participants
from portal.services.post_files import SentFile
from portal.text import clean

TEXT_LIMIT = 5_000
"""Characters in a text of a post."""
POINT_LIMIT = 1_000
POINTS_LIMIT = 10
FILES_LIMIT = 5

TOO_LONG = N_("The text has %(length)s characters; there is room for %(limit)s.")


@dataclass(frozen=True, slots=True)
class Draft:
    """A post as it was typed. `questions` and `suggestions` are a coach's, one text each; `wants_answer`: it is a
    question; `asks_back`: a coach needs to know more first; `note`: a coach's own; `stands_for`: ids of the coaches
    whom the author answers for. Of a call: when and with whom it was, and whether it `answers` the question."""

    body: str = ""
    strengths: str = ""
    questions: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    note: str = ""
    wants_answer: bool = False
    asks_back: bool = False
    is_call: bool = False
    called_on: date | None = None
    called_with: str = ""
    answers: bool = False
    mentions: tuple[int, ...] = ()
    stands_for: tuple[int, ...] = ()
    files: tuple[SentFile, ...] = ()
    sent_key: str | None = None

    @property
    def says_something(self) -> bool:
        return any((self.body, self.strengths, self.questions, self.suggestions))


def check_draft(actor: User, conversation: Conversation, draft: Draft, *, has_files: bool = False) -> Draft:
    """The draft, cleaned. Raises InvalidError with what is wrong at each field: nothing said, too long, too many
    points, somebody named who takes no part; NotAllowedError for what is not the person's to say: a coach's points, a
    note."""
    cleaned = _clean(draft)
    _check_parts(actor, conversation, cleaned)
    fields: dict[str, Message] = {}
    for name in ("body", "strengths", "note"):
        _check_length(fields, name, getattr(cleaned, name), TEXT_LIMIT)
    for name, texts in (("question", cleaned.questions), ("suggestion", cleaned.suggestions)):
        for number, text in enumerate(texts, 1):
            _check_length(fields, f"{name}-{number}", text, POINT_LIMIT)
        if len(texts) > POINTS_LIMIT:
            fields[f"{name}-1"] = Message(N_("At most %(limit)s fit in one reply."), {"limit": POINTS_LIMIT})
    if not cleaned.says_something and not cleaned.files and not has_files:
        fields.setdefault("body", Message(N_("Write something first.")))
    if cleaned.asks_back and not (cleaned.body or cleaned.questions):
        fields.setdefault("body", Message(N_("Write what you need to know.")))
    if len(cleaned.files) > FILES_LIMIT:
        fields["file"] = Message(
            N_("At most %(limit)s files fit here. Remove one first."), {"limit": FILES_LIMIT}
        )
    known = {each.user.id for each in list_participants(conversation)} if cleaned.mentions else set()
    if not known.issuperset(cleaned.mentions):
        fields["mentions"] = Message(N_("Somebody whom you named takes no part in this conversation."))
    if fields:
        first = next(iter(fields.values()))
        raise InvalidError(first.text, fields, **first.params)
    return cleaned


def _check_parts(actor: User, conversation: Conversation, draft: Draft) -> None:
    if draft.strengths or draft.questions or draft.suggestions:
        require(can_structure(actor, conversation))
    if draft.note:
        require(can_read_notes(actor, conversation))


def _clean(draft: Draft) -> Draft:
    return replace(
        draft,
        body=clean(draft.body),
        strengths=clean(draft.strengths),
        note=clean(draft.note),
        questions=_texts(draft.questions),
        suggestions=_texts(draft.suggestions),
        mentions=tuple(dict.fromkeys(draft.mentions)),
    )


def _texts(texts: Iterable[str]) -> tuple[str, ...]:
    cleaned: Sequence[str] = [clean(text) for text in texts]
    return tuple(text for text in cleaned if text)


def _check_length(fields: dict[str, Message], name: str, text: str, limit: int) -> None:
    if len(text) > limit:
        fields[name] = Message(TOO_LONG, {"length": len(text), "limit": limit})
