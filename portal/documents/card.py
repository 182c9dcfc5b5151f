"""A plan as a picture: what stands beside its link where somebody shares it. PNG, 1200 by 630."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

import typst

from portal.documents.glyphs import drawable, typefaces
from portal.text import clean

TEMPLATE = Path(__file__).with_name("card.typ")
WIDTH, HEIGHT = 1200, 630
DOTS = 72
"""To an inch, so that a point of the template is a pixel."""
LONGEST = 400
"""Characters of a text: more than fit."""
UNBROKEN = 20
"""Characters without a space after which a line may break; the typesetter would let them run out of the picture."""

_LONG_WORD = re.compile(rf"(\S{{{UNBROKEN}}})(?=\S)")
_COLOURS = (
    ".r-ridge{fill:#ECE9DC}.r-far{fill:#DFE6D6;opacity:.55}.r-field{fill:#DFE6D6}.r-tree{fill:#A9BDA7}.road{fill:#F8F3E6}"
    ".f-pole,.f-stake{fill:none;stroke:#B5A98F;stroke-linecap:round;stroke-width:1.4}.f-stake{stroke-width:2.2}"
    ".g-post,.g-leaf{fill:none;stroke:#1D4F3D;stroke-linecap:round;stroke-width:5}.g-leaf{stroke-width:3}"
)
"""Of the scene, which has classes and no colours: those of the light pages."""
_SCENE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="176" viewBox="0 0 800 176">'
    "<style>{}</style>{}</svg>"
)


@dataclass(frozen=True, slots=True)
class Card:
    """`kind`, `place`, `below`, `vision` in words of the language; `portal` names the portal. `scene` is the
    drawing of the gate as SVG, of `portal.pictures`."""

    lang: str
    kind: str
    portal: str
    place: str
    below: str
    vision: str
    scene: str


def write(card: Card) -> bytes:
    data = {name: _one_line(text) for name, text in asdict(card).items()}
    data["scene"] = _SCENE.format(_COLOURS, card.scene)
    picture = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=typefaces(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="png",
        ppi=DOTS,
    )
    return bytes(picture)


def _one_line(text: str) -> str:
    """Drawable, without line breaks; what is too long for any picture is cut before it is measured."""
    said = " ".join(clean(text).split())
    if len(said) > LONGEST:
        said = said[:LONGEST] + "…"
    return _LONG_WORD.sub("\\1\u200b", drawable(said))
