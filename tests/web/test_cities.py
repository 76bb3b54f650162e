"""Cities as pages: the list with its map, one city, and what is kept of it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.core import clock
from backend.domain.cities import queries, saying
from backend.domain.cities.drafts import FactDraft
from backend.domain.cities.models import City
from backend.domain.cities.said import said as said_of
from backend.domain.cities.spots import MOST_SPOTS
from backend.domain.members.models import Member
from backend.domain.notifications.queries import follows
from backend.domain.topics.queries import tree
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.queries import counted

UNSOURCED: dict[str, Any] = {"source": "", "link": "", "as_of": ""}
"""The fields of every form for a fact, left empty."""


@pytest.fixture
def bristol(make: Make) -> City:
    return make.city("Bristol", latitude=51.45523, longitude=-2.59665, population=479_000)


@pytest.fixture
def lead(make: Make, bristol: City) -> Member:
    return make.member("Amina", city_id=bristol.id, is_lead=True)


def names(page: str) -> list[str]:
    return re.findall(r'<h2 class="title"><a href="/cities/[^"]+">(.*?)</a>', page)


def test_everybody_sees_the_list_and_its_map(browser: Browser, make: Make, bristol: City) -> None:
    housing = make.topic("Housing")
    make.priority(bristol, housing)
    make.openness(bristol, "data", "leading")
    make.member(city_id=bristol.id)
    make.city("Quito", country="EC", region="latin_america")
    page = browser.get("/cities").text
    assert names(page) == ["Bristol", "Quito"]
    assert "2 cities" in page
    assert "1 person" in page
    # Links: a keyboard reaches them, and so does a reader of the list beside the map.
    spots = re.findall(r'<a class="spot" href="([^"]+)">', page)
    assert sorted(spots) == ["/cities/bristol-gb", "/cities/quito-gb"]
    assert "Open data: leading" in page
    assert 'href="/topics/housing"' in page
    assert "51.4" not in page


def test_the_list_is_narrowed_by_its_address(browser: Browser, make: Make, bristol: City) -> None:
    housing = make.topic("Housing")
    make.priority(bristol, housing)
    make.city("Quito", country="EC", region="latin_america")
    page = browser.get("/cities?q=bri&region=europe&topic=housing&country=GB", piece=True).text
    assert names(page) == ["Bristol"]
    assert page.count('<a class="spot"') == 1
    assert 'value="europe" checked' in page
    assert "No city fits all of this" in browser.get("/cities?region=mars").text


def test_further_cities_are_a_link_away(browser: Browser, make: Make) -> None:
    for n in range(21):
        make.city(f"City {n:02}")
    first = browser.get("/cities?region=europe").text
    older = re.search(r'href="(/cities\?[^"]+)"\s+rel="next"', first)
    assert older
    assert names(browser.get(older[1].replace("&amp;", "&")).text) == ["City 20"]


@pytest.mark.parametrize(
    "query", ["after=x", "principle=weather", "topic=unheard-of", f"q={'x' * 3000}", "q=%25%00"]
)
def test_odd_addresses_break_nothing(browser: Browser, query: str) -> None:
    assert browser.get(f"/cities?{query}").status_code == 200


def test_an_empty_network_says_how_cities_come(browser: Browser) -> None:
    page = browser.get("/cities").text
    assert "No cities yet" in page
    assert 'href="/join"' in page


def test_a_city_shows_what_it_says_of_itself(
    browser: Browser, make: Make, bristol: City, lead: Member
) -> None:
    link = "https://bristol.example/data"
    make.openness(bristol, "data", "leading", words="All data is open.", link=link)
    make.openness(bristol, "source", "exploring", words="One repository.")
    make.priority(bristol, make.topic("Housing"), 1)
    make.priority(bristol, make.topic("Climate"), 0)
    make.member("Eve", city_id=bristol.id, audience={"name": "members"})
    page = browser.get("/cities/bristol-gb").text
    assert "13:00 in Bristol" in page
    assert "479,000" in page
    assert page.index("Climate") < page.index("Housing")
    assert "All data is open." in page
    assert f'href="{link}"' in page
    assert page.count("Self-declared: there is no link to see it.") == 1
    assert page.count("</strong>, nothing said yet") == 4
    assert "Open government: nothing said yet; Open data: leading;" in page
    assert '<p dir="auto">All data is open.</p>' in page
    assert lead.name in page
    assert "Eve" not in page
    assert "Edit this page" not in page


def test_each_fact_stands_with_its_source_and_its_day(
    browser: Browser, bristol: City, lead: Member, db: Session
) -> None:
    saying.say_fact(db, lead, bristol, "website", FactDraft(value="https://bristol.example/"))
    budget = FactDraft(value="3900000", unit="COP", source="Accounts", as_of=NOON.date())
    saying.say_fact(db, lead, bristol, "budget", budget)
    db.commit()
    facts = browser.get("/cities/bristol-gb").text.partition('id="facts"')[2]
    website = facts.partition(">Website<")[2].partition("</dd>")[0]
    assert "The city’s own word, <bdi>4 May 2026</bdi>" in website
    assert ">COP\N{NO-BREAK SPACE}3,900,000<" in facts


def test_what_a_city_asks_itself_is_not_listed_again_as_what_it_faces_too(
    browser: Browser, make: Make, lead: Member
) -> None:
    own = make.challenge(lead, title="Paint that lasts", visibility="public")
    others = make.challenge(title="Of another city", visibility="public")
    make.facing(own, lead)
    make.facing(others, lead)
    page = browser.get("/cities/bristol-gb").text
    assert (page.count("Paint that lasts"), page.count("Of another city")) == (1, 1)


def test_a_city_shows_its_part_in_the_network(
    browser: Browser, make: Make, sign_in: SignIn, lead: Member
) -> None:
    make.challenge(lead, title="Paint that lasts", visibility="public")
    make.challenge(lead, title="Quiet trouble", visibility="members")
    make.challenge(lead, title="Hidden words", visibility="public", hidden_at=NOON)
    make.challenge(title="Of another city", visibility="public")
    guests = browser.get("/cities/bristol-gb").text
    sign_in(make.member())
    members = browser.get("/cities/bristol-gb").text
    shown = [
        [title for title in ("Paint", "Quiet", "Hidden", "Of another") if title in page]
        for page in (guests, members)
    ]
    assert shown == [["Paint"], ["Paint", "Quiet"]]


def test_roundtables_of_a_city_have_their_day_where_their_reader_is(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, bristol: City
) -> None:
    late = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)
    Meetings(db, make).planned(cities=[bristol], at=[late])
    for zone, day in (("Europe/London", "29 November"), ("Asia/Tokyo", "30 November")):
        sign_in(make.member(zone=zone))
        page = browser.get("/cities/bristol-gb").text
        assert day in page.partition('id="roundtables"')[2].partition("</section>")[0]


def test_a_city_that_is_not_there_is_not_found(browser: Browser) -> None:
    assert browser.get("/cities/atlantis").status_code == 404
    assert browser.send("/cities/atlantis/following").status_code == 401


def test_its_lead_changes_a_citys_page(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, lead: Member
) -> None:
    make.topic("Housing")
    make.topic("Climate")
    sign_in(lead)
    assert "Edit this page" in browser.get("/cities/bristol-gb").text
    form = browser.get("/cities/bristol-gb/edit").text
    assert 'name="priorities"' in form
    assert 'name="domains"' not in form
    sent = browser.send("/cities/bristol-gb", priorities=["climate", "", "housing", "climate"])
    assert landed_on(sent) == "/cities/bristol-gb"
    for kind, value in (
        ("website", {"value": "https://bristol.example/"}),
        ("languages", {"choices": ["en", "cy"]}),
    ):
        told = browser.send(f"/cities/bristol-gb/facts/{kind}", **UNSOURCED, **value)
        assert landed_on(told) == "/cities/bristol-gb/edit"
    db.expire_all()
    city, row = queries.mark(db, "bristol-gb", tree(db))
    assert [topic.slug for topic in row.priorities] == ["climate", "housing"]
    assert city.website == "https://bristol.example/"
    assert said_of(db, [city])[city.id].languages == ["en", "cy"]
    assert names(browser.get("/cities?language=cy").text) == ["Bristol"]
    said = browser.send(
        "/cities/bristol-gb/openness/data", stage="leading", words="All data is open.", link=""
    )
    assert landed_on(said) == "/cities/bristol-gb/edit"
    assert "All data is open." in browser.get("/cities/bristol-gb").text


def test_what_does_not_arrive_empties_nothing(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, bristol: City, lead: Member
) -> None:
    make.topic("Housing")
    sign_in(lead)
    here = "/cities/bristol-gb"
    browser.send(here, priorities=["housing"])
    browser.send(f"{here}/facts/website", **UNSOURCED, value="https://bristol.example/")
    browser.send(f"{here}/openness/data", stage="practising", words="All of it.", link="")
    for address, sent in (
        (here, {}),
        (f"{here}/facts/website", {}),
        (f"{here}/facts/website", dict(UNSOURCED)),
        (f"{here}/openness/data", {}),
        (f"{here}/openness/data", {"stage": "leading", "words": "All of it."}),
    ):
        answer = browser.send(address, **sent)
        assert (answer.status_code, "This did not arrive." in answer.text) == (422, True)
    sign_in(make.convener())
    browser.send(f"{here}/domains", domains=["bristol.gov.uk"])
    assert browser.send(f"{here}/domains").status_code == 422
    assert list(queries.domains(db, bristol.id)) == ["bristol.gov.uk"]
    db.expire_all()
    city, row = queries.mark(db, "bristol-gb", tree(db))
    kept = next(one for one in said_of(db, [city])[city.id].evidence if one.principle == "data")
    assert (city.website, kept.stage, kept.words) == (
        "https://bristol.example/",
        "practising",
        "All of it.",
    )
    assert [topic.slug for topic in row.priorities] == ["housing"]
    sign_in(lead)
    assert landed_on(browser.send(here, priorities=["", ""])) == here
    assert queries.mark(db, "bristol-gb", tree(db))[1].priorities == []


def test_with_scripts_only_the_form_that_was_sent_comes_back(
    browser: Browser, sign_in: SignIn, lead: Member
) -> None:
    sign_in(lead)
    answers = [
        browser.send("/cities/bristol-gb/facts/population", **UNSOURCED, value="abc").text,
        browser.send("/cities/bristol-gb/openness/data", stage="leading", words="", link="").text,
    ]
    others = ("/cities/bristol-gb/facts/area", "/cities/bristol-gb/openness/source")
    for answer, other in zip(answers, others, strict=True):
        assert answer.count("<form") == 1 or not browser.htmx
        assert (other in answer) is not browser.htmx


def test_who_changes_a_figure_alone_is_asked_whether_it_was_a_slip(
    browser: Browser, db: Session, sign_in: SignIn, bristol: City, lead: Member
) -> None:
    sign_in(lead)
    address = "/cities/bristol-gb/facts/area"
    census: dict[str, Any] = {"source": "Census", "link": "", "as_of": "2021-03-21"}
    browser.send(address, **census, value="110")
    assert "was a slip" not in browser.get("/cities/bristol-gb/edit").text
    asked = browser.send(address, **census, value="110.5")
    assert (asked.status_code, 'value="110.5"' in asked.text) == (422, True)
    assert said_of(db, [bristol])[bristol.id].facts["area"].value == "110"
    assert 'name="corrects"' in asked.text
    with clock.stopped(NOON + timedelta(minutes=1)):
        sent = browser.send(address, **census, value="110.5", corrects="yes")
    assert landed_on(sent) == "/cities/bristol-gb/edit"
    assert said_of(db, [bristol])[bristol.id].facts["area"].value == "110.5"


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    browser: Browser, sign_in: SignIn, lead: Member
) -> None:
    sign_in(lead)
    facts = browser.send(
        "/cities/bristol-gb/facts/website",
        **UNSOURCED | {"value": "bristol", "link": "https://kept.example/"},
    )
    address = "/cities/bristol-gb/openness/data"
    openness = browser.send(address, stage="leading", words="", link="kept link")
    best = browser.send(address, stage="best", words="Kept words.", link="")
    assert [a.status_code for a in (facts, openness, best)] == [422] * 3
    weather = browser.send("/cities/bristol-gb/openness/weather", stage="leading", words="Sun.")
    assert (weather.status_code, "There is no such principle." in weather.text) == (404, True)
    assert "Please give a whole link" in facts.text
    assert "https://kept.example/" in facts.text
    assert "Please say in a sentence" in openness.text
    assert "kept link" in openness.text
    assert "Kept words." in best.text


def test_conveners_say_whose_mail_is_trusted(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, bristol: City
) -> None:
    sign_in(make.convener())
    assert 'name="domains"' in browser.get("/cities/bristol-gb/edit").text
    wrong = browser.send("/cities/bristol-gb/domains", domains=["bristol.gov.uk", "no domain"])
    assert wrong.status_code == 422
    assert "no domain" in wrong.text
    browser.send("/cities/bristol-gb/domains", domains=["bristol.gov.uk", "", ""])
    assert list(queries.domains(db, bristol.id)) == ["bristol.gov.uk"]
    emptied = browser.send("/cities/bristol-gb/domains", domains=[""])
    assert landed_on(emptied) == "/cities/bristol-gb/edit"
    assert list(queries.domains(db, bristol.id)) == []


@pytest.mark.parametrize(
    "who", ["member", "colleague", "other_lead", "suspended_lead", "applicant"]
)
def test_nobody_else_changes_it(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, bristol: City, who: str
) -> None:
    members = {
        "member": make.member(),
        "colleague": make.member(city_id=bristol.id),
        "other_lead": make.member(is_lead=True),
        "suspended_lead": make.member(city_id=bristol.id, is_lead=True, suspended_at=NOON),
        "applicant": make.member(city_id=bristol.id, admitted_at=None),
    }
    sign_in(members[who])
    answers = [
        browser.get("/cities/bristol-gb/edit"),
        browser.send("/cities/bristol-gb", priorities=[]),
        browser.send("/cities/bristol-gb/facts/website", value="https://evil.example/"),
        browser.send("/cities/bristol-gb/openness/data", stage="leading", words="Ours."),
        browser.send("/cities/bristol-gb/domains", domains=["evil.example"]),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5
    db.expire_all()
    assert bristol.website == ""
    assert list(queries.domains(db, bristol.id)) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("*.co.uk", "Anybody can have a name under co.uk: it cannot be a city’s own."),
        ("mail.gmail.com", "Anybody can have an address at mail.gmail.com"),
    ],
)
def test_what_anybody_can_have_is_not_trusted(
    browser: Browser,
    db: Session,
    make: Make,
    sign_in: SignIn,
    bristol: City,
    words: str,
    sentence: str,
) -> None:
    sign_in(make.convener())
    wrong = browser.send("/cities/bristol-gb/domains", domains=["bristol.gov.uk", words])
    assert (wrong.status_code, sentence in wrong.text) == (422, True)
    assert f'value="{words}"' in wrong.text
    assert list(queries.domains(db, bristol.id)) == []


def test_a_lead_cannot_trust_a_domain(
    browser: Browser, db: Session, sign_in: SignIn, bristol: City, lead: Member
) -> None:
    sign_in(lead)
    sent = browser.send("/cities/bristol-gb/domains", domains=["evil.example"])
    assert sent.status_code == 403
    assert list(queries.domains(db, bristol.id)) == []


def test_following_a_city_and_no_longer(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, bristol: City
) -> None:
    me = make.member()
    sign_in(me)
    for said in ("true", "false"):
        assert (
            landed_on(browser.send("/cities/bristol-gb/following", said=said))
            == "/cities/bristol-gb"
        )
        db.expire_all()
        assert follows(db, me.id, "city", bristol.id) is (said == "true")
    sign_in(make.member(suspended_at=NOON))
    assert browser.send("/cities/bristol-gb/following").status_code == 403


def test_pages_take_the_same_few_queries_however_much_there_is(
    browser: Browser,
    make: Make,
    sign_in: SignIn,
    bristol: City,
    lead: Member,
    connection: Connection,
) -> None:
    def grow() -> None:
        city, topic = make.city(), make.topic()
        make.priority(city, topic)
        make.priority(bristol, topic)
        make.openness(city, "data", "leading", words="Yes.")
        make.member(city_id=bristol.id)
        make.challenge(lead)

    def cost(address: str) -> int:
        browser.get(address)
        with counted(connection, kept=True) as sent:
            assert browser.get(address).status_code == 200
        return len(sent)

    sign_in(make.convener(city_id=bristol.id))
    addresses = (
        "/cities?region=europe&q=c&language=en&size=under-50000&climate=Cfb",
        "/cities/bristol-gb",
        "/cities/bristol-gb/edit",
        "/cities/bristol-gb/history",
        "/cities/compare?city=bristol-gb&q=c",
    )
    grow()
    few = [cost(address) for address in addresses]
    grow()
    grow()
    assert [cost(address) for address in addresses] == few
    assert max(few) <= 8


def test_two_cities_stand_side_by_side_with_every_source(
    browser: Browser, make: Make, bristol: City, lead: Member, db: Session
) -> None:
    quito = make.city("Quito", country="EC", region="latin_america", population=1_399_000)
    make.openness(quito, "data", "leading", words="All of it.", link="https://quito.example/d")
    powers = FactDraft(choices=["water", "housing"], source="City charter")
    saying.say_fact(db, lead, bristol, "powers", powers)
    db.commit()
    page = browser.get("/cities/compare?city=quito-gb&city=bristol-gb").text
    assert page.index("Quito</bdi>") < page.index("Bristol</bdi>")
    assert "City charter" in page
    assert page.count("<bdi>GeoNames</bdi>") == 2
    assert "<strong>Water and sewers</strong>" in page
    assert 'href="https://quito.example/d"' in page
    assert 'href="/cities/compare?city=quito-gb"' in page
    assert "self-declared" not in page
    assert page.count("Nothing said yet") == 11
    assert ("Not started" in page, page.count("in bold: not in each city")) == (False, 1)


@pytest.mark.usefixtures("bristol")
def test_a_city_is_added_by_its_name_in_any_spelling(browser: Browser, make: Make) -> None:
    make.city("Bogotá")
    found = browser.get("/cities/compare?city=bristol-gb&q=BOGOTA").text
    assert 'href="/cities/compare?city=bristol-gb&amp;city=bogota-gb"' in found
    assert "No other city" in browser.get("/cities/compare?city=bristol-gb&q=bristol").text
    for n in range(3):
        make.city(f"City {n}", slug=f"c{n}")
    four = browser.get("/cities/compare?city=c0&city=c1&city=c2&city=bristol-gb").text
    assert "Three cities fit side by side." in four
    assert 'name="q"' not in four.partition("<main")[2]
    lost = browser.get(f"/cities/compare?city=atlantis&city={'x' * 500}&q=%00")
    assert (lost.status_code, "atlantis" in lost.text) == (200, True)


def test_who_compares_is_offered_their_own_city_first(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    offer = 'href="/cities/compare?city=quito-gb"'
    assert offer not in browser.get("/cities/compare").text
    sign_in(make.member(city_id=make.city("Quito").id))
    assert offer in browser.get("/cities/compare").text


def test_the_map_marks_who_asks_as_far_as_one_may_see(
    browser: Browser, make: Make, sign_in: SignIn, lead: Member
) -> None:
    quito = make.city("Quito")
    make.challenge(lead, visibility="public", hidden_at=NOON)
    make.challenge(lead, cities=[quito])
    make.challenge(lead, visibility="public", closed_at=NOON)
    asked = make.challenge(make.member(city_id=quito.id), visibility="members")
    assert asked.city_id == quito.id

    def marked() -> tuple[int, str]:
        page = browser.get("/cities").text
        said = re.findall(r"</svg>((?:Small|Larger) point: .*)\n", page)
        return page.partition("<figcaption")[0].count('class="spot marked"'), "; ".join(said)

    assert marked() == (0, "Small point: a city")
    sign_in(make.member())
    larger = "Small point: a city; Larger point: "
    assert marked() == (1, larger + "1 city that asks the network something now")
    sign_in(make.member(city_id=quito.id))
    assert marked() == (2, larger + "2 cities that ask the network something now")


def test_a_map_that_does_not_show_all_cities_says_which_it_shows(
    browser: Browser, make: Make
) -> None:
    said = f"The {MOST_SPOTS} largest cities are shown."
    for n in range(MOST_SPOTS):
        make.city(population=1_000 + n)
    assert said not in browser.get("/cities").text
    make.city(population=10)
    assert said in browser.get("/cities").text


def test_history_says_who_said_what_and_when(
    browser: Browser, make: Make, sign_in: SignIn, lead: Member
) -> None:
    sign_in(lead)
    portal = "https://data.bristol.example"
    browser.send("/cities/bristol-gb/facts/portal", **UNSOURCED, value=portal)
    browser.send("/cities/bristol-gb/openness/data", stage="leading", words="All of it.", link="")
    page = browser.get("/cities/bristol-gb/history").text
    assert [one in page for one in ("data.bristol.example", "All of it.", lead.name)] == [True] * 3
    assert "/reports/new" not in page.partition("<main")[2]
    sign_in(make.member())
    about = browser.get("/cities/bristol-gb/history?about=data").text
    assert "data.bristol.example" not in about
    link = re.search(r'href="(/reports/new\?kind=openness_step[^"]+)"', about)
    assert link
    report = browser.get(link[1].replace("&amp;", "&"))
    assert (report.status_code, "All of it." in report.text) == (200, True)
    assert browser.get("/cities/bristol-gb/history?about=weather&after=x").status_code == 200
