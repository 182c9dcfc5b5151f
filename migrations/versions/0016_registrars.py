"""the address of a municipality's registrar; letters that carry a file"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NO_WORDS = sa.text("''")
ATTACHMENT = (
    ("attachment_name", sa.String(length=200)),
    ("attachment_sha256", sa.String(length=64)),
    ("attachment_type", sa.String(length=100)),
    ("attachment_missing", sa.Text()),
)


def upgrade() -> None:
    # No batch: SQLite would copy the tables, and other tables refer to their rows.
    address = sa.Column("registrar_address", sa.String(length=254), nullable=False, server_default=NO_WORDS)
    op.add_column("municipalities", address)
    for name, kind in ATTACHMENT:
        op.add_column("outbox", sa.Column(name, kind, nullable=False, server_default=NO_WORDS))


def downgrade() -> None:
    for name, _kind in reversed(ATTACHMENT):
        op.drop_column("outbox", name)
    op.drop_column("municipalities", "registrar_address")
