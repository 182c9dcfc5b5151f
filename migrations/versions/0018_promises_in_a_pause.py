"""promises of journeys that were paused before a pause stopped them"""

import sqlalchemy as sa
from alembic import op

# Pure, and the same for ever: which days people in Sweden work.
from portal.process.workdays import working_days_between

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

PROMISES = sa.table(
    "promises",
    sa.column("id", sa.Integer()),
    sa.column("journey_id", sa.Integer()),
    sa.column("days", sa.Integer()),
    sa.column("used", sa.Integer()),
    sa.column("runs_since", sa.Date()),
    sa.column("due_on", sa.Date()),
    sa.column("ended_on", sa.Date()),
)
JOURNEYS = sa.table("journeys", sa.column("id", sa.Integer()), sa.column("state", sa.String()))
PAUSES = sa.table(
    "pauses",
    sa.column("journey_id", sa.Integer()),
    sa.column("since", sa.Date()),
    sa.column("until", sa.Date()),
)


def upgrade() -> None:
    """As the pause would have done on its first day; a question that was asked later has all of its days. What was
    overdue by then stays late, what has ended stays as it ended."""
    connection = op.get_bind()
    counting = (
        sa.select(PROMISES, PAUSES.c.since)
        .join(JOURNEYS, JOURNEYS.c.id == PROMISES.c.journey_id)
        .join(PAUSES, PAUSES.c.journey_id == JOURNEYS.c.id)
        .where(JOURNEYS.c.state == "paused", PAUSES.c.until.is_(None))
        .where(PROMISES.c.ended_on.is_(None), PROMISES.c.runs_since.is_not(None))
        .where(PROMISES.c.due_on.is_not(None))
    )
    for found in connection.execute(counting).all():
        on = max(found.since, found.runs_since)
        used = found.used + working_days_between(found.runs_since, on)
        is_too_late = found.used > found.days or on > found.due_on
        used = max(used, found.days + 1) if is_too_late else min(used, found.days)
        halted = sa.update(PROMISES).where(PROMISES.c.id == found.id)
        connection.execute(halted.values(used=used, runs_since=on, due_on=None))


def downgrade() -> None:
    """The version before knows promises that a pause has stopped."""
