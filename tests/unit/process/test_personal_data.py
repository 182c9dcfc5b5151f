"""What looks like personal data, what does not, and where it stands."""

from __future__ import annotations

import time

import pytest

from portal.process.definitions import find_definition
from portal.process.material import Entry, Given, Material
from portal.process.personal_data import Hit, Sort, find_in, look_in, look_through

HITS = {
    "Ring 070-123 45 67 om du undrar": (Sort.PHONE, "070-123 45 67"),
    "Telefon 0530 18000": (Sort.PHONE, "0530 18000"),
    "+46 (0)530-180 00": (Sort.PHONE, "+46 (0)530-180 00"),
    "0046701234567": (Sort.PHONE, "0046701234567"),
    "Skriv till kim.o@exempel.example nu": (Sort.EMAIL, "kim.o@exempel.example"),
    "Född 850709-1234": (Sort.IDENTITY, "850709-1234"),
    "19850709-1234": (Sort.IDENTITY, "19850709-1234"),
    "850769+1234": (Sort.IDENTITY, "850769+1234"),  # a coordination number
    "Hos oss på Storgatan 12 B.": (Sort.ADDRESS, "Storgatan 12 B"),
    "Box 1, 464 50 Dals Rostock": (Sort.ADDRESS, "464 50 Dals"),
    "Fråga Anna Exempel": (Sort.NAME, "Anna Exempel"),
    "Fråga Anna-Karin Exempel i byn": (Sort.NAME, "Anna-Karin Exempel"),
    "Exempla Påhittsson leder": (Sort.NAME, "Exempla Påhittsson"),
}
NONE = (
    "Dals Rostock har 800 invånare",
    "Klart 2027-01-01, senast 2027-12-31 kl. 13.00",
    "Diarienummer KS 2026/0123-45",
    "Väg 166 och länsväg 2183",
    "Kostar 1 000 000 kronor, 250 000 per år",
    "Mellan åren 1990-2020",
    "Södra Grenström är en bäck",
    "Gå till gatan 12",
    "Norra Bohuslän",
    "ISBN 978-91-0-012345-6",
    "Organisationsnummer 802400-1234",
    "x@y",
)


@pytest.mark.parametrize(("text", "hit"), HITS.items())
def test_it_looks_like_something(text: str, hit: tuple[Sort, str]) -> None:
    assert list(find_in(text)) == [hit]


@pytest.mark.parametrize("text", NONE)
def test_it_looks_like_nothing(text: str) -> None:
    assert list(find_in(text)) == []


def test_where_it_stands() -> None:
    process = find_definition("hallbara-platser", 1)
    material = Material(
        answers={"anchoring.place.best": Given("Ring 070-123 45 67. Ring 070-123 45 67!", None)},
        rows={"vision.goals.list": (Entry(7, {"goal": "Anna Exempel bor kvar", "theme": "housing"}, None),)},
    )
    assert look_through(process, material, {7: "Anna Exempel bor kvar", 9: "Sven Exempels åkeri"}) == [
        Hit(Sort.PHONE, "070-123 45 67", "anchoring.place.best"),
        Hit(Sort.NAME, "Anna Exempel", "vision.goals.list", 7),
        Hit(Sort.NAME, "Sven Exempels", "", 9),
    ]
    assert look_in({"introduction": "x@y.example"}) == [Hit(Sort.EMAIL, "x@y.example", "introduction")]


@pytest.mark.parametrize(
    "piece", ["0 ", "0", "Aa ", "A", "a.", "a@a.", "070-", "Anna ", "19850709", "(0)", "Storgatan "]
)
def test_long_nonsense_takes_no_time(piece: str) -> None:
    begun = time.process_time()
    list(find_in(piece * (20_000 // len(piece))))
    assert time.process_time() - begun < 2
