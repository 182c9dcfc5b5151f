"""what was shared with a place has an order of its own to be read by; calls have a day and a person"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No batch: SQLite would copy the tables, and other tables refer to their rows.
    op.add_column("posts", sa.Column("shared_order", sa.Integer(), nullable=True))
    op.add_column("posts", sa.Column("called_on", sa.Date(), nullable=True))
    op.add_column("posts", sa.Column("called_with", sa.String(length=120), nullable=False, server_default=""))
    op.add_column("thread_reads", sa.Column("read_share", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "update posts set shared_order = ("
        " select count(*) from posts as earlier where earlier.thread_id = posts.thread_id"
        " and earlier.shared_at is not null and (earlier.shared_at < posts.shared_at"
        " or (earlier.shared_at = posts.shared_at and earlier.id <= posts.id))"
        ") where shared_at is not null"
    )
    # Who had read a conversation so far had seen what was shared of it by then.
    op.execute(
        "update thread_reads set read_share = coalesce(("
        " select max(posts.shared_order) from posts where posts.thread_id = thread_reads.thread_id"
        " and posts.id <= thread_reads.read_post_id), 0)"
    )


def downgrade() -> None:
    op.drop_column("thread_reads", "read_share")
    for column in ("called_with", "called_on", "shared_order"):
        op.drop_column("posts", column)
