"""the municipality's answers to actions, receipts of editions, who follows a plan; what an edition holds, in short"""

import json
from datetime import UTC
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# Pure, and the same for ever: an edition pins its definition.
from portal.process.contents import contents_of, read_contents
from portal.process.definitions import find_definition
from portal.process.frozen import thaw

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), "postgresql"
)
EDITIONS = sa.table(
    "plan_editions",
    sa.column("id", sa.Integer()),
    sa.column("journey_id", sa.Integer()),
    sa.column("number", sa.Integer()),
    sa.column("snapshot", JSON),
    sa.column("contents", JSON),
    sa.column("shared_at", sa.DateTime(timezone=True)),
)
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def upgrade() -> None:
    # No batch: SQLite would copy the table, and other tables refer to its rows.
    op.add_column(
        "plan_editions", sa.Column("contents", JSON, nullable=False, server_default=sa.text("'{}'"))
    )
    _fill(op.get_bind())
    op.create_table(
        "edition_receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("registry_number", sa.String(length=60), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["plan_editions.id"], name=op.f("fk_edition_receipts_edition_id_plan_editions")
        ),
        sa.ForeignKeyConstraint(["noted_by"], ["users.id"], name=op.f("fk_edition_receipts_noted_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_receipts")),
    )
    op.create_index(op.f("ix_edition_receipts_edition_id"), "edition_receipts", ["edition_id"])
    _create_answers()
    op.create_table(
        "plan_follows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("followed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journeys.id"], name=op.f("fk_plan_follows_journey_id_journeys")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_plan_follows_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_follows")),
        sa.UniqueConstraint("journey_id", "user_id", name=op.f("uq_plan_follows_journey_id_user_id")),
    )
    op.create_index(op.f("ix_plan_follows_user_id"), "plan_follows", ["user_id"])


def _create_answers() -> None:
    op.create_table(
        "action_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=300), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("function", sa.String(length=120), nullable=False),
        sa.Column("by_when", sa.Date(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "stage in ('assessment', 'sent', 'decided')", name=op.f("ck_action_answers_stage")
        ),
        sa.CheckConstraint(
            "outcome in ('will_do', 'will_investigate', 'cannot', 'done')",
            name=op.f("ck_action_answers_outcome"),
        ),
        sa.CheckConstraint("outcome is not null or not is_shared", name=op.f("ck_action_answers_shared")),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journeys.id"], name=op.f("fk_action_answers_journey_id_journeys")
        ),
        sa.ForeignKeyConstraint(["row_id"], ["rows.id"], name=op.f("fk_action_answers_row_id_rows")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["plan_editions.id"], name=op.f("fk_action_answers_edition_id_plan_editions")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["users.id"], name=op.f("fk_action_answers_answered_by_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_answers")),
    )
    op.create_index(op.f("ix_action_answers_row"), "action_answers", ["journey_id", "row_id", "id"])


def _fill(connection: sa.Connection) -> None:
    """Edition by edition, since one may be a megabyte, and in their order, since each knows the one before."""
    order = sa.select(EDITIONS.c.id).order_by(EDITIONS.c.journey_id, EDITIONS.c.number)
    before = {}
    for (key,) in connection.execute(order).all():
        found = connection.execute(sa.select(EDITIONS).where(EDITIONS.c.id == key)).one()
        copy = thaw(found.snapshot["copy"])
        process = find_definition(copy.definition_key, copy.definition_version)
        moment = (
            found.shared_at if found.shared_at.tzinfo is not None else found.shared_at.replace(tzinfo=UTC)
        )
        day = moment.astimezone(STOCKHOLM).date()
        contents = contents_of(process, copy.material, day, before.get(found.journey_id))
        before[found.journey_id] = read_contents(json.loads(json.dumps(contents)))
        connection.execute(sa.update(EDITIONS).where(EDITIONS.c.id == key).values(contents=contents))


def downgrade() -> None:
    op.drop_table("plan_follows")
    op.drop_table("action_answers")
    op.drop_table("edition_receipts")
    op.drop_column("plan_editions", "contents")
