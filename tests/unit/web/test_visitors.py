"""What the pages for visitors are made by, beside what they say."""

from __future__ import annotations

from pathlib import Path

from portal.web.visitors import mark_of_code

FILES = (
    "templates/base.html",
    "portal/static/css/talk.css",
    "portal/translations/sv/LC_MESSAGES/messages.mo",
    "portal/documents/card.typ",
    "portal/process/definitions/one/1/steps.yaml",
    "portal/views/plans.py",
    "portal/config.py",
)


def test_every_release_has_a_mark_of_its_own(tmp_path: Path) -> None:
    for name in FILES:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("before")
    root = tmp_path / "portal"
    marks = [mark_of_code(root)]
    for name in FILES:
        (tmp_path / name).write_text("after")
        marks.append(mark_of_code(root))
    assert len(set(marks)) == 1 + len(FILES)
    assert marks[-1] == mark_of_code(root)
