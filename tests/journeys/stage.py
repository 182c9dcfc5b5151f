"""What the pages of `pages.py` need besides the demo world: links from letters, a place that has not begun, ids."""

from __future__ import annotations

import io
import re

from flask import Flask
from PIL import Image
from sqlalchemy import Select, select

from portal.clock import now
from portal.extensions import db
from portal.models import (
    ActionAnswer,
    Assignment,
    Invitation,
    Journey,
    Mail,
    Municipality,
    Place,
    Post,
    Row,
    Submission,
    User,
)
from portal.notifications.unsubscribing import path_for
from portal.process.reach import Reach
from portal.queries.people import find_user_by_email
from portal.queries.workplaces import get_workplace
from portal.services import (
    accounts,
    answers,
    attachments,
    editions,
    invitations,
    passwords,
    people,
    places,
    plan_drafts,
    plan_links,
    rows,
)
from tests.journeys.people import PASSWORD

Facts = dict[str, str]


def set_stage(app: Flask) -> Facts:
    """Write what is missing, commit, and tell the parts of the addresses by name."""
    with app.test_request_context():
        region, leader = person("region"), person("leader")
        # The region sees it in the list of people and on the person's page.
        person("coach").mail_bounced_at = now()
        mellerud = db.session.scalars(select(Municipality).where(Municipality.name == "Mellerud")).one()
        facts = places.Facts(name="Ej påbörjad plats", municipality=mellerud)
        unstarted = places.create(region, facts=facts)
        unstarted.slug = "unstarted"
        invitations.invite(region, email="ny@demo.example", role="leader", name="Ny ledare", place=unstarted)
        # Whom the coaches of a place can ask into a conversation.
        guest = accounts.create_user(email="gast@demo.example", name="Coach (turism)", password=PASSWORD)
        people.give_role(region, user=guest, role="coach")
        people.set_sectors(region, user=guest, sectors=["tourism"])
        change_something()
        own_post().written_at = now()  # The demo world may be older than a post can be edited.
        passwords.request_reset("leader2@demo.example")
        accounts.request_email_change(leader, email="leader-ny@demo.example", password=PASSWORD)
        # New to the role: the pages of phase 2 are looked at with extra help.
        accounts.choose_extra_help(person("leader4"), on=True)
        found = {
            "picture": add_picture(leader),
            "plan_link": publish_again(person("leader4")),
            "invitation": secret_from("invitations"),
            "reset": secret_from("password-resets"),
            "email_change": secret_from("email-changes"),
            "unsubscribing": path_for(leader.id, "replies").rpartition("/")[2],
            **ids(),
        }
        db.session.commit()
        db.session.remove()
    return found


def add_picture(leader: User) -> str:
    """The id of a photo in an answer of Dals Rostock."""
    workplace, out = get_workplace("dals-rostock"), io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "JPEG")
    return attachments.add_attachment(
        leader,
        workplace=workplace,
        content=out.getvalue(),
        name="blad.jpg",
        alt="Lapparna från mötet, lagda i fyra högar",
        question=workplace.process.question("mapping.asked.attachment"),
    ).id


def publish_again(leader: User) -> str:
    """A second edition that everybody may read, with words of the team that go on to a third; the secret of a link."""
    workplace = get_workplace("example-village")
    words = ("Välkommen att läsa, och att vara med.", "Byalaget\nIdrottsföreningen")
    plan_drafts.save(leader, workplace=workplace, introduction=words[0], stands_behind=words[1], version=0)
    editions.share(leader, workplace=workplace, audience=Reach.PUBLIC)
    plan_drafts.save(leader, workplace=workplace, introduction="Ny", stands_behind=words[1], version=1)
    return plan_links.create(leader, workplace=workplace, purpose="Byalagets styrelse", days=30)


def change_something() -> None:
    """An answer and a row by two people, and a removed row: what histories are about."""
    leader, second, workplace = person("leader"), person("leader2"), get_workplace("dals-rostock")
    question = workplace.process.question("anchoring.place.belongs")
    organisations = workplace.process.register("organisations")
    assert question is not None
    assert organisations is not None
    answers.save_answer(
        second,
        workplace=workplace,
        question=question,
        value="Samhället, Kroppefjäll och gårdarna.",
        not_relevant=None,
        base_version=1,
    )
    changed = db.session.scalars(select(Row).where(Row.id == int(first(row("organisations"))))).one()
    values = {"contact": "Ring växeln"}
    rows.edit_row(second, workplace=workplace, row=changed, values=values, base_version=changed.version)
    removed = rows.add_row(
        leader, workplace=workplace, register=organisations, values={"name": "Borttaget lag"}
    )
    rows.delete_row(second, workplace=workplace, row=removed)


def ids() -> Facts:
    """The ids of what the pages are about."""
    return {
        "organisation": first(row("organisations")),
        "asking": first(select(ActionAnswer.row_id).order_by(ActionAnswer.id)),
        "log": first(row("log")),
        "waiting": first(submission("submitted")),
        "decided": first(submission("decided")),
        "journey": first(select(Journey.id).join(Place).where(Place.slug == "dals-rostock")),
        "place_coach": first(
            select(Assignment.id)
            .join(Place)
            .where(Assignment.role == "place_coach", Place.slug == "dals-rostock")
        ),
        "coach": first(select(User.id).where(User.email == "coach@demo.example")),
        "invited": first(select(Invitation.id)),
        "own_post": str(own_post().id),
    }


def own_post() -> Post:
    """What the coach wrote in the conversation that is the coach's own."""
    return db.session.scalars(
        select(Post)
        .join(User, User.id == Post.author_id)
        .where(User.email == "coach@demo.example", Post.thread_id == 3)
        .order_by(Post.id)
        .limit(1)
    ).one()


def row(register: str) -> Select[tuple[int]]:
    return (
        select(Row.id)
        .join(Journey, Row.journey_id == Journey.id)
        .join(Place)
        .where(Row.register_key == register, Place.slug == "dals-rostock")
        .order_by(Row.id)
    )


def submission(state: str) -> Select[tuple[int]]:
    return select(Submission.id).where(Submission.state == state)


def first(query: Select[tuple[int]]) -> str:
    return str(db.session.scalars(query.limit(1)).one())


def person(login: str) -> User:
    user = find_user_by_email(f"{login}@demo.example")
    assert user is not None, login
    return user


def secret_from(kind: str) -> str:
    """The secret of the newest link of this kind in a letter."""
    for body in db.session.scalars(select(Mail.body_text).order_by(Mail.id.desc())):
        link = re.search(rf"/{kind}/([\w-]+)", body)
        if link:
            return link[1]
    raise LookupError(kind)
