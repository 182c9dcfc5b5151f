"""What in the notes of progress of the next edition looks like personal data, for the page where it is shared."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from portal.policy import Workplace
from portal.process.action_progress import Frozen
from portal.process.frozen import FrozenCopy
from portal.process.personal_data import Hit, look_in
from portal.process.titles import titles_of
from portal.web.language import current_language


def hits_in_progress(workplace: Workplace, copy: FrozenCopy, progress: Frozen) -> list[tuple[Hit, str, str]]:
    """What in the notes looks like personal data, with where it stands, in words and as an address."""
    titles = _titles(workplace, copy)
    texts = {row: "\n".join(note["text"] for note in notes) for row, notes in progress.items()}
    return [
        (
            hit,
            _("How it goes: %(action)s", action=titles[int(hit.key)]),
            url_for("action_pages.show", slug=workplace.place.slug, row_id=int(hit.key), _anchor="notes"),
        )
        for hit in look_in(texts)
    ]


def _titles(workplace: Workplace, copy: FrozenCopy) -> dict[int, str]:
    register, lang = workplace.process.register_with_role("actions"), current_language()
    if register is None:
        return {}
    found = titles_of(register, workplace.process, copy.material)
    return {row: title.of(lang) for row, title in found.items()}
