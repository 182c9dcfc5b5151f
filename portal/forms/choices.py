"""Answers that are chosen: one or several options, yes or no, rows of a register. Shapes as in `forms.texts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import Field as FormField
from wtforms import StringField, ValidationError

from portal.forms.texts import SPACES, check_length
from portal.process.likeness import meant_by
from portal.process.schema import Field
from portal.text import clean, fold, is_seen

NEW_NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Choosable:
    """The rows that a reference may choose from: (id, what the row is called). `may_add`: a name alone makes a row;
    `asks`: unless it is very like one that is there, then the form asks which is meant."""

    rows: Sequence[tuple[int, str]] = ()
    may_add: bool = False
    asks: bool = False


NOTHING = Choosable()
NEW = "new"
"""What is meant where a name is asked about: not the row that it is like."""


class ChoiceAnswer(StringField):
    """One of the field's options."""

    def __init__(self, label: str = "", asked: Field | None = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.options = asked.options if asked else ()

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist[0] or None if valuelist else None

    def pre_validate(self, _form: Any) -> None:
        if self.data is not None and self.data not in {o.key for o in self.options}:
            self.data = None
            raise ValidationError(_("Choose one of the answers in the list."))


class ChoicesAnswer(FormField):
    """Some of the field's options, kept in the definition's order."""

    def __init__(self, label: str = "", asked: Field | None = None, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.options = asked.options if asked else ()
        self.limit = asked.limit if asked else 0

    def process_formdata(self, valuelist: list[Any]) -> None:
        chosen = {v for v in valuelist if v}
        known = [o.key for o in self.options if o.key in chosen]
        self.data = known or None
        if chosen - set(known):
            raise ValueError(_("Choose among the answers in the list."))

    def pre_validate(self, _form: Any) -> None:
        check_count(self.data, self.limit)


class YesNoAnswer(FormField):
    """Yes or no, with a word of why in a field of its own (`<name>--why`)."""

    def __init__(self, label: str = "", limit: int = 0, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.limit = limit

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        if formdata is None or not (self.name in formdata or f"{self.name}--why" in formdata):
            return
        chosen = formdata.get(self.name, "")
        why = clean(formdata.get(f"{self.name}--why", ""))
        if chosen not in {"", "yes", "no"}:
            self.process_errors.append(_("Choose yes or no."))
        yes = {"yes": True, "no": False}.get(chosen)
        self.data = {"yes": yes, "why": why} if yes is not None or why else None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Everything is read in `process`, which knows both names."""

    def pre_validate(self, _form: Any) -> None:
        if self.data is None:
            return
        if self.data["yes"] is None:
            raise ValidationError(_("Choose yes or no, too."))
        check_length(str(self.data["why"]), self.limit)


class ReferenceAnswer(FormField):
    """Rows of a register. A name typed in `<name>--new` that the register does not hold yet is kept in `new`: whoever
    saves adds the row first and its id to `data`. Where the form asks, `likes` are the rows that may be meant with such
    a name (the one that it is very like, those that it is the beginning of), and `<name>--like` says which is meant, of
    the name that stands in `<name>--about`: the row's id or `NEW`."""

    def __init__(
        self, label: str = "", asked: Field | None = None, choosable: Choosable = NOTHING, **kwargs: Any
    ) -> None:
        super().__init__(label, **kwargs)
        known = choosable or NOTHING
        self.choosable, self.may_add, self.asks = list(known.rows), known.may_add, known.asks
        self.many = asked.many if asked else False
        self.limit = asked.limit if asked else 1
        self._forget()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        self._forget()
        if formdata is not None:
            name = SPACES.sub(" ", clean(formdata.get(f"{self.name}--new", "")))
            # What was meant by another name says nothing of this one.
            is_about = fold(clean(formdata.get(f"{self.name}--about", ""))) == fold(name)
            self._read_new(name, formdata.get(f"{self.name}--like", "") if is_about else "")

    def _forget(self) -> None:
        self.new, self.is_meant = "", False
        self.likes: list[tuple[int, str]] = []

    def process_data(self, value: Any) -> None:
        self.data = value if isinstance(value, list) else None

    def process_formdata(self, valuelist: list[Any]) -> None:
        known = {str(row): row for row, _title in self.choosable}
        chosen = [v for v in dict.fromkeys(valuelist) if v]
        self.data = [known[v] for v in chosen if v in known] or None
        if any(v not in known for v in chosen):
            raise ValueError(_("What you chose is no longer in the register. Choose again."))

    def _read_new(self, name: str, meant: str) -> None:
        if not is_seen(name) or not self.may_add:
            return
        same = next((row for row, title in self.choosable if fold(title) == fold(name)), None)
        if same is None and self.asks:
            self.likes = self._like(name)
            same = next((row for row, _title in self.likes if meant == str(row)), None)
            self.is_meant = meant == NEW
        kept = list(self.data or []) if self.many else []
        if same is None:
            self.new, self.data = name, kept or None
        elif same not in kept:
            self.data = [*kept, same]

    def _like(self, name: str) -> list[tuple[int, str]]:
        rows = {title: row for row, title in self.choosable}
        found = meant_by(name, list(rows)) if len(name) <= NEW_NAME_LIMIT else []
        return [(rows[title], title) for title in found]

    def pre_validate(self, _form: Any) -> None:
        check_length(self.new, NEW_NAME_LIMIT)
        if self.new and len(self.likes) > 1 and not self.is_meant:
            raise ValidationError(
                _(
                    "There is no “%(name)s” in the list. Several names begin so: which do you mean?",
                    name=self.new,
                )
            )
        if self.new and self.likes and not self.is_meant:
            raise ValidationError(
                _("There is no “%(name)s” in the list. Did you mean “%(like)s”?",
                  name=self.new, like=self.likes[0][1])
            )  # fmt: skip
        chosen = [*(self.data or []), *([0] if self.new else [])]
        if not self.many and len(chosen) > 1:
            raise ValidationError(_("Choose only one."))
        check_count(chosen, self.limit)


def check_count(chosen: Sequence[Any] | None, limit: int) -> None:
    """Raises ValidationError when more is chosen than the limit."""
    if chosen and limit and len(chosen) > limit:
        raise ValidationError(ngettext("Choose at most %(num)s.", "Choose at most %(num)s.", limit))
