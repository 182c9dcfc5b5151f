"""The databases of a test run: SQLite as a file that is copied anew for each test, PostgreSQL as a private cluster.

One run has one folder (`PORTAL_TEST_RUN`, made by the first process and inherited by xdist's workers). In it the
first worker that needs a database makes a template with the current schema, and another with the demo world, which
takes seconds to build; each worker has a copy of its own.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Engine, create_engine, event, text

from portal.demo import world
from portal.extensions import db
from tests import parts

KINDS = ("sqlite", "postgresql")
MakeApp = Callable[[str], Flask]

# Deleting a few rows takes a tenth of the time of `truncate`, which makes new files: that is for large tables.
EMPTYING = """
create function empty_everything() returns void language plpgsql as $$
declare
    name text;
begin
    set local session_replication_role = replica;  -- in any order
    for name in select tablename from pg_tables where schemaname = 'public' and tablename <> 'alembic_version' loop
        if pg_relation_size(name::regclass) > 1000000 then
            execute format('truncate %I cascade', name);
        else
            execute format('delete from %I', name);
        end if;
    end loop;
    perform setval(oid::regclass, 1, false) from pg_class where relkind = 'S';
end $$
"""


@event.listens_for(Engine, "connect")
def _unordered(connection: Any, record: Any) -> None:
    """SQLite then gives rows of a query without an order backwards: who counts on an order has to ask for it."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA reverse_unordered_selects=ON")


def run_folder() -> Path:
    """The folder of this test run, shared by all its processes."""
    return Path(os.environ["PORTAL_TEST_RUN"])


@contextmanager
def locked(name: str) -> Iterator[Path]:
    """One process at a time; yields the path of a marker that says whether the work is done already."""
    with (run_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield run_folder() / f"{name}.done"


def create_schema(app: Flask, *, demo: bool = False) -> None:
    """The schema as the migrations make it; with `demo` the demo world in it."""
    with app.test_request_context():
        upgrade()
        if demo:
            world.build()
            db.session.commit()
        db.session.remove()
        db.engine.dispose()


class SqliteDatabase:
    """A file, copied from the template before each test."""

    def __init__(self, worker: str, make_app: MakeApp, *, demo: bool = False) -> None:
        self.template = sqlite_template(make_app, demo=demo)
        self.file = run_folder() / f"{worker}.sqlite3"
        self.url = f"sqlite:///{self.file}"
        shutil.copyfile(self.template, self.file)

    def reset(self, template: Path | None = None) -> None:
        """Back to the empty schema, or to what another file holds. Needs an app context."""
        db.engine.dispose()
        for ending in ("-wal", "-shm"):
            self.file.with_name(self.file.name + ending).unlink(missing_ok=True)
        # Not written over in place: a server's thread may still read the file that was.
        fresh = self.file.with_suffix(".fresh")
        shutil.copyfile(template or self.template, fresh)
        fresh.replace(self.file)


def sqlite_template(make_app: MakeApp, *, demo: bool = False) -> Path:
    """The file that others are copied from, made by the first who asks."""
    name = "demo" if demo else "template"
    file = run_folder() / f"{name}.sqlite3"
    with locked(f"sqlite_{name}") as done:
        if not done.exists():
            create_schema(make_app(f"sqlite:///{file}"), demo=demo)
            done.touch()
    return file


class PostgresqlDatabase:
    """A database of the run's private cluster, copied from the template once and emptied before each test."""

    def __init__(self, worker: str, make_app: MakeApp, *, demo: bool = False) -> None:
        self.programs = parts.postgresql()
        template = "template_demo" if demo else "template_portal"
        with locked("postgresql") as done:
            if not done.exists():
                start_cluster(self.programs)
                done.touch()
        with locked(template) as done:
            if not done.exists():
                self._run(f"create database {template}")
                create_schema(make_app(self._url(template)), demo=demo)
                self._run(EMPTYING, template)
                done.touch()
            self._run(f"create database {worker} template {template}")
        self.url = self._url(worker)

    def reset(self) -> None:
        """Back to the empty schema. Needs an app context."""
        with db.engine.begin() as connection:
            connection.execute(text("select empty_everything()"))

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={run_folder() / 'socket'}"

    def _run(self, statement: str, database: str = "postgres") -> None:
        engine = create_engine(self._url(database), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def start_cluster(programs: Path) -> None:
    """A cluster that listens on a socket in the run's folder only and never waits for the disk."""
    for name in ("cluster", "socket"):
        (run_folder() / name).mkdir()
        if os.geteuid() == 0:
            shutil.chown(run_folder() / name, "postgres")
    cluster, socket = run_folder() / "cluster", run_folder() / "socket"
    settings = f"-c listen_addresses= -c fsync=off -c full_page_writes=off -k {socket}"
    _as_server(
        f"{programs}/initdb --pgdata {cluster} --username=postgres --auth=trust --no-sync "
        "--encoding=UTF8 --locale=C.UTF-8"
    )
    _as_server(f"{programs}/pg_ctl --pgdata {cluster} --wait --log {cluster}/log start", "-o", settings)


def stop_cluster() -> None:
    """Stop the run's cluster, if one was started."""
    cluster = run_folder() / "cluster"
    if (cluster / "postmaster.pid").exists():
        _as_server(f"{parts.postgresql()}/pg_ctl --pgdata {cluster} --mode=immediate stop")


def _as_server(command: str, *more: str) -> None:
    # PostgreSQL refuses to run as root. Its output goes to a file: a pipe would stay open as long as the server.
    become = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    output = run_folder() / "postgresql.txt"
    with output.open("w") as file:
        result = subprocess.run(
            [*become, *command.split(), *more],
            cwd=run_folder(),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if result.returncode:
        raise RuntimeError(f"{command.split(maxsplit=1)[0]} failed: {output.read_text()}")
