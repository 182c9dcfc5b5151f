"""The form for the address of a municipality's registrar."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField


class RegistrarForm(FlaskForm):
    """What an address looks like is the service's to say; an empty one is none."""

    address = EmailField(_("The registrar's e-mail address"))
