"""What a page has sent before without ever hearing whether it was saved.

The line can break after the portal has saved and before the page is told. Whoever then goes on typing sends the next
text with the old version, and meets what they have written themselves. So the page sends along, in `earlier`, what it
sent without an answer: a save follows on one's own stored text if that is among it. Only that; the same person on
another device is asked like anybody else.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from flask import request
from werkzeug.datastructures import MultiDict

FORMS = 3
"""The newest ones that count; a page keeps no more."""

FIELDS = 1000


def read_earlier() -> list[MultiDict[str, Any]]:
    """The forms that the page has sent before, as they would have come by themselves."""
    found = []
    for text in request.form.getlist("earlier")[-FORMS:]:
        try:
            found.append(MultiDict(parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS)))
        except ValueError:
            continue
    return found
