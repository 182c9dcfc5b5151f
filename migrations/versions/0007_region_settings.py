"""what the region has decided for all its places"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "region_settings",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_region_settings_one_row")),
        sa.CheckConstraint("answer_days between 1 and 30", name=op.f("ck_region_settings_answer_days")),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["users.id"], name=op.f("fk_region_settings_updated_by_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_settings")),
    )


def downgrade() -> None:
    op.drop_table("region_settings")
