"""a revision for every save of an answer or a row"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# What was written before has no history: it begins with what stands there now.
ANSWERS = """
insert into revisions (journey_id, question_key, version, value, not_relevant, is_deleted, saved_by, at)
select journey_id, question_key, version, value, not_relevant, false, updated_by, updated_at from answers
"""
ROWS = """
insert into revisions (journey_id, row_id, version, value, is_deleted, saved_by, at)
select journey_id, id, version, "values", deleted_at is not null, updated_by, updated_at from rows
"""


def upgrade() -> None:
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=120), nullable=True),
        sa.Column("row_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "value",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), "postgresql"
            ),
            nullable=True,
        ),
        sa.Column("not_relevant", sa.Text(), nullable=True),
        sa.Column("is_deleted", sa.Boolean(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(question_key is null) <> (row_id is null)", name=op.f("ck_revisions_subject")),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journeys.id"], name=op.f("fk_revisions_journey_id_journeys")
        ),
        sa.ForeignKeyConstraint(["row_id"], ["rows.id"], name=op.f("fk_revisions_row_id_rows")),
        sa.ForeignKeyConstraint(["saved_by"], ["users.id"], name=op.f("fk_revisions_saved_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint(
            "journey_id", "question_key", "version", name=op.f("uq_revisions_journey_id_question_key_version")
        ),
        sa.UniqueConstraint("row_id", "version", name=op.f("uq_revisions_row_id_version")),
    )
    with op.batch_alter_table("revisions", schema=None) as batch_op:
        batch_op.create_index("ix_revisions_journey_at", ["journey_id", "at"], unique=False)
    op.execute(ANSWERS)
    op.execute(ROWS)


def downgrade() -> None:
    op.drop_table("revisions")
