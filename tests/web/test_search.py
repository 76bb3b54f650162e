"""The search page with its pieces, and the same for programs."""

import re
from typing import Any

import pytest
from sqlmodel import Session, select

from backend.domain.challenges import actions as challenges
from backend.domain.search import actions, learning
from backend.domain.search.models import SearchGap
from tests.conftest import Connect, SignIn
from tests.support.browser import Browser
from tests.support.make import Make


@pytest.fixture(autouse=True)
def _things(db: Session, make: Make) -> None:
    housing = make.topic("Housing")
    for title, language in (("Housing plan", "en"), ("Housing register", "es")):
        made = make.challenge(title=title, topics=[housing], language=language, visibility="public")
        challenges.index(db, made)
    db.commit()


def titles(page: str) -> list[str]:
    found = re.findall(
        r'<h2 class="title"><a href="/challenges/[^"]+"[^>]*>(.*?)</a>', page, re.DOTALL
    )
    return [re.sub(r"<.*?>", "", title).strip() for title in found]


def test_what_is_found_is_listed_marked_counted_and_narrowed_by_the_address(
    browser: Browser,
) -> None:
    page = browser.get("/search?q=housing", piece=True).text
    assert titles(page) == ["Housing register", "Housing plan"]
    assert "<mark>Housing</mark>" in page
    assert "2 results" in page
    assert "Spanish (1)" in page or "Español (1)" in page
    narrowed = browser.get("/search?q=housing&language=es&kind=challenge&topic=housing").text
    assert titles(narrowed) == ["Housing register"]
    assert "Nothing here fits all of this" in browser.get("/search?q=housing&year=1999").text


def test_a_slip_is_put_right_with_one_click(browser: Browser) -> None:
    page = browser.get("/search?q=housng+plan", piece=True).text
    assert '<a href="/search?q=housing+plan">housing plan</a>' in page


def test_titles_are_suggested_while_one_types(browser: Browser) -> None:
    page = browser.get("/search/suggestions?q=housing+re", piece=True).text
    assert '<bdi>Housing register</bdi> <span class="meta">challenge</span></a>' in page
    assert "Housing plan" not in page
    assert browser.get("/search/suggestions?q=").status_code == 200
    assert "Nothing is called so." in browser.get("/search/suggestions?q=zz", piece=True).text


def test_what_is_suggested_by_another_of_its_names_says_which(
    browser: Browser, make: Make, db: Session
) -> None:
    mumbai = make.city("Mumbai")
    said: dict[str, Any] = {"slug": mumbai.slug, "title": "Mumbai", "body": "", "language": "en"}
    actions.index(db, "city", mumbai.id, **said, names=["Mumbay", "Bombaim"])
    page = browser.get("/search/suggestions?q=bomb", piece=True).text
    assert "<bdi>Mumbai</bdi>" in page
    assert '<span class="meta">also called Bombaim</span></a>' in page
    assert "also called" not in browser.get("/search/suggestions?q=mum", piece=True).text
    named = browser.get("/api/v1/search/suggestions?q=bomb").json()
    assert [(one["title"], one["also"]) for one in named["items"]] == [("Mumbai", "Bombaim")]


def test_every_page_suggests_in_its_header_and_asks_for_nothing_by_itself(
    browser: Browser,
) -> None:
    page = browser.get("/challenges").text
    asked = re.findall(r'hx-get="/search/suggestions"\s+hx-trigger="([^"]+)"', page)
    assert asked == [f"input changed delay:250ms from:#{one}" for one in ("find", "find-here")]


def test_where_nothing_is_found_the_words_become_a_challenge_and_peers_are_named(
    browser: Browser, make: Make, db: Session, sign_in: SignIn
) -> None:
    me = make.member()
    sign_in(me)
    page = browser.get("/search?q=snow+ploughs+%26+housing").text
    assert 'href="/challenges/new?title=snow+ploughs+%26+housing"' in page
    assert (
        "snow ploughs &amp; housing"
        in browser.get("/challenges/new?title=snow+ploughs+%26+housing").text
    )
    assert browser.get("/search/peers?q=snow+ploughs", piece=True).status_code == 200
    assert [one.words for one in db.exec(select(SearchGap))] == ["snow ploughs & housing"]


def test_of_a_slip_put_right_the_right_word_leads_to_whoever_may_know(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    sign_in(make.member())
    page = browser.get("/search?q=hosuing").text
    assert "Nothing was found for “hosuing”" in page
    assert 'hx-get="/search/peers?q=housing"' in page


def test_whoever_may_know_is_named_with_reasons_that_lead_to_their_records(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    snow = make.topic("Snow")
    adna = make.member("Adna")
    own = make.answer(make.challenge(topics=[snow]), adna)
    sign_in(make.member())
    page = browser.get("/search/peers?q=snow", piece=True).text
    assert f'#answer-{own.id}">Answered 1 challenge on this.</a>' in page
    assert 'href="/who-can-help?text=snow"' in page


def test_nobody_is_counted_who_only_narrows_or_visits(browser: Browser, db: Session) -> None:
    browser.get("/search?q=snow+ploughs")
    browser.get("/search?q=")
    assert db.exec(select(SearchGap)).all() == []


def test_what_is_close_in_meaning_is_shown_with_what_it_is_about(
    browser: Browser, make: Make, db: Session, sign_in: SignIn, connect: Connect
) -> None:
    homes, snow = make.topic("Homes"), make.topic("Snow")
    ana = make.member(city_id=make.city("Lima").id)
    for n in range(6):
        for title, topic in (("Rent and tenants", homes), ("Ploughs", snow)):
            challenges.index(db, make.challenge(ana, title=f"{title} {n}", topics=[topic]))
    learning.learn(db)
    sign_in(me := make.member())
    page = browser.get("/search?q=tenant+permafrost", piece=True).text
    assert "Nothing was found for" in page
    assert "Close in meaning" in page
    assert 'href="/topics/homes">Homes</a>' in page
    assert "Rent and tenants 5" in page
    assert "<bdi>Lima</bdi>" in page.partition("Close in meaning")[2]
    answer = connect(me).get("/search", q="tenant permafrost").json()
    assert [one["title"] for one in answer["close_in_meaning"]][:1] == ["Rent and tenants 5"]
    assert {one["line"] for one in answer["close_in_meaning"]} == {"Lima"}
    assert "Ploughs" not in repr(answer)


def test_where_nothing_says_all_the_words_what_says_some_is_shown(
    browser: Browser, make: Make, db: Session, sign_in: SignIn, connect: Connect
) -> None:
    challenges.index(db, make.challenge(title="Flood sirens"))
    sign_in(me := make.member())
    page = browser.get("/search?q=flood+permafrost", piece=True).text
    said = page.partition("With some of your words")[2]
    assert "<mark>Flood</mark> sirens" in said
    assert "Nothing was found for" in page
    assert "With some of your words" not in browser.get("/search?q=flood", piece=True).text
    answer = connect(me).get("/search", q="flood permafrost").json()
    assert [one["title"] for one in answer["with_some_words"]] == ["Flood sirens"]
    assert (answer["items"], answer["total"]) == ([], 0)


def test_programs_get_the_same(browser: Browser) -> None:
    answer = browser.get("/api/v1/search?q=housng").json()
    assert (answer["items"], answer["instead"]) == ([], "housing")
    answer = browser.get("/api/v1/search?q=housing&language=en").json()
    assert [one["title"] for one in answer["items"]] == ["Housing plan"]
    assert answer["counts"]["language"] == {"en": 1, "es": 1}
    assert answer["counts"]["topic"] == {"housing": 1}
    named = browser.get("/api/v1/search/suggestions?q=housing+p").json()
    assert [one["title"] for one in named["items"]] == ["Housing plan"]
