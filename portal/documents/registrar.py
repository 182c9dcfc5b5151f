"""The sheet that goes before the plan to the municipality's registrar: what came in when, and what was answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from portal.documents import pdf
from portal.documents.blocks import Block, Facts, Layout, Paragraph, Table, Title
from portal.documents.layout import lay_out
from portal.documents.replies import before, by_when, outcome, stage
from portal.documents.words import day, moment, say
from portal.errors import N_
from portal.process.action_answers import Stage
from portal.process.plan_document import PlanDocument
from portal.process.replies import Replies, Reply

REASON_SHOWN = 600
"""Characters of a reason on the sheet; all of a longer one stands with its action in the plan."""
WIDTHS = (7, 4, 10)


def write(document: PlanDocument) -> bytes:
    """The edition as PDF with all answers, the sheet first. It carries the moment of the latest answer."""
    return pdf.write(lay_out_for_registrar(document))


def file_name(slug: str, number: int, until: datetime | None, lang: str) -> str:
    """With the day of the latest answer, so that two files of an edition are told apart."""
    if until is None:
        return f"{slug}-" + say(lang, N_("plan-%(number)s-no-answers"), number=number) + ".pdf"
    words = say(lang, N_("plan-%(number)s-answers-%(day)s"), number=number, day=until.date().isoformat())
    return f"{slug}-{words}.pdf"


def lay_out_for_registrar(document: PlanDocument) -> Layout:
    """Title and footer say until when there are answers, beside the edition."""
    layout, until = lay_out(document), document.replies.until
    layout = replace(layout, sheet=tuple(sheet(document)))
    if until is None:
        return layout
    said = say(document.lang, N_("Answers until %(moment)s"), moment=moment(until, document.lang))
    return replace(
        layout,
        title=f"{layout.title}. {layout.edition}. {said}",
        edition=f"{layout.edition}. {said}",
        day=until.date(),
    )


def sheet(document: PlanDocument) -> Iterator[Block]:
    lang, edition = document.lang, document.edition
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
    facts = (
        (N_("Place"), edition.place),
        (N_("Municipality"), edition.municipality),
        (N_("Edition"), number),
        (N_("They stand behind the plan"), ", ".join(document.behind)),
        *_said(document.replies, lang),
    )
    yield Facts(tuple((f"{say(lang, name)}:", words) for name, words in facts if words))
    yield _answers(document)


def _said(replies: Replies, lang: str) -> Iterator[tuple[str, str]]:
    """Until when there are answers, and that the plan has come in: each in a row of its own."""
    until, receipt = replies.until, replies.receipt
    none = say(lang, N_("The municipality has not said anything yet."))
    yield N_("The municipality's answers until"), moment(until, lang) if until is not None else none
    if receipt is None:
        yield N_("Received"), say(lang, N_("It is not noted yet that the plan has come in."))
        return
    yield N_("Received"), day(receipt.received_on, lang)
    yield N_("Registry number"), receipt.registry_number or say(lang, N_("None is noted."))


def in_short(replies: Replies, lang: str) -> Iterator[str]:
    """What the sheet says, for the letter that carries it: nothing that does not stand there."""
    receipt, until = replies.receipt, replies.until
    if replies.all and until is not None:
        words = N_("The file begins with the municipality's answers until %(moment)s, with reasons.")
        yield say(lang, words, moment=moment(until, lang))
    else:
        yield say(lang, N_("The municipality has not answered any action yet."))
    if receipt is None:
        yield say(lang, N_("It is not noted yet that the plan has come in. The file has no registry number."))
        return
    yield say(lang, N_("The plan came in %(day)s."), day=day(receipt.received_on, lang))
    if receipt.registry_number:
        yield say(lang, N_("Registry number: %(number)s"), number=receipt.registry_number)
    else:
        yield say(lang, N_("No registry number is noted yet."))


def _answers(document: PlanDocument) -> Table:
    """Each action of the plan, then answers to those that have left it."""
    lang, replies = document.lang, document.replies
    here = [
        (action.title, *_cells(replies.to(action.id), lang, is_silent=action.id in replies.silent))
        for action in document.plan.actions
    ]
    ids = {action.id for action in document.plan.actions}
    gone = say(lang, N_("no longer in the plan"))
    left = [
        (f"{each.action} ({gone})", *_cells(each, lang, is_gone=True))
        for each in replies.all
        if each.row not in ids
    ]
    heads = (
        N_("Action"),
        N_("The municipality's answer"),
        N_("How far it has come, why, and who answers for it"),
    )
    title = say(lang, N_("The municipality's answers"))
    return Table(title, tuple(say(lang, head) for head in heads), (*here, *left), WIDTHS)


def _cells(
    reply: Reply | None, lang: str, *, is_silent: bool = False, is_gone: bool = False
) -> tuple[str, str]:
    """`is_silent`: of an action that asks for nothing; `is_gone`: of one that stands nowhere else in the document."""
    if reply is None:
        return say(lang, N_("Asks for nothing") if is_silent else N_("No answer yet")), ""
    said, answers = reply.said, N_("Answers for it: %(function)s.")
    lines = (
        _stage(reply, lang),
        _line(said.because) if is_gone else _short(_line(said.because), lang),
        say(lang, answers, function=said.function) if said.function else "",
        _corrected(reply, lang),
        before(reply, lang),
    )
    what = f"{outcome(said, lang)}. {by_when(said, lang)}"
    if reply.former:
        what = f"{reply.former}: {what}"
    return what.strip(), "\n".join(line for line in lines if line)


def _stage(reply: Reply, lang: str) -> str:
    """An assessment has the day on which it was given, if it is one at all; a sending and a decision have days of
    their own."""
    told = stage(reply.said, lang)
    if not told or reply.said.stage in (Stage.SENT, Stage.DECIDED) or reply.on is None:
        return told
    return say(lang, N_("The officer's assessment %(day)s, not decided."), day=day(reply.on, lang))


def _corrected(reply: Reply, lang: str) -> str:
    """That what was said before no longer holds, and why."""
    why = _line(reply.said.correction)
    if not why or reply.on is None:
        return say(lang, N_("Why it was changed: %(why)s"), why=why) if why else ""
    words = N_("Corrected %(day)s: what was answered before no longer holds. Why: %(why)s")
    return say(lang, words, day=day(reply.on, lang), why=why)


def _line(text: str) -> str:
    """Without line breaks: a row is to stay on its page."""
    return " ".join(text.split())


def _short(text: str, lang: str) -> str:
    """At the end of a word; the rest is where the action stands."""
    if len(text) <= REASON_SHOWN:
        return text
    kept = text[:REASON_SHOWN].rsplit(maxsplit=1)[0]
    return f"{kept} … " + say(lang, N_("(All of it stands with the action in the plan.)"))
