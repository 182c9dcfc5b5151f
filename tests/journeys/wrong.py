"""Forms with a mistake in them: the pages that come back are looked at like those of `pages.py`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wrong:
    """A form sent with something wrong in it: the page comes back with what to mend. `form` is a CSS selector."""

    login: str
    path: str
    form: str
    typed: tuple[tuple[str, str], ...] = ()


WRONG = (
    Wrong("", "/login", "main form"),
    Wrong("", "/password-resets/", "main form"),
    Wrong("", "/password-resets/{reset}", "main form"),
    Wrong("", "/invitations/{invitation}", "main form"),
    Wrong("leader", "/account", "form[action$='/account/password']"),
    Wrong("leader", "/account", "form[action$='/account/email']"),
    Wrong("leader", "/places/dals-rostock/steps/anchoring/start", "#section", (("hours", "många"),)),
    Wrong("leader", "/places/dals-rostock/steps/mapping/people", "#section", (("population_year", "20"),)),
    Wrong(
        "leader",
        "/places/dals-rostock/steps/mapping/existing_plans",
        "form.rowform",
        (("link", "javascript:alert(1)"),),
    ),
    Wrong("leader", "/places/dals-rostock/log/", "form.rowform"),
    Wrong("leader", "/places/dals-rostock/attachments/{picture}/description", "main form", (("alt", ""),)),
    Wrong("leader", "/places/dals-rostock/rows/{organisation}", "form.rowform", (("name", ""),)),
    Wrong("leader", "/places/dals-rostock/checkpoint/", "form[action$='/submissions/']"),
    Wrong("municipality", "/municipality/", "form[action*='/contributions/']"),
    Wrong(
        "municipality",
        "/municipality/example-village/plan/?action={asking}",
        "form[action*='/answers/']",
        (("function", "x" * 500),),
    ),
    Wrong("municipality", "/municipalities/mellerud/registrar", "main form", (("address", "x"),)),
    Wrong("coach", "/places/dals-rostock/calls", "main form"),
    Wrong("coach", "/conversations/2/guests", "main form[method=post]"),
    Wrong("coach", "/account/absences", "main form"),
    Wrong("region", "/region/places/new", "main form"),
    Wrong("region", "/region/municipalities/new", "main form"),
    Wrong("region", "/region/invitations/new/leader", "main form"),
    Wrong("region", "/region/settings", "main form", (("answer_days", "31"),)),
    Wrong("region", "/region/journeys/{journey}/end", "main form"),
    Wrong("region", "/region/places/unstarted/journeys/new", "main form", (("starts_on", ""),)),
    Wrong("region", "/reviews/{decided}/", "form[action$='/correction']"),
)
