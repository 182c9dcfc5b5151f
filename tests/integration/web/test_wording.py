"""Texts that are kept say what the catalogues say, in the page's language, and escape what goes into them."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import force_locale, gettext, ngettext
from markupsafe import Markup

from portal.web.wording import translate, translate_number

pytestmark = pytest.mark.one_database

DAYS = ("%(num)d day", "%(num)d days")


@pytest.mark.parametrize(
    ("language", "saved", "days"), [("sv", "Sparat <b>1</b>", "2 dagar"), ("en", "Saved <b>1</b>", "2 days")]
)
def test_both_languages(app: Flask, language: str, saved: str, days: str) -> None:
    with app.test_request_context(f"/?lang={language}"):
        assert gettext("Saved %(time)s", time="<b>1</b>") == saved
        assert translate("Saved %(time)s", time="<b>1</b>") == saved.replace("<", "&lt;").replace(">", "&gt;")
        assert translate("Saved %(time)s", time=Markup("<b>1</b>")) == saved
        assert ngettext(*DAYS, 2) == translate_number(*DAYS, 2) == days


def test_another_language_for_a_letter(app: Flask) -> None:
    with app.test_request_context("/?lang=sv"):
        assert gettext("Sign in") == "Logga in"
        with force_locale("en"):
            assert [gettext("Sign in"), translate("Sign in")] == ["Sign in", "Sign in"]
        assert [gettext("Sign in"), translate("Sign in")] == ["Logga in", "Logga in"]
