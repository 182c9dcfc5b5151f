"""The plan and the answers for the municipality's registrar: downloaded, sent once, and told of."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from babel.dates import format_date
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from portal.clock import now, today
from portal.extensions import db
from portal.models import Event, Mail, Municipality, User
from portal.notifications import outbox
from portal.notifications.transport import SmtpTransport
from portal.storage import open_storage, read_file
from tests.answers_world import reply
from tests.client import PortalClient
from tests.mail_server import Mailbox, serve_mail
from tests.plan_world import PlanWorld, counted
from tests.registrar_desk import ADDRESS, EDIT, PLAN, WITHOUT, make_desk, sendings, side, with_address

ClientFor = Callable[[User], PortalClient]
BACK = "?next=/municipality/dals-rostock/plan/"
RECEIVED = {"registry_number": "KS 2026/124", "seen": "0"}
WHO = ("leader", "coach", "officer", "stranger", "region", "nobody")
LIMIT = 10
NAME = "dals-rostock-plan-1-svar-{}.pdf"


@pytest.fixture
def made(app: Flask) -> tuple[PlanWorld, list[int]]:
    return make_desk()


@pytest.fixture
def officer(made: tuple[PlanWorld, list[int]], client_for: ClientFor) -> PortalClient:
    return with_address(client_for(made[0].officer))


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, SmtpTransport]]:
    with serve_mail() as served:
        yield served


def test_who_may(made: tuple[PlanWorld, list[int]], client_for: ClientFor) -> None:
    browsers = [client_for(getattr(made[0], who)) for who in WHO]
    found = {
        (method, path): tuple(each.open(path, method=method, data=WITHOUT).status_code for each in browsers)
        for method, path in (
            ("GET", PLAN + "registrar.pdf"),
            ("POST", PLAN + "registrations"),
            ("GET", EDIT),
            ("POST", EDIT),
        )
    }
    assert found == {
        ("GET", PLAN + "registrar.pdf"): (404, 404, 200, 404, 404, 404),
        ("POST", PLAN + "registrations"): (404, 404, 303, 404, 404, 404),
        ("GET", EDIT): (404, 404, 200, 404, 200, 404),
        ("POST", EDIT): (404, 404, 303, 404, 303, 404),
    }


def test_the_first_page_says_what_was_answered(officer: PortalClient) -> None:
    answer = officer.get(PLAN + "registrar.pdf")
    assert answer.headers["Content-Disposition"] == "attachment; filename=" + NAME.format(today())
    reader = PdfReader(io.BytesIO(answer.data))
    first = " ".join(reader.pages[0].extract_text().replace("\xa0", " ").split())
    moment = f"Kommunens svar till och med: {format_date(today(), 'd MMMM y', 'sv')} klockan"
    assert moment in first
    for words in ("Till registratorn", "Mellerud", "Det är inte noterat än", "KS § 12", "Inget svar än"):
        assert words in first
    assert "Lokal utvecklingsplan" in reader.pages[1].extract_text()


def test_without_a_receipt_the_officer_is_asked_first(officer: PortalClient) -> None:
    asked = officer.post(PLAN + "registrations")
    said = unescape(asked.text)
    assert (asked.status_code, sendings()) == (422, [])
    assert [w in said for w in ("Skicka utan diarienummer?", f'href="{PLAN}#receipt"', "Skicka ändå")] == [
        True
    ] * 3
    officer.post(PLAN + "registrations", data=WITHOUT)
    officer.post(PLAN + "receipts", data=RECEIVED | {"received_on": today().isoformat()})
    assert officer.post(PLAN + "registrations").status_code == 303
    first, then = (db.session.get_one(Mail, each.data["mail"]).body_text for each in sendings())
    noted = ("Filen har inget diarienummer.", "Diarienummer: KS 2026/124")
    assert [[words in body for words in noted] for body in (first, then)] == [[True, False], [False, True]]
    assert [("Den här filen ändras inte." in body, "samma fil" in body) for body in (first, then)] == [
        (True, False)
    ] * 2


def test_it_is_sent_once_and_again_when_something_is_new(
    made: tuple[PlanWorld, list[int]], officer: PortalClient, mailbox: tuple[Mailbox, SmtpTransport]
) -> None:
    assert "Skickades" not in side(officer)
    for _press in range(2):
        assert officer.post(PLAN + "registrations", data=WITHOUT).status_code == 303
    (event,) = sendings()
    assert "utgåva 1 med ett svar. Inget har ändrats sedan dess." in side(officer)
    mail = db.session.get_one(Mail, event.data["mail"])
    assert (mail.to_address, mail.attachment_sha256) == (ADDRESS, event.data["sha256"])
    assert read_file(mail.attachment_sha256) == officer.get(PLAN + "registrar.pdf").data
    reply(made[0], made[1][1], outcome="cannot", because="Vi äger inte marken.")
    assert "Något har ändrats sedan dess." in side(officer)
    officer.post(PLAN + "registrations", data=WITHOUT)
    with time_machine.travel(now() + timedelta(minutes=11)):
        officer.post(PLAN + "registrations", data=WITHOUT)
    assert [len(each.data["said"]["answers"]) for each in sendings()] == [1, 2, 2]


def test_the_letter_carries_the_file_or_says_that_it_is_gone(
    officer: PortalClient, mailbox: tuple[Mailbox, SmtpTransport]
) -> None:
    box, plain = mailbox
    transport = SmtpTransport(plain.url, plain.sender, plain.portal, read_file)
    db.session.execute(db.update(Mail).values(sent_at=now()))
    db.session.commit()
    officer.post(PLAN + "registrations", data=WITHOUT)
    sha256 = sendings()[0].data["sha256"]
    content = read_file(sha256)
    outbox.send_next(transport)
    open_storage().delete(sha256)
    again = db.update(Mail).where(Mail.attachment_sha256 == sha256)
    db.session.execute(again.values(sent_at=None, next_try_at=now() - timedelta(minutes=1)))
    db.session.commit()
    outbox.send_next(transport)
    whole, bare = (each for each in box.letters if each["To"] == ADDRESS)
    (file,) = whole.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == (NAME.format(today()), "application/pdf")
    assert file.get_content() == content
    assert list(bare.iter_attachments()) == []
    assert "Filen gick inte att bifoga." in bare.get_content()


def test_without_an_address_the_way_leads_to_it(
    made: tuple[PlanWorld, list[int]], client_for: ClientFor
) -> None:
    browser = client_for(made[0].officer)
    answer = browser.post(PLAN + "registrations", data=WITHOUT)
    assert (answer.status_code, answer.headers["Location"], sendings()) == (303, EDIT + BACK, [])
    assert "Skriv registratorns adress för att skicka härifrån" in side(browser)


@pytest.mark.parametrize(
    "typed", ["registrator", "a@b", "a@example.org\nBcc: b@example.org", "x" * 300 + "@a.se"]
)
def test_a_strange_address_is_refused_and_kept(officer: PortalClient, typed: str) -> None:
    answer = officer.post(EDIT, data={"address": typed})
    assert answer.status_code == 422
    assert "Det ser inte ut som en e-postadress." in unescape(answer.text)
    assert (
        db.session.scalar(select(Municipality.registrar_address).where(Municipality.slug == "mellerud"))
        == ADDRESS
    )


def test_the_region_sets_it_too_and_an_empty_one_is_none(
    made: tuple[PlanWorld, list[int]], client_for: ClientFor
) -> None:
    browser = client_for(made[0].region)
    answer = browser.post(EDIT, data={"address": "  Registrator@Example.ORG "})
    assert answer.headers["Location"] == "/region/municipalities/mellerud/"
    assert "Registrator@example.org" in browser.get("/region/municipalities/mellerud/").text
    browser.post(EDIT, data={"address": " "})
    assert db.session.scalar(select(Municipality.registrar_address)) == ""
    told = db.session.scalars(select(Event).where(Event.kind == "registrar_address_set").order_by(Event.id))
    typed = "Registrator@example.org"
    assert [each.data for each in told] == [{"old": "", "new": typed}, {"old": typed, "new": ""}]


def test_one_comes_back_to_the_plan_and_hears_what_holds_now(officer: PortalClient) -> None:
    assert f'href="{EDIT}{BACK}"' in officer.get(PLAN).text
    form = officer.get(EDIT + BACK).text
    assert (f'name="next" value="{PLAN}"' in form, f'data-variant="tertiary" href="{PLAN}"' in form) == (
        True,
        True,
    )
    answer = officer.post(EDIT, data={"address": " ", "next": PLAN})
    assert answer.location == PLAN
    said = unescape(officer.get(PLAN).text)
    assert ("Nu finns ingen adress till registratorn." in said, "adress är sparad" in said) == (True, False)
    for bad in ("https://example.org/", "//example.org", "/\\example.org"):
        assert officer.post(EDIT, data={"address": ADDRESS, "next": bad}).location == "/municipality/"


def test_queries(officer: PortalClient) -> None:
    officer.post(PLAN + "registrations", data=WITHOUT)
    officer.get(PLAN)
    for path in (PLAN, PLAN + "registrar.pdf"):
        with counted() as statements:
            assert officer.get(path).status_code == 200
        assert len(statements) <= LIMIT, "\n".join(statements)
