"""All blueprints, in the order in which people meet them."""

from portal.views import (
    accounts,
    answers,
    checkpoint,
    checks,
    inbox,
    invitations,
    outbox,
    passwords,
    public,
    registers,
    reviews,
    rows,
    sections,
    shares,
    steps,
    submissions,
)

BLUEPRINTS = (
    public.bp,
    accounts.bp,
    passwords.bp,
    invitations.bp,
    outbox.bp,
    steps.bp,
    sections.bp,
    answers.bp,
    checks.bp,
    shares.bp,
    registers.bp,
    rows.bp,
    checkpoint.bp,
    submissions.bp,
    inbox.bp,
    reviews.bp,
)
