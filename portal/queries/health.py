"""Whether the database answers and stands at the newest migration."""

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import Config
from sqlalchemy.exc import SQLAlchemyError

from portal.extensions import db, migrate


def find_fault() -> str | None:
    """The reason why the portal cannot serve, in a few words, or None."""
    try:
        connection = db.session.connection()
        current = set(MigrationContext.configure(connection).get_current_heads())
    except SQLAlchemyError:
        return "the database does not answer"
    config: Config = migrate.get_config()
    if current != set(ScriptDirectory.from_config(config).get_heads()):
        return "the database has not been migrated"
    return None
