"""The sheet that goes before the plan to the municipality's registrar: what came in when, and what was answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from portal.documents import pdf
from portal.documents.blocks import Block, Facts, Paragraph, Table, Title
from portal.documents.layout import lay_out
from portal.documents.replies import brief_parts, received
from portal.documents.words import day, say
from portal.errors import N_
from portal.process.plan_document import PlanDocument
from portal.process.replies import Reply


def write(document: PlanDocument) -> bytes:
    """The edition as PDF with all answers, the sheet first."""
    return pdf.write(replace(lay_out(document), sheet=tuple(sheet(document))))


def sheet(document: PlanDocument) -> Iterator[Block]:
    lang, edition, receipt = document.lang, document.edition, document.replies.receipt
    yield Title(1, say(lang, N_("To the registrar")))
    yield Paragraph(
        (
            say(
                lang,
                N_(
                    "The local development plan of %(place)s with the municipality's answers. The whole plan follows."
                ),
                place=edition.place,
            ),
        )
    )
    number = say(lang, N_("Edition %(number)s, %(day)s"), number=edition.number, day=day(edition.day, lang))
    none = say(lang, N_("It is not noted yet that the plan has come in."))
    facts = (
        (N_("Place"), edition.place),
        (N_("Municipality"), edition.municipality),
        (N_("Edition"), number),
        (N_("They stand behind the plan"), ", ".join(document.behind)),
        (N_("Received"), received(receipt, lang) if receipt is not None else none),
    )
    yield Facts(tuple((f"{say(lang, name)}:", words) for name, words in facts if words))
    yield _answers(document)


def _answers(document: PlanDocument) -> Table:
    """Each action of the plan, then answers to those that have left it."""
    lang, replies = document.lang, document.replies
    here = [
        (action.title, replies.to(action.id), action.id in replies.silent) for action in document.plan.actions
    ]
    ids = {action.id for action in document.plan.actions}
    gone = say(lang, N_("no longer in the plan"))
    left = [(f"{each.action} ({gone})", each, False) for each in replies.all if each.row not in ids]
    heads = (N_("Action"), N_("The municipality's answer"), N_("Decision"), N_("Who answers for it"))
    return Table(
        say(lang, N_("The municipality's answers")),
        tuple(say(lang, head) for head in heads),
        tuple(
            (title, *_cells(reply, lang, is_silent=is_silent)) for title, reply, is_silent in (*here, *left)
        ),
    )


def _cells(reply: Reply | None, lang: str, *, is_silent: bool) -> tuple[str, str, str]:
    """`is_silent`: of an action that asks for nothing."""
    if reply is None:
        return say(lang, N_("Asks for nothing") if is_silent else N_("No answer yet")), "", ""
    what, until, how_far = brief_parts(reply.said, lang)
    return f"{what} {until}".strip(), how_far, reply.said.function
