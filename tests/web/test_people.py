"""People as pages: the directory, one profile, following."""

import re
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.domain.members import actions
from backend.domain.members.audience import FIELDS
from backend.domain.members.models import Member
from backend.domain.notifications.queries import follows
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.queries import counted


@pytest.fixture
def me(make: Make) -> Member:
    return make.member("Zoe", city_id=make.city("Zagreb").id)


def names(page: str) -> list[str]:
    return re.findall(r'<h2 class="title"><a href="/people/[^"]+"><bdi>(.*?)</bdi>', page)


def test_the_directory_finds_by_words_and_says_why(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, me: Member
) -> None:
    bogota = make.city("Bogotá", country="CO", region="latin_america", zone="America/Bogota")
    trusts = make.topic("Data trusts")
    ana = make.member("Ana", title="Head of data", city_id=bogota.id, zone="America/Bogota")
    make.skill(ana, trusts)
    actions.make_findable(db, ana)
    sign_in(me)
    page = browser.get("/people?q=data+trust&region=latin_america&can_help=data-trusts").text
    assert names(page) == ["Ana"]
    assert "1 person in 1 city" in page
    assert "Can help with data trusts." in page
    assert "07:00 there" in page
    assert 'value="latin_america" checked' in page
    assert '<option value="data-trusts" selected>Data trusts (1)</option>' in page
    assert "Head of data" in page


def test_the_list_alone_is_the_same_as_in_the_page(
    browser: Browser, make: Make, sign_in: SignIn, me: Member
) -> None:
    make.member("Ana")
    sign_in(me)
    whole = browser.get("/people").text
    piece = browser.get("/people", piece=True).text
    assert names(piece) == names(whole) == ["Ana", "Zoe"]
    assert piece.startswith("<!DOCTYPE") is not browser.htmx


def test_further_people_are_a_link_away(
    browser: Browser, make: Make, sign_in: SignIn, me: Member
) -> None:
    for n in range(21):
        make.member(f"Ana {n:02}")
    sign_in(me)
    first = browser.get("/people?region=europe").text
    assert len(names(first)) == 20
    older = re.search(r'href="(/people\?[^"]+)"\s+rel="next"', first)
    assert older
    second = browser.get(older[1].replace("&amp;", "&")).text
    assert names(second) == ["Ana 20", "Zoe"]
    assert 'rel="first"' in second


def test_nobody_found_leads_back_to_everybody(
    browser: Browser, sign_in: SignIn, me: Member
) -> None:
    sign_in(me)
    page = browser.get("/people?country=AQ").text
    assert "Nobody fits all of this" in page
    assert 'href="/people"' in page


@pytest.mark.parametrize(
    "query",
    [
        "region=mars&language=klingon&country=ZZ",
        "can_help=unheard-of",
        "hours=always",
        "after=x",
        "after=0.0190b3c2-aaaa-7bbb-8ccc-00000000000a",
        "q=%00%22%3Cscript%3E",
        f"q={'x' * 3000}",
        "&".join(f"region=r{n}" for n in range(300)),
    ],
)
def test_odd_addresses_break_nothing(
    browser: Browser, sign_in: SignIn, me: Member, query: str
) -> None:
    sign_in(me)
    answer = browser.get(f"/people?{query}")
    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_who_is_no_member_learns_what_is_here_and_sees_nobody(
    browser: Browser, make: Make, sign_in: SignIn, me: Member
) -> None:
    said = {"guest": browser.get(f"/people?q={me.name}").text}
    others: dict[str, dict[str, Any]] = {
        "applicant": {"admitted_at": None},
        "out": {"suspended_at": NOON},
    }
    for name, what in others.items():
        sign_in(make.member(name, **what))
        said[name] = browser.get("/people").text
    assert "Members find each other here" in said["guest"]
    assert 'href="/join"' in said["guest"]
    assert "as soon as you have been admitted" in said["applicant"]
    assert "suspended" in said["out"]
    assert not any("Zoe" in page for page in said.values())


def test_a_profile_shows_each_reader_what_is_for_them(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    ana = make.member(
        "Ana",
        city_id=make.city("Bogotá").id,
        pronunciation="AH-na",
        title="Head of data",
        bio="Opened the **budget**.",
        zone="America/Bogota",
        audience={"title": "public", "bio": "nobody"},
    )
    make.skill(ana, make.topic("Data trusts"))
    address = f"/people/{ana.slug}"
    guests = browser.get(address).text
    sign_in(make.member("Ben"))
    members = browser.get(address).text
    sign_in(ana)
    own = browser.get(address).text
    for page in (guests, members, own):
        assert "Ana" in page
        assert "Bogotá" in page
        assert "Head of data" in page
        assert "budget" not in page
        assert ana.email not in page
    assert "Data trusts" not in guests
    assert "AH-na" not in guests
    assert "Data trusts" in members
    assert "07:00 in Bogotá" in members
    assert "15:00–23:00" in members
    assert "Follow" in members
    assert "Report this person" in members
    assert "Edit your profile" not in members
    assert "Edit your profile" in own
    assert ">Follow<" not in own


def test_what_somebody_wrote_is_shown_and_never_run(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    evil = "<script>alert(1)</script> [me](javascript:alert(1))"
    ana = make.member(evil[:80], bio=evil, title=evil, audience=dict.fromkeys(FIELDS, "public"))
    page = browser.get(f"/people/{ana.slug}").text
    sign_in(make.member())
    listed = browser.get("/people").text
    for html in (page, listed):
        assert "<script>alert" not in html
        assert 'href="javascript' not in html


@pytest.mark.parametrize(
    "what",
    [
        {"admitted_at": None},
        {"erased_at": NOON},
        {"suspended_at": NOON},
        {"audience": {"name": "members"}},
    ],
)
def test_who_may_not_be_seen_is_answered_as_who_is_not_there(
    browser: Browser, make: Make, what: dict[str, Any]
) -> None:
    ana = make.member("Ana", **what)
    there, nowhere = browser.get(f"/people/{ana.slug}"), browser.get("/people/nobody-here")
    assert there.status_code == nowhere.status_code == 404
    assert there.text.replace(ana.slug, "nobody-here") == nowhere.text


def test_what_a_member_made_stands_on_their_page(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    ana = make.member("Ana")
    make.challenge(ana, title="Paint that lasts", visibility="public")
    make.challenge(ana, title="Quiet trouble", visibility="members")
    make.challenge(title="Of somebody else", visibility="public")
    guests = browser.get(f"/people/{ana.slug}").text
    sign_in(make.member())
    members = browser.get(f"/people/{ana.slug}").text
    assert "Paint that lasts" in guests
    assert "Quiet trouble" not in guests
    assert "Quiet trouble" in members
    assert "Of somebody else" not in members


def test_following_somebody_and_no_longer(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, me: Member
) -> None:
    ana = make.member("Ana")
    sign_in(me)
    address = f"/people/{ana.slug}"
    for said in ("true", "true", "false"):
        sent = browser.send(f"{address}/following", said=said)
        assert landed_on(sent) == address
        db.expire_all()
        assert follows(db, me.id, "member", ana.id) is (said == "true")
        pressed = 'aria-pressed="true"' in browser.get(address).text
        assert pressed is (said == "true")


@pytest.mark.parametrize(
    ("who", "status"), [("guest", 401), ("applicant", 403), ("suspended", 403), ("self", 403)]
)
def test_who_may_not_follow(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, who: str, status: int
) -> None:
    ana = make.member("Ana")
    if who != "guest":
        actor = {
            "applicant": lambda: make.member(admitted_at=None),
            "suspended": lambda: make.member(suspended_at=NOON),
            "self": lambda: ana,
        }[who]()
        sign_in(actor)
        assert browser.send(f"/people/{ana.slug}/following").status_code == status
        assert not follows(db, actor.id, "member", ana.id)
    else:
        assert browser.send(f"/people/{ana.slug}/following").status_code == status


def test_a_profile_leads_to_what_is_related_to_its_topics(
    browser: Browser, make: Make, sign_in: SignIn, me: Member
) -> None:
    trusts, ana = make.topic("Data trusts"), make.member("Ana")
    make.skill(ana, trusts)
    make.challenge(topics=[trusts], title="Who owns trip data")
    make.challenge(ana, topics=[trusts], title="Of her own")
    make.challenge(topics=[trusts], title="For one city alone", cities=[make.city()])
    related = browser.get(f"/people/{ana.slug}").text.partition('id="related"')[2]
    assert related == "", "her topics are for members"
    sign_in(me)
    page = browser.get(f"/people/{ana.slug}").text
    related = page.partition('id="related"')[2].partition("</section>")[0]
    said = ["Who owns trip data", "Also on Data trusts.", "Of her own", "For one city alone"]
    assert [one in related for one in said] == [True, True, False, False]


def test_pages_take_the_same_few_queries_however_many_people_there_are(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, me: Member, connection: Connection
) -> None:
    city, trusts = make.city(), make.topic("Data trusts")
    ana = make.member("Ana", city_id=city.id)

    days = (NOON - timedelta(days=n) for n in count(1))

    def grow() -> None:
        one = make.member("Ana", city_id=city.id)
        make.skill(one, trusts)
        make.spoken(one, "es")
        make.skill(ana, make.topic())
        make.challenge(ana)
        past = next(days)
        make.affiliation(ana, city_id=make.city().id, is_main=False, ended_at=past)
        actions.make_findable(db, one)
        db.commit()

    def cost(address: str) -> int:
        with counted(connection) as sent:
            assert browser.get(address).status_code == 200
        return len(sent)

    sign_in(me)
    addresses = ("/people", "/people?q=data+trusts&language=es&hours=now", f"/people/{ana.slug}")
    grow()
    few = [cost(address) for address in addresses]
    grow()
    grow()
    assert [cost(address) for address in addresses] == few
    assert max(few) <= 8
