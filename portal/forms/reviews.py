"""A review's form: its fields follow from the definition's criteria and from the points that somebody has added."""

from __future__ import annotations

from dataclasses import replace

from werkzeug.datastructures import MultiDict

from portal.process.review import Point, ReviewContent
from portal.process.schema import Criterion, Process

Sent = MultiDict[str, str]
DIGITS = 9
"""More than any version or point has; Python refuses to read numbers of thousands of digits."""


def read_version(sent: Sent) -> int:
    """The version that the draft was based on; 0 for none, which is always too old."""
    return _number(sent.get("version", ""))


def read_content(sent: Sent, process: Process) -> ReviewContent:
    """What stands in the form, as it was typed; the service cleans and checks it."""
    judgements = {
        criterion.key: {
            "judgement": sent.get(f"judgement--{criterion.key}", ""),
            "note": sent.get(f"note--{criterion.key}", ""),
        }
        for criterion in process.checkpoint.criteria
    }
    return ReviewContent(
        judgements=judgements,
        points=read_points(sent),
        strengths=sent.get("strengths", ""),
        questions=sent.get("questions", ""),
        suggestions=sent.get("suggestions", ""),
        verdict=sent.get("verdict") or None,
        reasons=sent.get("reasons", ""),
    )


def read_points(sent: Sent) -> list[Point]:
    """Every point in the form, in its order; `remove_point` names one to leave out."""
    removed = _number(sent.get("remove_point", ""))
    ids = dict.fromkeys(_number(each) for each in sent.getlist("point"))
    return [
        Point(
            each,
            *_about(sent, each),
            text=sent.get(f"point-{each}-text", ""),
            due_on=sent.get(f"point-{each}-due_on", ""),
        )
        for each in ids
        if each and each != removed
    ]


def _about(sent: Sent, point: int) -> tuple[str, str]:
    """Criterion and anchor: apart, or chosen together from one list."""
    together = sent.get(f"point-{point}-about", "").partition(" ")
    return (
        sent.get(f"point-{point}-criterion", together[0]),
        sent.get(f"point-{point}-anchor", together[2]),
    )


def with_new_point(content: ReviewContent, process: Process, criterion_key: str) -> ReviewContent:
    """The content with an empty point under a criterion; unchanged for an unknown one."""
    criterion = process.checkpoint.criterion(criterion_key)
    if criterion is None:
        return content
    point = Point(content.next_point_id(), criterion.key, anchors_of(criterion, process)[0])
    return replace(content, points=[*content.points, point])


def anchors_of(criterion: Criterion, process: Process) -> list[str]:
    """What a point under the criterion can be about: what is shown there, item by item, and where it is mended."""
    keys: list[str] = []
    for key in criterion.shows:
        section = process.section(key)
        keys += [item.key for item in section.items] if section is not None else [key]
    return list(dict.fromkeys([*keys, criterion.link]))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else 0
