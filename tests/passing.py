"""Time that goes by, so that no test has to wait; and a page that tells what has changed since, as plain words."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select

from portal.extensions import db
from portal.models import Answer, Look, Post, Revision, Row, Share, Tick

STAMPS = {
    Answer: ("updated_at",),
    Row: ("created_at", "updated_at", "deleted_at"),
    Tick: ("ticked_at",),
    Revision: ("at",),
    Share: ("shared_at", "ended_at"),
    Look: ("looked_at", "previous_at"),
    Post: ("written_at",),
}


def pass_time(**length: float) -> None:
    """As if `length` (like timedelta) had gone by since everything at all places was written, shared and looked at."""
    for model, names in STAMPS.items():
        for found in db.session.scalars(select(model)):
            for name in names:
                if getattr(found, name) is not None:
                    setattr(found, name, getattr(found, name) - timedelta(**length))
    db.session.commit()


def plain(page: str) -> str:
    """The words of a page's main part; what is marked as removed or added stands as {-…-} and {+…+}."""
    main = page.partition("<main")[2].partition("</main>")[0].partition(">")[2]
    opened = re.compile(r'<(ins|del)[^>]*><span class="vh">[^<]*</span>\s*')
    main = opened.sub(lambda found: "{+" if found[1] == "ins" else "{-", main)
    main = main.replace("</ins>", "+}").replace("</del>", "-}")
    words = " ".join(re.sub(r"<[^>]+>", " ", main).split())
    return re.sub(r"\s+([+-]})", r"\1", re.sub(r"({[+-])\s+", r"\1", words))
