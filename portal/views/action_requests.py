"""What an edition asks of the municipality: its actions, each with its answers and the form to answer it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _

from portal.forms.action_answers import ReplyForm, fill_reply
from portal.models import ActionAnswer
from portal.process.action_answers import Stage
from portal.process.compared import AnswerChange
from portal.process.comparison import text_difference
from portal.process.contents import Contents, Listed
from portal.process.plan import Action
from portal.queries.action_answers import words_of
from portal.views.edition_news import Newer

SHOWS = ("waiting", "answered", "all")


@dataclass(frozen=True, slots=True)
class Asked:
    """An action with its answers: what the place has been told, what officers have written last, the form. `listed`:
    the action as the edition has it in short; `waits`: it asks for something that has no answer; `is_repeated`: it has
    more answers and drafts than one; `before`: what a municipality that the place has left told it."""

    action: Action
    listed: Listed | None
    waits: bool
    sent: ActionAnswer | None
    newest: ActionAnswer | None
    form: ReplyForm
    is_repeated: bool
    is_open: bool = False
    before: ActionAnswer | None = None

    @property
    def id(self) -> int:
        return self.action.id

    @property
    def is_changed(self) -> bool:
        """What was answered is not what it asks now."""
        return self.waits and self.sent is not None

    @property
    def changes(self) -> list[AnswerChange]:
        """How what the action is called and needs has changed since it was answered, word by word."""
        if self.listed is None or self.sent is None:
            return []
        pairs = (
            ("title", _("What the action is called"), self.sent.action, self.listed.title),
            ("need", _("What is needed"), self.sent.need, self.listed.need),
        )
        found = ((key, title, text_difference(old, new)) for key, title, old, new in pairs)
        return [AnswerChange(key, title, said) for key, title, said in found if said is not None]

    @property
    def has_draft(self) -> bool:
        return self.newest is not None and not self.newest.is_shared

    @property
    def may_correct(self) -> bool:
        """Only what has come further than the first step can go back."""
        return self.sent is not None and self.sent.stage != Stage.ASSESSMENT


@dataclass(frozen=True)
class Requests:
    """The actions of an edition, and their answers by row; `repeated`: the rows that have more than one."""

    actions: Sequence[Action]
    contents: Contents
    sent: Mapping[int, ActionAnswer]
    newest: Mapping[int, ActionAnswer]
    before: Mapping[int, ActionAnswer]
    newer: Newer | None
    repeated: Collection[int]

    @cached_property
    def functions(self) -> list[str]:
        """The functions that have answered the plan, in drafts too, the latest first."""
        answers = {each.id: each.function for each in (*self.sent.values(), *self.newest.values())}
        return list(dict.fromkeys(answers[n] for n in sorted(answers, reverse=True) if answers[n]))

    @cached_property
    def waiting(self) -> frozenset[int]:
        answered = {row: words_of(answer) for row, answer in self.sent.items()}
        return frozenset(each.id for each in self.contents.waiting(answered))

    def wanted(self, shown: str, only: int | None = None) -> list[Action]:
        """The actions of a list, in the plan's order; or one of them alone."""
        if only is not None:
            return [action for action in self.actions if action.id == only]
        if shown == "waiting":
            return [action for action in self.actions if action.id in self.waiting]
        if shown == "answered":
            return [a for a in self.actions if a.id in self.sent and a.id not in self.waiting]
        return list(self.actions)

    def asked(self, action: Action, refused: tuple[int, ReplyForm] | None, *, is_open: bool) -> Asked:
        newest = self.newest.get(action.id)
        kept = refused[1] if refused is not None and refused[0] == action.id else None
        return Asked(
            action=action,
            listed=self.contents.action(action.id),
            waits=action.id in self.waiting,
            sent=self.sent.get(action.id),
            newest=newest,
            form=kept or fill_reply(action.id, newest, next(iter(self.functions), "")),
            is_repeated=action.id in self.repeated,
            is_open=is_open,
            before=self.before.get(action.id),
        )

    @property
    def gone(self) -> list[ActionAnswer]:
        """Answers to actions that this edition no longer has."""
        here = {action.id for action in self.actions}
        return [each for row, each in sorted(self.sent.items()) if row not in here]
