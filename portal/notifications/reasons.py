"""Why somebody gets a letter, as its foot says it."""

from __future__ import annotations

from portal.errors import N_

WORKS = N_("You get this letter because you work with %(place)s in Platsportalen.")
SERVES = N_("You get this letter because you are a contact of the municipality that %(place)s belongs to.")
FOLLOWS = N_(
    "You get this letter because you follow the plan of %(place)s. You stop following it on the plan's page or on your"
    " account page."
)
