"""All blueprints, in the order in which people meet them."""

from portal.views import public

BLUEPRINTS = (public.bp,)
