"""Which names are so like each other that one may be the other, misspelt."""

from __future__ import annotations

import pytest

from portal.process.likeness import begun, likeness, likest, meant_by

LIKE = [
    ("Fler bostäder", "Fler bostader"),
    ("Fler bostäder", "Flera bostäder"),
    ("Fler bostäder", "fler  bostäder."),
    ("Fler bostäder", "Flerbostäder"),
    ("Vänersborgs kommun", "Vänersborg kommun"),
    ("Bygdegårdsföreningen", "Bygdegårdföreningen"),
    ("Byalaget i Ås", "Byalaget Ås"),
    ("Gång- och cykelväg", "Gång och cykelvägar"),
    ("Skolan", "Skola"),
    ("Åsens IF", "Asens I.F."),
    ("Fler unga stanar", "Fler unga stannar kvar"),
    ("Samhällsbyggnadsförv.", "Samhällsbyggnadsförvaltningen"),
    ("Västra Götalandsreg.", "Västra Götalandsregionen"),
    ("Västkuststiftelsen (huvudman)", "Västkuststiftelsen"),
    ("Västkuststiftelsen (huvudman)", "Västkustiftelsen"),
]
UNLIKE = [
    ("Bygdegård", "Hembygdsgård"),
    ("Fler bostäder", "Fler besökare"),
    ("Fler bostäder för unga", "Fler bostäder för äldre"),
    ("Fler bostäder", "Inte fler bostäder"),
    ("Åsens IF", "Åsens BF"),
    ("Fler unga stannar", "Fler unga stannar sällan"),
    ("Etapp 1", "Etapp 2"),
    ("Etapp I", "Etapp II"),
    ("Norra skolan", "Södra skolan"),
    ("Bad", "Båd"),
    ("Ås", "Os"),
    ("Mark", "Park"),
    ("Fler bostäder", ""),
    ("!?", "?!"),
    ("Fler", "Fler bostäder"),
    ("Hembygdsf", "Hembygdsföreningen"),
    ("Norra förv.", "Södra förvaltningen"),
    ("Byn.", "Bygden"),
    ("Skolan (norra)", "Skolan (södra)"),
]


@pytest.mark.parametrize(("one", "other"), LIKE)
def test_names_that_are_like(one: str, other: str) -> None:
    assert (likeness(one, other) > 0, likeness(other, one) > 0) == (True, True)


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_names_that_are_not(one: str, other: str) -> None:
    assert (likeness(one, other), likeness(other, one)) == (0, 0)


@pytest.mark.parametrize(
    ("typed", "names", "expected"),
    [
        ("Fler bostader", ["Flera bostäder", "Fler bostäder", "Skolan"], "Fler bostäder"),
        ("Skolan", ["Fler bostäder"], None),
        ("Skolan", [], None),
    ],
)
def test_the_most_like_is_found(typed: str, names: list[str], expected: str | None) -> None:
    assert likest(typed, names) == expected


@pytest.mark.parametrize(
    ("typed", "names", "expected"),
    [
        ("Fler", ["Fler kan bo och bygga här", "Fler jobb", "Skolan"], ["Fler jobb", "Fler kan bo och bygga här"]),
        ("fler kan bo o", ["Fler kan bo och bygga här", "Fler jobb"], ["Fler kan bo och bygga här"]),
        ("Fler jobbb", ["Fler jobb", "Fler jobbb och fler hus"], ["Fler jobb"]),
        ("kan bo", ["Fler kan bo och bygga här"], []),
        ("!", ["Fler jobb"], []),
    ],
)  # fmt: skip
def test_what_is_meant_by_a_name_that_is_only_begun(
    typed: str, names: list[str], expected: list[str]
) -> None:
    assert meant_by(typed, names) == expected
    assert begun("f", [f"Fler {n}" for n in range(9)]) == [f"Fler {n}" for n in range(5)]
