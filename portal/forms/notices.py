"""How soon a person wants mail, a field for each group of notices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

PREFIX = "about"


class ChoicesForm(FlaskForm):
    """Its fields are added by build_choices."""

    def chosen(self) -> dict[str, str]:
        """How soon, by group."""
        return {field.short_name: field.data for field in self if isinstance(field, RadioField)}


def build_choices(
    groups: Iterable[tuple[str, str, str]], words: Mapping[str, str], now_chosen: Mapping[str, str]
) -> ChoicesForm:
    """`groups`: key, title and hint of each; `words`: each frequency in words; `now_chosen`: by group."""
    fields = {
        key: RadioField(
            title,
            description=hint,
            choices=[SelectChoice(value, said) for value, said in words.items()],
            default=now_chosen[key],
        )
        for key, title, hint in groups
    }
    form: ChoicesForm = type("OwnChoicesForm", (ChoicesForm,), fields)(prefix=PREFIX)
    return form
