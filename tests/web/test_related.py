"""Related things on the pages of challenges, resources and roundtables, and for programs."""

import pytest
from sqlmodel import Session

from backend.domain.glossary import actions
from backend.domain.glossary.drafts import ConceptDraft
from tests.conftest import Connect
from tests.domain.test_related import roundtable
from tests.support.browser import Browser
from tests.support.make import Make


@pytest.mark.parametrize("kind", ["challenges", "resources", "roundtables"])
def test_a_page_names_what_is_related_and_why(
    browser: Browser, db: Session, make: Make, kind: str
) -> None:
    topic = make.topic("Data trusts")
    make.challenge(topics=[topic], title="First challenge", slug="one", visibility="public")
    make.challenge(topics=[topic], title="Second challenge", slug="two", visibility="public")
    make.challenge(topics=[topic], title="Members alone", slug="three")
    make.resource(topics=[topic], slug="one")
    roundtable(db, make, topic, "one")
    page = browser.get(f"/{kind}/one").text
    assert 'id="related"' in page
    assert "Also on Data trusts." in page
    assert 'href="/challenges/two"' in page
    assert "Members alone" not in page


def related_on(page: str) -> str:
    return page.partition('id="related"')[2].partition("</section>")[0]


def test_a_city_names_what_others_say_about_its_priorities(browser: Browser, make: Make) -> None:
    topic, bristol = make.topic("Data trusts"), make.city("Bristol", slug="bristol")
    make.priority(bristol, topic)
    ours = make.member(city_id=bristol.id)
    make.challenge(ours, topics=[topic], title="Of our own", visibility="public")
    make.challenge(topics=[topic], title="Of another", visibility="public")
    make.challenge(topics=[topic], title="Members alone")
    page = browser.get("/cities/bristol").text
    assert "Of our own" in page
    assert "Of another" in related_on(page)
    assert "Also on Data trusts." in related_on(page)
    assert "Of our own" not in related_on(page)
    assert "Members alone" not in page


def test_a_topic_names_what_is_about_it_besides_the_newest(browser: Browser, make: Make) -> None:
    topic = make.topic("Data trusts")
    titles = {f"Number {n}" for n in range(7)}
    for title in titles:
        make.challenge(topics=[topic], title=title, visibility="public")
    page = browser.get("/topics/data-trusts").text
    assert {title: page.count(f">{title}<") for title in titles} == dict.fromkeys(titles, 1)
    assert any(title in related_on(page) for title in titles)


def test_a_word_of_the_glossary_leads_to_what_is_about_its_topic(
    browser: Browser, db: Session, make: Make, connect: Connect
) -> None:
    topic = make.topic("Data trusts")
    words = [{"language": "en", "terms": ["fiduciary data"]}]
    draft = ConceptDraft.model_validate({"words": words, "topic": "data-trusts"})
    actions.add(db, make.convener(), draft)
    db.commit()
    assert 'id="related"' not in browser.get("/glossary/fiduciary-data").text
    make.challenge(topics=[topic], title="First challenge", visibility="public")
    make.challenge(topics=[topic], title="Members alone")
    related = related_on(browser.get("/glossary/fiduciary-data").text)
    assert ("First challenge" in related, "Members alone" in related) == (True, False)
    found = connect().get("/related/concept/fiduciary-data").json()
    assert [one["title"] for one in found] == ["First challenge"]


def test_a_person_is_related_by_the_topics_that_they_show(connect: Connect, make: Make) -> None:
    topic, ana = make.topic("Data trusts"), make.member("Ana")
    make.skill(ana, topic)
    make.challenge(topics=[topic], title="First challenge", visibility="public")
    address = f"/related/member/{ana.slug}"
    assert connect().get(address).json() == []
    found = connect(make.member()).get(address).json()
    assert [one["title"] for one in found] == ["First challenge"]


def test_a_thing_alone_has_nothing_related(browser: Browser, make: Make) -> None:
    make.challenge(topics=[make.topic()], slug="alone", visibility="public")
    assert 'id="related"' not in browser.get("/challenges/alone").text


def test_programs_ask_for_anything(connect: Connect, make: Make) -> None:
    topic = make.topic("Data trusts")
    make.challenge(topics=[topic], title="First challenge", slug="one", visibility="public")
    make.challenge(topics=[topic], title="Members alone", slug="two")
    found = connect().get("/related/topic/data-trusts").json()
    assert [one["path"] for one in found] == ["/challenges/one"]
    assert found[0]["reasons"] == ["Also on Data trusts."]
    assert len(connect(make.member()).get("/related/topic/data-trusts", limit=1).json()) == 1
    statuses = [
        connect().get(path).status_code
        for path in ("/related/topic/x", "/related/weather/x", "/related/challenge/two")
    ]
    assert statuses == [404, 422, 404]
    for kind in ("member", "twinning", "concept"):
        assert connect().get(f"/related/{kind}/nowhere").status_code == 404
