"""All blueprints, in the order in which people meet them."""

from portal.views import accounts, invitations, outbox, passwords, public

BLUEPRINTS = (
    public.bp,
    accounts.bp,
    passwords.bp,
    invitations.bp,
    outbox.bp,
)
