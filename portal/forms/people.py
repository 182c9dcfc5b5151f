"""Forms about people and their roles."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.forms.accounts import EMAIL_LIMIT, ShortEnough, language_field
from portal.forms.region import NAME_LIMIT, FromList, cleaned

SECTOR_WORDS = {
    "culture": _("Culture"),
    "business": _("Business"),
    "service": _("Service"),
    "social_sustainability": _("Social sustainability"),
    "tourism": _("Tourism"),
    "transport": _("Transport"),
}


class SectorsField(SelectMultipleField):
    """Ticks, one for each sector."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        # In words of our own: WTForms' repeat what was sent.
        if set(self.data or ()) - set(SECTOR_WORDS):
            raise ValidationError(gettext("Choose from the list."))


def _sectors() -> SectorsField:
    return SectorsField(
        _("Sectors that the coach knows"), choices=[SelectChoice(*each) for each in SECTOR_WORDS.items()]
    )


class SectorsForm(FlaskForm):
    sectors = _sectors()


class InvitationForm(FlaskForm):
    """For every role; the view removes the fields that the role has no use for."""

    email = EmailField(
        _("E-mail address"),
        filters=[cleaned],
        validators=[
            InputRequired(_("Write the e-mail address.")),
            ShortEnough(max=EMAIL_LIMIT, message=_("The address is too long.")),
            Email(_("That does not look like an e-mail address. It should look like name@example.se.")),
        ],
    )
    name = StringField(
        _("Name"),
        filters=[cleaned],
        validators=[Optional(), Length(max=NAME_LIMIT, message=_("The name is too long."))],
    )
    place = FromList(_("Place"), _("Choose the place."))
    municipality = FromList(_("Municipality"), _("Choose the municipality."))
    sectors = _sectors()
    language = language_field(_("Language of the letter"))

    def keep_for(self, role: str) -> None:
        """Only the fields of this role."""
        needed: dict[str, set[str]] = {
            "leader": {"place"},
            "place_coach": {"place", "sectors"},
            "coach": {"sectors"},
            "officer": {"municipality"},
        }
        for name in {"place", "municipality", "sectors"} - needed.get(role, set()):
            delattr(self, name)

    def chosen(self, name: str) -> Any:
        """The value of a field, or None where the role has no such field."""
        return self[name].data if name in self else None
