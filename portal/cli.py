"""The portal's commands: `flask --app wsgi <command>`."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType

import click
from flask import Flask, current_app
from flask_migrate import upgrade

from portal.demo import world
from portal.errors import DomainError
from portal.extensions import db, writing
from portal.notifications.outbox import send_next
from portal.notifications.transport import SmtpTransport
from portal.services.disposal import forget_files
from portal.services.people import create_region_account
from portal.web.failures import say

PAUSE_SECONDS = 2.0


def init_app(app: Flask) -> None:
    """Adds the commands to `flask`."""
    for command in (prepare, create_region, demo, outbox_worker, forget_removed_files):
        app.cli.add_command(command)


@click.command("prepare")
@click.pass_context
def prepare(context: click.Context) -> None:
    """Migrate the database, then what `demo` does: one start of the portal in place of two, for `make run`."""
    upgrade()
    context.invoke(demo)


@click.command("create-region-account")
@click.option("--email", prompt="E-mail address")
@click.option("--name", prompt="Name")
@click.password_option(help="At least 12 characters.")
def create_region(email: str, name: str, password: str) -> None:
    """Make the first account of the region; it invites everybody else."""
    token = writing.set(True)
    try:
        with current_app.test_request_context():
            create_region_account(email=email, name=name, password=password)
            db.session.commit()
    except DomainError as error:
        with current_app.test_request_context():
            raise click.ClickException(say(error.message)) from error
    finally:
        writing.reset(token)
    click.echo(f"Made. Sign in as {email}.")


@click.command("demo")
def demo() -> None:
    """Fill an empty database with the demo world and say how to sign in; never in production."""
    if not current_app.config["PORTAL_DEMO"]:
        return
    token = writing.set(True)
    try:
        with current_app.test_request_context():
            if world.is_empty():
                world.build()
                db.session.commit()
    finally:
        writing.reset(token)
    click.echo(world.sign_ins())


@click.command("forget-files")
def forget_removed_files() -> None:
    """Delete the bytes of files that were removed 30 days ago and that no frozen copy names; for a nightly run."""
    click.echo(f"Forgotten: {forget_files()}")


@click.command("outbox-worker")
def outbox_worker() -> None:
    """Send the letters in the outbox until told to stop. Without SMTP_URL they stay, to be read at /outbox/."""
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask_to_stop)
    url = current_app.config["SMTP_URL"]
    if not url:
        stop.wait()
        return
    transport = SmtpTransport(url, current_app.config["MAIL_FROM"])
    token = writing.set(True)
    while not stop.is_set():
        began = time.monotonic()
        while not stop.is_set() and send_next(transport):
            db.session.remove()
        db.session.remove()
        stop.wait(max(0.1, PAUSE_SECONDS - (time.monotonic() - began)))
    writing.reset(token)
