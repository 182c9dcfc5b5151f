"""Every answer that a municipality can give has words wherever answers are told."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from portal.documents import replies
from portal.notifications import contributions
from portal.process.action_answers import Outcome


@pytest.mark.parametrize("words", [replies.OUTCOMES, contributions.OUTCOMES], ids=["documents", "letters"])
def test_every_outcome_has_words(words: Mapping[Outcome, str]) -> None:
    assert set(words) == set(Outcome)
