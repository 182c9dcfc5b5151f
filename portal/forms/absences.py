"""The form in which a coach is said to be away."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms.validators import InputRequired

from portal.forms.journeys import Day


class AbsenceForm(FlaskForm):
    """Its values are there once it has been validated, so their types leave None out."""

    first: Any = Day(_("First day away"), validators=[InputRequired(_("Choose a day."))])
    last: Any = Day(_("Last day away"), validators=[InputRequired(_("Choose a day."))])
