"""notices, what people chose about them, reminders; letters know how they can be turned off and when they bounce"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No batch: SQLite would copy the tables, and other tables refer to their rows.
    op.add_column("users", sa.Column("mail_bounced_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("outbox", sa.Column("message_id", sa.String(length=200), nullable=False, server_default=""))
    op.add_column(
        "outbox", sa.Column("unsubscribe_path", sa.String(length=300), nullable=False, server_default="")
    )
    op.add_column("outbox", sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))
    # Letters that still wait get an identity, too.
    op.execute("update outbox set message_id = '<letter-' || id || '@platsportalen.invalid>'")
    _notices()
    op.create_table(
        "notice_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("group_key", sa.String(length=40), nullable=False),
        sa.Column("frequency", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "frequency in ('now', 'daily', 'weekly', 'none')", name=op.f("ck_notice_choices_frequency")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notice_choices_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_choices")),
        sa.UniqueConstraint("user_id", "group_key", name=op.f("uq_notice_choices_user_id_group_key")),
    )
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journeys.id"], name=op.f("fk_reminders_journey_id_journeys")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint("journey_id", "key", name=op.f("uq_reminders_journey_id_key")),
    )


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("frequency", sa.String(length=10), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column(
            "params",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("channel in ('portal', 'mail')", name=op.f("ck_notices_channel")),
        sa.CheckConstraint("frequency in ('now', 'daily', 'weekly')", name=op.f("ck_notices_frequency")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_notices_event_id_events")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notices_user_id_users")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_notices_place_id_places")),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["outbox.id"], name=op.f("fk_notices_mail_id_outbox"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint(
            "event_id", "user_id", "channel", name=op.f("uq_notices_event_id_user_id_channel")
        ),
    )
    for name, columns, where in (
        ("ix_notices_unread", ["user_id", "path"], "read_at is null and channel = 'portal'"),
        ("ix_notices_waiting", ["due_at"], "due_at is not null"),
    ):
        op.create_index(
            name, "notices", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
        )
    op.create_index("ix_notices_user_id_at", "notices", ["user_id", "at"])
    op.create_index("ix_notices_mail_id", "notices", ["mail_id"])


def downgrade() -> None:
    for table in ("reminders", "notice_choices", "notices"):
        op.drop_table(table)
    for column in ("bounced_at", "unsubscribe_path", "message_id"):
        op.drop_column("outbox", column)
    op.drop_column("users", "mail_bounced_at")
