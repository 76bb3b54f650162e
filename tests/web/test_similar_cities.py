"""Cities like one as pages: their order follows the weights in the address, and each is explained."""

import re
from html import unescape

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.domain.cities.models import City
from backend.domain.matching import traits
from backend.domain.matching.likeness import USUAL
from tests.conftest import Connect, SignIn
from tests.support.browser import Browser
from tests.support.make import Make
from tests.support.queries import counted


@pytest.fixture
def bristol(db: Session, make: Make) -> City:
    """With a city that shares its priorities, and one that shares its size and language."""
    housing, floods = make.topic("Housing"), make.topic("Floods")
    data = make.topic("Open data", slug="open-data")
    bristol = make.city("Bristol", population=479_000, languages=["en"])
    peer = make.city("Medellín", country="CO", population=2_500_000, languages=["es"])
    twin = make.city("Leeds", population=480_000, languages=["en"])
    for city in (bristol, peer):
        make.priority(city, housing)
    make.priority(twin, data)
    for city in (bristol, peer, twin):
        author = make.member(city_id=city.id)
        topics = [floods] if city is not twin else [data, housing]
        make.facing(make.challenge(author, topics=topics, visibility="public"), author)
    make.openness(bristol, "data", "leading", words="All of it.")
    make.openness(peer, "data", "exploring", words="Some of it.")
    catch_up(db)
    return bristol


def catch_up(db: Session) -> None:
    while traits.renew(db, 50):
        pass
    db.commit()


def order(page: str) -> list[str]:
    return re.findall(r'<h2 class="title"><a href="/cities/([^"]+)">', page)


def points(page: str) -> list[int]:
    return [int(one) for one in re.findall(r"</strong>: (\d+) of \d+ points? ", page)]


def test_a_city_shows_those_like_it_with_the_reason(browser: Browser, bristol: City) -> None:
    page = browser.get(f"/cities/{bristol.slug}").text
    assert "Cities like Bristol" in page
    assert "Among the priorities of both: Housing." in page
    assert f'href="/cities/{bristol.slug}/similar"' in page


def test_a_city_that_is_its_own_country_is_told_by_its_name_alone(
    browser: Browser, db: Session, make: Make, bristol: City
) -> None:
    state = make.city("Singapore", country="SG", population=5_900_000, languages=["en", "zh"])
    catch_up(db)
    by_size = "?priorities=0&challenges=0&openness=0"
    others = order(browser.get(f"/cities/{state.slug}/similar{by_size}").text)
    assert others == ["leeds-gb", "bristol-gb", "medellin-gb"]
    pair = browser.get(f"/cities/{bristol.slug}/similar/{state.slug}").text
    assert "Both work in English." in pair
    assert re.search(r'>Singapore</a>\s*<span class="meta"></span>', pair)


def test_the_order_follows_the_weights_in_the_address(browser: Browser, bristol: City) -> None:
    address = f"/cities/{bristol.slug}/similar"
    usual = browser.get(address).text
    assert order(usual) == ["medell-n-gb", "leeds-gb"] or order(usual)[0].startswith("medell")
    by_size = f"{address}?priorities=0&challenges=0&openness=0&population=8&languages=8"
    moved = browser.get(by_size, piece=True).text
    assert order(moved)[0] == "leeds-gb"
    assert '<option value="0" selected>' in moved
    pair = re.search(r'href="(/cities/bristol-gb/similar/leeds-gb[^"]+)"', moved)
    assert pair, "the explanation keeps the weights"
    back = re.search(
        r'href="(/cities/bristol-gb/similar\?[^"]+)"', browser.get(unescape(pair[1])).text
    )
    assert back, "and so does the way back"
    assert order(browser.get(unescape(back[1])).text)[0] == "leeds-gb"


@pytest.mark.parametrize("query", ["priorities=99", "openness=x", "population=", "languages=8.0"])
def test_what_is_no_weight_is_read_as_the_usual_one(
    browser: Browser, bristol: City, query: str
) -> None:
    address = f"/cities/{bristol.slug}/similar"
    odd, usual = (browser.get(one).text for one in (f"{address}?{query}", address))
    assert order(odd) == order(usual)


def test_without_any_weight_no_city_is_named(browser: Browser, bristol: City) -> None:
    nothing = "&".join(f"{one}=0" for one in USUAL)
    page = browser.get(f"/cities/{bristol.slug}/similar?{nothing}").text
    assert "No city is like Bristol by this" in page


def test_a_pair_is_explained_and_its_points_add_up(
    browser: Browser, make: Make, bristol: City, sign_in: SignIn
) -> None:
    sign_in(make.member())
    page = browser.get(f"/cities/{bristol.slug}/similar").text
    address = re.search(r'href="(/cities/bristol-gb/similar/medell[^"]+)"', page)
    assert address
    pair = browser.get(address[1]).text
    assert "Bristol leads in open data, which Medellín explores." in pair
    assert "Both face challenges on: Floods." in pair
    assert "They have no official language in common." in pair
    score = re.search(r"(\d+) of 100", pair)
    assert score
    assert sum(points(pair)) == int(score[1])
    sources = pair.partition('id="sources"')[2].partition("</section>")[0]
    text = " ".join(re.sub("<[^>]+>", " ", sources).split())
    assert "Medellín : 2,500,000 ( GeoNames (People who live there) , 23 November 2026 )" in text
    assert "Bristol : 1 principle, self-declared" in text
    assert 'href="/cities/compare?city=bristol-gb&amp;city=medell' in pair


@pytest.mark.parametrize(
    ("ours", "theirs", "sentence"),
    [
        ("leading", "not_started", "Bristol leads in open data, which Medellín has not started."),
        ("exploring", "practising", "Medellín practises open data, which Bristol explores."),
        ("not_started", "exploring", "Medellín explores open data, which Bristol has not started."),
        ("exploring", "exploring", "Both are equally far in each principle of which both spoke."),
    ],
)
def test_whoever_is_ahead_is_named_however_little_it_is_worth(
    browser: Browser, make: Make, ours: str, theirs: str, sentence: str
) -> None:
    make.topic("Open data", slug="open-data")
    for name, stage in (("Bristol", ours), ("Medellín", theirs)):
        make.openness(make.city(name, slug=name[:3].lower()), "data", stage)
    assert sentence in browser.get("/cities/bri/similar/med").text


def test_what_is_not_known_is_said_and_how_to_mend_it(
    browser: Browser, db: Session, make: Make, bristol: City, sign_in: SignIn
) -> None:
    bare = make.city("Bare")
    catch_up(db)
    page = browser.get(f"/cities/{bare.slug}/similar").text
    assert "Too little is known of Bare yet" in page
    assert "Say what Bare puts first" not in page
    sign_in(make.member(city_id=bare.id, is_lead=True))
    assert 'href="/cities/bare-gb/edit"' in browser.get(f"/cities/{bare.slug}/similar").text
    pair = browser.get(f"/cities/{bristol.slug}/similar/{bare.slug}").text
    assert "Not known yet: what Bare puts first." in pair
    assert "That is too little to say that they are alike." in pair


@pytest.mark.parametrize("path", ["/nowhere/similar", "/bristol-gb/similar/nowhere"])
def test_a_city_that_is_not_there_is_like_none(browser: Browser, bristol: City, path: str) -> None:
    assert bristol.slug == "bristol-gb"
    assert browser.get(f"/cities{path}").status_code == 404


def test_a_city_is_not_compared_with_itself(browser: Browser, bristol: City) -> None:
    assert browser.get(f"/cities/{bristol.slug}/similar/{bristol.slug}").status_code == 404


def test_programs_read_the_same(connect: Connect, bristol: City) -> None:
    assert bristol.slug == "bristol-gb"
    program = connect()
    found = program.get("/cities/bristol-gb/similar").json()
    first = found["items"][0]
    assert first["city"]["name"] == "Medellín"
    assert sum(part["points"] for part in first["parts"]) == first["score"]
    assert found["weights"] == dict(USUAL)
    slug = first["city"]["slug"]
    own = program.get(f"/cities/bristol-gb/similar/{slug}", priorities=0, languages=8).json()
    assert own["parts"][0]["points"] == 0
    assert sum(part["points"] for part in own["parts"]) == own["score"]
    assert program.get("/cities/nowhere/similar").status_code == 404


def test_pages_of_likeness_ask_little(
    browser: Browser, make: Make, bristol: City, sign_in: SignIn, connection: Connection
) -> None:
    sign_in(make.member(city_id=bristol.id))
    costs = []
    for path in ("similar", "similar?openness=8", "similar/leeds-gb"):
        with counted(connection) as sent:
            assert browser.get(f"/cities/bristol-gb/{path}").status_code == 200
        costs.append(len(sent))
    assert costs == [4, 6, 5]
