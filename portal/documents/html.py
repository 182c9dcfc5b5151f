"""A plan as one plain web page: no script, nothing fetched, fit for printing and for keeping."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from functools import partial
from hashlib import sha256

from markupsafe import Markup, escape

from portal.documents.blocks import (
    Block,
    Facts,
    Fields,
    Image,
    Layout,
    Paragraph,
    Points,
    Strips,
    Table,
    Timeline,
    Title,
)
from portal.documents.spans import drawn
from portal.documents.xml import safe
from portal.text import unbroken

STYLE = """
:root{color-scheme:light dark}
body{font:1rem/1.55 Inter,system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1.5rem;overflow-wrap:anywhere}
h1,h2,h3,h4,h5{line-height:1.25;margin:1.6em 0 .5em;break-after:avoid}
blockquote{margin:1.5rem 0;padding:.2rem 0 .2rem 1rem;border-inline-start:.25rem solid #dfa935;font-size:1.2rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9375rem}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
h1,h2,.long{hyphens:auto}h5{font-size:1rem}.long{overflow-wrap:anywhere}td:not(.long){overflow-wrap:break-word}
th,td{border-bottom:1px solid #8a8471;padding:.35rem .45rem .35rem 0;text-align:start;vertical-align:top}
figure{margin:1.5rem 0}img{max-width:100%;height:auto}figcaption{font-size:.9rem}
.fields{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:1rem}
.fields div{border-top:.2rem solid #2f7a5f;padding-top:.3rem}.bars{list-style:none;padding:0}.bars li{margin:.6rem 0}
svg{display:block;margin:.2rem 0}.done{fill:#2f7a5f}.now{fill:#dfa935}.plan{fill:#9db5a8}
dt{font-weight:600}dd{margin:0 0 .5rem}
@media (min-width:40rem){dl:not(.fields){display:grid;grid-template-columns:12rem minmax(0,1fr);column-gap:1rem}}
nav a{display:inline-block;min-height:1.5rem}
@media print{body{max-width:none;padding:0}nav{display:none}
table{font-size:.8rem}.scroll{overflow:visible}}
"""
STYLE_HASH = base64.b64encode(sha256(STYLE.encode()).digest()).decode()
"""For a content security policy that allows this style sheet and no other."""
BREAK = Markup("<br>")
LONG = 16
"""Characters of a word in a table."""


def write(layout: Layout) -> bytes:
    names, vision = layout.behind[1], layout.vision
    parts = [
        _tag("header", _front(layout)),
        _contents(layout),
        *(_write(block, number, layout.lang) for number, block in enumerate(layout.blocks)),
    ]
    behind = [_tag("h2", layout.behind[0]), _list(names)] if names else []
    head = Markup(
        '<!doctype html>\n<html lang="{}"><head><meta charset="utf-8"><title>{}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><style>{}</style></head>\n<body><main>\n'
    ).format(layout.lang, safe(layout.title), Markup(STYLE))  # noqa: S704  our own
    quote = [_tag("blockquote", _tag("p", _text(vision)))] if vision else []
    body = Markup("\n").join([parts[0], *quote, *behind, *parts[1:]])
    return (head + body + Markup("\n</main></body></html>\n")).encode()


def _front(layout: Layout) -> Markup:
    lines = (line for line in (layout.municipality, layout.edition, layout.receipt) if line)
    return _tag("h1", layout.title) + Markup("").join(_tag("p", line) for line in lines)


def _contents(layout: Layout) -> Markup:
    chapters = [
        Markup('<li><a href="#b{}">{}</a></li>').format(number, _titled(block))
        for number, block in enumerate(layout.blocks)
        if isinstance(block, Title) and block.level == 1
    ]
    if not chapters:
        return Markup("")
    name = Markup('<nav aria-labelledby="contents"><h2 id="contents">{}</h2>').format(layout.contents)
    return name + _tag("ul", Markup("").join(chapters)) + Markup("</nav>")


def _titled(title: Title) -> str:
    return safe(f"{title.number}. {title.text}" if title.number is not None else title.text)


def _write(block: Block, number: int, lang: str) -> Markup:
    written = Markup("")
    match block:
        case Title():
            level = block.level + 1
            written = Markup('<h{} id="b{}">{}</h{}>').format(level, number, _titled(block), level)
        case Paragraph():
            written = _tag("p", _text("\n".join(block.lines)))
        case Points():
            written = _list(block.items, "ol" if block.is_numbered else "ul")
        case Facts():
            written = _facts(block.rows)
        case Table():
            written = _table(block)
        case Fields():
            parts = [_tag("dt", name) + _tag("dd", _list(items)) for name, items in block.fields]
            written = _tag("dl", Markup("").join(_tag("div", part) for part in parts), "fields")
        case Image():
            written = _image(block)
        case Strips():
            written = _strips(block)
        case Timeline():
            written = _timeline(block, lang)
    return written


def _tag(name: str, inner: str | Markup, look: str = "") -> Markup:
    content = inner if isinstance(inner, Markup) else escape(safe(inner))
    begin = f'{name} class="{look}"' if look else name
    return Markup("<{}>{}</{}>").format(Markup(begin), content, Markup(name))  # noqa: S704  names are our own


def _text(words: str) -> Markup:
    return BREAK.join(unbroken(safe(words)).split("\n"))


def _list(items: Iterable[str], name: str = "ul") -> Markup:
    listed = Markup("").join(_tag("li", _text(item)) for item in items)
    return _tag(name, listed) if listed else _tag("p", "–")


def _facts(rows: Iterable[tuple[str, str]]) -> Markup:
    return _tag("dl", Markup("").join(_tag("dt", name) + _tag("dd", _text(words)) for name, words in rows))


def _strips(block: Strips) -> Markup:
    """How many, as a bar, then the names."""
    most = max(1, *(strip.count for strip in block.strips))
    rows = (
        _tag("dt", f"{strip.label} ({strip.count})")
        + _tag("dd", _bar(0, strip.count / most, "done") + _text(strip.names))
        for strip in block.strips
    )
    return _tag("dl", Markup("").join(rows))


def _timeline(block: Timeline, lang: str) -> Markup:
    """Each action with its bar, and in words when it happens."""
    bars = (span for part in drawn(block, lang)["parts"] for span in part["spans"])
    rows = (
        _tag("li", _text(f"{span.name}: {span.when}") + _bar(bar["start"], bar["end"], bar["kind"]))
        for span, bar in zip(block.spans, bars, strict=True)
    )
    return _tag("figure", _tag("figcaption", block.title) + _tag("ul", Markup("").join(rows), "bars"))


def _bar(start: float, end: float, kind: str) -> Markup:
    """Between 0 and 1 of the width. The words beside it say the same."""
    at, width = round(start * 100, 2), round((end - start) * 100, 2)
    rect = Markup('<rect x="{}%" width="{}%" height="10" rx="5" class="{}"/>').format(at, width, kind)
    return Markup('<svg width="100%" height="10" aria-hidden="true">{}</svg>').format(rect)


def _image(block: Image) -> Markup:
    photo = block.photo
    source = f"data:{photo.media_type};base64,{base64.b64encode(photo.content).decode()}"
    tag = Markup('<img src="{}" alt="{}" width="{}" height="{}">')
    return _tag(
        "figure",
        tag.format(source, safe(block.alt), photo.width, photo.height) + _tag("figcaption", block.caption),
    )


def _cell(words: str) -> Markup:
    """A word that is longer than its column should be may be broken; the others stay whole."""
    return _tag("td", _text(words), "long" if any(len(word) > LONG for word in words.split()) else "")


def _table(block: Table) -> Markup:
    head = Markup("").join(map(Markup('<th scope="col">{}</th>').format, map(safe, block.heads)))
    rows = (_tag("tr", Markup("").join(map(_cell, row))) for row in block.rows)
    inner = (
        _tag("caption", block.title) + _tag("thead", _tag("tr", head)) + _tag("tbody", Markup("").join(rows))
    )
    frame = partial(Markup('<div class="scroll" role="region" tabindex="0" aria-label="{}">{}</div>').format)
    return frame(safe(block.title), _tag("table", inner))
