"""Settings from the environment, each with a default that serves on one machine."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

SHORTEST_SECRET = 32
MEGABYTE = 1024 * 1024


class ConfigurationError(Exception):
    """The environment asks for something that cannot be run safely; the text says what to set."""


def load(env: Mapping[str, str]) -> dict[str, Any]:
    """The Flask configuration. Raises ConfigurationError when production lacks a real SECRET_KEY."""
    environment = env.get("PORTAL_ENV", "production")
    if environment not in {"production", "development", "test"}:
        raise ConfigurationError("PORTAL_ENV must be production, development or test.")
    production = environment == "production"
    data = Path(env.get("PORTAL_DATA", "instance")).resolve()
    data.mkdir(parents=True, exist_ok=True)
    return {
        "PORTAL_ENV": environment,
        "PORTAL_DATA": data,
        "PORTAL_DEMO": env.get("PORTAL_DEMO", "0" if production else "1") == "1" and not production,
        # The definition that new journeys are started with and that the public pages tell of.
        "DEFINITION": "hallbara-platser",
        # Where people turn to with questions; shown on the help page and in the statements.
        "CONTACT_EMAIL": env.get("CONTACT_EMAIL", ""),
        "PORTAL_URL": env.get("PORTAL_URL", f"http://127.0.0.1:{env.get('PORT', '8000')}").rstrip("/"),
        "SMTP_URL": env.get("SMTP_URL", ""),
        "MAIL_FROM": env.get("MAIL_FROM", "Platsportalen <platsportalen@localhost>"),
        "TRUSTED_PROXIES": int(env.get("TRUSTED_PROXIES", "0")),
        "SECRET_KEY": _secret_key(env, data, production),
        "SQLALCHEMY_DATABASE_URI": _database_url(env.get("DATABASE_URL", ""), data),
        # What people write and their passwords' hashes stay out of errors, and so out of the log.
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        "SESSION_COOKIE_NAME": "portal",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": production,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": production,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=14),
        # A page left open overnight still saves: the token lives as long as the session does.
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_CONTENT_LENGTH": 22 * MEGABYTE,
        # A text that is far too long is refused in words by its field, so it has to arrive first.
        "MAX_FORM_MEMORY_SIZE": 8 * MEGABYTE,
        "MAX_FORM_PARTS": 3000,
        "BABEL_DEFAULT_LOCALE": "sv",
        "BABEL_DEFAULT_TIMEZONE": "Europe/Stockholm",
    }


def _secret_key(env: Mapping[str, str], data: Path, production: bool) -> str:
    given = env.get("SECRET_KEY", "")
    if given and len(given) < SHORTEST_SECRET:
        raise ConfigurationError(
            f"SECRET_KEY is too short: give at least {SHORTEST_SECRET} random characters."
        )
    if given:
        return given
    if production:
        raise ConfigurationError(
            "SECRET_KEY is missing. Set it to at least 32 random characters, for example the output of "
            "`python -c 'import secrets; print(secrets.token_urlsafe(48))'`."
        )
    kept = data / "secret_key"
    if not kept.exists():
        kept.write_text(secrets.token_urlsafe(48))
        kept.chmod(0o600)
    return kept.read_text()


def _database_url(given: str, data: Path) -> str:
    if not given:
        return f"sqlite:///{data / 'portal.sqlite3'}"
    for short in ("postgres://", "postgresql://"):
        if given.startswith(short):
            return "postgresql+psycopg://" + given.removeprefix(short)
    return given
