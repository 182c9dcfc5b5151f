"""Forms about places."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm

from portal.forms.region import FromList, degrees, name_field, whole_number


class PlaceForm(FlaskForm):
    name = name_field(_("Name of the place"), _("Write the name of the place."))
    municipality = FromList(_("Municipality"), _("Choose the municipality."))
    population = whole_number(_("Population"))
    population_year = whole_number(_("Year of the figure"))
    latitude = degrees(_("Latitude"))
    longitude = degrees(_("Longitude"))


class CoachChoiceForm(FlaskForm):
    coach = FromList(_("Coach"), _("Choose a coach."))
