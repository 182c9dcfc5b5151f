"""which municipality an edition reached, and whose an answer or a receipt is"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

PLACES = sa.table("places", sa.column("id", sa.Integer()), sa.column("municipality_id", sa.Integer()))
JOURNEYS = sa.table("journeys", sa.column("id", sa.Integer()), sa.column("place_id", sa.Integer()))
EDITIONS = sa.table(
    "plan_editions",
    sa.column("id", sa.Integer()),
    sa.column("journey_id", sa.Integer()),
    sa.column("reached_at", sa.DateTime(timezone=True)),
    sa.column("municipality_id", sa.Integer()),
)
ANSWERS = sa.table(
    "action_answers", sa.column("journey_id", sa.Integer()), sa.column("municipality_id", sa.Integer())
)
RECEIPTS = sa.table(
    "edition_receipts", sa.column("edition_id", sa.Integer()), sa.column("municipality_id", sa.Integer())
)
BY_OFFICERS = ("action_answers", "edition_receipts")


def upgrade() -> None:
    """The municipality of then was not noted; the place's present one is the best that is known."""
    # In words that both databases know: in a batch SQLite would write the table anew, and others refer to its rows.
    op.execute(
        "ALTER TABLE plan_editions ADD COLUMN municipality_id INTEGER "
        "CONSTRAINT fk_plan_editions_municipality_id_municipalities REFERENCES municipalities (id)"
    )
    for table in BY_OFFICERS:
        op.add_column(table, sa.Column("municipality_id", sa.Integer()))
    _fill(op.get_bind())
    for table in BY_OFFICERS:
        name = op.f(f"fk_{table}_municipality_id_municipalities")
        with op.batch_alter_table(table) as batch:
            batch.alter_column("municipality_id", existing_type=sa.Integer(), nullable=False)
            batch.create_foreign_key(name, "municipalities", ["municipality_id"], ["id"])
    op.create_index(op.f("ix_plan_editions_municipality_id"), "plan_editions", ["municipality_id"])


def _fill(connection: sa.Connection) -> None:
    of_journey = sa.select(PLACES.c.municipality_id).join(JOURNEYS, JOURNEYS.c.place_id == PLACES.c.id)
    for table in (EDITIONS, ANSWERS):
        present = of_journey.where(JOURNEYS.c.id == table.c.journey_id).scalar_subquery()
        filled = sa.update(table).values(municipality_id=present)
        connection.execute(filled.where(EDITIONS.c.reached_at.is_not(None)) if table is EDITIONS else filled)
    of_edition = of_journey.join(EDITIONS, EDITIONS.c.journey_id == JOURNEYS.c.id)
    present = of_edition.where(EDITIONS.c.id == RECEIPTS.c.edition_id).scalar_subquery()
    connection.execute(sa.update(RECEIPTS).values(municipality_id=present))


def downgrade() -> None:
    op.drop_index(op.f("ix_plan_editions_municipality_id"), "plan_editions")
    op.drop_column("plan_editions", "municipality_id")
    for table in BY_OFFICERS:
        name = op.f(f"fk_{table}_municipality_id_municipalities")
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(name, type_="foreignkey")
            batch.drop_column("municipality_id")
