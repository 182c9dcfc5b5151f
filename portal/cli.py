"""The portal's commands: `flask --app wsgi <command>`."""

from __future__ import annotations

import signal
import threading
from types import FrameType

import click
from flask import Flask, current_app
from flask_migrate import upgrade

from portal.demo import world
from portal.errors import DomainError
from portal.extensions import db, writing
from portal.notifications import bounces
from portal.notifications.transport import SmtpTransport
from portal.services.disposal import forget_files, forget_notices, forget_removed_words
from portal.services.people import create_region_account
from portal.storage import read_file
from portal.web.failures import say
from portal.worker import run


def init_app(app: Flask) -> None:
    """Adds the commands to `flask`."""
    for command in (
        prepare,
        create_region,
        demo,
        worker,
        mail_bounced,
        forget_removed_files,
        forget_old_notices,
    ):
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


@click.command("forget-notices")
def forget_old_notices() -> None:
    """Delete notices that are a year old and letters that left 90 days ago, and empty the notes and follow-ups of
    actions that were removed 30 days ago; for a nightly run."""
    token = writing.set(True)
    try:
        notices, letters = forget_notices()
        words = forget_removed_words()
        db.session.commit()
    finally:
        writing.reset(token)
    click.echo(f"Forgotten: {notices} notices, {letters} letters, {words} removed notes")


@click.command("mail-bounced")
@click.argument("address")
def mail_bounced(address: str) -> None:
    """Note that letters to ADDRESS come back, so that the region sees it on the person's page."""
    token = writing.set(True)
    try:
        marked = bounces.mark(address)
        db.session.commit()
    finally:
        writing.reset(token)
    if marked is None:
        raise click.ClickException("Nobody has this address, or it is marked already.")
    click.echo(f"Marked: person {marked}")


@click.command("worker")
def worker() -> None:
    """Send letters, put digests together and remind, until told to stop. Several may run.

    Without SMTP_URL the letters stay, to be read at /outbox/.
    """
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask_to_stop)
    url, portal = current_app.config["SMTP_URL"], current_app.config["PORTAL_URL"]
    transport = SmtpTransport(url, current_app.config["MAIL_FROM"], portal, read_file) if url else None
    run(transport, stop)
