"""a row knows by which key its form was sent, so that sending it twice never makes two"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NAME = "uq_rows_journey_id_created_by_sent_key"


def upgrade() -> None:
    with op.batch_alter_table("rows", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sent_key", sa.String(length=40), nullable=True))
        batch_op.create_unique_constraint(NAME, ["journey_id", "created_by", "sent_key"])


def downgrade() -> None:
    with op.batch_alter_table("rows", schema=None) as batch_op:
        batch_op.drop_constraint(NAME, type_="unique")
        batch_op.drop_column("sent_key")
