"""editions: who reads them, who stands behind them, an introduction, themes; the team's draft of these; links"""

import json

import sqlalchemy as sa
from alembic import op

# Pure, and the same for ever: a journey pins its definition.
from portal.process.definitions import find_definition
from portal.process.frozen import thaw
from portal.process.themes import stored, themes_of

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

EDITIONS = sa.table(
    "plan_editions",
    sa.column("id", sa.Integer()),
    sa.column("snapshot", sa.Text()),
    sa.column("themes", sa.String()),
)


def upgrade() -> None:
    # No batch: SQLite would copy the table, and other tables may refer to its rows.
    op.add_column(
        "plan_editions",
        sa.Column("audience", sa.String(length=20), nullable=False, server_default="municipality"),
    )
    for name in ("stands_behind", "introduction", "themes"):
        op.add_column("plan_editions", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column("plan_editions", sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True))
    # Until now an edition was the municipality's from the start.
    op.execute("update plan_editions set reached_at = shared_at")
    op.create_index(
        "ix_plan_editions_audience", "plan_editions", ["audience", "ended_at", "journey_id"], unique=False
    )
    _fill_themes(op.get_bind())
    _drafts()
    _links()


def _fill_themes(connection: sa.Connection) -> None:
    found = connection.execute(sa.select(EDITIONS.c.id, sa.cast(EDITIONS.c.snapshot, sa.Text))).all()
    for number, text in found:
        copy = thaw(json.loads(text)["copy"])
        process = find_definition(copy.definition_key, copy.definition_version)
        themes = stored(themes_of(process, copy.material))
        connection.execute(sa.update(EDITIONS).where(EDITIONS.c.id == number).values(themes=themes))


def _drafts() -> None:
    op.create_table(
        "plan_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("introduction", sa.String(), nullable=False),
        sa.Column("stands_behind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journeys.id"], name=op.f("fk_plan_drafts_journey_id_journeys")
        ),
        sa.ForeignKeyConstraint(["updated_by"], ["users.id"], name=op.f("fk_plan_drafts_updated_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_drafts")),
        sa.UniqueConstraint("journey_id", name=op.f("uq_plan_drafts_journey_id")),
    )


def _links() -> None:
    op.create_table(
        "plan_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("journey_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=120), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["journey_id"], ["journeys.id"], name=op.f("fk_plan_links_journey_id_journeys")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_plan_links_created_by_users")),
        sa.ForeignKeyConstraint(["revoked_by"], ["users.id"], name=op.f("fk_plan_links_revoked_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_plan_links_token_hash")),
    )
    op.create_index(op.f("ix_plan_links_journey_id"), "plan_links", ["journey_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_plan_links_journey_id"), table_name="plan_links")
    op.drop_table("plan_links")
    op.drop_table("plan_drafts")
    op.drop_index("ix_plan_editions_audience", table_name="plan_editions")
    for name in ("reached_at", "themes", "introduction", "stands_behind", "audience"):
        op.drop_column("plan_editions", name)
