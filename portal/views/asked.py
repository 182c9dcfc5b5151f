"""What a place has asked its municipality to put in, as it stands in the frozen copy, in the page's language."""

from __future__ import annotations

from portal.models import ContributionRequest
from portal.process.definitions import find_definition
from portal.process.document import DocItem, outline
from portal.process.excerpt import labels_in
from portal.process.frozen import thaw
from portal.process.schema import Audience
from portal.web.language import current_language


def items_of(asked: ContributionRequest) -> tuple[DocItem, ...]:
    """The questions that were answered in the copy, in the definition's order."""
    copy = thaw(asked.snapshot["copy"])
    process, lang = find_definition(copy.definition_key, copy.definition_version), current_language()
    document = outline(
        process,
        copy.material,
        labels=labels_in(process, copy, Audience.MUNICIPALITY, lang),
        files=copy.files,
        lang=lang,
        reader=Audience.MUNICIPALITY,
    )
    return tuple(i for step in document.steps for s in step.sections for i in s.items if i.is_given)
