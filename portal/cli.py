"""The portal's commands: `flask --app wsgi <command>`."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Adds the commands to `flask`."""
