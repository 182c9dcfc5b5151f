"""Which page of a list was asked for."""

from flask import request

LAST = 100_000


def page_number() -> int:
    """`?page=`, or 1 for anything that is no number."""
    asked = request.args.get("page", "1")
    return (
        min(int(asked), LAST)
        if asked.isascii() and asked.isdigit() and len(asked) < 7 and int(asked) > 0
        else 1
    )
