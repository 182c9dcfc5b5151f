"""The answer to an autosave: the state that the save line shows."""

from __future__ import annotations

from datetime import datetime

from flask import get_template_attribute

from portal.web.filters import clock_time


def save_state(
    state: str, *, at: datetime | None = None, text: str = "", version_name: str = "", version: int = 0
) -> str:
    """`state`: see `templates/macros/saving.html`. `version` is renewed on the page with every save."""
    line = get_template_attribute("macros/saving.html", "state")
    return str(line(state, clock_time(at), text, version_name=version_name, version=version))
