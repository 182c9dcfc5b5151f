"""What the browser itself enforces and keeps: the security policy, cookies, and where one is sent."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from portal.extensions import db
from tests.journeys.conftest import LiveServer
from tests.journeys.pages import sections
from tests.journeys.people import PASSWORD, sign_in

HOSTILE = "<script>ran=1</script><b onclick=ran=1>å</b>"
LEFT_TO_SHOW = (
    "/places/dals-rostock/",
    "/places/dals-rostock/organisations/",
    "/places/dals-rostock/log/",
    "/places/dals-rostock/ideas/",
    "/places/dals-rostock/checkpoint/",
    "/places/dals-rostock/checkpoint/answers",
    "/places/dals-rostock/editions/",
)


@pytest.fixture
def quiet_page(demo: LiveServer, browser: Browser) -> Page:
    """A page whose complaints about the policy are what the test looks for."""
    context = browser.new_context(base_url=demo.url, locale="sv-SE")
    page = context.new_page()
    yield page
    context.close()


FOREIGN = "https://foreign.example/"
ADD = "const add = (tag, given) => document.body.appendChild(Object.assign(document.createElement(tag), given));"
TRIES = {  # what is tried, and which part of the policy stops it
    "add('script', {textContent: 'window.ran = 1'})": "script-src-elem",
    "add('p', {innerHTML: '<img src=/no onerror=window.ran=1>'})": "script-src-attr",
    "add('p', {innerHTML: '<b style=position:fixed>x</b>'})": "style-src-attr",
    "add('style', {textContent: 'p { color: red }'})": "style-src-elem",
    "add('a', {href: 'javascript:window.ran=1'}).click()": "script-src-elem",
    f"add('script', {{src: '{FOREIGN}'}})": "script-src-elem",
    f"add('img', {{src: '{FOREIGN}'}})": "img-src",
    f"fetch('{FOREIGN}').catch(() => {{}})": "connect-src",
    f"add('link', {{rel: 'stylesheet', href: '{FOREIGN}'}})": "style-src-elem",
    "add('iframe', {src: '/about'})": "frame-src",
    "add('object', {data: '/about'})": "object-src",
    f"add('form', {{action: '{FOREIGN}', method: 'post'}}).submit()": "form-action",
    f"add('base', {{href: '{FOREIGN}'}})": "base-uri",
}
LISTEN = """() => { window.stopped = new Promise(told => {
    document.addEventListener('securitypolicyviolation', event => told(event.effectiveDirective));
}) }"""


@pytest.mark.parametrize("tried", TRIES)
def test_the_policy_is_enforced(quiet_page: Page, tried: str) -> None:
    quiet_page.goto("/about")
    asked: list[str] = []
    quiet_page.on("response", lambda answer: asked.append(answer.url) if FOREIGN in answer.url else None)
    quiet_page.evaluate(LISTEN)
    quiet_page.evaluate(f"() => {{ {ADD} {tried}; }}")
    assert quiet_page.evaluate("window.stopped") == TRIES[tried]
    assert quiet_page.evaluate("window.ran") is None
    assert asked == []
    assert quiet_page.evaluate("document.baseURI") == quiet_page.url


def test_no_text_becomes_code(quiet_page: Page) -> None:
    quiet_page.goto("/about")
    with quiet_page.expect_event("pageerror") as error:
        quiet_page.evaluate("() => { setTimeout(() => { window.ran = eval('1') }) }")
    assert error.value.name == "EvalError"
    assert quiet_page.evaluate("window.ran") is None


def test_markup_in_every_text_is_text(demo: LiveServer, new_page: Callable[..., Page]) -> None:
    """Typed in every text of phase 1 and shown to the team, the coach and, in the plan, to the municipality."""
    page = new_page()
    sign_in(page, "leader")
    asked = 0
    for path in sections("dals-rostock", 1):
        page.goto(path)
        names = page.evaluate(FILL, HOSTILE)
        if names:
            asked += len(names)
            with page.expect_navigation():
                page.locator("#section").evaluate("form => form.submit()")
            page.goto(path)
            kept = page.evaluate(
                "names => names.map(name => document.getElementsByName(name)[0].value)", names
            )
            assert kept == [HOSTILE] * len(names), path
        add_a_row(page)
        assert page.evaluate("window.ran") is None
    assert asked > 20
    for path in LEFT_TO_SHOW:
        page.goto(path)
        add_a_row(page)
        assert page.evaluate("window.ran") is None, path
    page.goto("/places/dals-rostock/checkpoint/answers")
    assert page.get_by_text(HOSTILE).count() > 20
    page.goto("/places/dals-rostock/steps/anchoring/")
    coach = sign_in(new_page(), "coach")
    coach.goto("/places/dals-rostock/steps/anchoring/place")
    expect(coach.get_by_text(HOSTILE).first).to_be_visible()
    page.goto("/places/dals-rostock/editions/")
    page.get_by_role("button", name="Dela utgåva 1").click()
    officer = sign_in(new_page(), "municipality")
    officer.goto("/plans/dals-rostock/")
    expect(officer.get_by_text(HOSTILE).first).to_be_visible()
    for each in (page, coach, officer):
        assert each.evaluate("window.ran") is None


# Types in every text of the section's form; the names of the fields. Numbers, dates and addresses are no texts.
FILL = """words => [...document.querySelectorAll('#section textarea, #section input[type=text]:not([inputmode])')]
    .filter(field => !/--(new|na_why|why)$/.test(field.name))
    .filter(field => !field.closest('.tap, .filebox'))
    .map(field => { field.value = words; return field.name })"""
FILL_ROW = """(form, words) => {
    form.querySelectorAll('textarea, input[type=text]:not([inputmode])').forEach(field => { field.value = words });
    form.querySelectorAll('input[type=date]').forEach(field => { field.value = '2026-10-01' });
    form.querySelectorAll('fieldset, [role=radiogroup]').forEach(group => group.querySelector('[type=radio]')?.click());
}"""


def add_a_row(page: Page) -> None:
    """In the first register of the page that takes rows, if there is one: the same text in every column."""
    form = page.locator("details.addrow form.rowform").first
    if form.count():
        rows = page.locator(".entries__row, .quads li")
        before = rows.count()
        form.evaluate(FILL_ROW, HOSTILE)
        form.evaluate("form => form.requestSubmit()")
        expect(rows).to_have_count(before + 1)


def test_a_link_that_is_a_script_is_refused(demo: LiveServer, page: Page) -> None:
    sign_in(page, "leader")
    page.goto("/places/dals-rostock/steps/mapping/existing_plans")
    form = page.locator("form.rowform")
    page.locator("details.addrow summary").first.click()
    form.get_by_label("Vad heter planen?").fill("Översiktsplan")
    form.get_by_text("Fler uppgifter").click()
    form.get_by_label("Länk").fill("javascript:alert(1)")
    form.get_by_role("button", name="Spara raden").click()
    expect(form.get_by_label("Länk")).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_label("Vad heter planen?")).to_have_value("Översiktsplan")
    expect(page.locator("a[href^='javascript:' i]")).to_have_count(0)


def test_cookies(demo: LiveServer, page: Page) -> None:
    page.goto("/")
    page.goto("/about?lang=en")
    assert page.context.cookies() == []  # visitors get none
    page.goto("/login")
    page.get_by_label("Fortsätt vara inloggad").check()
    sign_in_here(page)
    kept = {
        cookie["name"]: (cookie["httpOnly"], cookie["sameSite"], cookie["secure"], cookie["path"])
        for cookie in page.context.cookies()
    }
    assert kept == {"portal": (True, "Lax", False, "/"), "remember_token": (True, "Lax", False, "/")}
    assert page.evaluate("document.cookie") == ""


def sign_in_here(page: Page) -> None:
    page.get_by_label("E-postadress").fill("leader@demo.example")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Logga in").click()
    page.wait_for_url(lambda url: "/login" not in url)


def test_cookies_in_production_are_for_https_only(demo: LiveServer, make_app: Callable[..., Flask]) -> None:
    app = make_app(demo.app.config["SQLALCHEMY_DATABASE_URI"], ENV={"PORTAL_ENV": "production"})
    typed = {"email": "leader@demo.example", "password": PASSWORD, "remember": "y"}
    answer = app.test_client().post("/login", data=typed)
    assert answer.status_code == 303
    cookies = answer.headers.getlist("Set-Cookie")
    assert sorted(cookie.partition("=")[0] for cookie in cookies) == ["portal", "remember_token"]
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    "target",
    [
        "https://foreign.example/",
        "//foreign.example/",
        "///foreign.example/",
        "/\\foreign.example/",
        "\\\\foreign.example/",
        "/%09/foreign.example/",
        "%20//foreign.example/",
        "javascript:alert(1)",
        "/login?next=//foreign.example/",
    ],
)
def test_signing_in_never_leads_elsewhere(demo: LiveServer, page: Page, target: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).netloc))
    page.goto(f"/login?next={target}")
    page.get_by_label("E-postadress").fill("leader@demo.example")
    page.get_by_label("Lösenord").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="Logga in").click()
    expect(page.get_by_role("button", name="Logga ut")).to_be_visible()
    assert set(asked) == {urlsplit(demo.url).netloc}


def test_signing_in_leads_back(demo: LiveServer, page: Page) -> None:
    wanted = "/places/dals-rostock/log/?sort=new"
    page.goto(wanted)
    page.get_by_label("E-postadress").fill("leader@demo.example")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Logga in").click()
    expect(page).to_have_url(demo.url + wanted)
