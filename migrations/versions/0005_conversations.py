"""conversations and the promises that they hold"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "threads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("anchor_key", sa.String(length=120), nullable=True),
        sa.Column("row_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column(
            "about",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=True,
        ),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_post_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(kind = 'anchored') = (anchor_key is not null)", name=op.f("ck_threads_anchor")),
        sa.CheckConstraint("kind in ('anchored', 'general', 'municipal')", name=op.f("ck_threads_kind")),
        sa.ForeignKeyConstraint(["closed_by"], ["users.id"], name=op.f("fk_threads_closed_by_users")),
        sa.ForeignKeyConstraint(["journey_id"], ["journeys.id"], name=op.f("fk_threads_journey_id_journeys")),
        sa.ForeignKeyConstraint(["opened_by"], ["users.id"], name=op.f("fk_threads_opened_by_users")),
        sa.ForeignKeyConstraint(["row_id"], ["rows.id"], name=op.f("fk_threads_row_id_rows")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
    )
    with op.batch_alter_table("threads", schema=None) as batch_op:
        batch_op.create_index("ix_threads_anchor", ["journey_id", "anchor_key"], unique=False)
        batch_op.create_index("ix_threads_journey_last", ["journey_id", "last_post_at"], unique=False)

    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("strengths", sa.Text(), nullable=False),
        sa.Column("asks_back", sa.Boolean(), nullable=False),
        sa.Column(
            "mentions",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "stands_for",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("sent_key", sa.String(length=40), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shared_by", sa.Integer(), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind in ('question', 'reply', 'offer', 'call', 'note')", name=op.f("ck_posts_kind")
        ),
        sa.CheckConstraint("side in ('place', 'coach', 'municipality')", name=op.f("ck_posts_side")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_posts_author_id_users")),
        sa.ForeignKeyConstraint(["removed_by"], ["users.id"], name=op.f("fk_posts_removed_by_users")),
        sa.ForeignKeyConstraint(["shared_by"], ["users.id"], name=op.f("fk_posts_shared_by_users")),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_posts_thread_id_threads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
    )
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.create_index("ix_posts_thread", ["thread_id", "id"], unique=False)
        batch_op.create_index("uq_posts_sent_key", ["author_id", "sent_key"], unique=True)

    op.create_table(
        "post_points",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(length=20), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("marked_by", sa.Integer(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('question', 'suggestion')", name=op.f("ck_post_points_kind")),
        sa.CheckConstraint("mark in ('taken_up', 'parked', 'differently')", name=op.f("ck_post_points_mark")),
        sa.ForeignKeyConstraint(["marked_by"], ["users.id"], name=op.f("fk_post_points_marked_by_users")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_points_post_id_posts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_points")),
    )
    with op.batch_alter_table("post_points", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_points_post_id"), ["post_id"], unique=False)

    op.create_table(
        "post_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_notes_post_id_posts")),
        sa.ForeignKeyConstraint(["written_by"], ["users.id"], name=op.f("fk_post_notes_written_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_notes")),
        sa.UniqueConstraint("post_id", name=op.f("uq_post_notes_post_id")),
    )

    op.create_table(
        "post_files",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("alt", sa.String(length=300), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_files_post_id_posts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_files")),
    )
    with op.batch_alter_table("post_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_files_post_id"), ["post_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_post_files_sha256"), ["sha256"], unique=False)

    op.create_table(
        "thread_reads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("read_post_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_thread_reads_thread_id_threads")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_thread_reads_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_reads")),
        sa.UniqueConstraint("user_id", "thread_id", name=op.f("uq_thread_reads_user_id_thread_id")),
    )
    with op.batch_alter_table("thread_reads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thread_reads_thread_id"), ["thread_id"], unique=False)

    op.create_table(
        "thread_guests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name=op.f("fk_thread_guests_asked_by_users")),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["threads.id"], name=op.f("fk_thread_guests_thread_id_threads")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_thread_guests_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_guests")),
    )
    with op.batch_alter_table("thread_guests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thread_guests_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_thread_guests_open",
            ["thread_id", "user_id"],
            unique=True,
            sqlite_where=sa.text("ended_at is null"),
            postgresql_where=sa.text("ended_at is null"),
        )

    op.create_table(
        "promises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("asked_post_id", sa.Integer(), nullable=False),
        sa.Column("answered_post_id", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("runs_since", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.CheckConstraint("outcome in ('kept', 'late', 'withdrawn')", name=op.f("ck_promises_outcome")),
        sa.CheckConstraint("(outcome is null) = (ended_on is null)", name=op.f("ck_promises_ended")),
        sa.ForeignKeyConstraint(
            ["answered_post_id"], ["posts.id"], name=op.f("fk_promises_answered_post_id_posts")
        ),
        sa.ForeignKeyConstraint(
            ["asked_post_id"], ["posts.id"], name=op.f("fk_promises_asked_post_id_posts")
        ),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name=op.f("fk_promises_thread_id_threads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
    )
    with op.batch_alter_table("promises", schema=None) as batch_op:
        batch_op.create_index("ix_promises_due", ["ended_on", "due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_promises_thread_id"), ["thread_id"], unique=False)
        batch_op.create_index(
            "uq_promises_open",
            ["thread_id"],
            unique=True,
            sqlite_where=sa.text("ended_on is null"),
            postgresql_where=sa.text("ended_on is null"),
        )


def downgrade() -> None:
    op.drop_table("promises")
    op.drop_table("thread_guests")
    op.drop_table("thread_reads")
    op.drop_table("post_files")
    op.drop_table("post_notes")
    op.drop_table("post_points")
    op.drop_table("posts")
    op.drop_table("threads")
