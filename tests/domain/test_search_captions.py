"""What a list of hits shows of each: whose it is, where from, and why it is there."""

from typing import Any

from sqlmodel import Session

from backend.core.i18n import Language, speaking
from backend.domain.challenges import answering
from backend.domain.cities import countries
from backend.domain.cities.models import City
from backend.domain.members.actions import make_findable
from backend.domain.members.models import Actor, Guest, Member, MemberTopic
from backend.domain.search.actions import index
from backend.domain.search.captions import Captioned, captioned
from backend.domain.search.queries import search
from backend.domain.topics.actions import term
from backend.domain.topics.queries import tree
from tests.support.make import Make


def shown(db: Session, me: Actor, words: str) -> list[Captioned]:
    return captioned(db, me, search(db, me, words), tree(db))[0]


def said(one: Captioned) -> str:
    return "".join(f"[{piece.words}]" if piece.is_hit else piece.words for piece in one.snippet)


def ana(db: Session, make: Make, **given: object) -> Member:
    water, sensors = make.topic("Water"), make.topic("Sensors")
    lima = make.city("Lima")
    who = make.member("Ana", city_id=lima.id, title="Engineer", bio="Knows valves.", **given)
    for side, topic in (("can_help", water), ("looking_for", sensors)):
        db.add(MemberTopic(member_id=who.id, topic_id=topic.id, side=side))
    db.flush()
    make_findable(db, who)
    return who


def test_a_person_is_shown_by_what_they_do_and_by_why_they_were_found(
    db: Session, make: Make
) -> None:
    ana(db, make)
    me = make.member()
    by = {words: shown(db, me, words)[0] for words in ("valves", "water", "sensors", "lima")}
    assert {(one.line, one.is_dated) for one in by.values()} == {("Engineer, Lima", False)}
    assert {words: said(one) for words, one in by.items()} == {
        "valves": "Knows [valves].",
        "water": "Can help with [Water].",
        "sensors": "Is looking for help with [Sensors].",
        "lima": "Can help with Water.",
    }


def test_nothing_is_shown_of_a_person_that_their_profile_keeps_from_the_reader(
    db: Session, make: Make
) -> None:
    kept = dict.fromkeys(("title", "city", "bio", "can_help", "looking_for"), "nobody")
    ana(db, make, audience=kept)
    (one,) = shown(db, make.member(), "ana")
    assert (one.line, said(one)) == ("", "")


def test_what_was_said_for_a_city_names_it_where_its_author_lets_it(
    db: Session, make: Make
) -> None:
    for name, audience in (("Lima", {}), ("Oslo", {"city": "members"})):
        author = make.member(city_id=make.city(name).id, audience=audience)
        challenge = make.challenge(title=f"Depot {name}", visibility="public")
        answering.index(db, challenge, make.answer(challenge, author, body="Build sheds"))
    assert {one.line for one in shown(db, make.member(), "sheds")} == {"Lima", "Oslo"}
    assert {one.line for one in shown(db, Guest(), "sheds")} == {"Lima", ""}


def test_a_topic_speaks_the_readers_language(db: Session, make: Make) -> None:
    water = make.topic("Water")
    for code, role, words in (
        ("es", "label", "Agua"),
        ("es", "description", "Agua segura para todos."),
        ("en", "description", "Safe water for all."),
    ):
        db.add(term(water.id, code, role, words))
    index(db, "topic", water.id, slug="water", title="Water", body="", language="en")
    with speaking(Language("es", "es")):
        (one,) = shown(db, Guest(), "agua")
    assert ("".join(piece.words for piece in one.title), said(one)) == (
        "Agua",
        "[Agua] segura para todos.",
    )
    (one,) = shown(db, Guest(), "water")
    assert (said(one), one.is_dated) == ("Safe [water] for all.", False)


def test_a_city_is_shown_by_where_it_is_and_what_it_has_among_its_priorities(
    db: Session, make: Make
) -> None:
    place = {"names": ["Bogota", "Santa-Fe-de-Bogota", "Boqota"], "subdivision": "Cundinamarca"}
    bogota = city(db, make, "Bogotá", "CO", **place)
    for number, label in enumerate(("Housing", "Water")):
        make.priority(bogota, make.topic(label), number)
    by = {words: shown(db, Guest(), words)[0] for words in ("bogota", "boqota", "colombia")}
    assert {(one.line, one.is_dated) for one in by.values()} == {("Cundinamarca, Colombia", False)}
    assert {words: said(one) for words, one in by.items()} == {
        "bogota": "Among its priorities: Housing and Water.",
        "boqota": "Also called [Boqota]. Among its priorities: Housing and Water.",
        "colombia": "Among its priorities: Housing and Water.",
    }


def test_of_a_city_that_put_nothing_among_its_priorities_only_where_it_is_is_shown(
    db: Session, make: Make
) -> None:
    city(db, make, "Singapore", "SG")
    (one,) = shown(db, Guest(), "singapore")
    assert (one.line, said(one)) == ("", "")


def city(db: Session, make: Make, name: str, country: str, **place: Any) -> City:
    names, subdivision = place.get("names", ()), place.get("subdivision", "")
    made = make.city(name, country=country, subdivision=subdivision)
    body = " · ".join([*names, subdivision, countries.name(country, "en"), country])
    index(db, "city", made.id, slug=made.slug, title=name, body=body, language="")
    db.flush()
    return made
