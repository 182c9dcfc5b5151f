"""The WSGI entry: `gunicorn wsgi:app`, `flask --app wsgi …`."""

from portal.app import create_app
from portal.config import ConfigurationError

try:
    app = create_app()
except ConfigurationError as error:
    raise SystemExit(f"The portal does not start: {error}") from None
