"""actions as work: who keeps an eye on one, notes of progress, what it answers, follow-ups"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OPEN = sa.text("done_at is null and removed_at is null")


def upgrade() -> None:
    _create_keepers()
    _create_notes()
    _create_links()
    _create_follow_ups()


def _create_keepers() -> None:
    table = "action_keepers"
    op.create_table(
        table,
        sa.Column("row_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("chosen_by", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        *_of_row(table),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_action_keepers_user_id_users")),
        sa.ForeignKeyConstraint(["chosen_by"], ["users.id"], name=op.f("fk_action_keepers_chosen_by_users")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_action_keepers")),
    )
    op.create_index(op.f("ix_action_keepers_journey_id"), table, ["journey_id"])
    op.create_index(op.f("ix_action_keepers_user_id"), table, ["user_id"])


def _create_notes() -> None:
    table = "action_notes"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reach", sa.String(length=20), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reach in ('team', 'coach', 'plan')", name=op.f("ck_action_notes_reach")),
        *_of_row(table),
        sa.ForeignKeyConstraint(["written_by"], ["users.id"], name=op.f("fk_action_notes_written_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_notes")),
    )
    op.create_index(op.f("ix_action_notes_row"), table, ["journey_id", "row_id", "id"])


def _create_links() -> None:
    table = "action_links"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("answers_id", sa.Integer(), nullable=False),
        sa.Column("linked_by", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("row_id <> answers_id", name=op.f("ck_action_links_itself")),
        *_of_row(table),
        sa.ForeignKeyConstraint(["answers_id"], ["rows.id"], name=op.f("fk_action_links_answers_id_rows")),
        sa.ForeignKeyConstraint(["linked_by"], ["users.id"], name=op.f("fk_action_links_linked_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_links")),
        sa.UniqueConstraint("row_id", "answers_id", name=op.f("uq_action_links_row_id_answers_id")),
    )
    op.create_index(op.f("ix_action_links_row"), table, ["journey_id", "row_id", "id"])
    op.create_index(op.f("ix_action_links_answers_id"), table, ["answers_id"])


def _create_follow_ups() -> None:
    table = "action_follow_ups"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(done_at is null) = (done_by is null)", name=op.f("ck_action_follow_ups_done")),
        *_of_row(table),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_action_follow_ups_made_by_users")),
        sa.ForeignKeyConstraint(["done_by"], ["users.id"], name=op.f("fk_action_follow_ups_done_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_follow_ups")),
    )
    op.create_index(op.f("ix_action_follow_ups_row"), table, ["journey_id", "row_id", "id"])
    op.create_index(
        op.f("ix_action_follow_ups_due"),
        table,
        ["due_on", "id"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def _of_row(table: str) -> tuple[sa.ForeignKeyConstraint, sa.ForeignKeyConstraint]:
    return (
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journeys.id"], name=op.f(f"fk_{table}_journey_id_journeys")
        ),
        sa.ForeignKeyConstraint(["row_id"], ["rows.id"], name=op.f(f"fk_{table}_row_id_rows")),
    )


def downgrade() -> None:
    for table in ("action_follow_ups", "action_links", "action_notes", "action_keepers"):
        op.drop_table(table)
