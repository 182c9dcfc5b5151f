"""Questions as forms: every kind with good and with bad input."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from portal.forms.build import AnswerForm
from portal.forms.kinds import Choosable
from portal.process.fields import Audience, Kind, Need, Option, Question, Text
from portal.process.material import Given

pytestmark = pytest.mark.one_database

OPTIONS = tuple(Option(key, Text(key, key)) for key in ("red", "green", "blue"))
ROWS = Choosable([(7, "Melleruds kommun"), (8, "Åsens IF")], may_add=True)
MEGABYTE = 1024 * 1024
BIDI = "\u202e"


@pytest.fixture(autouse=True)
def _swedish(app: Flask) -> Iterator[None]:
    with app.test_request_context("/?lang=sv"):
        yield


def question(kind: str, **more: Any) -> Question:
    values = {"limit": 200, "options": OPTIONS if kind in ("choice", "choices") else ()} | more
    text = Text("Fråga?", "Question?")
    return Question("step.section.q", Kind(kind), text, Need.CORE, Audience.PLAN, **values)


def sent(kind: str, *pairs: tuple[str, str], rows: Choosable = ROWS, **more: Any) -> AnswerForm:
    data = MultiDict([("q--version", "0"), *pairs])
    return AnswerForm(question(kind, **more), None, rows, data)


GOOD = [
    ("short_text", " Ett\tsvar \n till ", "Ett svar till"),
    ("short_text", "A\u030asa", "Åsa"),
    ("short_text", f"{BIDI}abc\x00\x07", "abc"),
    ("short_text", "<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("short_text", "👩‍🌾 🚜", "👩‍🌾 🚜"),
    ("short_text", "   ", None),
    ("long_text", "Rad ett\r\n\r\n- två ", "Rad ett\n\n- två"),
    ("number", "12", 12),
    ("number", "12,5", 12.5),
    ("number", "12.50", 12.5),
    ("number", "1 234\u00a0567", 1234567),
    ("number", "\u2212" + "3", -3),
    ("number", "0", 0),
    ("number", "", None),
    ("year", "2026", 2026),
    ("date", "2026-10-14", "2026-10-14"),
    ("date", "", None),
    ("choice", "green", "green"),
    ("choice", "", None),
    ("link", "https://www.mellerud.se/plan?a=1", "https://www.mellerud.se/plan?a=1"),
    ("link", "http://åsen.se", "http://åsen.se"),
]


@pytest.mark.parametrize(("kind", "typed", "value"), GOOD)
def test_good_input(kind: str, typed: str, value: Any) -> None:
    form = sent(kind, ("q", typed))
    assert form.validate(), form.problems
    assert form.given == Given(value)


BAD = [
    ("short_text", "x" * 201, "Texten är för lång: 201 tecken. Här får högst 200 plats."),
    ("long_text", "x" * MEGABYTE, f"Texten är för lång: {MEGABYTE} tecken. Här får högst 200 plats."),
    ("number", "tolv", "Skriv ett tal med siffror, till exempel 12 eller 12,5."),
    ("number", "1e9", "Skriv ett tal med siffror, till exempel 12 eller 12,5."),
    ("number", "nan", "Skriv ett tal med siffror, till exempel 12 eller 12,5."),
    ("number", "9" * 400, "Skriv ett tal med siffror, till exempel 12 eller 12,5."),
    ("number", "١٢", "Skriv ett tal med siffror, till exempel 12 eller 12,5."),
    ("number", "-1", "Talet ska vara minst 0."),
    ("number", "100,5", "Talet ska vara högst 100."),
    ("year", "26", "Skriv året med fyra siffror, till exempel 2026."),
    ("year", "0999", "Talet ska vara minst 1000."),
    ("date", "14/10 2026", "Skriv datumet som år-månad-dag, till exempel 2026-10-14."),
    ("date", "2026-02-30", "Den dagen finns inte i almanackan. Titta på dagen och månaden."),
    ("date", "30 februari", "Skriv datumet som år-månad-dag, till exempel 2026-10-14."),
    ("choice", "purple", "Välj ett av svaren i listan."),
    ("choices", "purple", "Välj bland svaren i listan."),
    ("link", "javascript:alert(1)", "Skriv en webbadress som börjar med https://."),
    ("link", "https://", "Skriv en webbadress som börjar med https://."),
    ("link", "data:text/html,hej", "Skriv en webbadress som börjar med https://."),
    ("link", "https://[", "Skriv en webbadress som börjar med https://."),
    ("yes_no", "maybe", "Välj ja eller nej."),
    ("reference", "9", "Det du valde finns inte längre i listan. Välj igen."),
    ("reference", "x' or 1=1", "Det du valde finns inte längre i listan. Välj igen."),
]


@pytest.mark.parametrize(("kind", "typed", "words"), BAD)
def test_bad_input(kind: str, typed: str, words: str) -> None:
    bounds = {"minimum": 0, "maximum": 100} if kind == "number" else {}
    form = sent(kind, ("q", typed), **bounds)
    assert not form.validate()
    assert form.problems == [("q-q-in", words)]


def test_what_was_refused_is_shown_again() -> None:
    for kind, typed in (("number", "tolv"), ("date", "i morgon"), ("short_text", "x" * 300)):
        form = sent(kind, ("q", typed))
        form.validate()
        assert form.input._value() == typed


def test_several_choices_stand_in_the_definitions_order() -> None:
    form = sent("choices", ("q", "blue"), ("q", "red"), ("q", "red"), limit=3)
    assert form.validate()
    assert form.given == Given(["red", "blue"])
    assert not sent("choices", ("q", "blue"), ("q", "red"), limit=1).validate()


@pytest.mark.parametrize(
    ("pairs", "value", "right"),
    [
        ((("q", "yes"),), {"yes": True, "why": ""}, True),
        ((("q", "no"), ("q--why", " För dyrt ")), {"yes": False, "why": "För dyrt"}, True),
        ((("q--why", "Kanske"),), {"yes": None, "why": "Kanske"}, False),
        ((("q", "yes"), ("q--why", "x" * 201)), {"yes": True, "why": "x" * 201}, False),
        ((), None, True),
    ],
)
def test_yes_or_no_with_why(pairs: tuple[tuple[str, str], ...], value: Any, right: bool) -> None:
    form = sent("yes_no", *pairs)
    assert form.validate() is right
    assert form.input.data == value


def test_a_reference_is_chosen_or_typed() -> None:
    chosen = sent("reference", ("q", "7"), limit=1)
    assert (chosen.validate(), chosen.given.value, chosen.new_row) == (True, [7], "")
    known = sent("reference", ("q", ""), ("q--new", " åsens  if "), limit=1)
    assert (known.validate(), known.given.value, known.new_row) == (True, [8], "")
    typed = sent("reference", ("q", "7"), ("q--new", "Byalaget"), limit=1)
    assert (typed.validate(), typed.given.value, typed.new_row) == (True, None, "Byalaget")
    assert not sent("reference", ("q--new", "x" * 201), limit=1).validate()
    assert not sent("reference", ("q", "7"), ("q", "8"), limit=1).validate()


def test_several_references() -> None:
    form = sent("reference", ("q", "8"), ("q", "7"), ("q--new", "Byalaget"), many=True, limit=3)
    assert (form.validate(), form.given.value, form.new_row) == (True, [8, 7], "Byalaget")
    assert not sent("reference", ("q", "8"), ("q", "7"), ("q--new", "Ny"), many=True, limit=2).validate()


ASKING = Choosable(ROWS.rows, may_add=True, asks=True)
ASKED = "Det finns inget i listan som heter ”Mellerud kommun”. Menade du ”Melleruds kommun”?"


@pytest.mark.parametrize(
    ("said", "value", "new", "errors"),
    [
        ((), None, "Mellerud kommun", [ASKED]),
        ((("q--like", "7"), ("q--about", "Mellerud kommun")), [7], "", []),
        ((("q--like", "new"), ("q--about", "mellerud  kommun")), None, "Mellerud kommun", []),
        ((("q--like", "new"), ("q--about", "Mellerud")), None, "Mellerud kommun", [ASKED]),
        ((("q--like", "8"), ("q--about", "Mellerud kommun")), None, "Mellerud kommun", [ASKED]),
    ],
)
def test_a_name_that_is_like_another(
    said: tuple[tuple[str, str], ...], value: object, new: str, errors: list[str]
) -> None:
    form = sent("reference", ("q--new", "Mellerud kommun"), *said, rows=ASKING, limit=1)
    assert form.validate() is not bool(errors)
    assert (form.given.value, form.new_row, form.input.errors) == (value, new, errors)


def test_a_register_that_takes_no_names() -> None:
    form = sent("reference", ("q--new", "Byalaget"), rows=Choosable(ROWS.rows), limit=1)
    assert (form.validate(), form.given.value, form.new_row) == (True, None, "")


def test_not_relevant_needs_a_word_of_why() -> None:
    without = sent("number", ("q", "tolv"), ("q--na", "1"))
    assert not without.validate()
    assert without.problems == [("q-q--na-why", "Skriv några ord om varför det inte är aktuellt här.")]
    form = sent("number", ("q", "tolv"), ("q--na", "1"), ("q--na_why", " Vi har ingen skola. "))
    assert form.validate()
    assert form.given == Given(not_relevant="Vi har ingen skola.")
    assert not sent("number", ("q--na", "1"), ("q--na_why", "x" * 501)).validate()


@pytest.mark.parametrize(("typed", "version"), [("3", 3), ("", -1), ("-1", -1), ("x", -1), ("9" * 30, -1)])
def test_versions(typed: str, version: int) -> None:
    form = AnswerForm(question("short_text"), None, ROWS, MultiDict({"q": "Hej", "q--version": typed}))
    assert form.base_version == version


def test_a_question_without_its_version_was_not_sent() -> None:
    form = AnswerForm(question("short_text"), None, ROWS, MultiDict({"q": "Hej"}))
    assert (form.sent, form.given) == (False, Given())
