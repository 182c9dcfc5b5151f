"""A plan document laid out as blocks of plain words: the one place that decides what is said, for every format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby

from portal.documents import actions, tables
from portal.documents.blocks import Block, Facts, Layout, Paragraph, Points, Title
from portal.documents.images import has_images, images, numbered
from portal.documents.news import news
from portal.documents.replies import received
from portal.documents.words import answer, day, named, say
from portal.errors import N_
from portal.process.document import DocAnswer
from portal.process.photos import is_photo
from portal.process.plan_document import Actions, Chapter, Goals, Part, PlanDocument, Said
from portal.process.prose import Block as Prose
from portal.process.prose import BlockKind, blocks_of
from portal.process.schema import Kind


def lay_out(document: PlanDocument) -> Layout:
    lang, edition, receipt = document.lang, document.edition, document.replies.receipt
    chapters = enumerate(document.chapters, start=1)
    written = (_chapter(each, number, document) for number, each in chapters)
    introduction = chain(_introduction(edition.introduction, lang), news(edition.news, lang))
    same = edition.place == edition.municipality
    return Layout(
        lang=lang,
        title=say(lang, N_("Local development plan for %(place)s"), place=edition.place),
        kind=say(lang, N_("Local development plan")),
        place=edition.place,
        municipality="" if same else edition.municipality,
        edition=say(
            lang, N_("Edition %(number)s, %(day)s"), number=edition.number, day=day(edition.day, lang)
        ),
        receipt=received(receipt, lang) if receipt is not None else "",
        behind=(say(lang, N_("They stand behind the plan")), document.behind),
        vision=document.vision,
        contents=say(lang, N_("Contents")),
        day=edition.day,
        blocks=tuple(numbered(chain(introduction, *written), lang)),
    )


def _introduction(text: str, lang: str) -> Iterator[Block]:
    """The team's own words stand before the chapters, without a number."""
    said = tuple(prose(blocks_of(text)))
    if said:
        yield Title(1, say(lang, N_("Introduction")))
        yield from said


def _chapter(chapter: Chapter, number: int, document: PlanDocument) -> Iterator[Block]:
    yield Title(1, chapter.title, number)
    if len(chapter.parts) == 1:
        yield from _part(chapter.parts[0], document, 2)
        return
    is_first = True
    for section, group in groupby(chapter.parts, key=_short_of):
        parts = tuple(group)
        if section is None or (len(parts) == 1 and not is_first):
            for part in parts:
                yield Title(2, _title_of(part))
                yield from _part(part, document, 3)
        else:
            # Below another part's title they would seem to belong to it.
            if not is_first:
                yield Title(2, section)
            yield from _short([part.answer for part in parts if isinstance(part, Said)], document)
        is_first = False


def _short(answers: Sequence[DocAnswer], document: PlanDocument) -> Iterator[Block]:
    """Short answers with their names; the vision, which the front page has, too, needs none."""
    for given in answers:
        if _is_vision(given, document):
            yield from _said(given, document)
    facts = tuple(_fact(given, document.lang) for given in answers if not _is_vision(given, document))
    if facts:
        yield Facts(facts)


def _is_vision(given: DocAnswer, document: PlanDocument) -> bool:
    return given.shown is not None and given.shown.text == document.vision != ""


def _short_of(part: Part) -> str | None:
    """The section of a short answer, which takes one line beside others of the section."""
    if not isinstance(part, Said):
        return None
    shown = part.answer.shown
    is_long = shown is not None and (shown.kind is Kind.LONG_TEXT or has_images(shown))
    return None if is_long else part.section


def _fact(given: DocAnswer, lang: str) -> tuple[str, str]:
    return named(given.label), answer(given, lang)


def _part(part: Part, document: PlanDocument, level: int) -> Iterator[Block]:
    """A part without its title: one that is alone under its heading has none. `level` is of titles within it."""
    if isinstance(part, Said):
        yield from _said(part.answer, document)
    elif isinstance(part, Goals):
        yield from actions.goals(part, document, level)
    elif isinstance(part, Actions):
        yield from actions.actions(part, document, level)
    else:
        yield from tables.listed(part, document, level)


def _title_of(part: Part) -> str:
    if isinstance(part, Said):
        return part.answer.label
    return part.title if isinstance(part, Goals | Actions) else part.table.title


def _said(part: DocAnswer, document: PlanDocument) -> Iterator[Block]:
    shown = part.shown if part.not_relevant is None else None
    if shown is not None and shown.blocks:
        yield from prose(shown.blocks)
    elif shown is not None and len(labels := [row.label for row in shown.rows if row.label]) > 1:
        yield Points(tuple(labels))
    elif shown is None or not shown.files or not all(is_photo(file.media_type) for file in shown.files):
        yield Paragraph(tuple(answer(part, document.lang).splitlines()))
    yield from images(shown, part.label, document)


def prose(blocks: Iterable[Prose]) -> Iterator[Block]:
    """A long text with its paragraphs and lists."""
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH:
            yield Paragraph(block.lines)
        else:
            yield Points(block.lines, block.kind is BlockKind.NUMBERS)
