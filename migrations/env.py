"""Runs migrations for Flask-Migrate: each in a transaction of its own, on SQLite in batches."""

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import JSON

from portal import models
from portal.extensions import UtcDateTime, db, writing

metadata = models.User.metadata


def render_item(kind: str, item: Any, autogenerate: AutogenContext) -> str | bool:
    """Migrations name the database's types, not ours: they must read the same when ours have changed."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON):
        autogenerate.imports.add("from sqlalchemy.dialects import postgresql")
        return "sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), 'postgresql')"
    return False


def run() -> None:
    settings = current_app.extensions["migrate"].configure_args
    token = writing.set(True)
    try:
        with db.engine.connect() as connection:
            context.configure(
                connection=connection,
                target_metadata=metadata,
                render_item=render_item,
                transaction_per_migration=True,
                compare_type=True,
                **{k: v for k, v in settings.items() if k not in {"compare_type"}},
            )
            with context.begin_transaction():
                context.run_migrations()
    finally:
        writing.reset(token)


run()
