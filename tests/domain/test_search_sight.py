"""What a search tells: to nobody more than they may see, in hits, counts, snippets and hints."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.core import clock
from backend.core.errors import Denied
from backend.core.i18n import Language, speaking
from backend.core.ids import new_id
from backend.domain.challenges import actions as challenges
from backend.domain.challenges import answering
from backend.domain.challenges.models import Challenge
from backend.domain.members.models import Actor, Guest
from backend.domain.resources import actions as resources
from backend.domain.search import actions, gaps, learning, nearness, pool, question, suggesting
from backend.domain.search.facets import Chosen, by_branch
from backend.domain.search.queries import Found as Answered
from backend.domain.search.queries import search
from backend.domain.search.wanted import fts5
from backend.domain.search.widening import widened
from backend.domain.search.words import Found
from backend.domain.topics.queries import tree
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.queries import counted


@pytest.fixture
def post(db: Session, make: Make) -> Callable[..., Challenge]:
    """Posts a challenge that can be found."""

    def post(title: str, **given: object) -> Challenge:
        made = make.challenge(title=title, **given)  # type: ignore[arg-type]
        challenges.index(db, made)
        db.commit()
        return made

    return post


def found(result: Answered) -> list[str]:
    return [hit.subject.title for hit in result.hits]


def everything_of(db: Session, me: Actor, words: str) -> str:
    """All that a search says to somebody, as one text."""
    result = search(db, me, words)
    learning.learn(db)
    hints = (suggesting.named(db, me, words), suggesting.meant(db, me, words + "x"))
    said = (result, hints, nearness.near(db, me, words))
    return repr(said)


def test_what_is_hidden_or_for_others_is_in_no_hit_count_facet_snippet_or_suggestion(
    db: Session, make: Make, post: Callable[..., Challenge]
) -> None:
    chosen = make.city("Lagos")
    topic = make.topic("Flooding")
    post("Zephyrine pumps", visibility="public", hidden_at=NOON, topics=[topic], language="pt")
    post("Zephyrine walls", cities=[chosen], topics=[topic], language="pt", context="Zephyrine two")
    here, there = make.member(), make.member(city_id=chosen.id)
    for stranger in (Guest(), here):
        result = search(db, stranger, "zephyrine")
        assert (result.total, result.hits, result.is_more) == (0, [], False)
        assert {name: dict(values) for name, values in result.counts.items()} == {
            name: {} for name in ("kind", "topic", "language", "region", "year")
        }
        assert suggesting.meant(db, stranger, "zephyrin") == ""
        assert suggesting.meant(db, stranger, "zephyrinee") == ""
        assert suggesting.named(db, stranger, "zeph") == []
        told = everything_of(db, stranger, "zephyrine").lower()
        assert "pumps" not in told
        assert "walls" not in told
    assert "walls" not in everything_of(db, make.convener(), "zephyrine").lower()
    assert found(search(db, there, "zephyrine")) == ["Zephyrine walls"]
    assert suggesting.meant(db, there, "zephyrinee") == "zephyrine"
    assert [one.subject.title for one in suggesting.named(db, there, "zeph")] == ["Zephyrine walls"]


def test_search_holds_for_a_convener_what_it_holds_for_a_member_of_their_city(
    db: Session, make: Make, post: Callable[..., Challenge]
) -> None:
    chosen, topic = make.city("Lagos"), make.topic("Flooding")
    post("Zephyrine walls", cities=[chosen], topics=[topic])
    answered = post("Quiet pumps", cities=[chosen], topics=[topic])
    post("Zephyrine gates", topics=[topic])
    answer = make.answer(answered, body="Zephyrine too")
    answering.index(db, answered, answer)
    db.commit()
    for city, count in ((chosen.id, 3), (make.city("Accra").id, 1)):
        told = []
        for me in (make.member(city_id=city), make.convener(city_id=city)):
            result = search(db, me, "zephyrine")
            assert result.total == count
            told.append((found(result), result.counts, suggesting.named(db, me, "zeph")))
        assert told[0] == told[1]


def test_what_may_be_seen_is_found_behind_any_number_of_newer_things_that_may_not(
    db: Session, post: Callable[..., Challenge]
) -> None:
    post("Tram", visibility="public")
    post("A street", context="There is a tram", visibility="public")
    first = search(db, Guest(), "tram")
    assert (found(first), first.total) == (["Tram", "A street"], 2)
    for count in (pool.MOST + 1, 7 * pool.MOST + 7):
        unseen = [
            Found("challenge", new_id(), f"tram-{number}", "Tram", "", "en", NOON)
            for number in range(count)
        ]
        actions.index_new(db, unseen)
        assert search(db, Guest(), "tram") == first


def test_what_is_called_so_comes_before_what_says_it_and_new_before_old(
    post: Callable[..., Challenge], db: Session
) -> None:
    old = NOON - timedelta(days=3 * 365)
    post("Trams", visibility="public")
    post("Streets", context="Shade, and trams, here and there", visibility="public")
    post("Old streets", context="Shade, and trams", visibility="public", posted_at=old)
    post("Trams for the old town", visibility="public")
    post("Lanes", context="A tram line", visibility="public")
    assert found(search(db, Guest(), "trams")) == [
        "Trams",
        "Trams for the old town",
        "Lanes",
        "Streets",
        "Old streets",
    ]


def test_the_readers_topics_come_first_among_equals(
    db: Session, make: Make, post: Callable[..., Challenge]
) -> None:
    housing, water = make.topic("Housing"), make.topic("Water")
    post("First budget", topics=[housing], visibility="public")
    post("Second budget", topics=[water], visibility="public")
    me = make.member()
    make.skill(me, housing, "looking_for")
    assert found(search(db, me, "budget")) == ["First budget", "Second budget"]
    assert found(search(db, Guest(), "budget")) == ["Second budget", "First budget"]


def test_a_choice_is_counted_with_the_other_choices_and_without_its_own(
    db: Session, make: Make, post: Callable[..., Challenge]
) -> None:
    housing, water = make.topic("Housing"), make.topic("Water")
    post("Budget one", topics=[housing], language="es", visibility="public")
    post("Budget two", topics=[housing, water], language="en", visibility="public")
    post(
        "Budget three",
        language="en",
        visibility="public",
        posted_at=datetime(2024, 1, 1, tzinfo=NOON.tzinfo),
    )
    resource = make.resource(title="Budget guide", year=2020, language="fr")
    resources.index(db, resource)
    known = tree(db)
    chosen = Chosen(kind="challenge", topic="housing", branch=known.branch("housing"))
    result = search(db, Guest(), "budget", chosen)
    assert sorted(found(result)) == ["Budget one", "Budget two"]
    assert result.counts["kind"] == {"challenge": 2}
    assert by_branch(result.counts["topic"], known) == {"housing": 2, "water": 1}
    assert result.counts["language"] == {"es": 1, "en": 1}
    assert result.counts["region"] == {"europe": 2}
    everything = search(db, Guest(), "budget")
    assert everything.counts["kind"] == {"challenge": 3, "resource": 1}
    assert everything.counts["year"] == {"2026": 2, "2024": 1, "2020": 1}
    assert found(search(db, Guest(), "budget", Chosen(topic="nowhere"))) == []


def test_what_is_chosen_is_found_and_counted_behind_all_that_is_looked_at_beside_it(
    db: Session, make: Make, post: Callable[..., Challenge]
) -> None:
    post("A street", context="Its budget", visibility="public", language="es")
    topics = [make.topic(f"Budget {number}") for number in range(pool.MOST + 1)]
    newer = [Found("topic", one.id, one.slug, "Budget", "", "en", NOON) for one in topics]
    actions.index_new(db, newer)
    result = search(db, Guest(), "budget", Chosen(kind="challenge"))
    assert (found(result), result.total, result.is_more) == (["A street"], 1, False)
    assert result.counts["kind"] == {"challenge": 1, "topic": pool.MOST}
    assert result.counts["language"] == {"es": 1}
    assert search(db, Guest(), "budget", Chosen(kind="city")).counts["language"] == {}


def test_a_topic_counts_what_choosing_it_shows_with_all_that_stands_under_it_once(
    db: Session, make: Make, post: Callable[..., Challenge]
) -> None:
    housing = make.topic("Housing")
    registers = make.topic("Registers", parent_id=housing.id)
    rents = make.topic("Rents", parent_id=registers.id)
    post("Budget one", topics=[housing, rents], visibility="public")
    post("Budget two", topics=[rents], visibility="public")
    post("Budget three", topics=[registers, make.topic("Water")], visibility="public")
    post("Budget four", visibility="public")
    known = tree(db)
    counts = by_branch(search(db, Guest(), "budget").counts["topic"], known)
    assert counts == {"housing": 3, "registers": 3, "rents": 2, "water": 1}
    for slug, count in counts.items():
        chosen = Chosen(topic=slug, branch=known.branch(slug))
        assert search(db, Guest(), "budget", chosen).total == count


def test_pages_follow_each_other_without_a_gap(
    db: Session, make: Make, post: Callable[..., Challenge]
) -> None:
    author = make.member()
    for number in range(23):
        post(f"Depot {number}", author=author, visibility="public")
    first = search(db, Guest(), "depot")
    assert first.next_key is not None
    second = search(db, Guest(), "depot", after=first.next_key)
    assert (len(first.hits), len(second.hits), second.next_key) == (20, 3, None)
    assert len({*found(first), *found(second)}) == 23
    assert found(search(db, Guest(), "depot", after="nonsense")) == found(first)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("housng", "housing"),
        ("huosing", "housing"),
        ("houssing", "housing"),
        ("hoosing plan", "housing plan"),
        ("housng polcy", "housing policy"),
        ("plan -housng", ""),
        ("xousinx", ""),
        ("hou", ""),
    ],
)
def test_a_slip_is_put_right(
    db: Session, post: Callable[..., Challenge], typed: str, meant: str
) -> None:
    post("Housing plan", context="A policy", visibility="public")
    assert suggesting.meant(db, Guest(), typed) == meant


def test_a_word_that_is_said_gives_way_only_to_one_said_much_more(
    db: Session, post: Callable[..., Challenge]
) -> None:
    post("Lanes", visibility="public")
    for n in range(3):
        post(f"Planes {n}", visibility="public")
    assert suggesting.meant(db, Guest(), "lanes", found=1) == ""
    post("Planes again", visibility="public")
    assert suggesting.meant(db, Guest(), "lanes", found=1) == "planes"


def test_a_word_that_others_write_too_is_no_slip(
    db: Session, post: Callable[..., Challenge]
) -> None:
    for title in ("Leaks in the north", "Loans", "Leans and water"):
        post(title, visibility="public")
    assert suggesting.meant(db, Guest(), "leaks water") == "leans water"
    post("Leaks in the south", visibility="members")
    assert suggesting.meant(db, Guest(), "leaks water") == "leans water"
    post("Leaks in the west", visibility="public")
    assert suggesting.meant(db, Guest(), "leaks water") == ""


def test_a_word_that_nothing_says_any_more_is_no_longer_offered(
    db: Session, post: Callable[..., Challenge]
) -> None:
    thing = post("Housing plan", visibility="public")
    thing.title = "Another plan"
    challenges.index(db, thing)
    assert suggesting.meant(db, Guest(), "housng") == ""


def test_other_words_in_any_language_find_it_after_the_words_themselves(
    db: Session, make: Make, post: Callable[..., Challenge]
) -> None:
    topic = make.topic("Social housing")
    make.called(topic, "vivienda social", "habitação social")
    post("Social housing in the north", visibility="public")
    post("La vivienda social", visibility="public", language="es")
    result = search(db, Guest(), "vivienda social")
    assert found(result) == ["La vivienda social", "Social housing in the north"]
    assert [piece.words for piece in result.hits[1].title if piece.is_hit] == ["Social housing"]


def test_other_words_that_are_found_by_shorter_ones_are_not_asked_for_but_still_marked(
    db: Session, make: Make, post: Callable[..., Challenge]
) -> None:
    topic = make.topic("Dwellings")
    make.called(topic, "social homes", "homes", "homesteads", "homes for all")
    post("Many social homes", visibility="public")
    wide = widened(db, question.read("dwellings")).finished
    assert wide.wanted is not None
    assert {"homes", "homesteads"} == {*re.findall('"([^"]*)"', fts5(wide.wanted))}
    (hit,) = search(db, Guest(), "dwellings").hits
    assert [piece.words for piece in hit.title if piece.is_hit] == ["social homes"]


def test_a_gap_is_shown_to_conveners_once_three_people_have_looked_for_it(
    db: Session, make: Make
) -> None:
    convener, people = make.convener(), [UUID(int=number) for number in range(3)]

    def shown() -> list[tuple[str, int]]:
        return [(one.words, one.times) for one in gaps.often(db, convener)]

    for words in ("Snow ploughs", "snow PLOUGHS", "-", ""):
        for by in people[:2]:
            gaps.record(db, words, by)
    assert shown() == [], "two people, however often they look"
    for by in people:
        gaps.record(db, "Snow ploughs", by)
    assert shown() == [("Snow ploughs", 7)]


def test_a_gap_says_in_which_languages_and_when_it_was_looked_for_last(
    db: Session, make: Make
) -> None:
    for day, code in enumerate(("en", "fr", "en")):
        with clock.stopped(NOON + timedelta(days=day)), speaking(Language(code, code)):
            gaps.record(db, "Snow ploughs", UUID(int=day))
            convener = make.convener()
            found = gaps.often(db, convener)
    assert [(one.languages, one.last.day) for one in found] == [(["en", "fr"], NOON.day + 2)]
    with clock.stopped(NOON + timedelta(days=100)):
        assert gaps.often(db, convener) == []
    with pytest.raises(Denied):
        gaps.often(db, make.member())
    assert gaps.forget_old(db) == 0


def test_a_search_asks_as_much_for_one_hit_as_for_three(
    db: Session, connection: Connection, make: Make, post: Callable[..., Challenge]
) -> None:
    me = make.member()
    post("Depot one", visibility="public")
    search(db, me, "depot")
    with counted(connection) as once:
        search(db, me, "depot")
    post("Depot two", visibility="public")
    post("Depot three", visibility="public")
    with counted(connection) as thrice:
        search(db, me, "depot")
    assert len(thrice) == len(once) <= 6


def test_what_begins_as_was_typed_is_suggested_before_what_has_it_further_on_or_elsewhere(
    db: Session, make: Make, post: Callable[..., Challenge]
) -> None:
    skills = make.topic("Skills")
    said: dict[str, Any] = {"slug": skills.slug, "title": "Skills", "body": "", "language": "en"}
    actions.index(db, "topic", skills.id, **said, names=["data skills"])
    for title in ("Open data", "Données", "Data for streets", "Dates"):
        post(title, visibility="public")
    named = suggesting.named(db, Guest(), "DATA")
    assert [(one.subject.title, one.also) for one in named] == [
        ("Data for streets", ""),
        ("Open data", ""),
        ("Skills", "data skills"),
    ]
