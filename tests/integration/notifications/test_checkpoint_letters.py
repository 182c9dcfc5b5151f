"""Letters about the checkpoint: who gets one, in which language, and what it never holds."""

from __future__ import annotations

from flask import Flask

from portal.extensions import db
from portal.models import Mail
from portal.queries.submissions import load_review
from portal.services import checkpoint
from tests.checkpoint_world import letters, make_world


def test_letters_go_to_those_who_should_know(app: Flask) -> None:
    world = make_world()
    submission = world.submit()
    # Who belongs to the team, too, cannot decide and so is not asked to.
    coaches = sorted(u.email for u in (world.coach, world.coach2))
    team = sorted(u.email for u in (world.leader, world.leader2, world.both))
    assert letters("checkpoint_submitted") == coaches
    world.begin(submission)
    assert letters("checkpoint_review_begun") == team
    world.decide(submission)
    assert letters("checkpoint_decided") == team


def test_nobody_gets_a_letter_about_what_they_did_themselves(app: Flask) -> None:
    world = make_world()
    workplace, submission = load_review(world.submit().id)
    checkpoint.withdraw(world.leader, workplace=workplace, submission=submission)
    assert world.leader.email not in letters("checkpoint_withdrawn")


def test_each_in_the_receivers_language_with_one_link(app: Flask) -> None:
    world = make_world()
    world.coach2.language = "en"
    submission = world.submit()
    found = {mail.to_address: mail for mail in db.session.scalars(db.select(Mail))}
    swedish, english = found[world.coach.email], found[world.coach2.email]
    assert swedish.subject == "Dals Rostock har lämnat in: Halvtidsavstämning"
    assert english.subject.startswith("Dals Rostock has submitted: ")
    for mail in (swedish, english):
        assert mail.body_text.count("http") == 1
        assert f"/reviews/{submission.id}/" in mail.body_text
