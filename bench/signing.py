"""Signing in as people do, by the form: a cookie and a token for what is asked afterwards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

from bench.server import HOST

FORM_TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
PAGE_TOKEN = re.compile(r'"X-CSRFToken": "([^"]+)"')
SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in."""

    cookie: str
    token: str


NOBODY = Session("", "")


def sign_in(port: int, email: str, password: str) -> Session:
    """Raises RuntimeError when the form refuses."""
    connection = HTTPConnection(HOST, port)
    form = _ask(connection, "GET", "/login")
    token = _found(FORM_TOKEN, form)
    fields = urlencode({"csrf_token": token, "email": email, "password": password})
    headers = {"Cookie": _cookie(form), "Content-Type": "application/x-www-form-urlencoded"}
    answer = _ask(connection, "POST", "/login", fields, headers)
    if answer.status != SEE_OTHER:
        raise RuntimeError(f"{email} could not sign in: {answer.status}")
    cookie = _cookie(answer)
    page = _ask(connection, "GET", "/account", headers={"Cookie": cookie})
    connection.close()
    # The page puts what its token is made from into the session.
    return Session(_cookie(page) or cookie, _found(PAGE_TOKEN, page))


class _Answer:
    def __init__(self, response: HTTPResponse) -> None:
        self.status = response.status
        self.cookies = response.headers.get_all("Set-Cookie") or []
        self.text = response.read().decode()


def _ask(
    connection: HTTPConnection,
    method: str,
    path: str,
    body: str | None = None,
    headers: dict[str, str] | None = None,
) -> _Answer:
    connection.request(method, path, body, headers or {})
    return _Answer(connection.getresponse())


def _cookie(answer: _Answer) -> str:
    return "; ".join(each.partition(";")[0] for each in answer.cookies)


def _found(pattern: re.Pattern[str], answer: _Answer) -> str:
    found = pattern.search(answer.text)
    if found is None:
        raise RuntimeError(f"no token on the page ({answer.status})")
    return found[1]
