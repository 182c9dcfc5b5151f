"""the points of a verdict as rows, with what the team makes of them"""

from datetime import date

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
DECISIONS = sa.table("decisions", sa.column("id", sa.Integer()), sa.column("content", JSON))


def upgrade() -> None:
    points = op.create_table(
        "verdict_points",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("criterion_key", sa.String(length=60), nullable=False),
        sa.Column("anchor_key", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("mark", sa.String(length=20), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("marked_by", sa.Integer(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "mark in ('taken_up', 'parked', 'differently')", name=op.f("ck_verdict_points_mark")
        ),
        sa.CheckConstraint("(mark is null) = (marked_at is null)", name=op.f("ck_verdict_points_marked")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_verdict_points_decision_id_decisions")
        ),
        sa.ForeignKeyConstraint(["marked_by"], ["users.id"], name=op.f("fk_verdict_points_marked_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict_points")),
        sa.UniqueConstraint("decision_id", "number", name=op.f("uq_verdict_points_decision_id_number")),
    )
    with op.batch_alter_table("verdict_points", schema=None) as batch_op:
        batch_op.create_index("ix_verdict_points_due", ["due_on"], unique=False)

    # The verdicts that were sent before: nobody has marked anything yet.
    connection = op.get_bind()
    sent = connection.execute(sa.select(DECISIONS.c.id, DECISIONS.c.content)).all()
    rows = [row for decision, content in sent for row in rows_of(decision, content.get("points") or [])]
    if rows:
        connection.execute(sa.insert(points), rows)


def rows_of(decision: int, points: list[dict]) -> list[dict]:
    """The first of two with the same id, should there ever have been two."""
    found: dict[int, dict] = {}
    for point in points:
        due_on = point.get("due_on")
        row = {
            "decision_id": decision,
            "number": point["id"],
            "criterion_key": point["criterion"],
            "anchor_key": point["anchor"],
            "text": point.get("text", ""),
            "due_on": date.fromisoformat(due_on) if due_on else None,
            "because": "",
        }
        found.setdefault(point["id"], row)
    return list(found.values())


def downgrade() -> None:
    op.drop_table("verdict_points")
