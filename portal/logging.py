"""Structured logs: one JSON object a line, with ids and never with what people wrote."""

import logging
import sys

from flask import Flask
from pythonjsonlogger.json import JsonFormatter


def configure_logging(app: Flask) -> None:
    """One handler on the `portal` logger, which everything of ours logs to."""
    logger = logging.getLogger("portal")
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(
            JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s", rename_fields={"asctime": "at"})
        )
        logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    app.logger.handlers.clear()
