"""Every page of the portal in the demo world, by who looks at it: what the axe and browser tests walk through.

A new page is a line here; `test_axe.py` fails while a route has none. `{…}` is filled in by `stage.set_stage`.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.process.definitions import find_definition


def sections(slug: str, *phases: int) -> tuple[str, ...]:
    """The forms of all sections of these phases."""
    process = find_definition("hallbara-platser", 1)
    return tuple(
        f"/places/{slug}/steps/{step.key}/{section.name}"
        for phase in process.phases
        if phase.number in phases
        for step in phase.steps
        for section in step.sections
    )


PAGES: dict[str, tuple[str, ...]] = {
    "visitor": (
        "/",
        "/about",
        "/help",
        "/accessibility",
        "/privacy",
        "/login",
        "/login?next=/places/dals-rostock/",
        "/plans/",
        "/password-resets/",
        "/password-resets/{reset}",
        "/password-resets/grown-old",
        "/invitations/{invitation}",
        "/email-changes/{email_change}",
        "/unsubscribe/{unsubscribing}",
        "/outbox/",
        "/no-such-page",
    ),
    "leader": (
        "/places/dals-rostock/conversations/",
        "/places/dals-rostock/conversations/new?about=anchoring.place.best",
        "/conversations/1/",
        "/account",
        "/help",
        "/places/",
        "/places/dals-rostock/",
        "/places/dals-rostock/changes",
        "/places/dals-rostock/steps/anchoring/",
        "/places/dals-rostock/steps/mapping/",
        "/places/dals-rostock/steps/vision/",
        "/places/dals-rostock/steps/vision/vision",
        "/places/dals-rostock/steps/anchoring/worksheet",
        "/places/dals-rostock/steps/action_plan/actions/worksheet",
        "/places/dals-rostock/attachments/{picture}/description",
        "/places/dals-rostock/organisations/",
        "/places/dals-rostock/organisations/?q=f%C3%B6r",
        "/places/dals-rostock/log/",
        "/places/dals-rostock/ideas/",
        "/places/dals-rostock/ideas/meeting",
        "/places/dals-rostock/ideas/meeting/log",
        "/places/dals-rostock/log/meeting",
        "/places/dals-rostock/steps/analysis/swot/meeting",
        "/places/dals-rostock/steps/analysis/swot/meeting/log",
        "/places/dals-rostock/steps/mapping/services/meeting",
        "/places/dals-rostock/steps/anchoring/place/meeting",
        "/places/dals-rostock/steps/anchoring/start/meeting",
        "/places/dals-rostock/rows/{organisation}",
        "/places/dals-rostock/rows/{log}",
        "/places/dals-rostock/rows/{organisation}/history",
        "/places/dals-rostock/answers/anchoring.place.belongs/history",
        "/places/dals-rostock/registers/organisations/deletions",
        "/places/dals-rostock/checkpoint/",
        "/places/dals-rostock/checkpoint/answers",
        "/places/dals-rostock/contribution-requests/",
        "/places/dals-rostock/editions/",
        "/places/dals-rostock/no-such-page",
    ),
    "leader forms": sections("dals-rostock", 1),
    "leader3": (
        "/places/fargelanda/",
        "/places/fargelanda/steps/anchoring/",
        "/places/fargelanda/steps/anchoring/place",
        "/places/fargelanda/steps/mapping/services",
        "/places/fargelanda/log/",
        "/places/fargelanda/checkpoint/",
        "/places/fargelanda/checkpoint/answers",
        "/places/fargelanda/submissions/1/",
    ),
    "leader4": (
        "/places/example-village/",
        "/places/example-village/steps/action_plan/",
        "/places/example-village/checkpoint/",
        "/places/example-village/submissions/1/",
        "/places/example-village/editions/",
        "/places/example-village/imports/",
        "/places/example-village/actions/{asking}/",
        *sections("example-village", 2),
    ),
    "coach": (
        "/notices/",
        "/account/notices",
        "/conversations/",
        "/conversations/2/",
        "/conversations/2/guests",
        "/conversations/3/posts/{own_post}/edit",
        "/places/dals-rostock/calls",
        "/places/",
        "/places/dals-rostock/",
        "/places/dals-rostock/steps/anchoring/",
        "/places/dals-rostock/steps/anchoring/working_group",
        "/places/dals-rostock/steps/anchoring/voices",
        "/places/dals-rostock/steps/mapping/",
        "/places/dals-rostock/log/",
        "/places/dals-rostock/checkpoint/",
        "/places/fargelanda/",
        "/places/fargelanda/submissions/1/",
        "/places/fargelanda/submissions/1/changes",
        "/places/dals-rostock/changes",
        "/inbox/",
        "/inbox/?state=decided",
        "/inbox/?q=finns-inte",
        "/account/absences",
        "/places/fargelanda/handover",
        "/reviews/{waiting}/",
        "/reviews/{decided}/",
        "/plans/",
        "/plans/example-village/",
    ),
    "municipality": (
        "/municipality/",
        "/municipality/?q=finns-inte",
        "/municipality/plans/",
        "/municipality/plans/?show=promised",
        "/municipality/plans/?show=places",
        "/municipality/example-village/plan/",
        "/municipality/example-village/plan/?action={asking}",
        "/plans/example-village/answers/{asking}",
        "/municipality/example-village/conversation",
        "/conversations/3/",
        "/plans/",
        "/plans/example-village/",
        "/account",
    ),
    "region": (
        "/region/promises/",
        "/region/",
        "/region/places/",
        "/region/places/?q=finns-inte",
        "/region/places/new",
        "/region/places/dals-rostock/",
        "/region/places/dals-rostock/edit",
        "/region/places/unstarted/",
        "/region/places/unstarted/journeys/new",
        "/region/places/dals-rostock/coaches/new",
        "/region/places/dals-rostock/coaches/{place_coach}/replacement",
        "/region/journeys/{journey}/pause",
        "/region/journeys/{journey}/end",
        "/region/people/",
        "/region/people/{coach}/",
        "/region/people/{coach}/deactivation",
        "/region/people/{coach}/absences",
        "/region/roles/{place_coach}/end",
        "/region/municipalities/",
        "/region/municipalities/new",
        "/region/municipalities/mellerud/",
        "/region/municipalities/mellerud/edit",
        "/region/invitations/",
        "/region/invitations/new",
        "/region/invitations/new/leader",
        "/region/invitations/new/coach",
        "/region/invitations/{invited}/revocation",
        "/region/settings",
        "/places/dals-rostock/",
        "/inbox/",
        "/reviews/{decided}/",
        "/plans/",
    ),
}

NOT_PAGES = {
    "notices.show": "a redirect to what it is about",
    "static": "files",
    "public.favicon": "a redirect to a picture",
    "public.health": "JSON for machines",
    "attachments.show": "a download",
    "submissions.fetch_file": "a download",
    "municipality.file": "a download",
    "posts.file": "a download",
    "posts.index": "a part of a conversation's page",
    "posts.show": "a redirect to where the post stands",
    "plans.file": "a download",
    "plan_documents.show": "a download, or a plain page of its own (tests/unit/documents)",
    "plan_links.show": "the plan's own page at a secret address",
    "plan_links.file": "a download",
    "edition_news.show": "the page of comparisons with another head; needs a second edition",
    "inbox.counts": "a part of the inbox",
}


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
