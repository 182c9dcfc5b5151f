"""create_app(): wires the parts together and holds no logic."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from flask_babel import get_locale
from flask_login import current_user
from jinja2 import FileSystemBytecodeCache
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import cli, config, extensions
from portal.logging import configure_logging
from portal.models import User
from portal.pictures.album import PICTURES
from portal.queries.people import find_user_for_session
from portal.views.blueprints import BLUEPRINTS
from portal.views.navigation import menu
from portal.web import (
    access,
    addresses,
    compression,
    failures,
    filters,
    headers,
    kept,
    language,
    noticed,
    options,
    sessions,
    sizes,
    transaction,
    wording,
)

ROOT = Path(__file__).resolve().parent.parent


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """The portal. `overrides` replace settings from the environment (tests use it)."""
    app = Flask(
        __name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "portal" / "static")
    )
    app.config.from_mapping(config.load({**os.environ, **(overrides or {}).pop("ENV", {})}))
    app.config.from_mapping(overrides or {})
    configure_logging(app)
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # how WSGI is wrapped
    sizes.init_app(app)  # before the check of tokens, which reads the whole form
    _bind_extensions(app)
    # In this order: the transaction begins before anybody reads, then the guard, then the language.
    for part in (
        compression,
        sessions,
        addresses,
        transaction,
        access,
        language,
        headers,
        failures,
        filters,
        options,
        wording,
        kept,
        noticed,
    ):
        part.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    _dress_templates(app)
    cli.init_app(app)
    return app


def _bind_extensions(app: Flask) -> None:
    extensions.db.init_app(app)
    with app.app_context():
        extensions.prepare_engine(extensions.db.engine)
    extensions.migrate.init_app(app, extensions.db, directory=str(ROOT / "migrations"), render_as_batch=True)
    extensions.csrf.init_app(app)
    extensions.babel.init_app(
        app,
        locale_selector=language.choose,
        default_translation_directories=str(ROOT / "portal" / "translations"),
    )
    extensions.htmx.init_app(app)
    extensions.login.init_app(app)
    extensions.login.session_protection = None

    @extensions.login.user_loader
    def load_user(identity: str) -> User | None:
        user_id, _, epoch = identity.partition(".")
        if not user_id.isdigit() or not epoch.isdigit():
            return None
        return find_user_for_session(int(user_id), int(epoch), noticed.here())


def _dress_templates(app: Flask) -> None:
    """Macros and pictures are globals: a block that is rendered alone loses its file's imports."""
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    if folder := app.config.get("TEMPLATE_CACHE"):  # where many apps are made of the same code: the tests
        environment.bytecode_cache = FileSystemBytecodeCache(str(folder))
    environment.add_extension("jinja2.ext.do")
    environment.globals.update(pictures=PICTURES, static_url=_static_url(app))
    for file in sorted((ROOT / "templates" / "macros").glob("*.html")):
        environment.globals[file.stem] = environment.get_template(f"macros/{file.name}").module

    @app.context_processor
    def about_this_page() -> dict[str, Any]:
        return {
            "lang": language.current_language(),
            "locale": get_locale(),
            "nav_items": menu(current_user),
            "lang_switch": language.switch(),
            "demo_world": app.config["PORTAL_DEMO"],
        }


def _static_url(app: Flask) -> Any:
    folder = Path(app.static_folder or "")

    @cache
    def fingerprint(filename: str, changed: float) -> str:
        return hashlib.sha256((folder / filename).read_bytes()).hexdigest()[:10] if changed else ""

    def static_url(filename: str) -> str:
        """The address of a static file, with its fingerprint, so that it can be kept for a year."""
        file = folder / filename
        return url_for(
            "static", filename=filename, v=fingerprint(filename, file.stat().st_mtime if file.exists() else 0)
        )

    # Files change under the hands of those who write them, not while the portal serves.
    return cache(static_url) if app.config["PORTAL_ENV"] == "production" else static_url
