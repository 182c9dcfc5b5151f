"""The options of a select: escaped, one of them chosen, numbers as well as words."""

from __future__ import annotations

from markupsafe import Markup

from portal.web.options import option_list


def test_options() -> None:
    written = option_list([("", "Alla"), (7, "Å & <b>"), ("x", Markup("Å & <b>"))], "7")
    assert written == (
        '<option value="">Alla</option>'
        '<option value="7" selected>Å &amp; &lt;b&gt;</option>'
        '<option value="x">Å &amp; &lt;b&gt;</option>'
    )
    assert option_list([("x", "X")]) == '<option value="x">X</option>'
