"""What a page says of itself to search engines and to whoever shows a preview of its link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from portal.web.language import DEFAULT, LANGUAGES, current_language

LOCALES = {"sv": "sv_SE", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class About:
    """`address`: the page's one address in this language; `others`: languages with theirs; `data`: schema.org;
    `image`: the address of a picture of 1200 by 630 for previews."""

    title: str
    description: str
    address: str
    others: tuple[tuple[str, str], ...]
    locale: str
    data: Markup
    image: str = ""
    image_alt: str = ""


def address_of(endpoint: str, lang: str, **values: Any) -> str:
    """On the portal's public name; Swedish without a mark, so that each page has one address."""
    asked = None if lang == DEFAULT else lang
    base: str = current_app.config["PORTAL_URL"]
    return base + url_for(endpoint, **values, lang=asked)


def about(
    endpoint: str,
    *,
    title: str,
    description: str,
    data: Mapping[str, Any],
    image: tuple[str, str] = ("", ""),
    **values: Any,
) -> About:
    """`image`: its address and what it shows, in words."""
    lang = current_language()
    others = tuple((each, address_of(endpoint, each, **values)) for each in LANGUAGES)
    here = address_of(endpoint, lang, **values)
    said = {"@context": "https://schema.org", **data, "url": here, "inLanguage": lang}
    if image[0]:
        said["image"] = image[0]
    return About(title, description, here, others, LOCALES[lang], _block(said), *image)


def _block(data: Mapping[str, Any]) -> Markup:
    """Data, not a script: browsers never run this type, so the content security policy has nothing to refuse. Dumped
    so that no text in it can end the element."""
    return Markup('<script type="application/ld+json">{}</script>').format(htmlsafe_json_dumps(data))
