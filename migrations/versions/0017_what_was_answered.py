"""what an answer was given to; an action that is not the municipality's to answer"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# Pure, and the same for ever: an edition pins its definition.
from portal.process.contents import needs_in
from portal.process.definitions import find_definition
from portal.process.frozen import thaw

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), "postgresql"
)
EDITIONS = sa.table(
    "plan_editions", sa.column("id", sa.Integer()), sa.column("snapshot", JSON), sa.column("contents", JSON)
)
ANSWERS = sa.table(
    "action_answers",
    sa.column("id", sa.Integer()),
    sa.column("row_id", sa.Integer()),
    sa.column("edition_id", sa.Integer()),
    sa.column("need", sa.Text()),
    sa.column("outcome", sa.String()),
    sa.column("is_shared", sa.Boolean()),
)
BEFORE = "outcome in ('will_do', 'will_investigate', 'cannot', 'done')"
AFTER = "outcome in ('will_do', 'will_investigate', 'cannot', 'done', 'not_ours')"


def upgrade() -> None:
    need = sa.Column("need", sa.Text(), nullable=False, server_default=sa.text("''"))
    op.add_column("action_answers", need)
    _allow(AFTER)
    _fill(op.get_bind())


def _allow(outcomes: str) -> None:
    # In a batch: SQLite writes the table anew. Nothing refers to its rows.
    name = op.f("ck_action_answers_outcome")
    with op.batch_alter_table("action_answers") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, outcomes)


def _fill(connection: sa.Connection) -> None:
    """Edition by edition, since one may be a megabyte: what each action needs, there and at its answers."""
    for (key,) in connection.execute(sa.select(EDITIONS.c.id)).all():
        found = connection.execute(sa.select(EDITIONS).where(EDITIONS.c.id == key)).one()
        copy = thaw(found.snapshot["copy"])
        process = find_definition(copy.definition_key, copy.definition_version)
        register = process.register_with_role("actions")
        needs = needs_in(register, copy.material.entries(register.key)) if register is not None else {}
        actions = [{**each, "need": needs.get(each["id"], "")} for each in found.contents.get("actions", ())]
        contents = {**found.contents, "actions": actions}
        connection.execute(sa.update(EDITIONS).where(EDITIONS.c.id == key).values(contents=contents))
        answered = sa.select(ANSWERS.c.row_id).where(ANSWERS.c.edition_id == key).distinct()
        for (row,) in connection.execute(answered).all():
            of_row = (ANSWERS.c.edition_id == key) & (ANSWERS.c.row_id == row)
            connection.execute(sa.update(ANSWERS).where(of_row).values(need=needs.get(row, "")))


def downgrade() -> None:
    # A word that the version before does not know becomes a draft without an answer: it waits, and refuses nothing.
    # What editions note beside it is read over there.
    unknown = sa.update(ANSWERS).where(ANSWERS.c.outcome == "not_ours")
    op.get_bind().execute(unknown.values(outcome=None, is_shared=False))
    _allow(BEFORE)
    op.drop_column("action_answers", "need")
