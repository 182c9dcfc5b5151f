"""a row knows by which key its form was sent, so that sending it twice never makes two"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No batch: SQLite would copy the table, and other tables refer to its rows.
    op.add_column("rows", sa.Column("sent_key", sa.String(length=40), nullable=True))
    op.create_index("uq_rows_sent_key", "rows", ["journey_id", "created_by", "sent_key"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_rows_sent_key", table_name="rows")
    op.drop_column("rows", "sent_key")
