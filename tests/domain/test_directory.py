"""Finding people: who is found, in which order, counted how, and why."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any, TypeAlias
from uuid import UUID

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, col

from backend.core import clock
from backend.core.errors import Denied
from backend.domain.directory.asked import MOST_CALLED, newest, question
from backend.domain.directory.filters import Filters
from backend.domain.directory.queries import Found, of_city, people, who_can_help
from backend.domain.directory.reasons import in_sentence
from backend.domain.members import actions, queries
from backend.domain.members.models import Guest, Member
from backend.domain.topics.queries import tree
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.queries import counted


@pytest.fixture
def me(make: Make) -> Member:
    return make.member("Zoe", city_id=make.city("Zagreb", country="HR").id)


Ask: TypeAlias = Callable[..., Found]


@pytest.fixture
def ask(db: Session, me: Member) -> Ask:
    return lambda **asked: people(db, me, Filters(**asked))


def names(found: Found) -> list[str]:
    return [match.person.name for match in found.page.items]


def reasons(found: Found) -> dict[str, list[str]]:
    return {
        match.person.name: [
            reason.words or "".join(f"[{p.words}]" if p.is_hit else p.words for p in reason.marked)
            for reason in match.reasons
        ]
        for match in found.page.items
    }


def findable(db: Session, *members: Member) -> None:
    for member in members:
        actions.make_findable(db, member)


def test_nobody_reads_why_they_fit_themselves(
    db: Session, make: Make, ask: Ask, me: Member
) -> None:
    trusts = make.topic("Data trusts")
    make.skill(me, trusts)
    make.skill(me, trusts, "looking_for")
    findable(db, me)
    assert reasons(ask(can_help=["data-trusts"])) == {"Zoe": []}


def test_everybody_who_takes_part_is_listed_by_name(make: Make, ask: Ask) -> None:
    make.member("Émile")
    make.member("Ana", audience={"name": "members"})
    make.member("Eve", suspended_at=NOON)
    make.member("Ada", admitted_at=None)
    make.member("Abe", erased_at=NOON)
    found = ask()
    assert names(found) == ["Ana", "Émile", "Zoe"]
    assert (found.people, found.cities) == (3, 3)


@pytest.mark.parametrize("what", [{"admitted_at": None}, {"suspended_at": NOON}])
def test_only_members_may_look(db: Session, make: Make, what: dict[str, Any]) -> None:
    with pytest.raises(Denied):
        people(db, make.member(**what), Filters())


def test_people_are_found_by_what_they_can_help_with(make: Make, me: Member, ask: Ask) -> None:
    principle = make.topic("Open data")
    trusts = make.topic("Data trusts", parent_id=principle.id)
    ana, ben, cem = make.member("Ana"), make.member("Ben"), make.member("Cem")
    make.skill(ana, trusts)
    make.skill(ben, trusts, "looking_for")
    make.skill(cem, trusts)
    cem.audience = {"can_help": "nobody"}
    found = ask(can_help=[trusts.slug])
    assert names(found) == ["Ana"]
    assert reasons(found) == {"Ana": ["Can help with data trusts."]}
    assert names(ask(can_help=[principle.slug])) == ["Ana"]
    assert names(ask(looking_for=[trusts.slug])) == ["Ben"]
    assert names(ask(can_help=["unheard-of"])) == []
    assert found.facets["can_help"] == {trusts.slug: 1, principle.slug: 1}
    assert found.facets["looking_for"] == {}
    assert me.name not in names(found)


def test_words_find_names_topics_and_profiles_in_this_order(
    db: Session, make: Make, ask: Ask
) -> None:
    trusts = make.topic("Data trusts")
    bees = make.member("Ana Bees", bio="Knows nothing of it.")
    says = make.member("Ben", bio="Wrote our agreement on data trusts in 2019.")
    seeks, helps = make.member("Cem"), make.member("Dia")
    make.skill(seeks, trusts, "looking_for")
    make.skill(helps, trusts)
    trust = make.member("Eve Data-Trusts")
    findable(db, bees, says, seeks, helps, trust)
    found = ask(q="data trusts")
    assert names(found) == ["Dia", "Cem", "Ben", "Eve Data-Trusts"]
    assert names(ask(q="eve data-trusts")) == ["Eve Data-Trusts"]
    assert reasons(found) == {
        "Dia": ["Can help with data trusts."],
        "Cem": ["Is looking for help with data trusts."],
        "Ben": ["Wrote our agreement on [data] [trusts] in 2019."],
        "Eve Data-Trusts": [],
    }


def test_a_topic_is_meant_by_any_of_its_names_in_any_language(
    db: Session, make: Make, ask: Ask
) -> None:
    trusts = make.topic("Data trusts")
    make.called(trusts, "Fideicomiso de datos", language="es")
    ana = make.member("Ana")
    make.skill(ana, trusts)
    findable(db, ana)
    found = ask(q="FIDEICOMISO  de datos")
    assert reasons(found) == {"Ana": ["Can help with data trusts."]}
    assert names(ask(q="data trust ana")) == ["Ana"]
    assert reasons(ask(q="fideicomisos de dato")) == {"Ana": ["Can help with data trusts."]}
    assert names(ask(q="datos de fideicomiso")) == []


def test_what_is_for_nobody_finds_nobody(db: Session, make: Make, ask: Ask) -> None:
    trusts = make.topic("Data trusts")
    city = make.city("Ushuaia", country="AR", region="latin_america")
    hidden = ("city", "bio", "languages", "hours", "can_help", "looking_for", "title")
    ana = make.member(
        "Ana",
        city_id=city.id,
        bio="Keeps bees.",
        title="Beekeeper",
        audience=dict.fromkeys(hidden, "nobody"),
    )
    make.spoken(ana, "es")
    make.skill(ana, trusts)
    findable(db, ana)
    for asked in (
        {"q": "data trusts"},
        {"q": "bees"},
        {"q": "beekeeper"},
        {"q": "Ushuaia"},
        {"can_help": [trusts.slug]},
        {"region": ["latin_america"]},
        {"country": ["AR"]},
        {"language": ["es"]},
        {"hours": "now"},
        {"hours": "mine"},
    ):
        assert "Ana" not in names(ask(**asked)), asked
    found = ask()
    assert (found.people, found.cities) == (2, 1)
    assert found.facets["region"] == {"europe": 1}
    assert found.facets["language"] == found.facets["can_help"] == {}
    assert found.facets["hours"] == {"now": 1, "mine": 1}


def test_people_are_found_by_where_they_work_and_what_they_speak(
    make: Make, me: Member, ask: Ask
) -> None:
    bogota = make.city("Bogotá", country="CO", region="latin_america", zone="America/Bogota")
    quito = make.city("Quito", country="EC", region="latin_america")
    ana = make.member("Ana", city_id=bogota.id, zone="America/Bogota")
    ben = make.member("Ben", city_id=quito.id)
    make.spoken(ana, "es")
    make.spoken(ana, "en")
    make.spoken(ben, "es")
    make.spoken(me, "en")
    assert names(ask(region=["latin_america"])) == ["Ana", "Ben"]
    assert names(ask(country=["EC", "HR"])) == ["Ben", "Zoe"]
    found = ask(language=["es"], country=["CO"])
    assert reasons(found) == {"Ana": ["Speaks Spanish."]}
    # Counts leave their own filter aside and keep to the others.
    assert found.facets["country"] == {"CO": 1, "EC": 1}
    assert found.facets["language"] == {"es": 1, "en": 1}
    assert found.facets["region"] == {"latin_america": 1}
    assert (found.people, found.cities) == (1, 1)


def test_people_are_found_while_their_offices_are_open(make: Make, ask: Ask) -> None:
    bogota = make.city(country="CO")
    make.member("Ana", city_id=bogota.id, zone="America/Bogota")
    make.member("Ben", work_starts=time(14), work_ends=time(20))
    early = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
    assert names(ask(hours="now")) == ["Zoe"]
    found = ask(hours="mine")
    assert reasons(found)["Ana"] == ["Office hours overlap with yours for 2 hours."]
    assert names(found) == ["Ana", "Ben", "Zoe"]
    with clock.stopped(datetime(2026, 5, 4, 14, 30, tzinfo=UTC)):
        assert reasons(ask(hours="now"))["Ben"] == ["In the office now."]
        assert names(ask(hours="now")) == ["Ana", "Ben", "Zoe"]
    with clock.stopped(early):
        assert names(ask(hours="now")) == ["Zoe"]


def test_on_a_weekend_those_are_found_whose_country_works_then(make: Make, ask: Ask) -> None:
    cairo = make.city("Cairo", country="EG", region="africa", zone="Africa/Cairo")
    make.member("Amal", city_id=cairo.id, zone="Africa/Cairo")
    # Where somebody works who shows their city to nobody, nobody is to find out by days of rest.
    make.member("Badr", city_id=cairo.id, zone="Africa/Cairo", audience={"city": "nobody"})
    with clock.stopped(datetime(2026, 5, 3, 12, 0, tzinfo=UTC)):
        assert names(ask(hours="now")) == ["Amal"]
    with clock.stopped(datetime(2026, 5, 1, 12, 0, tzinfo=UTC)):
        assert names(ask(hours="now")) == ["Badr", "Zoe"]


def test_what_we_have_in_common_is_a_reason_too(make: Make, me: Member, ask: Ask) -> None:
    trusts, housing = make.topic("Data trusts"), make.topic("Housing")
    make.skill(me, trusts, "looking_for")
    make.skill(me, housing)
    ana = make.member("Ana")
    make.skill(ana, trusts)
    make.skill(ana, housing, "looking_for")
    assert reasons(ask())["Ana"] == [
        "Can help with data trusts, which you are looking for.",
        "Is looking for help with housing, which you can help with.",
    ]


@pytest.mark.parametrize("asked", [{}, {"q": "bees"}])
def test_pages_follow_each_other_without_gaps(
    db: Session, make: Make, ask: Ask, asked: dict[str, str]
) -> None:
    members = [make.member(f"Ana {n % 3}", bio="Keeps bees.") for n in range(44)]
    findable(db, *members)
    first = ask(**asked)
    second = ask(**asked, after=first.page.next_key or "")
    third = ask(**asked, after=second.page.next_key or "")
    seen = [m.person.id for found in (first, second, third) for m in found.page.items]
    assert len(seen) == len(set(seen)) == first.people
    assert third.page.next_key is None


@pytest.mark.parametrize(
    "after",
    [
        "x",
        "0.x",
        *(f"{rank}.0190b3c2-aaaa-7bbb-8ccc-00000000000a" for rank in ("x", "²", "9" * 20)),
        ".",
    ],
)
def test_a_page_that_never_was_is_the_first(ask: Ask, after: str) -> None:
    assert names(ask(after=after)) == ["Zoe"]


@pytest.mark.parametrize("text", ["   ", "-bees", '""', "%", "_", "'", "x" * 5_000])
def test_odd_questions_are_harmless(ask: Ask, text: str) -> None:
    assert names(ask(q=text)) in ([], ["Zoe"])


def test_the_number_of_queries_does_not_grow_with_the_people(
    db: Session, make: Make, connection: Connection, me: Member
) -> None:
    trusts = make.topic("Data trusts")

    def another() -> None:
        one = make.member("Ana")
        make.skill(one, trusts)
        make.spoken(one, "es")
        findable(db, one)
        db.commit()

    chosen: dict[str, Any] = {"q": "data trusts", "language": ["es"]}
    both = Filters(**chosen), Filters(**chosen, hours="mine")

    def needed(how_many: int) -> list[int]:
        found = []
        for asked in both:
            with counted(connection) as sent:
                assert len(people(db, me, asked).page.items) == how_many
            found.append(len(sent))
        return found

    another()
    needed(1)  # on PostgreSQL a session looks up once how far its index goes
    few = needed(1)
    another()
    another()
    assert few == needed(3) == [6, 7]


def test_of_many_who_say_the_words_the_newest_are_looked_at_and_whoever_is_called_so(
    db: Session, make: Make, me: Member
) -> None:
    called = make.member("Mangrove Smith")
    old, new = (make.member(bio="I plant a mangrove.") for _ in range(2))
    findable(db, called, old, new)
    asked = question(db, "mangrove", tree(db))
    assert asked

    def found(saying: int, *needed: Any) -> tuple[set[UUID], bool]:
        some = newest(db, me, asked, needed, saying=saying)
        assert {*some.fitting} <= {*some.ids}
        return {UUID(one) for one in some.fitting}, some.is_cut

    assert found(1) == ({called.id, new.id}, True)
    assert found(4) == ({called.id, old.id, new.id}, False)
    assert found(4, col(Member.id) == old.id) == ({old.id}, False)


def test_who_says_a_longer_word_is_found_unless_enough_say_the_word_itself(
    db: Session, make: Make, me: Member
) -> None:
    word, longer = (make.member(bio=f"I plant a {word}.") for word in ("mangrove", "mangrovetum"))
    findable(db, word, longer)

    def found(text: str, saying: int) -> set[UUID]:
        asked = question(db, text, tree(db))
        assert asked
        return {UUID(one) for one in newest(db, me, asked, (), saying=saying).ids}

    assert found("mangrove", 2) == found("mangr", 2) == {word.id, longer.id}
    assert found("mangrove", 1) == {word.id}
    assert found("mangr", 1) == {longer.id}
    assert found('"mangrove"', 2) == {word.id}


def test_beside_words_a_choice_counts_whom_ticking_another_of_its_filter_would_add(
    make: Make, ask: Ask
) -> None:
    trusts = make.topic("Data trusts")
    for name, tongue in (("Ana", "es"), ("Ben", "ne"), ("Cai", "ne")):
        one = make.member(name)
        make.skill(one, trusts)
        make.spoken(one, tongue)
    make.spoken(make.member("Dov"), "es")
    for choice in ({}, {"hours": "mine"}):
        found = ask(q="data trusts", language=["ne"], **choice)
        assert names(found) == ["Ben", "Cai"]
        assert found.people == 2
        assert found.facets["language"] == {"es": 1, "ne": 2}


def test_of_many_who_are_found_by_words_those_of_a_rare_choice_are_looked_up_among_all(
    db: Session, make: Make, me: Member
) -> None:
    trusts, first = make.topic("Data trusts"), make.member("Ana")
    rare = [make.member(name) for name in ("Ben", "Cai", "Dov")]
    for one in (first, *rare, *(make.member() for _ in range(MOST_CALLED))):
        make.skill(one, trusts)
    for one in (*rare, me):
        make.spoken(one, "ne")
    make.spoken(first, "es")
    suspended, hidden = rare[1:]
    suspended.suspended_at, hidden.audience = NOON, {"languages": "nobody"}
    db.commit()
    found = people(db, me, Filters(q="data trusts", language=["ne"]))
    assert names(found) == ["Ben"]
    assert (found.people, found.is_more) == (1, False)


def test_a_citys_people_are_those_who_let_it_be_known(db: Session, make: Make) -> None:
    city = make.city()
    make.member("Ben", city_id=city.id)
    make.member("Cem", city_id=city.id, is_lead=True)
    make.member("Dia", city_id=city.id, audience={"city": "members"})
    make.member("Eve", city_id=city.id, audience={"name": "members"})
    make.member("Fay", city_id=city.id, suspended_at=NOON)
    known = tree(db)
    by_member = [one.name for one in of_city(db, make.member(), city.id, known)]
    by_guest = [one.name for one in of_city(db, Guest(), city.id, known)]
    assert by_member == ["Cem", "Ben", "Dia", "Eve"]
    assert by_guest == ["Cem", "Ben"]


def test_who_can_help_is_shown_to_visitors_only_where_it_is_public(db: Session, make: Make) -> None:
    trusts = make.topic("Data trusts")
    for name, to in (("Ana", "public"), ("Ben", "members"), ("Cem", "nobody")):
        make.skill(make.member(name, audience={"can_help": to}), trusts)
    known = tree(db)
    by_member = [one.name for one in who_can_help(db, make.member(), {trusts.id}, known)]
    by_guest = [one.name for one in who_can_help(db, Guest(), {trusts.id}, known)]
    assert (by_member, by_guest) == (["Ana", "Ben"], ["Ana"])


def test_labels_stand_in_sentences_as_they_are_said() -> None:
    assert [in_sentence(label) for label in ("Data trusts", "GIS", "الإسكان", "")] == [
        "data trusts",
        "GIS",
        "الإسكان",
        "",
    ]


def test_a_member_sees_what_others_see_of_them(db: Session, me: Member, ask: Ask) -> None:
    me.audience = {"title": "nobody"}
    me.title = "Beekeeper"
    db.commit()
    assert [match.person.title for match in ask().page.items] == [""]
    assert queries.mine(db, me).title == "Beekeeper"
