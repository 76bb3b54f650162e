from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, col, select

from backend.core.errors import Denied, NotFound, Rejected
from backend.domain.cities import actions, gazetteer, policy, queries, saying
from backend.domain.cities.counting import MOST, OF_MANY
from backend.domain.cities.drafts import CityDraft, DomainsDraft
from backend.domain.cities.filters import Filters, conditions
from backend.domain.cities.models import (
    PRINCIPLE_NAMES,
    City,
    CityName,
    NameStart,
    Openness,
    OpennessDraft,
)
from backend.domain.cities.name_starts import starts
from backend.domain.cities.said import said as said_of
from backend.domain.cities.spots import MOST_SPOTS, spots
from backend.domain.members.models import Guest, Member
from backend.domain.search.queries import search
from backend.domain.topics.queries import tree
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.queries import counted


def place(text: str) -> gazetteer.Place:
    return gazetteer.find(text)[0]


def names(db: Session, **asked: Any) -> list[str]:
    return [row.name for row in queries.listed(db, Filters(**asked)).page.items]


def test_a_city_comes_from_the_gazetteer_once(db: Session) -> None:
    city = actions.from_place(db, place("Bogota"))
    assert actions.from_place(db, place("Santa Fe de Bogotá")) is city
    assert (city.slug, city.name, city.country) == ("bogota-co", "Bogotá", "CO")
    assert (city.region, city.zone) == ("latin_america", "America/Bogota")
    assert said_of(db, [city])[city.id].languages == ["es"]
    called = db.exec(select(CityName.words).where(col(CityName.city_id) == city.id)).all()
    assert "Bogotá" in called


def test_two_towns_of_one_name_have_two_addresses(db: Session) -> None:
    first, second = (one for one in gazetteer.find("Springfield, US")[:2])
    slugs = [actions.from_place(db, one).slug for one in (first, second)]
    assert slugs == ["springfield-us", "springfield-us-2"]


def test_everybody_finds_a_new_city_by_any_of_its_names(db: Session) -> None:
    actions.from_place(db, place("Munich"))
    for words in ("munchen", "MÜNCHEN", "Bavaria", "germany"):
        assert [hit.subject.slug for hit in search(db, Guest(), words).hits] == ["munich-de"], words


@pytest.fixture
def cast(make: Make) -> dict[str, Member | Guest]:
    city = make.city("Bristol")
    return {
        "guest": Guest(),
        "member": make.member(),
        "colleague": make.member(city_id=city.id),
        "lead": make.member(city_id=city.id, is_lead=True),
        "suspended_lead": make.member(city_id=city.id, is_lead=True, suspended_at=NOON),
        "other_lead": make.member(is_lead=True),
        "convener": make.convener(),
        "suspended_convener": make.convener(suspended_at=NOON),
    }


def test_its_lead_and_conveners_keep_a_citys_page(
    db: Session, cast: dict[str, Member | Guest]
) -> None:
    bristol = queries.one(db, "bristol-gb")
    edit = {name for name, me in cast.items() if policy.may_edit(me, bristol)}
    domains = {name for name, me in cast.items() if policy.may_set_domains(me, bristol)}
    follow = {name for name, me in cast.items() if policy.may_follow(me, bristol)}
    assert edit == {"lead", "convener"}
    assert domains == {"convener"}
    assert follow == {"member", "colleague", "lead", "other_lead", "convener"}


@pytest.fixture
def lead(make: Make) -> Member:
    return make.member(city_id=make.city("Bristol").id, is_lead=True)


@pytest.fixture
def bristol(db: Session, lead: Member) -> City:
    return db.get_one(City, lead.city_id)


def test_a_lead_sets_the_priorities_in_their_order(
    db: Session, make: Make, lead: Member, bristol: City
) -> None:
    make.topic("Housing")
    make.topic("Climate")
    draft = CityDraft.model_validate({"priorities": ["climate", "housing", "climate"]})
    actions.edit(db, lead, bristol, draft)
    actions.edit(db, lead, bristol, draft)
    _city, row = queries.mark(db, "bristol-gb", tree(db))
    assert [topic.label for topic in row.priorities] == ["Climate", "Housing"]


def test_a_priority_that_is_no_topic_is_refused(db: Session, lead: Member, bristol: City) -> None:
    with pytest.raises(Rejected) as refusal:
        actions.edit(db, lead, bristol, CityDraft(priorities=["unheard-of"]))
    assert set(refusal.value.problems) == {"priorities"}


def test_a_city_has_six_priorities_at_most() -> None:
    with pytest.raises(ValueError, match="priorities"):
        CityDraft.model_validate({"priorities": [f"topic-{n}" for n in range(7)]})


def test_a_city_says_how_open_it_is_in_ring_order(
    db: Session, make: Make, lead: Member, bristol: City
) -> None:
    make.openness(bristol, "source", "exploring", words="One repository.")
    draft = OpennessDraft(stage="leading", words="All data is open.", link="https://b.example/d")
    saying.say_how_open(db, lead, bristol, "data", draft)
    saying.say_how_open(db, lead, bristol, "source", OpennessDraft())
    _city, row = queries.mark(db, "bristol-gb", tree(db))
    assert row.stages == ("", "leading", "", "", "", "not_started")
    said = said_of(db, [bristol])[bristol.id].evidence
    assert [one.principle for one in said] == list(PRINCIPLE_NAMES)
    assert (said[1].words, said[1].link) == ("All data is open.", "https://b.example/d")
    assert [one.stage for one in said] == list(row.stages)
    assert not any(one.is_self_declared for one in said)


@pytest.mark.parametrize(
    ("principle", "sent", "field"),
    [
        ("data", {"stage": "leading"}, "words"),
        ("data", {"stage": "leading", "words": "Yes.", "link": "ftp://b.example"}, "link"),
        ("weather", {"stage": "leading", "words": "Sunny."}, "principle"),
    ],
)
def test_openness_needs_a_sentence_and_a_link_that_works(
    db: Session, lead: Member, bristol: City, principle: str, sent: dict[str, str], field: str
) -> None:
    with pytest.raises(Rejected) as refusal:
        saying.say_how_open(db, lead, bristol, principle, OpennessDraft(**sent))
    assert set(refusal.value.problems) == {field}


def test_there_are_four_stages_and_no_other() -> None:
    with pytest.raises(ValueError, match="stage"):
        OpennessDraft.model_validate({"stage": "best"})


def test_only_conveners_say_whose_mail_is_trusted(
    db: Session, make: Make, lead: Member, bristol: City
) -> None:
    sent = DomainsDraft(domains=["@Bristol.GOV.uk", "*.bristol.example", "stadt-köln.example"])
    with pytest.raises(Denied, match="Only conveners"):
        actions.set_domains(db, lead, bristol, sent)
    convener = make.convener()
    actions.set_domains(db, convener, bristol, sent)
    actions.set_domains(db, convener, bristol, sent)
    kept = ["*.bristol.example", "bristol.gov.uk", "xn--stadt-kln-67a.example"]
    assert list(queries.domains(db, bristol.id)) == kept


@pytest.mark.parametrize("words", ["bristol", "a b.example", "*.*.example", "x.*.example", "1.2"])
def test_what_is_no_domain_is_refused_in_words(
    db: Session, make: Make, bristol: City, words: str
) -> None:
    with pytest.raises(Rejected, match="no e-mail domain"):
        actions.set_domains(db, make.convener(), bristol, DomainsDraft(domains=[words]))


def test_cities_are_listed_by_name_and_found_by_any_beginning(db: Session, make: Make) -> None:
    bogota, bristol = make.city("Bogotá"), make.city("Bristol")
    santa = "santa fe de bacata"
    db.add_all(NameStart(**one) for one in starts(bogota.id, [santa]))
    db.commit()
    assert names(db) == ["Bogotá", "Bristol"]
    assert names(db, q="BOGOTA") == names(db, q="fe de") == ["Bogotá"]
    assert names(db, q="%") == names(db, q="stol") == names(db, q="' OR 1") == []
    assert bristol.name in names(db, q="bri")


def test_cities_are_found_as_if_every_name_were_read(db: Session) -> None:
    for town in ("Bogota", "New York City", "Saint-Denis, FR", "Sankt Pölten", "Tokyo", "Córdoba"):
        actions.from_place(db, place(town))
    every = db.exec(select(CityName.city_id, CityName.folded)).all()
    for asked in [
        "s",
        "san",
        "sankt p",
        "york",
        "denis",
        "ork",
        "東",
        "n y",
        "cor",
        "de",
        "%",
        "-",
    ]:
        read = {city for city, name in every if f" {name}".find(f" {asked}") >= 0}
        found = {row.id for row in queries.listed(db, Filters(q=asked)).page.items}
        assert found == read, asked


def test_cities_are_filtered_and_counted(db: Session, make: Make) -> None:
    housing, climate = make.topic("Housing"), make.topic("Climate")
    flats = make.topic("Flats", parent_id=housing.id)
    quito = make.city("Quito", country="EC", region="latin_america")
    lyon = make.city("Lyon", country="FR")
    make.city("Nantes", country="FR")
    make.priority(quito, flats)
    make.priority(lyon, climate)
    make.openness(quito, "data", "practising")
    make.openness(lyon, "data", "exploring")
    assert names(db, region=["latin_america"]) == ["Quito"]
    assert names(db, country=["FR", "EC"], topic=["climate", "housing"]) == ["Lyon", "Quito"]
    assert names(db, principle=["data"]) == ["Quito"]
    assert names(db, topic=["unheard-of"]) == names(db, region=["mars"]) == []
    found = queries.listed(db, Filters(country=["FR"], q="l"))
    assert found.count == 1
    assert found.facets["country"] == {"FR": 1}
    assert found.facets["region"] == {"europe": 1}
    assert queries.listed(db, Filters(country=["FR"])).facets["country"] == {"FR": 2, "EC": 1}
    assert queries.listed(db, Filters()).facets["principle"] == {"data": 1}


def test_cities_are_narrowed_by_size_language_and_climate(db: Session, make: Make) -> None:
    make.city("Suva", population=49_999, languages=["en", "fj"], climate="Af")
    make.city("Lyon", population=250_000, languages=["fr"], climate="Cfb")
    make.city("Nowhere", languages=[])
    assert names(db, size=["under-50000"]) == names(db, language=["fj", "de"]) == ["Suva"]
    assert names(db, size=["250000-1000000"]) == names(db, climate=["Cfb"]) == ["Lyon"]
    assert (
        names(db, size=["huge"]) == names(db, language=['"', "e"]) == names(db, climate=["%"]) == []
    )
    facets = queries.listed(db, Filters(language=["en"])).facets
    assert facets["language"] == {"en": 1, "fj": 1, "fr": 1}
    assert facets["size"] == {"under-50000": 1}
    assert facets["climate"] == {"Af": 1}


def test_pages_of_cities_follow_each_other_without_gaps(db: Session, make: Make) -> None:
    for n in range(23):
        make.city("Newport", slug=f"newport-{n}")
    first = queries.listed(db, Filters())
    second = queries.listed(db, Filters(after=first.page.next_key or ""))
    seen = {row.slug for found in (first, second) for row in found.page.items}
    assert len(seen) == first.count == 23
    assert second.page.next_key is None
    assert len(queries.listed(db, Filters(after="x")).page.items) == 20


def test_maps_show_towns_and_not_streets(db: Session, make: Make) -> None:
    make.city("Bristol", latitude=51.45523, longitude=-2.59665)
    (spot,) = spots(db, Filters(), tree(db))
    assert (spot.latitude, spot.longitude) == (51.5, -2.6)


@pytest.mark.parametrize("filters", [Filters(), Filters(region=["europe"])])
def test_a_map_shows_the_largest_and_last_those_whose_size_nobody_knows(
    db: Session, make: Make, filters: Filters
) -> None:
    sizes = [None, 500_000, 0, None, 2_800_000]
    made = [make.city(population=people, region="europe") for people in sizes]

    def largest() -> list[str]:
        ordered = sorted(made, key=lambda city: (-(city.population or 0), city.id))
        return [city.slug for city in ordered][:MOST_SPOTS]

    assert [one.slug for one in spots(db, filters, tree(db))] == largest()
    made += [make.city(population=1_000 + n % 7, region="europe") for n in range(MOST_SPOTS)]
    assert [one.slug for one in spots(db, filters, tree(db))] == largest()


def test_cities_that_put_a_topic_first_come_first(db: Session, make: Make) -> None:
    housing = make.topic("Housing")
    for name, position in (("Bristol", 2), ("Quito", 0), ("Lyon", 2)):
        make.priority(make.city(name), housing, position)
    for limit in (1, 2, 9):
        found = queries.putting_first(db, {housing.id}, tree(db), limit)
        assert [row.name for row in found] == ["Quito", "Bristol", "Lyon"][:limit]


def test_a_city_that_is_not_there_is_not_found(db: Session) -> None:
    for ask in (lambda: queries.one(db, "atlantis"), lambda: queries.mark(db, "x", tree(db))):
        with pytest.raises(NotFound, match="no such city"):
            ask()


def test_the_number_of_queries_does_not_grow_with_the_cities(
    db: Session, make: Make, connection: Connection
) -> None:
    housing = make.topic("Housing")

    def another() -> None:
        city = make.city()
        make.priority(city, housing)
        make.openness(city, "data", "leading")

    another()
    with counted(connection) as few:
        assert len(names(db)) == 1
    another()
    another()
    with counted(connection) as many:
        assert len(names(db)) == 3
    assert len(few) == len(many) == 3


def test_of_many_cities_the_newest_are_counted(db: Session, make: Make) -> None:
    for name, country in (("Aarhus", "DK"), ("Bergen", "NO"), ("Cork", "IE")):
        make.city(name, country=country)
    cut, whole = (queries.listed(db, Filters(), most=most) for most in (2, 3))
    assert (cut.count, cut.is_more, whole.count, whole.is_more) == (2, True, 3, False)
    chosen = queries.listed(db, Filters(country=["DK"]), most=2)
    assert (chosen.count, chosen.is_more, chosen.facets["country"]["DK"]) == (1, False, 1)
    assert [city.name for city in cut.page.items] == ["Aarhus", "Bergen", "Cork"]


def test_where_there_are_too_many_cities_to_count_all_few_are_counted(
    db: Session, make: Make
) -> None:
    there: dict[str, Any] = {"country": "NO", "latitude": 60, "longitude": 5, "zone": "Europe/Oslo"}
    for n in range(MOST):
        name = f"Bergen {n:04}"
        db.add(City(slug=f"bergen-{n}", name=name, folded=name.lower(), region="europe", **there))
    db.flush()
    all_of_them = queries.listed(db, Filters())
    assert (all_of_them.count, all_of_them.is_more) == (MOST, False)
    make.city("Cork", country="IE", region="europe")
    several = {
        "all": Filters(),
        "of a region": Filters(region=["europe"]),
        "of a country": Filters(country=["IE"]),
    }
    found = {name: queries.listed(db, filters) for name, filters in several.items()}
    assert {name: (one.count, one.is_more) for name, one in found.items()} == {
        "all": (OF_MANY, True),
        "of a region": (OF_MANY, True),
        "of a country": (1, False),
    }
    assert found["all"].facets["region"] == {"europe": OF_MANY}


def test_what_many_cities_have_and_what_few_have_is_found_alike(db: Session, make: Make) -> None:
    topic, other = make.topic(), make.topic()
    first = make.city(languages=["es", "ca"])
    second, third = make.city(languages=["pt"]), make.city()
    make.priority(first, topic)
    make.priority(second, other)
    db.add(Openness(city_id=first.id, principle="data", stage="leading"))
    db.add(Openness(city_id=third.id, principle="data", stage="exploring"))
    db.flush()
    first_alone = {"topic": [topic.slug]}, {"principle": ["data"]}, {"language": ["ca", "es"]}
    for asked in (Filters(**one) for one in first_alone):
        for walked in ((), ("topic", "principle", "language")):
            rules = conditions(asked, tree(db), walked).values()
            assert db.exec(select(City.id).where(*rules)).all() == [first.id], (asked, walked)


def test_a_topic_counts_the_cities_that_choosing_it_would_show(db: Session, make: Make) -> None:
    housing = make.topic("Housing")
    rents, registers = (make.topic(label, parent_id=housing.id) for label in ("Rents", "Registers"))
    both, one, other = (make.city() for _ in range(3))
    for position, topic in enumerate((rents, registers)):
        make.priority(both, topic, position)
    make.priority(one, rents)
    make.priority(other, housing)
    for chosen in (Filters(), Filters(topic=[rents.slug]), Filters(region=["europe"])):
        counts = queries.listed(db, chosen).facets["topic"]
        shown = {
            topic.slug: len(names(db, **chosen.chosen() | {"topic": [topic.slug]}))
            for topic in (housing, rents, registers)
        }
        assert counts == shown == {housing.slug: 3, rents.slug: 2, registers.slug: 1}
