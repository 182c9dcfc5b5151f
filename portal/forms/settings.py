"""What the region decides for all its places."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms.validators import InputRequired

from portal.forms.region import WholeNumber


class SettingsForm(FlaskForm):
    answer_days = WholeNumber(
        _("An answer takes at most"),
        validators=[InputRequired(_("Write how many working days an answer may take."))],
    )
