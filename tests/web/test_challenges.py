"""Reading: the list with its filters, one challenge, its history; each page's cost and silence."""

import re
from dataclasses import dataclass

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.domain.challenges import actions
from backend.domain.challenges.models import FacingDraft
from backend.domain.cities.models import City
from backend.domain.members.models import Member, MemberTopic
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser
from tests.support.make import Make
from tests.support.queries import counted

SEEN_BY_ALL = {"guest", "applicant", "suspended"}
MEMBERS = {"partner", "member", "chosen", "colleague", "lead", "author", "convener"}


@dataclass
class Cast:
    """One of each who may ask."""

    author: Member
    chosen: City
    everyone: dict[str, Member | None]


@pytest.fixture
def cast(make: Make) -> Cast:
    asking, chosen = make.city("Asking"), make.city("Chosen")
    author = make.member(city_id=asking.id)
    everyone = {
        "guest": None,
        "applicant": make.member(city_id=chosen.id, admitted_at=None),
        "suspended": make.member(city_id=chosen.id, suspended_at=NOON),
        "partner": make.member(city_id=None),
        "member": make.member(),
        "lead": make.member(is_lead=True),
        "chosen": make.member(city_id=chosen.id),
        "colleague": make.member(city_id=asking.id),
        "author": author,
        "convener": make.convener(),
    }
    return Cast(author, chosen, everyone)


def titles(page: str) -> list[str]:
    """What a list names, in its order."""
    found = re.search(r'<section id="challenges".*?</section>', page, re.DOTALL)
    return re.findall(r"<bdi lang[^>]*>(.*?)</bdi>", found[0]) if found else []


def test_the_front_of_the_list(browser: Browser, make: Make) -> None:
    bogota = make.city("Bogotá")
    ana = make.member("Ana", city_id=bogota.id)
    challenge = make.challenge(
        ana, topics=[make.topic("Mobility")], visibility="public", title="Bike lanes"
    )
    make.answer(challenge)
    page = browser.get("/challenges").text
    for words in ("Open for answers", "Bogotá", "Mobility", "1 answer", "just now"):
        assert words in page
    assert f'href="/challenges/{challenge.slug}"' in page


def test_an_empty_list_says_what_belongs_there(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    assert "No challenges yet" in browser.get("/challenges").text
    assert "/challenges/new" not in browser.get("/challenges").text
    sign_in(make.member())
    assert 'href="/challenges/new"' in browser.get("/challenges").text
    assert "Nothing fits all of this" in browser.get("/challenges?status=solved&after=").text


def test_filters_stand_in_the_address_and_can_be_taken_away(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    topic, me = make.topic("Mobility"), make.member()
    db.add(MemberTopic(member_id=me.id, topic_id=topic.id, side="can_help"))
    make.challenge(topics=[topic], title="Bike lanes")
    make.challenge(title="Housing")
    sign_in(me)
    address = "/challenges?topic=mobility&region=europe&unanswered=on&my_topics=on&language="
    page = browser.get(address, piece=True).text
    assert titles(page) == ["Bike lanes"]
    assert page.lstrip().startswith("<section") == browser.htmx
    for without in (
        "region=europe&amp;unanswered=on&amp;my_topics=on",
        "topic=mobility&amp;unanswered=on&amp;my_topics=on",
        "topic=mobility&amp;region=europe&amp;my_topics=on",
    ):
        assert f'href="/challenges?{without}"' in page
    assert titles(browser.get("/challenges?topic=mobility&status=solved").text) == []


def test_an_unknown_filter_is_no_page(browser: Browser) -> None:
    for address in ("?topic=alchemy", "?status=draft", "?sort=best", "?after=x", "?region=mars"):
        assert browser.get(f"/challenges{address}").status_code == 404


def test_a_long_list_is_turned_page_by_page(browser: Browser, make: Make) -> None:
    for _each in range(23):
        make.challenge(visibility="public")
    first = browser.get("/challenges?sort=newest").text
    older = re.search(r'href="([^"]+)"\s+rel="next"', first)
    assert older
    second = browser.get(older[1].replace("&amp;", "&")).text
    assert len(titles(first)) == 20
    assert len(set(titles(first) + titles(second))) == 23
    assert 'rel="first"' in second


@pytest.mark.parametrize(
    ("visibility", "hidden", "seen_by"),
    [
        ("public", False, SEEN_BY_ALL | MEMBERS),
        ("members", False, MEMBERS),
        ("cities", False, {"chosen", "colleague", "author", "convener"}),
        ("public", True, {"author", "convener"}),
    ],
)
def test_lists_and_pages_show_it_to_whom_it_is_for(
    browser: Browser,
    sign_in: SignIn,
    make: Make,
    cast: Cast,
    *,
    visibility: str,
    hidden: bool,
    seen_by: set[str],
) -> None:
    challenge = make.challenge(
        cast.author,
        title="canary-of-title",
        context="canary-of-context",
        cities=[cast.chosen] if visibility == "cities" else [],
        visibility=visibility,
        hidden_at=NOON if hidden else None,
    )
    make.answer(challenge, body="canary-of-answer")
    nowhere = "x" * len(challenge.slug)
    there, elsewhere = f"/challenges/{challenge.slug}", f"/challenges/{nowhere}"
    for name, member in cast.everyone.items():
        browser.client.cookies.delete("session")
        if member is not None:
            sign_in(member)
        listed = browser.get("/challenges").text.count("canary")
        shown = browser.get(there)
        history = browser.get(f"{there}/history")
        if name in seen_by:
            # A convener opens what is for others, and lists leave it out.
            by_office = name == "convener" and visibility == "cities"
            assert (listed, shown.status_code) == (0 if by_office else 1, 200), name
            assert history.status_code == 200, name
            for canary in ("canary-of-title", "canary-of-context", "canary-of-answer"):
                assert canary in shown.text
        else:
            assert (listed, shown.status_code, history.status_code) == (0, 404, 404), name
            unknown = browser.get(elsewhere)
            assert shown.text.replace(challenge.slug, nowhere) == unknown.text
            assert {k: v for k, v in shown.headers.items() if k != "x-request-id"} == {
                k: v for k, v in unknown.headers.items() if k != "x-request-id"
            }


def test_a_hidden_challenge_says_so_to_who_sees_it(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    challenge = make.challenge(ana := make.member(), hidden_at=NOON)
    sign_in(ana)
    assert (
        "A convener has hidden this challenge" in browser.get(f"/challenges/{challenge.slug}").text
    )
    assert "Hidden" in browser.get("/challenges").text


def test_a_page_shows_all_of_a_challenge(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    ana = make.member("Ana", title="Engineer", city_id=make.city("Bogotá", country="CO").id)
    chosen = make.city("Chosen")
    challenge = make.challenge(
        ana,
        cities=[chosen],
        topics=[make.topic("Mobility")],
        tried="**Thicker** paint.",
        closed_at=NOON,
        solved=True,
        worked="Planters.",
        not_worked="Paint.",
    )
    make.answer(challenge, helped_at=NOON, body="Put up planters.")
    ben = make.member("Ben", city_id=chosen.id)
    actions.face(db, ben, challenge, FacingDraft(words="As bad here."))
    db.commit()
    sign_in(ana)
    page = browser.get(f"/challenges/{challenge.slug}").text
    for words in (
        "Solved",
        "Mobility",
        "Visible to chosen cities",
        "Shown to: Chosen",
        "Ana",
        "Engineer",
        "Colombia",
        "<strong>Thicker</strong> paint.",
        "What worked",
        "Planters.",
        "Helped Bogotá",
        "1 city faces this",
        "As bad here.",
        "This challenge is closed, so it takes no more answers.",
        "Edit the outcome",
    ):
        assert words in re.sub(r"\s+", " ", page), words


def test_a_guest_is_shown_the_way_in(browser: Browser, make: Make) -> None:
    challenge = make.challenge(visibility="public")
    answer = make.answer(challenge)
    page = browser.get(f"/challenges/{challenge.slug}").text
    assert "Members can answer." in page
    assert "form_token" not in page
    assert f"/reports/new?kind=answer&amp;subject_id={answer.id}" not in page


def test_names_show_as_far_as_their_owners_want(browser: Browser, make: Make) -> None:
    ana = make.member("Ana Secret", audience={"name": "members", "city": "members"})
    challenge = make.challenge(ana, city_id=None, visibility="public")
    make.answer(challenge, make.member("Ben Secret", audience={"name": "nobody"}))
    for address in ("/challenges", f"/challenges/{challenge.slug}"):
        page = browser.get(address).text
        assert "Secret" not in page
        assert "secret" not in page
        assert "A member" in page


def test_a_button_that_cannot_work_is_not_shown(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    challenge = make.challenge(ana := make.member())
    make.answer(challenge)
    doings = ("/facing", "/following", "/status", "/outcome", "/edit", "/help", "/answers")
    seen = {}
    for name, me in {
        "author": ana,
        "member": make.member(),
        "lead": make.member(city_id=ana.city_id, is_lead=True),
    }.items():
        sign_in(me)
        page = browser.get(f"/challenges/{challenge.slug}").text
        seen[name] = {doing for doing in doings if re.search(rf'[\w/-]+{doing}"', page)}
    assert seen == {
        "author": {"/status", "/outcome", "/edit", "/help"},
        "member": {"/facing", "/following", "/answers"},
        "lead": {"/following", "/status", "/outcome", "/help", "/answers"},
    }


def test_conveners_reach_moderation_and_members_the_report(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    challenge = make.challenge()
    answer = make.answer(challenge, hidden_at=NOON)
    ways = {}
    for name, me in {"member": make.member(), "convener": make.convener()}.items():
        sign_in(me)
        page = browser.get(f"/challenges/{challenge.slug}").text
        ways[name] = set(re.findall(r'href="(/reports/new|/moderation/\w+/[\w-]+)', page))
    assert ways == {
        "member": {"/reports/new"},
        "convener": {
            f"/moderation/challenge/{challenge.id}",
            f"/moderation/answer/{answer.id}",
        },
    }
    assert browser.get(f"/moderation/challenge/{challenge.id}").status_code == 200


def test_history_names_who_did_what(browser: Browser, sign_in: SignIn, make: Make) -> None:
    challenge = make.challenge(ana := make.member("Ana"))
    sign_in(ana)
    browser.send(f"/challenges/{challenge.slug}/status", status="in_progress")
    page = browser.get(f"/challenges/{challenge.slug}/history").text
    assert "Being worked on" in page
    assert "Ana" in page
    assert "4 May" in page


@pytest.mark.parametrize("how_many", [1, 3])
def test_reading_costs_the_same_however_much_there_is(
    browser: Browser,
    sign_in: SignIn,
    make: Make,
    connection: Connection,
    how_many: int,
) -> None:
    topic = make.topic()
    for _each in range(how_many):
        challenge = make.challenge(topics=[topic])
    for _each in range(how_many):
        make.facing(challenge, make.member())
        make.answer(challenge, parent=make.answer(challenge))
    sign_in(make.member())
    costs = {}
    for address in ("", f"/{challenge.slug}", f"/{challenge.slug}/history", "/drafts", "/new"):
        with counted(connection) as sent:
            assert browser.get(f"/challenges{address}").status_code == 200
        costs[address.replace(challenge.slug, "x")] = len(sent)
    assert costs == {"": 3, "/x": 8, "/x/history": 3, "/drafts": 2, "/new": 2}


def test_who_may_know_is_named_with_the_reason(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    topic = make.topic("Data trusts")
    erik = make.member("Erik Johansson")
    db.add(MemberTopic(member_id=erik.id, topic_id=topic.id, side="can_help"))
    db.commit()
    challenge = make.challenge(topics=[topic])
    sign_in(make.member())
    shown = browser.get(f"/challenges/{challenge.slug}").text
    assert "Erik Johansson" in shown
    assert "Can help with Data trusts." in shown
