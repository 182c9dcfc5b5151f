"""Forms about municipalities."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm

from portal.forms.region import name_field


class MunicipalityForm(FlaskForm):
    name = name_field(_("Name of the municipality"), _("Write the name of the municipality."))
