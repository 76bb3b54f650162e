"""Reading: the list with its filters, one resource, its files; each page's cost and silence."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection
from sqlmodel import Session

from backend.core.shelf import Shelf
from backend.domain.cities.models import Openness
from backend.domain.members.models import Member
from backend.domain.resources import actions, files
from backend.domain.resources.models import Resource, StoredFile, VersionDraft
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser
from tests.support.documents import PDF
from tests.support.make import Make
from tests.support.queries import counted

SEEN_BY_ALL = {"guest", "applicant", "suspended"}
MEMBERS = {"partner", "member", "colleague", "lead", "author", "convener"}


@pytest.fixture
def shelf(app: FastAPI) -> Shelf:
    found: Shelf = app.state.shelf
    return found


@pytest.fixture
def cast(make: Make) -> dict[str, Member | None]:
    """One of each who may ask."""
    city = make.city("Asking")
    return {
        "guest": None,
        "applicant": make.member(admitted_at=None),
        "suspended": make.member(suspended_at=NOON),
        "partner": make.member(city_id=None),
        "member": make.member(),
        "colleague": make.member(city_id=city.id),
        "lead": make.member(city_id=city.id, is_lead=True),
        "author": make.member(city_id=city.id),
        "convener": make.convener(),
    }


def stored(db: Session, by: Member, shelf: Shelf, name: str = "a.pdf") -> StoredFile:
    kept = files.keep(db, by, shelf, name, BytesIO(PDF))
    db.commit()
    return kept


def titles(page: str) -> list[str]:
    """What a list names, in its order."""
    return re.findall(r"<bdi lang[^>]*>(.*?)</bdi>", page)


def test_the_front_of_the_list(browser: Browser, make: Make, db: Session) -> None:
    gothenburg = make.city("Gothenburg")
    db.add(Openness(city_id=gothenburg.id, principle="data", stage="leading"))
    resource = make.resource(
        make.member(city_id=gothenburg.id), topics=[make.topic("Mobility")], language="pt"
    )
    make.adoption(resource)
    page = browser.get("/resources").text
    for words in (
        "1 resource<",
        "Template",
        "Gothenburg",
        "2025",
        "Portuguese",
        "Mobility",
        "CC BY 4.0 · example.org · used by 1 city",
    ):
        assert words in page, words
    assert f'href="/resources/{resource.slug}"' in page


def test_an_empty_list_says_what_belongs_there(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    assert "No resources yet" in browser.get("/resources").text
    assert "/resources/new" not in browser.get("/resources").text
    sign_in(make.member())
    assert 'href="/resources/new"' in browser.get("/resources").text
    assert "Nothing fits all of this" in browser.get("/resources?kind=code").text


def test_filters_stand_in_the_address_and_can_be_taken_away(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    me = make.member()
    found = make.resource(topics=[make.topic("Mobility")], title="Data trust", language="es")
    make.adoption(found, me)
    make.resource(title="Another")
    sign_in(me)
    address = "/resources?topic=mobility&kind=template&kind=code&region=europe&ours=on&language="
    page = browser.get(address, piece=True).text
    assert titles(page) == ["Data trust"]
    assert page.lstrip().startswith('<div class="aside" id="library"') == browser.htmx
    for without in (
        "kind=template&amp;kind=code&amp;region=europe&amp;ours=on",
        "topic=mobility&amp;kind=code&amp;region=europe&amp;ours=on",
        "topic=mobility&amp;kind=template&amp;region=europe&amp;ours=on",
        "topic=mobility&amp;kind=template&amp;kind=code&amp;ours=on",
        "topic=mobility&amp;kind=template&amp;kind=code&amp;region=europe",
    ):
        assert f'href="/resources?{without}"' in page, without
    assert 'href="/resources"' in page


def test_each_choice_says_how_many_it_would_show(browser: Browser, make: Make) -> None:
    for kind in ("code", "code", "guide"):
        make.resource(kind=kind, licence="MIT")
    page = re.sub(r"\s+", " ", browser.get("/resources?kind=guide").text)
    for value, label, count in (("code", "Code", 2), ("guide", "Guide", 1), ("MIT", "MIT", 1)):
        choice = rf'value="{value}"( checked)?><span>{label}</span><span class="num">{count}</span>'
        assert re.search(choice, page), value
    assert 'value="toolkit"' not in page


def test_many_choices_are_folded_and_none_is_lost(browser: Browser, make: Make) -> None:
    topics = [make.topic(f"Topic of cities {n}") for n in range(14)]
    make.resource(topics=topics[:7])
    make.resource(topics=topics[5:])
    page = browser.get("/resources").text
    assert page.count('name="topic"') == 14
    assert "6 more" in page
    first = page.index('name="topic"')
    assert 'value="topic-of-cities-5"' in page[first : first + 200]


def test_used_by_my_city_is_offered_where_there_is_any(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    me = make.member()
    resource = make.resource()
    sign_in(me)
    assert "Used by my city" not in browser.get("/resources").text
    make.adoption(resource, me)
    assert "Used by my city" in browser.get("/resources").text


def test_an_unknown_filter_is_no_page(browser: Browser) -> None:
    for asked in ("topic=alchemy", "kind=book", "sort=best", "after=x", "region=mars"):
        assert browser.get(f"/resources?{asked}").status_code == 404, asked


@pytest.mark.parametrize("sort", ["newest", "used"])
def test_a_long_list_is_turned_page_by_page(browser: Browser, make: Make, sort: str) -> None:
    for _each in range(23):
        make.resource()
    first = browser.get(f"/resources?sort={sort}").text
    older = re.search(r'href="([^"]+)"\s+rel="next"', first)
    assert older
    second = browser.get(older[1].replace("&amp;", "&")).text
    assert len(titles(first)) == 20
    assert len(set(titles(first) + titles(second))) == 23
    assert 'rel="first"' in second
    assert "23 resources" in second


@pytest.mark.parametrize(
    ("visibility", "hidden", "seen_by"),
    [
        ("public", False, SEEN_BY_ALL | MEMBERS),
        ("members", False, MEMBERS),
        ("public", True, {"author", "convener"}),
    ],
)
def test_lists_pages_and_files_go_to_whom_they_are_for(
    browser: Browser,
    sign_in: SignIn,
    make: Make,
    db: Session,
    shelf: Shelf,
    cast: dict[str, Member | None],
    *,
    visibility: str,
    hidden: bool,
    seen_by: set[str],
) -> None:
    author = cast["author"]
    assert author is not None
    resource = make.resource(
        author,
        title="canary-of-title",
        description="canary-of-description",
        language="ta",
        licence="ISC",
        topics=[make.topic("Canary of topics")],
        visibility=visibility,
        stored=stored(db, author, shelf, "canary-of-name.pdf"),
        hidden_at=NOON if hidden else None,
    )
    make.adoption(resource, words="canary-of-adoption")
    nowhere = "x" * len(resource.slug)
    there, elsewhere = f"/resources/{resource.slug}", f"/resources/{nowhere}"
    for name, member in cast.items():
        browser.client.cookies.delete("session")
        if member is not None:
            sign_in(member)
        listed = browser.get("/resources").text
        shown, sent = browser.get(there), browser.get(f"{there}/files/1")
        if name in seen_by:
            assert ("canary-of-title" in listed, "Tamil" in listed, "ISC" in listed) == (True,) * 3
            assert (shown.status_code, sent.status_code, sent.content) == (200, 200, PDF), name
            for canary in ("title", "description", "name", "adoption"):
                assert f"canary-of-{canary}" in shown.text, (name, canary)
        else:
            for canary in ("canary", "Canary", "Tamil", "ISC", "1 resource"):
                assert canary not in listed, (name, canary)
            assert (shown.status_code, sent.status_code) == (404, 404), name
            for one, other in ((there, elsewhere), (f"{there}/files/1", f"{elsewhere}/files/1")):
                found, unknown = browser.get(one), browser.get(other)
                assert found.text.replace(resource.slug, nowhere) == unknown.text
                assert {k: v for k, v in found.headers.items() if k != "x-request-id"} == {
                    k: v for k, v in unknown.headers.items() if k != "x-request-id"
                }


def test_a_hidden_resource_says_so_to_who_sees_it(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    resource = make.resource(ana := make.member(), hidden_at=NOON)
    sign_in(ana)
    assert "A convener has hidden this" in browser.get(f"/resources/{resource.slug}").text
    assert "Hidden" in browser.get("/resources").text


def test_a_page_shows_all_of_a_resource(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    ana = make.member("Ana", city_id=make.city("Gothenburg", country="SE").id)
    resource = make.resource(
        ana, topics=[make.topic("Mobility")], description="A **model** agreement for trips."
    )
    actions.renew(db, ana, resource, VersionDraft(link="https://www.example.com/2", note="Shorter"))
    ben = make.member("Ben", city_id=make.city("Wellington").id)
    make.adoption(resource, ben, "pilots", words="One *ward* for now.", since=NOON)
    make.adoption(resource, make.member(city_id=make.city("Bogotá").id), "considers")
    sign_in(ben)
    page = re.sub(r"\s+", " ", browser.get(f"/resources/{resource.slug}").text)
    for words in (
        "Template",
        "Mobility",
        ">Gothenburg</a></strong>, Sweden",
        "Ana",
        "A <strong>model</strong> agreement",
        "Others may use and change it if they name you",
        'href="https://creativecommons.org/licenses/by/4.0/"',
        'href="https://www.example.com/2"',
        "<strong>example.com</strong>",
        "Version 1",
        "Shorter",
        "Used by 1 city",
        "Pilots it",
        "One <em>ward</em> for now.",
        "Considers it",
        "In Wellington",
        "Change what our city says",
    ):
        assert words in page, words


def test_the_map_leads_from_the_publisher_to_those_that_use_it(
    browser: Browser, make: Make
) -> None:
    resource = make.resource()
    for state in ("uses", "pilots", "adapted", "considers"):
        make.adoption(resource, state=state)
    page = browser.get(f"/resources/{resource.slug}").text
    assert page.count('class="way"') == 3
    assert page.count('class="spot marked"') == 1
    assert page.count('class="spot"') == 4
    alone = make.resource(city_id=None)
    make.adoption(alone)
    page = browser.get(f"/resources/{alone.slug}").text
    assert (page.count('class="way"'), page.count('class="spot"')) == (0, 1)


def test_what_is_not_used_yet_says_so(browser: Browser, make: Make) -> None:
    page = browser.get(f"/resources/{make.resource().slug}").text
    assert "Not used elsewhere yet" in page
    assert 'class="land"' not in page


def test_a_guest_can_only_read(browser: Browser, make: Make) -> None:
    resource = make.resource()
    make.adoption(resource)
    page = browser.get(f"/resources/{resource.slug}").text
    for absent in ("form_token", "/reports/new", "/following", "/adoption", "/edit"):
        assert absent not in page, absent


def test_a_button_that_cannot_work_is_not_shown(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    resource = make.resource(ana := make.member())
    seen = {}
    doings = ("/adoption", "/following", "/edit", "/versions/new", "/reports/new")
    for name, me in {
        "author": ana,
        "member": make.member(),
        "partner": make.member(city_id=None),
        "colleague": make.member(city_id=ana.city_id),
        "lead": make.member(city_id=ana.city_id, is_lead=True),
        "convener": make.convener(),
    }.items():
        sign_in(me)
        page = browser.get(f"/resources/{resource.slug}").text
        seen[name] = {doing for doing in doings if re.search(rf'"[\w/-]*{doing}["?]', page)}
    edits = {"/edit", "/versions/new"}
    others = {"/following", "/reports/new"}
    assert seen == {
        "author": edits,
        "member": {"/adoption"} | others,
        "partner": others,
        "colleague": others,
        "lead": edits | others,
        "convener": {"/adoption"} | edits | others,
    }


def test_names_show_as_far_as_their_owners_want(browser: Browser, make: Make) -> None:
    ana = make.member("Ana Secret", audience={"name": "members"})
    resource = make.resource(ana)
    make.adoption(resource, make.member("Ben Secret", audience={"city": "members"}))
    page = browser.get(f"/resources/{resource.slug}").text
    assert "Secret" not in page
    assert "secret" not in page
    assert page.count("A member") == 2


def test_what_members_write_stays_text(browser: Browser, make: Make) -> None:
    bad = "<script>alert(1)</script>"
    resource = make.resource(title=bad, description=bad)
    make.adoption(resource, words=bad)
    for address in ("/resources", f"/resources/{resource.slug}"):
        assert bad not in browser.get(address).text


NAMES = {
    "Añexo 1.pdf": ("Anexo 1.pdf", "A%C3%B1exo%201.pdf"),
    "田中の計画.pdf": (None, "%E7%94%B0%E4%B8%AD%E3%81%AE%E8%A8%88%E7%94%BB.pdf"),
    "خطة.pdf": (None, "%D8%AE%D8%B7%D8%A9.pdf"),
    "50% off; a=b'c.pdf": ("50 off; a=b'c.pdf", "50%25%20off%3B%20a%3Db%27c.pdf"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_comes_under_its_name_in_any_script(
    browser: Browser, make: Make, db: Session, shelf: Shelf, name: str
) -> None:
    ana = make.member()
    resource = make.resource(ana, stored=stored(db, ana, shelf, name))
    answer = browser.get(f"/resources/{resource.slug}/files/1")
    said = answer.headers["Content-Disposition"]
    plain, full = NAMES[name]
    assert said.isascii()
    assert said.startswith('attachment; filename="')
    assert said.endswith(f"; filename*=UTF-8''{full}")
    assert plain is None or f'filename="{plain}"' in said


def test_a_file_is_saved_and_never_opened_here(
    browser: Browser, make: Make, db: Session, shelf: Shelf
) -> None:
    ana = make.member()
    resource = make.resource(ana, stored=stored(db, ana, shelf))
    answer = browser.get(f"/resources/{resource.slug}/files/1")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].endswith("; sandbox")
    assert answer.headers["Content-Length"] == str(len(PDF))
    part = browser.get(f"/resources/{resource.slug}/files/1", Range="bytes=1-3")
    assert (part.status_code, part.content) == (206, b"PDF")


def test_there_is_no_file_where_there_is_a_link_or_nothing(browser: Browser, make: Make) -> None:
    resource = make.resource()
    for version in ("1", "2", "0", "-1", "x", "../files/1", "99999999999999999999"):
        answer = browser.get(f"/resources/{resource.slug}/files/{version}")
        assert answer.status_code == 404, version


def test_a_file_that_the_shelf_has_lost_is_missed_politely(
    browser: Browser, make: Make, db: Session, shelf: Shelf
) -> None:
    ana = make.member()
    kept = stored(db, ana, shelf)
    resource = make.resource(ana, stored=kept)
    shelf.forget(kept.sha256)
    answer = browser.get(f"/resources/{resource.slug}/files/1")
    assert answer.status_code == 404
    assert "cannot be read at the moment" in answer.text


def test_files_rest_where_the_settings_say(
    app: FastAPI, make: Make, db: Session, shelf: Shelf
) -> None:
    kept = stored(db, make.member(), shelf)
    folder: Path = app.state.settings.files
    assert (folder / kept.sha256[:2] / kept.sha256).read_bytes() == PDF


@pytest.mark.parametrize("how_many", [1, 3])
def test_reading_costs_the_same_however_much_there_is(
    browser: Browser, sign_in: SignIn, make: Make, connection: Connection, how_many: int
) -> None:
    topic, me = make.topic(), make.member()
    made: list[Resource] = []
    for _each in range(how_many):
        made.append(make.resource(me, topics=[topic]))
        make.adoption(made[0])
    sign_in(me)
    costs = {}
    for address in ("", "/x", "/new", "/x/edit", "/x/versions/new"):
        with counted(connection) as sent:
            answer = browser.get(f"/resources{address.replace('x', made[0].slug, 1)}")
        assert answer.status_code == 200, address
        costs[address] = len(sent)
    assert costs == {"": 6, "/x": 7, "/new": 4, "/x/edit": 6, "/x/versions/new": 2}


def test_no_sentence_escapes_translation(
    browser: Browser, sign_in: SignIn, make: Make, db: Session, shelf: Shelf
) -> None:
    me = make.convener(name="Ana")
    resource = make.resource(me, stored=stored(db, me, shelf), topics=[make.topic("Mobility")])
    make.adoption(resource, make.member("Ben", city_id=make.city("Bogotá").id), "considers")
    sign_in(me)
    browser.client.cookies.set("language", "ar-XB")
    slug = resource.slug
    for address in ("", f"/{slug}", "/new", f"/{slug}/edit", f"/{slug}/versions/new"):
        page = browser.get(f"/resources{address}").text
        main = page[page.index("<main") : page.index("</main>")]
        for english in (
            "Resources",
            "Template",
            "Download",
            "Licence",
            "Considers",
            "Used by",
            "Version",
            "Topics",
            "Filter",
            "since ",
            "Link",
            "Add ",
        ):
            assert f">{english}" not in main, (address, english)
