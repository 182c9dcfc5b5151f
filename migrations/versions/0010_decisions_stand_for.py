"""a decision names the coaches whom its author stood in for"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NAMES = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    # No batch: SQLite would copy the table, and other tables refer to its rows.
    op.add_column("decisions", sa.Column("stands_for", NAMES, server_default="[]", nullable=False))


def downgrade() -> None:
    op.drop_column("decisions", "stands_for")
