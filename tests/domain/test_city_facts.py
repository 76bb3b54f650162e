"""What is said of cities: facts with their sources, openness with its evidence, and the history."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.core import clock
from backend.core.errors import Denied, Rejected
from backend.domain import subjects
from backend.domain.cities import history, queries, saying
from backend.domain.cities.attributes import ATTRIBUTES
from backend.domain.cities.drafts import FactDraft
from backend.domain.cities.filters import Filters
from backend.domain.cities.holdings import HOLDINGS
from backend.domain.cities.models import City, Openness, OpennessDraft
from backend.domain.cities.records import CityFact, OpennessStep
from backend.domain.cities.said import said
from backend.domain.holdings import Leaving
from backend.domain.members.models import Guest, Member
from backend.domain.moderation import actions as moderation
from backend.domain.moderation.models import DecisionDraft
from backend.domain.topics.queries import tree
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.queries import counted

WHY = DecisionDraft(rule="privacy", reason="The link leads to somebody's own page.")
CENSUS = {"source": "Census", "link": "https://ons.example/", "as_of": date(2021, 3, 21)}


@pytest.fixture
def bristol(make: Make) -> City:
    return make.city("Bristol", population=479_000, geonames_id=2654675, languages=["en"])


@pytest.fixture
def lead(make: Make, bristol: City) -> Member:
    return make.member("Amina", city_id=bristol.id, is_lead=True)


@pytest.fixture
def say(db: Session, bristol: City, lead: Member) -> Callable[..., CityFact]:
    """Say a fact as the lead, each a minute after the one before."""
    minutes = iter(range(1, 500))

    def saying_it(kind: str, value: str = "", **rest: Any) -> CityFact:
        with clock.stopped(NOON + timedelta(minutes=next(minutes))):
            return saying.say_fact(db, lead, bristol, kind, FactDraft(value=value, **rest))

    return saying_it


def value(db: Session, city: City, kind: str) -> tuple[str, str] | None:
    fact = said(db, [city])[city.id].facts.get(kind)
    return (fact.value, fact.source) if fact else None


def test_what_the_gazetteer_knows_is_a_fact_with_its_source(db: Session, bristol: City) -> None:
    facts = said(db, [bristol])[bristol.id].facts
    assert set(facts) == {"population", "languages"}
    population = facts["population"]
    assert (population.value, population.source) == ("479000", "GeoNames")
    assert population.link.endswith("/2654675")
    assert population.as_of is not None
    assert facts["languages"].source == "Unicode CLDR"


def test_the_newest_line_counts_and_the_older_ones_stay(
    db: Session, bristol: City, say: Callable[..., CityFact]
) -> None:
    say("population", "465,000", **CENSUS | {"as_of": date(2011, 3, 27)})
    say("population", "472 400", **CENSUS)
    say("population", "472400", **CENSUS)
    assert value(db, bristol, "population") == ("472400", "Census")
    assert bristol.population == 472_400
    lines = history.history(db, Guest(), bristol.id, "population").items
    assert [one.value for one in lines] == ["472400", "465000"]


def test_another_figure_is_not_put_under_the_source_of_the_one_before(
    db: Session, make: Make, bristol: City, say: Callable[..., CityFact]
) -> None:
    listed = said(db, [bristol])[bristol.id].facts["population"]
    assert listed.as_of is not None
    theirs: dict[str, Any] = {"source": listed.source, "link": listed.link, "as_of": listed.as_of}
    later = CENSUS | {"as_of": date(2022, 3, 21)}
    draft = FactDraft(value="500000", **theirs)
    after = datetime.combine(listed.as_of, time(12), UTC) + timedelta(days=2)
    with clock.stopped(after), pytest.raises(Rejected) as refusal:
        saying.say_fact(db, make.convener(), bristol, "population", draft)
    assert set(refusal.value.problems) == {"corrects"}
    say("population", "472400", **CENSUS)
    with pytest.raises(Rejected, match="its source and day are those of before"):
        say("population", "472401", **CENSUS)
    say("population", "472401", **CENSUS, corrects=True)
    say("population", "480000", **later)
    say("population", "480000", **later | {"source": "Registers"})
    say("population")
    assert value(db, bristol, "population") is None
    say("population", "480000", **later)
    say("website", "https://a.example")
    say("website", "https://b.example")
    lines = history.history(db, Guest(), bristol.id, "population").items
    assert [one.value for one in lines] == ["480000", "", "480000", "480000", "472401", "472400"]


def test_what_was_said_is_taken_back_by_saying_nothing(
    db: Session, bristol: City, say: Callable[..., CityFact]
) -> None:
    say("website", "https://bristol.example")
    assert bristol.website == "https://bristol.example/"
    say("website")
    assert value(db, bristol, "website") is None
    assert bristol.website == ""
    with pytest.raises(Rejected, match="fill this in"):
        say("portal")


@pytest.mark.parametrize(
    ("kind", "draft", "kept"),
    [
        ("population", {"value": "1.234.567"}, ("1234567", "")),
        ("population", {"value": "٤٧٩٠٠٠"}, ("479000", "")),
        ("population", {"value": "12,34,567"}, ("1234567", "")),
        ("area", {"value": "110,50"}, ("110.5", "km2")),
        ("area", {"value": "1000"}, ("1000", "km2")),
        ("budget", {"value": "2 150", "unit": "eur"}, ("2150", "EUR")),
        ("climate", {"value": "Cfb"}, ("Cfb", "")),
        ("powers", {"choices": ["housing", "water", "housing"]}, ("water housing", "")),
        ("languages", {"choices": ["cy", "en", "cy"]}, ("cy en", "")),
        ("portal", {"value": "https://data.b.example"}, ("https://data.b.example/", "")),
    ],
)
def test_a_fact_is_kept_in_one_way_of_writing(
    kind: str, draft: dict[str, Any], kept: tuple[str, str]
) -> None:
    assert ATTRIBUTES[kind].read(FactDraft(**draft)) == kept


@pytest.mark.parametrize(
    ("kind", "draft", "field"),
    [
        ("population", {"value": "many"}, "value"),
        ("population", {"value": "0"}, "value"),
        ("population", {"value": "9" * 60}, "value"),
        ("population", {"value": "-5"}, "value"),
        ("population", {"value": "4.5"}, "value"),
        ("population", {"value": "479,00"}, "value"),
        ("area", {"value": "1,234"}, "value"),
        ("area", {"value": "1e400"}, "value"),
        ("budget", {"value": "2150", "unit": "EUR"}, "source"),
        ("budget", {"value": "2150", "unit": "XYZ"}, "unit"),
        ("climate", {"value": "Xyz"}, "value"),
        ("powers", {"choices": ["war"]}, "choices"),
        ("languages", {"choices": ["klingon"]}, "choices"),
        (
            "languages",
            {"choices": ["en", "de", "fr", "es", "it", "pt", "nl", "sv", "da"]},
            "choices",
        ),
        ("website", {"value": "javascript:alert(1)"}, "value"),
        ("website", {"value": "https://b.example", "link": "ftp://b.example"}, "link"),
        ("portal", {"value": "https://user:secret@b.example/"}, "value"),
        ("population", {"value": "5", "as_of": date(2021, 3, 21)}, "source"),
        ("population", {"value": "5", "source": "Census"}, "as_of"),
        ("area", {"value": "5", **CENSUS, "as_of": date(2126, 1, 1)}, "as_of"),
        ("area", {"value": "5", **CENSUS, "as_of": date(1800, 1, 1)}, "as_of"),
        ("weather", {"value": "5"}, "kind"),
    ],
)
def test_what_cannot_be_compared_is_refused_and_nothing_is_kept(
    db: Session, bristol: City, lead: Member, kind: str, draft: dict[str, Any], field: str
) -> None:
    with pytest.raises(Rejected) as refusal:
        saying.say_fact(db, lead, bristol, kind, FactDraft(**draft))
    assert set(refusal.value.problems) == {field}
    assert db.exec(select(CityFact)).all() == []


def test_only_its_lead_and_conveners_say_something_of_a_city(
    db: Session, make: Make, bristol: City
) -> None:
    for nobody in (make.member(city_id=bristol.id), make.member(is_lead=True)):
        with pytest.raises(Denied):
            saying.say_fact(db, nobody, bristol, "website", FactDraft(value="https://b.example"))
    saying.say_fact(db, make.convener(), bristol, "website", FactDraft(value="https://b.example"))
    assert bristol.website == "https://b.example/"


def test_nobody_fills_the_history_in_a_day(db: Session, bristol: City, lead: Member) -> None:
    for n in range(saying.MOST_A_DAY):
        db.add(
            CityFact(
                author_id=lead.id, city_id=bristol.id, kind="area", value=f"{n}", as_of=NOON.date()
            )
        )
    db.flush()
    with pytest.raises(Rejected, match="go on tomorrow"):
        saying.say_how_open(db, lead, bristol, "data", OpennessDraft(stage="leading", words="Yes."))
    with clock.stopped(NOON + saying.DAY):
        saying.say_how_open(db, lead, bristol, "data", OpennessDraft(stage="leading", words="Yes."))


def test_a_wrong_link_is_hidden_and_what_was_said_before_counts_again(
    db: Session, make: Make, bristol: City, say: Callable[..., CityFact]
) -> None:
    convener = make.convener()
    say("website", "https://bristol.example")
    wrong = say("website", "https://wrong.example")
    many = say("population", "5", **CENSUS)
    for one in (wrong, many):
        moderation.hide(db, convener, "city_fact", one.id, WHY)
    assert value(db, bristol, "website") == ("https://bristol.example/", "")
    assert bristol.website == "https://bristol.example/"
    assert value(db, bristol, "population") == (f"{bristol.population}", "GeoNames")
    for me, seen in ((Guest(), 1), (make.member(), 1), (convener, 2)):
        assert len(history.history(db, me, bristol.id, "website").items) == seen
        assert bool(subjects.glances(db, me, [("city_fact", wrong.id)])) is (seen == 2)
    moderation.restore(db, convener, "city_fact", wrong.id, WHY)
    assert bristol.website == "https://wrong.example/"


def test_a_city_is_found_by_the_languages_in_which_it_works_now(
    db: Session, make: Make, bristol: City, say: Callable[..., CityFact]
) -> None:
    def found() -> dict[str, int]:
        """Each language of the choices that finds it, with the count beside it."""
        counts = queries.listed(db, Filters()).facets["language"]
        by_tag = {tag: queries.listed(db, Filters(language=[tag])) for tag in ("cy", "en", "fr")}
        return {tag: counts[tag] for tag, one in by_tag.items() if one.page.items}

    assert found() == {"en": 1}
    say("languages", choices=["cy", "en"])
    assert value(db, bristol, "languages") == ("cy en", "")
    assert found() == {"cy": 1, "en": 1}
    wrong = say("languages", choices=["fr"])
    assert found() == {"fr": 1}
    moderation.hide(db, make.convener(), "city_fact", wrong.id, WHY)
    assert found() == {"cy": 1, "en": 1}
    say("languages")
    assert (value(db, bristol, "languages"), found()) == (None, {})


def test_openness_keeps_every_step_and_falls_back_when_one_is_hidden(
    db: Session, make: Make, bristol: City, lead: Member
) -> None:
    for n, stage in enumerate(("exploring", "leading", "leading")):
        with clock.stopped(NOON + timedelta(minutes=n)):
            draft = OpennessDraft(stage=stage, words=f"We are {stage}.")
            saying.say_how_open(db, lead, bristol, "data", draft)
    steps = history.history(db, Guest(), bristol.id, "data").items
    assert [(one.value, one.author_id) for one in steps] == [
        ("leading", lead.id),
        ("exploring", lead.id),
    ]
    assert said(db, [bristol])[bristol.id].evidence[1].is_self_declared
    convener = make.convener()
    moderation.hide(db, convener, "openness_step", steps[0].id, WHY)
    assert said(db, [bristol])[bristol.id].evidence[1].stage == "exploring"
    moderation.hide(db, convener, "openness_step", steps[1].id, WHY)
    db.flush()
    assert db.get(Openness, (bristol.id, "data")) is None


def test_the_history_is_turned_page_by_page(db: Session, bristol: City, lead: Member) -> None:
    for n in range(23):
        with clock.stopped(NOON + timedelta(minutes=n)):
            one: dict[str, Any] = {"author_id": lead.id, "city_id": bristol.id}
            db.add(CityFact(**one, kind="area", value=f"{n}", as_of=NOON.date()))
            if n == 4:
                db.add(OpennessStep(**one, principle="data", stage="leading", words="Yes."))
    db.flush()
    first = history.history(db, Guest(), bristol.id)
    second = history.history(db, Guest(), bristol.id, after=first.next_key or "")
    assert [one.value for one in first.items][:2] == ["22", "21"]
    assert len(first.items) + len(second.items) == 24
    assert second.next_key is None


def test_a_city_keeps_what_somebody_said_who_has_gone(
    db: Session, bristol: City, lead: Member, say: Callable[..., CityFact]
) -> None:
    say("powers", choices=["water"], source="Amina Mensah’s list")
    gone = Leaving(lead.id, "Amina Mensah", lead.email, lead.slug, takes_away=True)
    for holding in HOLDINGS:
        holding.apply(db, gone)
    assert value(db, bristol, "powers") == ("water", "a former member’s list")


def test_what_is_said_of_three_cities_takes_one_query(
    db: Session, make: Make, bristol: City, connection: Connection
) -> None:
    others = [make.city(), make.city()]
    make.openness(others[0], "data", "leading", words="Yes.")
    for cities in ([bristol], [bristol, *others]):
        with counted(connection) as sent:
            assert len(said(db, cities)) == len(cities)
        assert len(sent) == 1


def test_cities_are_read_in_the_order_asked_for(db: Session, make: Make) -> None:
    topics = tree(db)
    for name in ("Bristol", "Quito"):
        make.city(name)
    found = queries.several(db, ["quito-gb", "atlantis", "bristol-gb"], topics)
    assert [city.name for city, _row in found] == ["Quito", "Bristol"]
