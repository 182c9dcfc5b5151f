"""when coaches are away, and who has taken over"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_absences_days")),
        sa.ForeignKeyConstraint(["noted_by"], ["users.id"], name=op.f("fk_absences_noted_by_users")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_absences_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.create_index("ix_absences_user_until", ["user_id", "until_on"], unique=False)

    op.create_table(
        "covers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(thread_id is null) <> (submission_id is null)", name=op.f("ck_covers_subject")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_covers_submission_id_submissions")
        ),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_covers_thread_id_threads")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_covers_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_covers")),
    )
    with op.batch_alter_table("covers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_covers_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_covers_open_submission_id",
            ["submission_id"],
            unique=True,
            sqlite_where=sa.text("ended_at is null and submission_id is not null"),
            postgresql_where=sa.text("ended_at is null and submission_id is not null"),
        )
        batch_op.create_index(
            "uq_covers_open_thread_id",
            ["thread_id"],
            unique=True,
            sqlite_where=sa.text("ended_at is null and thread_id is not null"),
            postgresql_where=sa.text("ended_at is null and thread_id is not null"),
        )


def downgrade() -> None:
    op.drop_table("covers")
    op.drop_table("absences")
