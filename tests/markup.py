"""What must hold for every full page: valid HTML5, lang, title, one h1, unique ids, references that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from xml.etree.ElementTree import Element

import turbohtml
from turbohtml import Document, DocumentFragment, Namespace, Node, Text, Token, TokenType
from turbohtml.conformance import check

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
FOREIGN = frozenset(("svg", "math"))
SPACES = {
    Namespace.SVG: "http://www.w3.org/2000/svg",
    Namespace.MATHML: "http://www.w3.org/1998/Math/MathML",
}

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


def faults(html: str) -> list[str]:
    """Everything that is wrong with a full page, in words; empty when all is well."""
    document = turbohtml.parse(html)
    root = tree_of(document)
    return [
        *_syntax_faults(html, document),
        *(f"{message.code}: {message.message}" for message in check(document).errors),
        *_page_faults(root),
        *_id_faults(root),
    ]


def tree_of(page: str | Document) -> Element:
    """A page as browsers read it, whatever is wrong with it."""
    document = turbohtml.parse(page) if isinstance(page, str) else page
    if document.root is None:
        raise LookupError("no page")
    return _copy(document.root)


def _copy(element: turbohtml.Element) -> Element:
    copy = Element(_name(element), {name: _value(value) for name, value in element.attrs.items()})
    last: Element | None = None
    for child in _inside(element):
        if isinstance(child, turbohtml.Element):
            last = _copy(child)
            copy.append(last)
        elif isinstance(child, Text) and last is None:
            copy.text = (copy.text or "") + child.data
        elif isinstance(child, Text) and last is not None:
            last.tail = (last.tail or "") + child.data
    return copy


def _name(element: turbohtml.Element) -> str:
    """With its namespace in ElementTree's way, unless it is HTML's own."""
    space = element.namespace
    return element.tag if space is Namespace.HTML else f"{{{SPACES[space]}}}{element.tag}"


def _value(value: str | list[str] | None) -> str:
    return " ".join(value) if isinstance(value, list) else value or ""


def _inside(element: Node) -> Iterator[Node]:
    for child in element.children:
        # What a template holds is a tree of its own.
        if isinstance(child, DocumentFragment):
            yield from child.children
        else:
            yield child


def _syntax_faults(html: str, document: Document) -> Iterator[str]:
    lines = html.splitlines()

    def at(line: int, column: int, what: str) -> str:
        near = lines[line - 1].strip()[:120] if 0 < line <= len(lines) else ""
        return f"line {line}, column {column}: {what}: {near}"

    for error in document.errors:
        yield at(error.line, error.col, error.code)
    tokens = list(turbohtml.tokenize(html, resolve_references=False))
    if not any(token.type is TokenType.DOCTYPE and token.name == "html" for token in tokens[:1]):
        yield at(1, 0, "no <!doctype html>")
    # Who reads a page repairs it: closes, moves and drops elements. Where nothing was repaired, what is
    # read is element by element what is written. So optional tags have to be written, too.
    last = tokens[-1]
    for written, read in zip_longest(_written(tokens), _read(document)):
        name, token = written or ("the end", last)
        if name != read:
            yield at(token.line, token.col, f"{name} is written, {read or 'the end'} is read")
            return
        last = token


def _written(tokens: list[Token]) -> Iterator[tuple[str, Token]]:
    depth = 0  # inside pictures, where an element may close itself
    for token in tokens:
        if token.type is TokenType.START_TAG:
            name = str(token.tag).lower()
            closed = token.self_closing and (depth or name in FOREIGN)
            yield f"<{name}>", token
            if closed or name in VOID:
                yield f"</{name}>", token
            elif name in FOREIGN:
                depth += 1
        elif token.type is TokenType.END_TAG:
            name = str(token.tag).lower()
            depth -= name in FOREIGN
            yield f"</{name}>", token


def _read(node: Node) -> Iterator[str]:
    for child in _inside(node):
        if isinstance(child, turbohtml.Element):
            name = child.tag.lower()
            yield f"<{name}>"
            yield from _read(child)
            yield f"</{name}>"


def _page_faults(root: Element) -> Iterator[str]:
    if not root.get("lang"):
        yield "<html> has no lang"
    headings = len(list(root.iter("h1")))
    if headings != 1:
        yield f"the page has {headings} h1, not 1"


def _id_faults(root: Element) -> Iterator[str]:
    ids = {name for element in root.iter() if (name := element.get("id")) is not None}
    yield from (f"id {name!r} is empty or holds a space" for name in ids if not name or " " in name)
    for element in root.iter():
        for attribute in REFERENCES:
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    yield f"<{element.tag} {attribute}={name!r}> refers to an id that is not on the page"
