"""Twinnings as pages: proposing, answering, planning, the report."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.core import clock
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.topics.models import Topic
from backend.domain.twinnings import planning
from backend.domain.twinnings.drafts import StepDraft
from backend.domain.twinnings.models import Twinning
from tests.conftest import SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.queries import counted

PROPOSAL: dict[str, Any] = {
    "other": "quito-gb",
    "kind": "peer",
    "topics": ["data-trusts", ""],
    "purpose": "To read each other's drafts before the lawyers do.",
    "starts_on": "2026-06-01",
    "ends_on": "2026-12-01",
}
HERE = "/twinnings/bristol-quito"
BEGUN = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def lead(make: Make) -> Member:
    make.topic("Data trusts")
    return make.member("Amina", city_id=make.city("Bristol").id, is_lead=True)


@pytest.fixture
def asked(make: Make) -> Member:
    return make.member("Rosa", city_id=make.city("Quito", country="EC").id, is_lead=True)


def main(page: str) -> str:
    return page.partition("<main")[2]


def test_two_leads_go_all_the_way(
    browser: Browser, make: Make, sign_in: SignIn, lead: Member, asked: Member
) -> None:
    sign_in(lead)
    assert 'href="/twinnings/new?other=quito-gb"' in browser.get("/cities/quito-gb").text
    assert "Your city asks Quito." in browser.get("/twinnings/new?other=quito-gb").text
    assert landed_on(browser.send("/twinnings", **PROPOSAL)) == HERE
    waiting = main(browser.get(HERE).text)
    assert "has not answered yet" in waiting
    assert "The plan" not in waiting
    sign_in(make.member())
    assert browser.get(HERE).status_code == 404
    sign_in(asked)
    assert "Bristol asks your city" in browser.get(HERE).text
    assert landed_on(browser.send(f"{HERE}/agreement")) == HERE
    step = browser.send(f"{HERE}/steps", title="A call", due_on="2026-07-01", side="both")
    assert landed_on(step) == HERE
    sign_in(lead)
    page = main(browser.get(HERE).text)
    assert "until 1 July 2026" in page
    done = re.search(rf"{HERE}/steps/[^/]+/completion", page)
    assert done
    forged = browser.send(done[0], said="zz")
    assert (forged.status_code, "Please check what was sent." in forged.text) == (422, True)
    assert landed_on(browser.send(done[0])) == HERE
    report: dict[str, Any] = {
        "came_of": "Both agreements are signed, with the same annex.",
        "learned": "",
        "next_steps": "",
    }
    assert "End it with a report" not in page
    early = browser.send(f"{HERE}/report", **report)
    assert (early.status_code, "has not begun yet" in early.text) == (409, True)
    with clock.stopped(BEGUN):
        sign_in(lead)
        assert landed_on(browser.send(f"{HERE}/report", **report)) == HERE
    sign_in(make.member())
    read = main(browser.get(HERE).text)
    assert "1 June 2026 to 15 June 2026" in read
    assert [w in read for w in ("the same annex", "Ended", "Amina", "Add a step")] == [True] * 3 + [
        False
    ]
    assert 'href="/twinnings/bristol-quito"' in browser.get("/cities/bristol-gb").text
    listed = main(browser.get("/twinnings?city=quito-gb&standing=ended&topic=data-trusts").text)
    assert "Bristol and Quito" in listed
    assert "No twinning fits" in browser.get("/twinnings?standing=running").text


def test_a_convener_answers_where_nobody_leads_and_form_and_page_say_so(
    browser: Browser, make: Make, sign_in: SignIn, lead: Member
) -> None:
    make.city("Quito", country="EC")
    sign_in(lead)
    form = main(browser.get("/twinnings/new?other=quito-gb").text)
    assert "Quito has no lead: a convener answers for it." in form
    browser.send("/twinnings", **PROPOSAL)
    waiting = main(browser.get(HERE).text)
    assert "Quito has no lead. A convener who did not ask answers for it" in waiting
    assert browser.send(f"{HERE}/agreement").status_code == 403
    sign_in(make.convener())
    asked = main(browser.get(HERE).text)
    assert "You answer for it as a convener." in asked
    assert "asks your city" not in asked
    assert landed_on(browser.send(f"{HERE}/agreement")) == HERE
    assert "for a city without a lead" in browser.get("/moderation/log").text
    again = browser.send(f"{HERE}/agreement")
    assert (again.status_code, "answered or taken back already" in again.text) == (409, True)


def test_what_has_not_begun_is_called_off_with_a_sentence_why(
    browser: Browser, make: Make, sign_in: SignIn, lead: Member, asked: Member
) -> None:
    sign_in(lead)
    browser.send("/twinnings", **PROPOSAL)
    sign_in(asked)
    browser.send(f"{HERE}/agreement")
    assert "It begins on 1 June 2026." in main(browser.get(HERE).text)
    thin = browser.send(f"{HERE}/cancellation", words="No")
    assert (thin.status_code, "No</textarea>" in thin.text) == (422, True)
    why = "The office that wanted it was closed."
    assert landed_on(browser.send(f"{HERE}/cancellation", words=why)) == HERE
    sign_in(make.member())
    read = main(browser.get(HERE).text)
    said = ("Withdrawn", "Called off", why, "ended on 4 May 2026, before it began", "Call it off")
    assert [one in read for one in said] == [True] * 4 + [False]
    assert 'href="/twinnings/bristol-quito"' not in browser.get("/cities/bristol-gb").text


def test_that_two_cities_have_one_already_is_said_before_the_form_is_filled_in(
    browser: Browser, sign_in: SignIn, lead: Member, asked: Member
) -> None:
    assert lead.city_id != asked.city_id
    sign_in(lead)
    browser.send("/twinnings", **PROPOSAL)
    opened = main(browser.get("/twinnings/new?other=quito-gb").text)
    assert "Bristol and Quito have one already, or a proposal waits." in opened
    assert 'href="/twinnings?city=quito-gb"' in opened
    assert "Propose it" not in opened


def test_a_city_that_is_not_there_is_said_and_what_was_typed_is_kept(
    browser: Browser, make: Make, sign_in: SignIn, lead: Member, asked: Member
) -> None:
    assert lead.city_id != asked.city_id
    sign_in(lead)
    forged = browser.send("/twinnings", **PROPOSAL | {"other": "zz"})
    sign_in(make.convener())
    both = browser.send("/twinnings", **PROPOSAL | {"other": "zz", "city": "bristol-gb"})
    none = browser.send("/twinnings", **PROPOSAL | {"city": "zz"})
    for answer in (forged, both, none):
        assert answer.status_code == 422
        assert "There is no such city." in answer.text
        assert "before the lawyers do.</textarea>" in answer.text


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    browser: Browser, db: Session, sign_in: SignIn, lead: Member, asked: Member
) -> None:
    sign_in(lead)
    short = browser.send("/twinnings", **PROPOSAL | {"purpose": "Too short", "kind": "foe"})
    past = browser.send("/twinnings", **PROPOSAL | {"starts_on": "2020-01-01"})
    assert (short.status_code, past.status_code) == (422, 422)
    assert "Too short</textarea>" in short.text
    assert 'value="2020-01-01"' in past.text
    assert db.exec(select(Twinning)).all() == []
    browser.send("/twinnings", **PROPOSAL)
    again = browser.send("/twinnings", **PROPOSAL)
    assert (again.status_code, "have one already" in again.text) == (422, True)
    sign_in(asked)
    long = browser.send(f"{HERE}/refusal", words="No " * 400)
    assert (long.status_code, "No No No" in long.text) == (422, True)
    browser.send(f"{HERE}/agreement")
    late = browser.send(f"{HERE}/steps", title="A kept title", due_on="2036-01-01")
    assert (late.status_code, 'value="A kept title"' in late.text) == (422, True)
    with clock.stopped(BEGUN):
        sign_in(asked)
        thin = browser.send(f"{HERE}/report", came_of="Thin", learned="", next_steps="")
    assert (thin.status_code, "Thin</textarea>" in thin.text) == (422, True)


def test_a_convener_chooses_both_cities_by_name(
    browser: Browser, make: Make, sign_in: SignIn, lead: Member, asked: Member
) -> None:
    assert lead.city_id != asked.city_id
    sign_in(make.convener())
    first = browser.get("/twinnings/new?q=bris").text
    assert "For which city?" in first
    assert 'href="/twinnings/new?city=bristol-gb"' in first
    second = browser.get("/twinnings/new?city=bristol-gb&q=QUI").text
    assert 'href="/twinnings/new?city=bristol-gb&amp;other=quito-gb"' in second
    assert (
        "Bristol asks Quito." in browser.get("/twinnings/new?city=bristol-gb&other=quito-gb").text
    )
    assert landed_on(browser.send("/twinnings", **PROPOSAL, city="bristol-gb")) == HERE


def test_nobody_else_proposes_answers_or_plans(
    browser: Browser, make: Make, sign_in: SignIn, lead: Member, asked: Member
) -> None:
    assert browser.get("/twinnings").status_code == 401
    assert browser.send("/twinnings", **PROPOSAL).status_code == 401
    sign_in(lead)
    browser.send("/twinnings", **PROPOSAL)
    assert browser.send(f"{HERE}/agreement").status_code == 403
    sign_in(make.member(city_id=lead.city_id))
    assert browser.get("/twinnings/new").status_code == 403
    answers = [browser.send(f"{HERE}/{what}").status_code for what in ("agreement", "withdrawal")]
    assert answers == [404, 404]
    sign_in(asked)
    browser.send(f"{HERE}/agreement")
    sign_in(make.member())
    assert browser.send(f"{HERE}/steps", title="A raid").status_code == 403


def test_a_twinning_names_what_is_related_to_its_topics(
    browser: Browser, db: Session, make: Make, sign_in: SignIn, lead: Member, asked: Member
) -> None:
    assert lead.city_id != asked.city_id
    sign_in(lead)
    browser.send("/twinnings", **PROPOSAL)
    about = db.exec(select(Topic)).first()
    assert about
    make.challenge(topics=[about], title="Who owns trip data")
    make.challenge(topics=[about], title="For one city alone", cities=[make.city()])
    related = browser.get(HERE).text.partition('id="related"')[2].partition("</section>")[0]
    said = ["Who owns trip data", "Also on Data trusts.", "For one city alone"]
    assert [one in related for one in said] == [True, True, False]


def test_pages_take_few_queries(
    browser: Browser,
    db: Session,
    sign_in: SignIn,
    lead: Member,
    asked: Member,
    connection: Connection,
) -> None:
    sign_in(lead)
    browser.send("/twinnings", **PROPOSAL)
    sign_in(asked)
    browser.send(f"{HERE}/agreement")

    def cost(address: str) -> int:
        with counted(connection) as sent:
            assert browser.get(address).status_code == 200
        return len(sent)

    addresses = (HERE, "/twinnings", "/cities/quito-gb", "/twinnings/new?other=bristol-gb&q=q")
    few = [cost(address) for address in addresses]
    twinning = db.exec(select(Twinning)).one()
    for n in range(2):
        planning.add(db, asked, twinning, StepDraft(title=f"Step {n}"))
    db.commit()
    assert [cost(address) for address in addresses] == few
    assert max(few) <= 8
    assert db.get(City, lead.city_id) is not None
