"""The Flask extensions, made once and bound to an app in `app.create_app`; and how the database begins."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from flask_babel import Babel
from flask_htmx import HTMX
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import JSON, DateTime, Dialect, Engine, MetaData, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

writing: ContextVar[bool] = ContextVar("writing", default=False)
"""True while a request may write: SQLite then takes its write lock before anything is read."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, aware on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Base(DeclarativeBase):
    """The base of all models."""

    registry = registry(
        type_annotation_map={datetime: UtcDateTime, dict[str, Any]: Json, list[str]: Json},
        metadata=MetaData(naming_convention=NAMES),
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
login = LoginManager()
csrf = CSRFProtect()
migrate = Migrate()
babel = Babel()
htmx = HTMX()


PATIENCE = 10  # seconds
PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    f"busy_timeout={PATIENCE * 1000}",
    "synchronous=NORMAL",
    # Read in place: SQLite's own cache is small, and forgets all when another process has written.
    f"mmap_size={256 * 1024 * 1024}",
)


def prepare_engine(engine: Engine) -> None:
    """SQLite: write-ahead log, foreign keys, patience, and transactions that we begin ourselves."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    _begin_in_turn(engine)


def _begin_in_turn(engine: Engine) -> None:
    """Who waits for SQLite's write lock sleeps, longer and longer; so the threads of a process queue for it first."""
    queue = Lock()

    def leave(info: dict[str, Any]) -> None:
        if info.pop("first_in_queue", False):
            queue.release()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        if not writing.get():
            connection.exec_driver_sql("BEGIN")
            return
        # Not for ever: SQLite itself lets one write at a time, whoever was first here.
        connection.info["first_in_queue"] = queue.acquire(timeout=PATIENCE)
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except BaseException:
            leave(connection.info)
            raise

    @event.listens_for(engine, "commit")
    @event.listens_for(engine, "rollback")
    def on_end(connection: Any) -> None:
        leave(connection.info)

    @event.listens_for(engine, "checkin")
    def on_checkin(_connection: Any, record: Any) -> None:
        leave(record.info)
