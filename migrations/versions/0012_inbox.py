"""the days that the inbox sorts by: of the checkpoint, the last day, a verdict"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

# Pure, and the same for ever: a journey pins its definition.
from portal.process.calendar import Calendar, Stretch
from portal.process.definitions import find_definition
from portal.process.promises import VERDICT_DAYS
from portal.process.workdays import add_working_days

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

JOURNEYS = sa.table(
    "journeys",
    sa.column("id", sa.Integer()),
    sa.column("definition_key", sa.String()),
    sa.column("definition_version", sa.Integer()),
    sa.column("starts_on", sa.Date()),
    sa.column("months", sa.Integer()),
    sa.column("state", sa.String()),
    sa.column("checkpoint_due_on", sa.Date()),
    sa.column("ends_on", sa.Date()),
)
PAUSES = sa.table(
    "pauses",
    sa.column("journey_id", sa.Integer()),
    sa.column("since", sa.Date()),
    sa.column("until", sa.Date()),
)
SUBMISSIONS = sa.table(
    "submissions",
    sa.column("id", sa.Integer()),
    sa.column("submitted_at", sa.DateTime(timezone=True)),
    sa.column("due_on", sa.Date()),
)
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def upgrade() -> None:
    # No batch: SQLite would copy the tables, and other tables refer to their rows.
    op.add_column("journeys", sa.Column("checkpoint_due_on", sa.Date(), nullable=True))
    op.add_column("journeys", sa.Column("ends_on", sa.Date(), nullable=True))
    op.add_column(
        "submissions", sa.Column("due_on", sa.Date(), nullable=False, server_default=sa.text("'1970-01-01'"))
    )
    op.add_column("promises", sa.Column("journey_id", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "update promises set journey_id = (select journey_id from threads where threads.id = promises.thread_id)"
    )
    op.create_index("ix_submissions_due", "submissions", ["state", "due_on", "journey_id"], unique=False)
    op.drop_index("ix_promises_due", table_name="promises")
    columns = ["ended_on", "due_on", "journey_id", "thread_id", "asked_on"]
    op.create_index("ix_promises_due", "promises", columns, unique=False)
    connection = op.get_bind()
    _fill_journeys(connection)
    _fill_submissions(connection)


def _fill_journeys(connection: sa.Connection) -> None:
    pauses: dict[int, list[Stretch]] = {}
    for pause in connection.execute(sa.select(PAUSES)):
        pauses.setdefault(pause.journey_id, []).append(Stretch(pause.since, pause.until))
    today = datetime.now(STOCKHOLM).date()
    for journey in connection.execute(sa.select(JOURNEYS).where(JOURNEYS.c.state == "active")).all():
        process = find_definition(journey.definition_key, journey.definition_version)
        calendar = Calendar(journey.starts_on, journey.months, today, pauses.get(journey.id, ()))
        days = {"checkpoint_due_on": calendar.due(process.checkpoint.due_month), "ends_on": calendar.ends_on}
        connection.execute(sa.update(JOURNEYS).where(JOURNEYS.c.id == journey.id).values(days))


def _fill_submissions(connection: sa.Connection) -> None:
    found = connection.execute(sa.select(SUBMISSIONS.c.id, SUBMISSIONS.c.submitted_at)).all()
    for number, moment in found:
        aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
        due_on = add_working_days(aware.astimezone(STOCKHOLM).date(), VERDICT_DAYS)
        connection.execute(sa.update(SUBMISSIONS).where(SUBMISSIONS.c.id == number).values(due_on=due_on))


def downgrade() -> None:
    op.drop_index("ix_promises_due", table_name="promises")
    op.create_index("ix_promises_due", "promises", ["ended_on", "due_on"], unique=False)
    op.drop_column("promises", "journey_id")
    op.drop_index("ix_submissions_due", table_name="submissions")
    op.drop_column("submissions", "due_on")
    op.drop_column("journeys", "ends_on")
    op.drop_column("journeys", "checkpoint_due_on")
