"""Who sees what: stated twice, in Python for one and in SQL for many; they must agree."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core.db import rows
from backend.core.errors import NotFound
from backend.domain import subjects
from backend.domain.challenges import page, policy, queries, sight, telling, thread
from backend.domain.challenges.answers import Answer
from backend.domain.challenges.filters import Filters
from backend.domain.challenges.models import CLOSED, Challenge
from backend.domain.cities.models import City
from backend.domain.members.models import Actor, Guest, Member
from backend.domain.notifications.actions import follow
from backend.domain.notifications.queries import told
from tests.conftest import NOON
from tests.support.make import Make


@dataclass
class Cast:
    """One of each who may ask."""

    author: Member
    everyone: dict[str, Actor]
    chosen: City

    @property
    def names(self) -> dict[object, str]:
        return {actor.id: name for name, actor in self.everyone.items()}


@pytest.fixture
def cast(make: Make) -> Cast:
    asking, chosen = make.city(), make.city()
    author = make.member(city_id=asking.id)
    everyone: dict[str, Actor] = {
        "guest": Guest(),
        "applicant": make.member(city_id=chosen.id, admitted_at=None),
        "suspended": make.member(city_id=chosen.id, suspended_at=NOON),
        "partner": make.member(city_id=None),
        "member": make.member(),
        "lead": make.member(is_lead=True),
        "chosen": make.member(city_id=chosen.id),
        "colleague": make.member(city_id=asking.id),
        "author": author,
        "convener": make.convener(),
        "suspended_convener": make.convener(suspended_at=NOON),
    }
    return Cast(author, everyone, chosen)


MEMBERS = {"partner", "member", "lead", "chosen", "colleague", "author", "convener"}
EVERYONE = MEMBERS | {"guest", "applicant", "suspended", "suspended_convener"}


@pytest.mark.parametrize(
    ("visibility", "hidden", "seen_by"),
    [
        ("public", False, EVERYONE),
        ("members", False, MEMBERS),
        ("cities", False, {"chosen", "colleague", "author", "convener"}),
        ("city", False, {"colleague", "author", "convener"}),
        ("public", True, {"author", "convener"}),
        ("members", True, {"author", "convener"}),
        ("cities", True, {"author", "convener"}),
        ("city", True, {"author", "convener"}),
    ],
)
def test_a_challenge_is_seen_by_whom_it_is_for(
    db: Session, make: Make, cast: Cast, *, visibility: str, hidden: bool, seen_by: set[str]
) -> None:
    challenge = make.challenge(
        cast.author,
        cities=[cast.chosen] if visibility == "cities" else [],
        visibility=visibility,
        hidden_at=NOON if hidden else None,
    )
    chosen = queries.chosen_cities(db, challenge.id)
    by_rule = {n for n, me in cast.everyone.items() if policy.may_see(me, challenge, chosen)}
    by_address = {n for n, me in cast.everyone.items() if _opens(db, me, challenge)}
    in_lists = {n for n, me in cast.everyone.items() if queries.listed(db, me, Filters()).items}
    in_counts = {n for n, me in cast.everyone.items() if queries.counts(db, me).all}
    as_subject = {
        n
        for n, me in cast.everyone.items()
        if subjects.glances(db, me, [("challenge", challenge.id)])
    }
    assert by_rule == by_address == as_subject == seen_by
    by_office = {"convener"} if visibility in CLOSED else set()
    assert in_lists == in_counts == seen_by - by_office


def _opens(db: Session, me: Actor, challenge: Challenge) -> bool:
    try:
        return queries.one(db, me, challenge.slug).id == challenge.id
    except NotFound:
        return False


def test_a_conveners_lists_hold_what_a_members_of_their_city_would(
    db: Session, make: Make, cast: Cast
) -> None:
    """What is theirs, their city's or for it; of the rest, nothing that is for chosen cities."""
    ours, elsewhere = make.city(), make.city()
    for city in (ours, elsewhere, None):
        member, convener = (
            make.member(city_id=city and city.id),
            make.convener(city_id=city and city.id),
        )
        for author in (cast.author, convener, make.member(city_id=ours.id)):
            for chosen in ([cast.chosen], [ours], [cast.chosen, elsewhere]):
                challenge = make.challenge(author, cities=chosen)
                make.answer(challenge, cast.author)
        make.challenge(cast.author)
        mine = {one.id for one in db.exec(select(Challenge)) if one.author_id == convener.id}
        assert _listed(db, convener) == _listed(db, member) | mine
        assert len(_listed(db, convener)) < len(db.exec(select(Challenge)).all())
        assert _answered(db, convener) == _answered(db, member) | _answered_of(db, mine)
        assert queries.counts(db, convener).all == len(_listed(db, convener))


def test_those_for_some_cities_alone_are_the_same_along_indexes(
    db: Session, make: Make, cast: Cast
) -> None:
    for author in [one for one in cast.everyone.values() if isinstance(one, Member)]:
        for given in ({"cities": [cast.chosen]}, {"visibility": "city"}, {"visibility": "members"}):
            make.challenge(author, **given)
            make.challenge(author, **given, hidden_at=NOON)
    ours = col(Challenge.visibility).in_(CLOSED), col(Challenge.hidden_at).is_(None)
    for me in (one for name, one in cast.everyone.items() if name in MEMBERS):
        listed = rows(db, columns(col(Challenge.id)).where(sight.listed_for(me), *ours)).scalars()
        found = list(rows(db, sight.closed_listed_for(me)).scalars())
        assert len(found) == len({*found}) > 0
        assert {*found} == {*listed}


def _listed(db: Session, me: Actor) -> set[UUID]:
    return set(rows(db, columns(col(Challenge.id)).where(sight.listed_for(me))).scalars())


def _answered(db: Session, me: Actor) -> set[UUID]:
    return set(rows(db, columns(col(Answer.id)).where(sight.answers_listed_for(me))).scalars())


def _answered_of(db: Session, challenges: set[UUID]) -> set[UUID]:
    return {one.id for one in db.exec(select(Answer)) if one.challenge_id in challenges}


def test_a_convener_hears_of_new_challenges_as_their_lists_hold_them(
    db: Session, make: Make, cast: Cast
) -> None:
    ruth, here = make.convener(), make.convener(city_id=cast.chosen.id)
    for one in (ruth, here):
        follow(db, one.id, "member", cast.author.id)
    restricted = make.challenge(cast.author, cities=[cast.chosen])
    telling.tell_of_posting(db, restricted, cast.author, ())
    assert not told(db, ruth).items
    assert [one.subject.id for one in told(db, here).items] == [restricted.id]
    telling.tell_of_posting(db, make.challenge(cast.author), cast.author, ())
    assert len(told(db, ruth).items) == 1


def test_a_suspended_author_is_a_stranger_to_what_members_see(db: Session, make: Make) -> None:
    author = make.member(suspended_at=NOON)
    challenge = make.challenge(author)
    assert not policy.may_see(author, challenge)
    with pytest.raises(NotFound):
        queries.one(db, author, challenge.slug)
    with pytest.raises(NotFound):
        page.opened(db, author, challenge.slug)


def test_an_author_without_a_city_shows_it_to_the_chosen_cities_only(
    db: Session, make: Make
) -> None:
    chosen = make.city()
    challenge = make.challenge(make.member(city_id=None), cities=[chosen])
    partner, peer = make.member(city_id=None), make.member(city_id=chosen.id)
    assert not policy.may_see(partner, challenge, {chosen.id})
    assert policy.may_see(peer, challenge, {chosen.id})
    assert [len(queries.listed(db, me, Filters()).items) for me in (partner, peer)] == [0, 1]


def test_an_answer_is_seen_where_its_challenge_is_and_it_is_not_hidden(
    db: Session, make: Make, cast: Cast
) -> None:
    """Every answer on every kind of challenge, for everyone, by all the ways of asking."""
    challenges = [
        make.challenge(cast.author, visibility="public"),
        make.challenge(cast.author),
        make.challenge(cast.author, cities=[cast.chosen]),
        make.challenge(cast.author, visibility="public", hidden_at=NOON),
    ]
    member = cast.everyone["member"]
    assert isinstance(member, Member)
    for challenge in challenges:
        shown = make.answer(challenge, member)
        make.answer(challenge, member, parent=shown, hidden_at=NOON)
        make.answer(challenge, cast.author, parent=shown)
        hidden = make.answer(challenge, member, hidden_at=NOON)
        make.answer(challenge, cast.author, parent=hidden)
    every = {one.id: one for one in db.exec(select(Answer))}
    for name, me in cast.everyone.items():
        expected = {
            one.id
            for one in every.values()
            if policy.may_see(
                me,
                challenge := db.get_one(Challenge, one.challenge_id),
                queries.chosen_cities(db, challenge.id),
            )
            and policy.may_see_answer(me, one, every.get(one.parent_id) if one.parent_id else None)
        }
        found = columns(col(Answer.id)).where(sight.answers_visible_to(me))
        assert set(rows(db, found).scalars()) == expected, name
        glanced = subjects.glances(db, me, [("answer", one) for one in every])
        assert {key[1] for key in glanced} == expected, name
        on_pages = {
            said.id
            for challenge in challenges
            if policy.may_see(me, challenge, queries.chosen_cities(db, challenge.id))
            for top in thread.answers(db, me, challenge.id)
            for said in (top, *top.replies)
        }
        assert on_pages == expected, name


def test_what_hangs_on_a_hidden_answer_is_hidden_with_it(db: Session, make: Make) -> None:
    challenge = make.challenge()
    hidden = make.answer(challenge, hidden_at=NOON)
    reply = make.answer(challenge, parent=hidden)
    with pytest.raises(NotFound, match="no such answer"):
        queries.one_answer(db, make.member(), challenge, reply.id)
    assert queries.one_answer(db, make.convener(), challenge, reply.id).id == reply.id


def test_a_glance_of_an_answer_leads_to_its_challenge(db: Session, make: Make) -> None:
    challenge = make.challenge(title="Bike lanes on narrow streets")
    answer = make.answer(challenge, body="x" * 500)
    glance = subjects.glances(db, make.member(), [("answer", answer.id)])["answer", answer.id]
    assert (glance.title, glance.slug) == (challenge.title, challenge.slug)
    assert (glance.author_id, glance.excerpt) == (answer.author_id, "x" * 200)
