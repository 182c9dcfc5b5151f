"""What a picture shows: needed, or said not to be."""

from __future__ import annotations

import pytest

from portal.errors import InvalidError
from portal.services.alt_texts import ALT_LIMIT, check_alt

PNG, PDF = "image/png", "application/pdf"


@pytest.mark.parametrize(
    ("alt", "media_type", "says_nothing", "kept"),
    [
        ("  Lappar på väggen ", PNG, False, "Lappar på väggen"),
        ("Lappar", PNG, True, "Lappar"),
        ("", PNG, True, ""),
        ("", PDF, False, ""),
        ("Protokollet", PDF, False, "Protokollet"),
        ("x" * ALT_LIMIT, PNG, False, "x" * ALT_LIMIT),
    ],
)
def test_what_is_kept(alt: str, media_type: str, says_nothing: bool, kept: str) -> None:
    assert check_alt(alt, media_type=media_type, says_nothing=says_nothing) == kept


@pytest.mark.parametrize(
    ("alt", "media_type", "says_nothing"),
    [
        ("", PNG, False),
        (" \n ", "image/jpeg", False),
        ("\u202e\x00", "image/gif", False),
        ("x" * (ALT_LIMIT + 1), PNG, True),
        ("x" * (ALT_LIMIT + 1), PDF, False),
    ],
)
def test_what_is_refused_at_its_field(alt: str, media_type: str, says_nothing: bool) -> None:
    with pytest.raises(InvalidError) as caught:
        check_alt(alt, media_type=media_type, says_nothing=says_nothing)
    assert list(caught.value.fields) == ["alt"]
