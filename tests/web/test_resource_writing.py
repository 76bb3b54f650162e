"""Adding, editing, new versions, and saying that one's city uses it: nothing sent is lost."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import Response
from sqlmodel import Session, col, select

from backend.core.config import Settings
from backend.core.db import Sessions
from backend.core.ids import new_id
from backend.domain.notifications.models import Follow
from backend.domain.resources.adoptions import Adoption
from backend.domain.resources.models import Resource, ResourceVersion, StoredFile
from backend.main import create_app
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.documents import PDF, SOUND, png
from tests.support.make import Make

WORDS: dict[str, Any] = {
    "title": "Data trust agreement",
    "description": "A model agreement between a city and its operators.",
    "kind": "template",
    "licence": "CC-BY-4.0",
    "other_licence": "",
    "publisher": "",
    "language": "es",
    "year": "2025",
    "visibility": "public",
    "topics": ["mobility"],
}
LINK = "https://example.org/agreement"
ADDRESS = "/resources/data-trust-agreement"


@pytest.fixture(autouse=True)
def _mobility(make: Make) -> None:
    make.topic("Mobility")


@pytest.fixture
def small(settings: Settings, sessions: Sessions) -> FastAPI:
    return create_app(settings.model_copy(update={"file_megabytes": 1}), sessions)


def on_disk(app: FastAPI) -> list[bytes]:
    folder: Path = app.state.settings.files
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def test_adding_a_link_leads_to_its_page(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    bristol = make.city("Bristol")
    sign_in(make.member(city_id=bristol.id))
    form = browser.get("/resources/new").text
    assert 'value="Bristol (GB)"' in form
    assert 'value="2026"' in form
    sent = browser.send("/resources", link=LINK, **WORDS | {"publisher": "Bristol (GB)"})
    assert landed_on(sent) == ADDRESS
    page = browser.get(landed_on(sent)).text
    assert "It is in the library. Thank you for sharing it." in page
    assert f'href="{LINK}"' in page
    made = db.exec(select(Resource)).one()
    assert (made.language, made.city_id) == ("es", bristol.id)


def test_adding_a_file_makes_it_fetchable(
    browser: Browser, sign_in: SignIn, make: Make, app: FastAPI
) -> None:
    sign_in(make.member())
    sent = browser.send("/resources", files={"file": ("../Añexo.PDF", PDF, "text/html")}, **WORDS)
    page = browser.get(landed_on(sent)).text
    assert "Añexo.pdf" in page
    assert f"PDF, {len(PDF)} bytes" in page
    assert f'href="{ADDRESS}/files/1"' in page
    answer = browser.get(f"{ADDRESS}/files/1")
    assert (answer.content, answer.headers["Content-Type"]) == (PDF, "application/pdf")
    assert on_disk(app) == [PDF]


def test_whoever_has_no_city_begins_with_none(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    sign_in(make.member(city_id=None))
    form = re.sub(r"\s+", " ", browser.get("/resources/new").text)
    assert 'name="publisher" type="text" value=""' in form


def test_a_form_sent_twice_adds_one(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    sign_in(make.member())
    found = re.search(r'name="key"\s+value="([^"]+)"', browser.get("/resources/new").text)
    assert found
    for _each in range(2):
        sent = browser.send("/resources", key=found[1], link=LINK, **WORDS)
        assert landed_on(sent) == ADDRESS
    assert len(db.exec(select(Resource)).all()) == 1


def test_what_is_wrong_comes_back_with_every_word(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    sign_in(make.member())
    wrong = WORDS | {"title": "Data <b>", "description": "Short.", "licence": "", "topics": []}
    wrong |= {"publisher": "Atlantis"}
    sent = browser.send("/resources", link="javascript:alert(1)", **wrong)
    assert sent.status_code == 422
    assert sent.text.lstrip().startswith("<form") == browser.htmx
    for sentence in (
        "3 things need mending",
        "Description: Please write at least 30 characters.",
        "Licence: Please choose a licence: without one, no other city may use this.",
        "Topics: Please choose at least 1.",
    ):
        assert sentence in sent.text, sentence
    for typed in (
        'value="Data &lt;b&gt;"',
        "Short.</textarea>",
        'value="javascript:alert(1)"',
        'value="Atlantis"',
        'value="template" checked',
        'value="es" selected',
    ):
        assert typed in re.sub(r"\s+", " ", sent.text), typed
    assert db.exec(select(Resource)).all() == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"link": "javascript:alert(1)"}, "Please give a whole link"),
        ({"link": "https://ana:x@example.org"}, "This link holds a name or a password"),
        ({"link": ""}, "Please give a link, or choose a file."),
        ({"publisher": "Atlantis"}, "We do not know this city."),
        ({"year": "2030"}, "This year is still to come."),
        ({"year": "soon"}, "Please give a whole number."),
        ({"licence": "other", "other_licence": "ours"}, "We do not know this licence."),
        ({"licence": "other"}, "Please choose a licence"),
        ({"topics": ["alchemy"]}, "Please choose topics from the list."),
        ({"kind": "book"}, "Please choose one of the list."),
        ({"title": "x" * 121}, "Please keep this under 120 characters."),
        ({"title": "\x00\x07 \u202e"}, "Please write at least 8 characters."),
    ],
)
def test_each_thing_that_is_wrong_has_its_sentence(
    browser: Browser, sign_in: SignIn, make: Make, given: dict[str, Any], sentence: str
) -> None:
    sign_in(make.member())
    sent = browser.send("/resources", **({"link": LINK} | WORDS | given))
    assert sent.status_code == 422
    assert "One thing needs mending" in sent.text
    assert sentence in sent.text


def test_a_file_is_kept_while_the_form_is_mended(
    browser: Browser, sign_in: SignIn, make: Make, db: Session, app: FastAPI
) -> None:
    sign_in(make.member())
    wrong = WORDS | {"title": "Short"}
    sent = browser.send("/resources", files={"file": ("plan.pdf", PDF)}, **wrong)
    assert sent.status_code == 422
    assert f"Use plan.pdf, which is here already (PDF, {len(PDF)} bytes)" in sent.text
    kept = re.search(r'name="file_id"\s+value="([^"]+)"\s+checked', sent.text)
    assert kept
    mended = browser.send("/resources", file_id=kept[1], **WORDS)
    assert "plan.pdf" in browser.get(landed_on(mended)).text
    assert on_disk(app) == [PDF]
    assert len(db.exec(select(StoredFile)).all()) == 1


def test_another_file_takes_the_place_of_the_first(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    sign_in(make.member())
    wrong = WORDS | {"title": "Short"}
    first = browser.send("/resources", files={"file": ("plan.pdf", PDF)}, **wrong).text
    kept = re.search(r'name="file_id"\s+value="([^"]+)"', first)
    assert kept
    again = {"file": ("picture.png", png())}
    sent = browser.send("/resources", files=again, file_id=kept[1], **WORDS)
    assert "picture.png" in browser.get(landed_on(sent)).text


def test_a_link_and_a_file_are_one_too_many(browser: Browser, sign_in: SignIn, make: Make) -> None:
    sign_in(make.member())
    sent = browser.send("/resources", files={"file": ("plan.pdf", PDF)}, link=LINK, **WORDS)
    assert "Please give a link or a file, not both." in sent.text
    assert "Use plan.pdf" in sent.text


@pytest.mark.parametrize(
    ("name", "contents", "sentence"),
    [
        ("both.pdf", PDF + SOUND["zip"], "What is in this file is not what its name says (.pdf)."),
        ("plan.docx", PDF, "What is in this file is not what its name says (.docx)."),
        ("page.txt", b"<!doctype html><script>alert(1)</script>", "not what its name says"),
        ("page.html", b"<p>hello</p>", "We cannot take this type of file."),
        ("program.exe", b"MZ\x90\x00", "We cannot take this type of file."),
        ("nothing.pdf", b"", "This file is empty."),
        ("beyond.zip", SOUND["zip"].replace(b"readme.txt", b"../../x.sh"), "not what its name"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_apart_and_left_outside(
    browser: Browser,
    sign_in: SignIn,
    make: Make,
    app: FastAPI,
    name: str,
    contents: bytes,
    sentence: str,
) -> None:
    sign_in(make.member())
    wrong = WORDS | {"title": "Short"}
    sent = browser.send("/resources", files={"file": (name, contents)}, **wrong)
    assert sent.status_code == 422
    assert sentence in sent.text
    assert "2 things need mending" in sent.text
    assert on_disk(app) == []


def test_a_file_that_is_too_large_is_left_outside(
    small: FastAPI, sign_in: SignIn, make: Make, browser: Browser
) -> None:
    sign_in(make.member())
    reader = Browser(small, htmx=browser.htmx)
    reader.client.cookies = browser.client.cookies
    large = {"file": ("words.txt", b"x" * (1024 * 1024 + 1))}
    sent = reader.send("/resources", files=large, **WORDS)
    assert sent.status_code == 422
    assert "This file is too large: at most 1 MB can be taken in." in sent.text
    assert on_disk(small) == []


def test_somebody_elses_file_is_not_there(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    sign_in(make.member())
    browser.send("/resources", files={"file": ("plan.pdf", PDF)}, **WORDS | {"title": "Short"})
    kept = db.exec(select(StoredFile.id)).one()
    sign_in(make.member())
    assert browser.send("/resources", file_id=str(kept), **WORDS).status_code == 404
    shown = browser.send("/resources", file_id=str(kept), **WORDS | {"title": "Short"})
    assert "plan.pdf" not in shown.text
    assert browser.send("/resources", file_id="x", **WORDS).status_code == 422


def test_words_lose_what_nobody_can_see(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    sign_in(make.member())
    browser.send("/resources", link=LINK, **WORDS | {"title": "Data\x00 trust\u202e\r\n agreement"})
    assert db.exec(select(Resource.title)).one() == "Data trust agreement"


def test_editing_begins_with_what_is_there(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    ana = make.member(city_id=make.city("Bristol").id)
    topic = make.topic("Housing")
    resource = make.resource(ana, licence="OGL-UK-3.0", topics=[topic], language="cy")
    sign_in(ana)
    address = f"/resources/{resource.slug}/edit"
    form = re.sub(r"\s+", " ", browser.get(address).text)
    for there in (
        f'value="{resource.title}"',
        'value="template" checked',
        'value="other" checked',
        'value="Open Government Licence 3.0 (UK)"',
        'value="Bristol (GB)"',
        'value="2025"',
        'value="cy" selected',
        'value="housing" checked',
        'value="public" checked',
    ):
        assert there in form, there
    assert 'type="file"' not in form
    sent = browser.send(address, **WORDS | {"title": "A better title", "visibility": "members"})
    assert landed_on(sent) == f"/resources/{resource.slug}"
    assert "Your changes are saved." in browser.get(landed_on(sent)).text
    db.refresh(resource)
    assert (resource.title, resource.visibility) == ("A better title", "members")
    assert (resource.city_id, resource.edited_at) == (None, NOON)


def test_a_wrong_edit_comes_back(browser: Browser, sign_in: SignIn, make: Make) -> None:
    resource = make.resource(ana := make.member())
    sign_in(ana)
    sent = browser.send(f"/resources/{resource.slug}/edit", **WORDS | {"title": "Short"})
    assert sent.status_code == 422
    assert f'action="/resources/{resource.slug}/edit"' in sent.text
    assert "Title: Please write at least 8 characters." in sent.text


def test_a_new_version_as_a_file(browser: Browser, sign_in: SignIn, make: Make) -> None:
    resource = make.resource(ana := make.member())
    sign_in(ana)
    address = f"/resources/{resource.slug}/versions"
    assert "Add version 2" in browser.get(f"{address}/new").text
    kept = browser.send(address, files={"file": ("plan.pdf", PDF)})
    assert kept.status_code == 422
    assert "Please say in a line what is different." in kept.text
    file_id = re.search(r'name="file_id"\s+value="([^"]+)"', kept.text)
    assert file_id
    sent = browser.send(address, file_id=file_id[1], note="Shorter")
    assert "The new version is there." in browser.get(landed_on(sent)).text
    page = browser.get(landed_on(sent)).text
    assert f'href="/resources/{resource.slug}/files/2"' in page
    assert "Version 1" in page


def test_saying_that_our_city_uses_it(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    resource = make.resource()
    sign_in(make.member(city_id=make.city("Wellington").id))
    address = f"/resources/{resource.slug}/adoption"
    sent = browser.send(address, state="pilots", words="In one ward.")
    page = sent.text if browser.htmx else browser.get(f"/resources/{resource.slug}").text
    assert browser.htmx or landed_on(sent) == f"/resources/{resource.slug}#trail"
    for words in ("In Wellington", "Pilots it", "In one ward.", "Used by 1 city", "Take it back"):
        assert words in page, words
    if browser.htmx:
        assert sent.text.lstrip().startswith('<div id="ours"')
        assert '<hx-partial hx-target="#trail"' in sent.text
    browser.send(address, state="considers", words="")
    assert db.exec(select(Adoption.state)).one() == "considers"
    browser.send(f"{address}/removal")
    assert db.exec(select(Adoption)).all() == []
    assert browser.send(f"{address}/removal").status_code == 409


def test_a_wrong_adoption_comes_back_with_its_words(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    resource = make.resource()
    sign_in(make.member())
    sent = browser.send(f"/resources/{resource.slug}/adoption", words="In <b> ward.")
    assert sent.status_code == 422
    assert "Please fill this in." in sent.text
    assert "In &lt;b&gt; ward." in sent.text
    assert re.search(r"<details[^>]* open", sent.text)


def test_a_silenced_city_is_told_why_it_cannot_speak(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    resource, ana = make.resource(), make.member()
    make.adoption(resource, ana, hidden_at=NOON)
    sign_in(ana)
    assert (
        "What your city said about this is hidden"
        in browser.get(f"/resources/{resource.slug}").text
    )
    for one in (ana, make.member(city_id=ana.city_id)):
        sign_in(one)
        sent = browser.send(f"/resources/{resource.slug}/adoption", state="uses")
        assert sent.status_code == 403


def test_following_and_no_longer(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    resource = make.resource()
    sign_in(make.member())
    address = f"/resources/{resource.slug}/following"
    sent = browser.send(address)
    page = sent.text if browser.htmx else browser.get(landed_on(sent)).text
    assert "You follow this" in page
    assert db.exec(select(Follow.subject_id)).one() == resource.id
    browser.send(address, said="false")
    assert db.exec(select(Follow)).all() == []


Deed = Callable[[Browser, str], Response]
DEEDS: dict[str, Deed] = {
    "new": lambda browser, _at: browser.get("/resources/new"),
    "add": lambda browser, _at: browser.send("/resources", link=LINK, **WORDS),
    "file": lambda browser, _at: browser.send(
        "/resources", files={"file": ("plan.pdf", PDF)}, **WORDS
    ),
    "edit": lambda browser, at: browser.get(f"{at}/edit"),
    "revise": lambda browser, at: browser.send(f"{at}/edit", **WORDS),
    "renewing": lambda browser, at: browser.get(f"{at}/versions/new"),
    "renew": lambda browser, at: browser.send(f"{at}/versions", link=LINK, note="Shorter"),
    "adopt": lambda browser, at: browser.send(f"{at}/adoption", state="uses"),
    "withdraw": lambda browser, at: browser.send(f"{at}/adoption/removal"),
    "follow": lambda browser, at: browser.send(f"{at}/following"),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_who_may_not_is_turned_away_and_nothing_changes(
    browser: Browser, sign_in: SignIn, make: Make, db: Session, app: FastAPI, deed: str
) -> None:
    resource = make.resource()
    at = f"/resources/{resource.slug}"
    assert DEEDS[deed](browser, at).status_code == 401
    for member in (make.member(admitted_at=None), make.member(suspended_at=NOON)):
        sign_in(member)
        assert DEEDS[deed](browser, at).status_code in {403, 409}, deed
    if deed in {"edit", "revise", "renewing", "renew"}:
        sign_in(make.member(is_lead=True))
        assert DEEDS[deed](browser, at).status_code == 403
    db.expire_all()
    assert db.exec(select(Resource.title)).all() == [resource.title]
    assert len(db.exec(select(ResourceVersion)).all()) == 1
    for table in (Adoption, Follow, StoredFile):
        assert db.exec(select(table)).all() == []
    assert on_disk(app) == []


@pytest.mark.parametrize("deed", [name for name in DEEDS if name not in {"new", "add", "file"}])
def test_what_may_not_be_seen_is_not_there_to_act_on(
    browser: Browser, sign_in: SignIn, make: Make, deed: str
) -> None:
    hidden = make.resource(hidden_at=NOON)
    sign_in(make.member())
    assert DEEDS[deed](browser, f"/resources/{hidden.slug}").status_code == 404
    assert DEEDS[deed](browser, f"/resources/{new_id().hex}").status_code == 404


def test_a_form_from_another_site_changes_nothing(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    sign_in(make.member())
    sent = browser.send("/resources", site="cross-site", link=LINK, **WORDS)
    assert sent.status_code == 403
    unsigned = browser.send("/resources", link=LINK, form_token="x", **WORDS)
    assert unsigned.status_code == 422
    assert db.exec(select(Resource).order_by(col(Resource.id))).all() == []
