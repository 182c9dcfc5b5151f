"""What the municipality has answered, in words: the same ones that the plan's page uses."""

from __future__ import annotations

from portal.documents.words import day, say
from portal.errors import N_
from portal.process.action_answers import PROMISES, Outcome, Said, Stage
from portal.process.plan_document import PlanDocument
from portal.process.replies import Receipt, Reply

OUTCOMES = {
    Outcome.WILL_DO: N_("Will do"),
    Outcome.WILL_INVESTIGATE: N_("Will investigate"),
    Outcome.CANNOT: N_("Cannot"),
    Outcome.DONE: N_("Already done"),
    Outcome.NOT_OURS: N_("Not ours to answer"),
}


def outcome(said: Said, lang: str) -> str:
    words = OUTCOMES.get(Outcome(said.outcome)) if said.outcome in tuple(Outcome) else None
    return say(lang, words) if words is not None else said.outcome


def stage(said: Said, lang: str) -> str:
    """How far the matter has come; what is not the municipality's is decided by nobody."""
    if said.outcome == Outcome.NOT_OURS and said.stage == Stage.ASSESSMENT:
        return ""
    if said.stage == Stage.DECIDED:
        if said.decided_on is None or not said.reference:
            return say(lang, N_("Decided."))
        words = N_("Decided %(day)s, %(reference)s.")
        return say(lang, words, day=day(said.decided_on, lang), reference=said.reference)
    if said.stage == Stage.SENT:
        if said.sent_on is None:
            return say(lang, N_("Sent for decision."))
        return say(lang, N_("Sent for decision %(day)s."), day=day(said.sent_on, lang))
    return say(lang, N_("The officer's assessment, not decided."))


def by_when(said: Said, lang: str) -> str:
    """Only what is promised has a day."""
    is_promise = said.by_when is not None and said.outcome in PROMISES
    return say(lang, N_("By %(day)s."), day=day(said.by_when, lang)) if is_promise and said.by_when else ""


def brief_parts(said: Said, lang: str) -> tuple[str, str, str]:
    """What, by when, and how far it has come."""
    return f"{outcome(said, lang)}.", by_when(said, lang), stage(said, lang)


def brief(said: Said, lang: str) -> str:
    """The answer in a line, with who answers for it."""
    answers = N_("Answers for it: %(function)s.")
    function = say(lang, answers, function=said.function) if said.function else ""
    return " ".join(part for part in (*brief_parts(said, lang), function) if part)


def told(reply: Reply, lang: str) -> str:
    """All of an answer, line by line."""
    said = reply.said
    changed = N_("Why it was changed: %(why)s")
    lines = (
        brief(said, lang),
        said.because,
        say(lang, changed, why=said.correction) if said.correction else "",
        before(reply, lang),
    )
    return "\n".join(line for line in lines if line)


def before(reply: Reply, lang: str) -> str:
    """Which earlier edition it was given to, and whether the action says something else since: not what it said then,
    which its readers need not have been shown."""
    given = reply.before
    if given is None:
        return ""
    words = N_("Answered in edition %(number)s of %(day)s.")
    said = say(lang, words, number=given.edition, day=day(given.day, lang))
    return (
        f"{said} {say(lang, N_('The action says something else since then.'))}" if given.is_changed else said
    )


def fact(document: PlanDocument, row: int) -> tuple[tuple[str, str], ...]:
    """The municipality's answer to an action as a fact of it; none without one."""
    reply, lang = document.replies.to(row), document.lang
    if reply is None:
        return ()
    return ((f"{reply.former}:" if reply.former else say(lang, N_("The municipality:")), told(reply, lang)),)


def received(receipt: Receipt, lang: str) -> str:
    """That the edition has come in."""
    when, number = day(receipt.received_on, lang), receipt.registry_number
    if number:
        words = N_("Came in to the municipality %(day)s, registry number %(number)s.")
        return say(lang, words, day=when, number=number)
    return say(lang, N_("Came in to the municipality %(day)s."), day=when)
