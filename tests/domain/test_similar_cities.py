"""Cities that are alike: the lists that are kept are those that comparing all would give."""

from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, col, delete, select

from backend.core import clock
from backend.core.errors import NotFound
from backend.domain.challenges import actions as challenges
from backend.domain.challenges import tagging
from backend.domain.challenges.models import Challenge, ChallengeDraft, FacingDraft, TopicsDraft
from backend.domain.cities import actions as cities
from backend.domain.cities import saying
from backend.domain.cities.changing import CityChange
from backend.domain.cities.drafts import CityDraft
from backend.domain.cities.models import City, CityPriority, OpennessDraft
from backend.domain.curation import keeping, merging
from backend.domain.curation.drafts import ReasonDraft, RetireDraft
from backend.domain.matching import cities as similar
from backend.domain.matching import facts, traits
from backend.domain.matching.likeness import FACTORS, USUAL, Facts, compare
from backend.domain.matching.models import CityTraits, LikeCity
from backend.domain.members.models import Actor, Guest
from backend.domain.moderation import actions as moderation
from backend.domain.moderation.models import DecisionDraft
from backend.domain.own_data.erasing import erase
from backend.domain.topics.models import Topic
from backend.domain.topics.queries import one as topic_called
from backend.domain.topics.queries import tree
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.queries import counted
from tests.support.topics import into

STAGES = ("not_started", "exploring", "practising", "leading")


def some_cities(make: Make, count: int, chance: Random) -> list[City]:
    """Cities that have something in common, and some of which too little is known."""
    topics = [make.topic(f"Topic {n}") for n in range(8)]
    made = []
    for n in range(count):
        city = make.city(
            f"City {n:02}",
            population=chance.choice((None, 30_000, 400_000, 9_000_000)),
            languages=chance.sample(("en", "es", "pt"), chance.randint(0, 2)),
        )
        for place, topic in enumerate(chance.sample(topics, chance.randint(0, 4))):
            make.priority(city, topic, place)
        for principle in chance.sample(("data", "source", "standards"), chance.randint(0, 3)):
            make.openness(city, principle, chance.choice(STAGES))
        if chance.random() < 0.7:
            author = make.member(city_id=city.id)
            make.facing(make.challenge(author, topics=chance.sample(topics, 2)), author)
        made.append(city)
    return made


def catch_up(db: Session, kept: int = traits.KEPT) -> None:
    while traits.renew(db, 100, kept):
        pass
    db.commit()


def brute(db: Session, here: City, weights: dict[str, int] | None = None) -> list[Any]:
    """Every city compared with this one, straight from what was said of it."""
    known, rare = facts.known(db), traits.rarity(db)
    names = dict(db.exec(select(City.id, City.name)).all())
    found = [
        (one, compare(known[here.id], known[one], weights or dict(USUAL), rare))
        for one in known
        if one != here.id
    ]
    claimed = [(names[one], how) for one, how in found if how.is_claimed]
    claimed.sort(key=lambda one: (-one[1].standing, -one[1].confidence, one[0]))
    return claimed[: similar.SHOWN]


def listed(db: Session, here: City, me: Actor, weights: dict[str, int] | None = None) -> list[Any]:
    found = similar.alike_by(db, me, here.id, tree(db), weights or dict(USUAL))
    assert found is not None
    return [(one.other.city.name, one.likeness) for one in found.matches]


def test_the_quick_way_gives_what_comparing_all_gives(db: Session, make: Make) -> None:
    made, me = some_cities(make, 30, Random(7)), make.member(city_id=None)
    catch_up(db)
    lists = [listed(db, here, me) for here in made]
    assert lists == [brute(db, here) for here in made]
    assert sum(map(len, lists)) > 100
    own = dict.fromkeys(FACTORS, 0) | {"population": 8, "languages": 1}
    assert [listed(db, one, me, own) for one in made[:6]] == [
        brute(db, one, own) for one in made[:6]
    ]


def test_lists_stay_true_when_cities_change(db: Session, make: Make) -> None:
    chance = Random(8)
    made = some_cities(make, 24, chance)
    topics = [one.slug for one in tree(db).rows]
    convener = make.convener(city_id=None)
    catch_up(db)
    for city in chance.sample(made, 6):
        chosen = chance.sample(topics, chance.randint(0, 5))
        cities.edit(db, convener, city, CityDraft(priorities=chosen))
        said = OpennessDraft(stage=chance.choice(STAGES), words="As we say.")
        saying.say_how_open(db, convener, city, "data", said)
        db.commit()
        catch_up(db)
    assert [listed(db, one, convener) for one in made] == [brute(db, one) for one in made]
    for one in made:
        few = similar.alike(db, convener, one.id, tree(db), 3)
        assert few is not None
        names = [name for name, _how in brute(db, one)[:3]]
        assert [match.other.city.name for match in few.matches] == names


def test_a_city_that_changed_stands_as_high_in_the_lists_of_others_as_they_in_its_own(
    db: Session, make: Make
) -> None:
    chance = Random(6)
    made, lead = some_cities(make, 12, chance), make.convener(city_id=None)
    topics = [one.slug for one in tree(db).rows]
    catch_up(db)
    for city in chance.sample(made, 3):
        cities.edit(db, lead, city, CityDraft(priorities=chance.sample(topics, 3)))
        db.commit()
        catch_up(db)
        pairs = select(LikeCity.city_id, LikeCity.other_id, LikeCity.standing)
        standing = {(one, other): stands for one, other, stands in db.exec(pairs)}
        own = {other: stands for (one, other), stands in standing.items() if one == city.id}
        assert own
        assert all(own.values())
        assert {other: standing[other, city.id] for other in own} == own


def test_a_short_list_holds_all_that_stand_as_high_as_its_floor(db: Session, make: Make) -> None:
    chance, kept = Random(9), 4
    made = some_cities(make, 16, chance)
    lead = make.convener(city_id=None)
    topics = [one.slug for one in tree(db).rows]
    catch_up(db, kept)
    for city in chance.sample(made, 5):
        cities.edit(db, lead, city, CityDraft(priorities=chance.sample(topics, 2)))
        catch_up(db, kept)
    known, rare = traits.every(db), traits.rarity(db)
    floors = []
    for city in made:
        floor = db.get_one(CityTraits, city.id, populate_existing=True).floor
        floors.append(floor)
        found = traits.most_alike(city.id, known, rare)
        held = set(db.exec(select(LikeCity.other_id).where(col(LikeCity.city_id) == city.id)))
        best = [other for _stands, _known, other in found[:2]]
        assert set(best) <= held
        assert len(held) >= min(len(found), kept // 2)
    assert any(floors)


def changes(db: Session) -> set[Any]:
    found = set(db.exec(select(CityChange.city_id)))
    db.exec(delete(CityChange))
    return found


def test_whatever_matters_marks_the_city_in_the_same_transaction(db: Session, make: Make) -> None:
    topic, other = make.topic("Housing"), make.topic("Climate")
    lead = make.member(city_id=make.city("Bristol").id, is_lead=True)
    elsewhere, convener = make.member(), make.convener()
    bristol = db.get_one(City, lead.city_id)
    challenge = make.challenge(lead, topics=[topic])
    make.facing(challenge, lead)
    assert changes(db) == set()
    cities.edit(db, lead, bristol, CityDraft(priorities=["housing"]))
    assert changes(db) == {bristol.id}
    saying.say_how_open(db, lead, bristol, "data", OpennessDraft(stage="exploring", words="So."))
    assert changes(db) == {bristol.id}
    challenges.face(db, elsewhere, challenge, FacingDraft())
    assert changes(db) == {elsewhere.city_id}
    tagging.retag(db, convener, challenge, TopicsDraft(topics=[other.slug]))
    assert changes(db) == {bristol.id, elsewhere.city_id}
    told = {"title": "What floods", "context": "The river floods our cellars every spring."}
    told |= {"help_wanted": "Who has built gates?", "language": "en"}
    draft = ChallengeDraft.model_validate(told | {"visibility": "public", "topics": [other.slug]})
    challenges.edit(db, lead, challenge, draft)
    assert changes(db) == {bristol.id, elsewhere.city_id}
    moderation.hide(
        db,
        convener,
        "challenge",
        challenge.id,
        DecisionDraft(rule="honesty", reason="They never met it."),
    )
    assert changes(db) == {bristol.id, elsewhere.city_id}
    challenge.hidden_at = None
    challenges.withdraw(db, elsewhere, challenge)
    assert changes(db) == {elsewhere.city_id}
    keeping.retire(db, convener, topic, RetireDraft(reason="Nobody uses it."))
    assert changes(db) == {bristol.id}
    keeping.restore(db, convener, topic, ReasonDraft(reason="Somebody uses it."))
    assert changes(db) == {bristol.id}


def two_that_face(make: Make, visibility: str = "members", **given: Any) -> tuple[City, City]:
    """Two cities with one priority, of which the second faces what the first asked."""
    topic, trouble = make.topic("Housing"), make.topic("Floods")
    here, there = make.city("Here", languages=["en"]), make.city("There", languages=["en"])
    for city in (here, there):
        make.priority(city, topic)
    author = make.member(city_id=here.id)
    challenge = make.challenge(author, topics=[trouble], visibility=visibility, **given)
    make.facing(challenge, author)
    make.facing(challenge, make.member(city_id=there.id))
    return here, there


@pytest.mark.parametrize(
    ("given", "guests", "members"),
    [
        ({"visibility": "public"}, 8, 8),
        ({}, None, 8),
        ({"visibility": "cities"}, None, None),
        ({"hidden_at": NOON}, None, None),
    ],
)
def test_a_challenge_counts_for_those_alone_who_see_it(
    db: Session, make: Make, given: Any, guests: int | None, members: int | None
) -> None:
    here, there = two_that_face(make, **given)
    catch_up(db)

    def weight_of_challenges(me: Actor) -> int | None:
        pair = similar.pair(db, me, (here.slug, there.slug), tree(db), USUAL)
        one = pair.likeness.contributions[1]
        return None if one.alike is None else one.weight

    seen = (weight_of_challenges(Guest()), weight_of_challenges(make.member(city_id=None)))
    assert seen == (guests, members)


def test_the_list_says_of_two_cities_what_their_own_page_says_whoever_reads(
    db: Session, make: Make
) -> None:
    chance = Random(11)
    made = some_cities(make, 10, chance)
    topics = tree(db)
    known = [one.id for one in topics.rows]
    author = make.member(city_id=made[0].id)
    for given in (
        {"cities": [made[1]]},
        {"cities": made[2:4]},
        {"visibility": "city"},
        {"cities": [made[1]], "hidden_at": NOON},
        {"hidden_at": NOON},
        {"visibility": "public"},
    ):
        about = [db.get_one(Topic, one) for one in chance.sample(known, 2)]
        challenge = make.challenge(author, topics=about, **given)
        for city in chance.sample(made, 6):
            make.facing(challenge, make.member(city_id=city.id))
    readers: list[Actor] = [
        author,
        Guest(),
        make.convener(city_id=made[2].id),
        make.convener(city_id=None),
    ]
    readers += [make.member(city_id=one) for one in (made[1].id, made[3].id, made[9].id, None)]

    def said_by_pairs(here: City, me: Actor) -> list[Any]:
        both = [similar.pair(db, me, (here.slug, one.slug), topics, USUAL) for one in made[1:]]
        return [(one.other.city.name, one.likeness) for one in both if one.likeness.is_claimed]

    def said_by_list(me: Actor) -> list[Any]:
        return sorted(listed(db, made[0], me), key=lambda one: str(one[0]))

    catch_up(db)
    lists = [said_by_list(me) for me in readers]
    assert lists == [said_by_pairs(made[0], me) for me in readers]
    assert lists[0] != lists[3] != lists[1]


def test_what_has_changed_counts_at_once_before_its_line_is_written_anew(
    db: Session, make: Make
) -> None:
    here, there = two_that_face(make)
    catch_up(db)
    me = make.member(city_id=None)
    (challenge,) = db.exec(select(Challenge))

    assert [name for name, _how in listed(db, here, me)] == [there.name]
    told = DecisionDraft(rule="honesty", reason="They never met it.")
    moderation.hide(db, make.convener(), "challenge", challenge.id, told)
    db.commit()
    assert listed(db, here, me) == []


def test_what_its_author_took_away_counts_no_more_for_anybody(db: Session, make: Make) -> None:
    author, there = make.member(city_id=make.city("Here").id), make.city("There")
    trouble, topic = make.topic("Floods"), make.topic("Housing")
    here = db.get_one(City, author.city_id)
    for city in (here, there):
        make.priority(city, topic)
    for one in (author, make.member(city_id=there.id)):
        make.facing(make.challenge(one, topics=[trouble]), one)
    catch_up(db)
    me = make.member(city_id=None)

    def shared() -> Any:
        pair = similar.pair(db, me, (here.slug, there.slug), tree(db), USUAL)
        return [(there.name, pair.likeness)] if pair.likeness.is_claimed else []

    both = listed(db, here, me)
    assert both == shared() != []
    erase(db, author, takes_away=True)
    db.commit()
    assert listed(db, here, me) == shared() != both


def test_cities_of_one_name_are_two_cities(db: Session, make: Make) -> None:
    topic = make.topic()
    twins = [make.city("Valencia", slug=f"valencia-{code}", country=code) for code in ("ES", "VE")]
    for city in twins:
        make.priority(city, topic)
        author = make.member(city_id=city.id)
        make.facing(make.challenge(author, topics=[topic]), author)
    catch_up(db)
    found = similar.alike(db, make.member(), twins[0].id, tree(db))
    assert found is not None
    assert [one.other.city.slug for one in found.matches] == ["valencia-VE"]


def test_of_a_city_without_anything_no_likeness_is_claimed(db: Session, make: Make) -> None:
    some_cities(make, 6, Random(3))
    bare = make.city("Bare")
    catch_up(db)
    found = similar.alike(db, Guest(), bare.id, tree(db))
    assert found is not None
    assert (list(found.matches), found.here.facts.priorities) == ([], ())


def test_two_cities_are_compared_and_none_with_itself(db: Session, make: Make) -> None:
    here, there = two_that_face(make)
    me = make.member()
    ways = [
        similar.pair(db, me, slugs, tree(db), USUAL)
        for slugs in ((here.slug, there.slug), (there.slug, here.slug))
    ]
    assert [pair.here.city.name for pair in ways] == ["Here", "There"]
    assert ways[0].likeness == ways[1].likeness
    for slugs in ((here.slug, here.slug), (here.slug, "nowhere"), ("nowhere", "nowhere")):
        with pytest.raises(NotFound):
            similar.pair(db, me, slugs, tree(db), USUAL)


def test_a_line_of_facts_is_read_as_it_was_written() -> None:
    from_nothing = Facts(stages=("",) * 6)
    assert traits.unpacked(traits.packed(from_nothing)) == from_nothing


def test_lists_are_made_anew_once_a_day(db: Session, make: Make) -> None:
    some_cities(make, 3, Random(1))
    catch_up(db)
    assert traits.renew(db) == 0
    with clock.stopped(NOON + traits.AGE * 1.5):
        assert traits.renew(db, 100) >= 3
        assert traits.renew(db) == 0


@pytest.mark.parametrize("count", [3, 9])
def test_the_lists_take_as_many_queries_however_many_cities_there_are(
    db: Session, make: Make, connection: Connection, count: int
) -> None:
    made, me = some_cities(make, count, Random(2)), make.member(city_id=None)
    catch_up(db)
    topics = tree(db)
    with counted(connection) as by_list:
        similar.alike(db, me, made[0].id, topics)
    with counted(connection) as by_all:
        similar.alike_by(db, me, made[0].id, topics, dict(USUAL) | {"languages": 8})
    assert (len(by_list), len(by_all)) == (1, 3)


def test_a_priority_that_is_no_longer_in_use_counts_for_nothing(db: Session, make: Make) -> None:
    city, gone = make.city(), make.topic(retired_at=NOON)
    make.priority(city, gone)
    assert facts.known(db, [city.id])[city.id].priorities == ()
    assert db.exec(select(CityPriority)).first() is not None


def test_lists_become_true_again_a_few_at_a_time_after_topics_were_merged(
    db: Session, make: Make
) -> None:
    made, convener = some_cities(make, 12, Random(8)), make.convener(city_id=None)
    catch_up(db)
    gone, left = (topic_called(db, slug) for slug in ("topic-1", "topic-2"))
    merging.merge(db, convener, gone, into(left.slug))
    assert traits.renew(db, 2) == 2
    catch_up(db)
    assert [listed(db, one, convener) for one in made] == [brute(db, one) for one in made]
