"""What must hold for every full page: valid HTML5, lang, title, one h1, unique ids, references that lead somewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from html5lib import HTMLParser
from html5lib.constants import E as WORDS

# Attributes whose value is a list of ids on the same page.
REFERENCES = (
    "aria-controls",
    "aria-describedby",
    "aria-errormessage",
    "aria-labelledby",
    "commandfor",
    "for",
    "form",
    "headers",
    "list",
    "popovertarget",
)

# html5lib is from 2020; HTML allows these by now.
ALLOWED_BY_NOW = {
    "unexpected-start-tag-in-select",  # <hr> between the options of a select
}


def faults(html: str) -> list[str]:
    """Everything that is wrong with a full page, in words; empty when all is well."""
    parser = HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(html)
    return [
        *_syntax_faults(html, parser),
        *_page_faults(root),
        *_id_faults(root),
    ]


def _syntax_faults(html: str, parser: HTMLParser) -> Iterator[str]:
    lines = html.splitlines()
    for (line, column), code, details in parser.errors:
        if code not in ALLOWED_BY_NOW:
            near = lines[line - 1].strip()[:120] if 0 < line <= len(lines) else ""
            yield f"line {line}, column {column}: {WORDS[code] % details}: {near}"


def _page_faults(root: Element) -> Iterator[str]:
    if not root.get("lang"):
        yield "<html> has no lang"
    title = root.find("head/title")
    if title is None or not (title.text or "").strip():
        yield "the page has no title"
    headings = len(list(root.iter("h1")))
    if headings != 1:
        yield f"the page has {headings} h1, not 1"


def _id_faults(root: Element) -> Iterator[str]:
    counts = Counter(element.get("id") for element in root.iter() if element.get("id") is not None)
    yield from (f"id {name!r} occurs {count} times" for name, count in counts.items() if count > 1)
    yield from (f"id {name!r} is empty or holds a space" for name in counts if not name or " " in str(name))
    for element in root.iter():
        for attribute in REFERENCES:
            for name in (element.get(attribute) or "").split():
                if name not in counts:
                    yield f"<{element.tag} {attribute}={name!r}> refers to an id that is not on the page"
