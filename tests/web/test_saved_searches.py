"""Saving a list from beside it, and the page of what was saved."""

import re
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.domain.saved_searches import actions
from backend.domain.saved_searches.drafts import SearchDraft
from backend.domain.saved_searches.models import SavedSearch
from tests.conftest import Connect, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.queries import counted

LISTS = (
    "/challenges?status=open",
    "/cities?region=europe",
    "/people?q=ana",
    "/resources?ours=on",
    "/roundtables?show=past",
    "/search?q=ana",
    "/twinnings?standing=running",
)


@pytest.mark.parametrize("of", LISTS)
def test_every_list_that_is_narrowed_offers_to_be_saved(
    browser: Browser, make: Make, sign_in: SignIn, of: str
) -> None:
    assert "Save this list" not in browser.get(of).text
    sign_in(make.member())
    assert "Save this list" in browser.get(of, piece=True).text
    assert "Save this list" not in browser.get(of.partition("?")[0]).text
    page = browser.get(f"/settings/searches/new?of={of.replace('&', '%26')}").text
    assert "Tell me here, and once a day by mail" in page


def test_a_list_of_what_was_looked_for_may_be_called_so(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    sign_in(make.member())
    page = browser.get("/settings/searches/new?of=/search%3Fq%3Dwater%2Bloss%26topic%3D").text
    assert 'value="water loss"' in page
    assert browser.get("/settings/searches/new?of=//%5B").status_code == 200


def test_a_list_is_saved_run_renamed_and_removed(
    browser: Browser, db: Session, make: Make, sign_in: SignIn
) -> None:
    sign_in(make.member())
    of = "/challenges?status=open&topic="
    nameless = browser.send("/settings/searches", of=of, name="", alert="mail")
    assert (nameless.status_code, "Please fill this in" in nameless.text) == (422, True)
    saved = browser.send("/settings/searches", of=of, name="Open ones", alert="mail")
    assert landed_on(saved) == "/challenges?status=open"
    again = browser.send("/settings/searches", of=of, name="Twice", alert="mail")
    assert again.status_code == 409
    slug = db.exec(select(SavedSearch.slug)).one()
    assert "Open ones" in browser.get("/settings/searches").text
    assert landed_on(browser.send(f"/settings/searches/{slug}/runs")) == "/challenges?status=open"
    assert browser.get(f"/settings/searches/{slug}").headers["Location"] == (
        "/challenges?status=open"
    )
    empty = browser.send(f"/settings/searches/{slug}", name="", alert="off")
    assert empty.status_code == 422
    browser.send(f"/settings/searches/{slug}", name="Renamed", alert="off")
    assert "Renamed" in browser.get("/settings/searches").text
    browser.send(f"/settings/searches/{slug}/removal")
    assert "no search yet" in browser.get("/settings/searches").text


def test_conveners_share_lists(browser: Browser, db: Session, make: Make, sign_in: SignIn) -> None:
    ruth, ben = make.convener(name="Ruth"), make.convener()
    actions.save(db, ruth, SearchDraft(name="Waiting", of="/challenges?sort=waiting", share=True))
    db.commit()
    sign_in(ben)
    page = browser.get("/moderation/searches").text
    assert ("Waiting" in page, "Ruth" in page) == (True, True)
    slug = db.exec(select(SavedSearch.slug)).one()
    assert browser.get(f"/settings/searches/{slug}").status_code == 303
    assert browser.send(f"/settings/searches/{slug}", name="Mine", alert="off").status_code == 404
    sign_in(make.member())
    assert browser.get("/moderation/searches").status_code == 403
    assert browser.get(f"/settings/searches/{slug}").status_code == 404


def test_programs_keep_lists_too(make: Make, connect: Connect) -> None:
    mine = connect(make.member())
    made = mine.post("/me/searches", {"name": "Open ones", "of": "/challenges?status=open"})
    assert (made.status_code, made.json()["query"]) == (201, "status=open")
    assert mine.post("/me/searches", {"name": "Odd", "of": "/settings"}).status_code == 422
    at = f"/me/searches/{made.json()['slug']}"
    assert mine.post(at, {"name": "Other", "alert": "off", "share": False}).json()["alert"] == "off"
    assert mine.post(f"{at}/runs").status_code == 200
    assert [one["name"] for one in mine.get("/me/searches").json()] == ["Other"]
    assert connect(make.member()).post(f"{at}/removal").status_code == 404
    assert mine.post(f"{at}/removal").status_code == 204
    assert mine.get("/me/searches").json() == []


def test_the_page_takes_the_same_few_queries_however_many_there_are(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, connection: Connection
) -> None:
    me = make.member()
    sign_in(me)

    def cost() -> int:
        with counted(connection) as sent:
            assert browser.get("/settings/searches").status_code == 200
        return len(sent)

    actions.save(db, me, SearchDraft(name="One", of="/challenges"))
    db.commit()
    few = cost()
    for number in range(3):
        actions.save(db, me, SearchDraft(name="More", of=f"/search?q=word{number}"))
    db.commit()
    assert (cost(), few <= 8) == (few, True)


def test_a_refusal_stays_in_the_line_of_notices(
    browser: Browser, db: Session, make: Make, sign_in: SignIn
) -> None:
    me = make.member()
    actions.save(db, me, SearchDraft(name="One", of="/challenges"))
    sign_in(me)
    refused = browser.send("/settings/searches", of="/challenges", name="Twice")
    assert (refused.status_code, "saved this list already" in refused.text) == (409, True)
    # It goes to the line itself, which nothing that comes along may empty.
    assert 'hx-swap-oob="innerHTML:#notice"' not in refused.text


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (
            "/challenges?status=open&topic=housing&my_city=on",
            "Housing · Open for answers · My city faces it",
        ),
        ("/challenges?city=bristol-gb&unanswered=on", "Bristol · Not answered yet"),
        ("/cities?region=africa&country=CO&principle=data&climate=Cfb", "Africa · Colombia"),
        ("/people?can_help=housing&hours=now&language=es", "Can help with Housing"),
        ("/people?looking_for=housing", "Looking for help with Housing"),
        ("/resources?kind=guide&licence=MIT", "Guide · MIT"),
        ("/roundtables?show=past&format=webinar", "Held · Webinar"),
        ("/search?q=water&kind=challenge&topic=gone", "“water” · Challenges · gone"),
        ("/search?q=water&kind=comet", "“water” · comet"),
    ],
)
def test_a_saved_list_says_by_what_it_is_narrowed(
    browser: Browser, make: Make, sign_in: SignIn, of: str, words: str
) -> None:
    make.topic("Housing")
    make.city("Bristol")
    sign_in(make.member())
    browser.send("/settings/searches", of=of, name="Mine", alert="off")
    page = re.sub("<[^>]+>", "", browser.get("/settings/searches").text)
    assert words in page
    assert "1 search saved, of 30 at most" in page


def test_what_refuses_a_list_is_no_change_meanwhile(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    sign_in(make.member())
    sent: dict[str, Any] = {"of": "/challenges?status=open", "name": "Open ones", "alert": "off"}
    browser.send("/settings/searches", **sent)
    again = browser.send("/settings/searches", **sent).text
    assert ("You have saved this list already" in again, "meanwhile" in again) == (True, False)
