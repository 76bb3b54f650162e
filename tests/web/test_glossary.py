"""The pages of the glossary."""

import re
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.domain.glossary import actions
from backend.domain.glossary.drafts import ConceptDraft
from backend.domain.members.models import Member
from tests.conftest import Connect, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.queries import counted

BECAUSE = "Nobody says it any more."
FORM: dict[str, Any] = {
    "words.language": ["en", "ar"],
    "words.terms": ["social housing\ncouncil housing", "الإسكان الاجتماعي"],
    "words.meaning": ["Homes let below market rent.", ""],
    "topic": "",
}


@pytest.fixture
def ruth(make: Make) -> Member:
    return make.convener()


def test_a_convener_adds_changes_and_removes_a_word_that_everybody_reads(
    browser: Browser, sign_in: SignIn, ruth: Member
) -> None:
    sign_in(ruth)
    assert 'maxlength="300"' in browser.get("/glossary/new?term=housing").text
    empty = browser.send("/glossary", **FORM | {"words.terms": ["", ""]})
    assert (empty.status_code, "Homes let below" in empty.text) == (422, True)
    assert landed_on(browser.send("/glossary", **FORM)) == "/glossary/social-housing"
    assert "council housing</textarea>" in browser.get("/glossary/social-housing/edit").text
    changed = {**FORM, "words.meaning": ["Rented by the city.", ""]}
    assert landed_on(browser.send("/glossary/social-housing", **changed))
    browser.client.cookies.clear()
    page = browser.get("/glossary/social-housing").text
    assert [one in page for one in ("Rented by the city.", "الإسكان الاجتماعي", "Change it")] == [
        True,
        True,
        False,
    ]
    assert "social-housing" in browser.get("/glossary?q=COUNCIL", piece=True).text
    for unheard in ("castle", "castle" * 50):
        assert "no such word" in browser.get(f"/glossary?q={unheard}", piece=True).text
    sign_in(ruth)
    short = browser.send("/glossary/social-housing/removal", reason="No.")
    assert short.status_code == 422
    assert landed_on(browser.send("/glossary/social-housing/removal", reason=BECAUSE))
    assert browser.get("/glossary/social-housing").status_code == 404


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ("housing\n" + "x" * 81, "Please keep this under 80 characters."),
        ("housing\n2 + 3", "Please write words with letters."),
    ],
)
def test_what_is_wrong_with_one_of_several_words_is_said_at_their_field(
    browser: Browser, sign_in: SignIn, ruth: Member, terms: str, sentence: str
) -> None:
    sign_in(ruth)
    page = browser.send("/glossary", **FORM | {"words.terms": ["homes", terms]})
    assert page.status_code == 422
    assert f"{terms}</textarea>" in page.text
    described = re.search(r'id="words\.1\.terms"[^>]*aria-describedby="([^ "]+)', page.text)
    assert described is not None
    assert sentence in page.text.split(f'id="{described[1]}"')[1].split("</p>")[0]


def test_a_table_is_brought_in_as_a_file_or_pasted_and_taken_along(
    browser: Browser, sign_in: SignIn, ruth: Member
) -> None:
    sign_in(ruth)
    assert browser.get("/glossary/import").status_code == 200
    files = {"file": ("words.csv", "en;es\nstreet;=calle\n".encode("utf-16"), "text/csv")}
    assert landed_on(browser.send("/glossary/imports", files=files)) == "/glossary"
    wrong = browser.send("/glossary/imports", table="nothing\nknown")
    assert (wrong.status_code, "must name the columns" in wrong.text) == (422, True)
    broken = {"file": ("words.csv", b"\0\1\2", "text/csv")}
    assert browser.send("/glossary/imports", files=broken).status_code == 422
    taken = browser.get("/glossary.csv")
    assert "street,,street,,'=calle," in taken.text
    assert "attachment" in taken.headers["Content-Disposition"]
    linked = browser.get("/glossary.jsonld").json()
    assert linked["@graph"][0]["prefLabel"] == {"en": "street", "es": "=calle"}


def test_programs_read_it_and_those_of_conveners_keep_it(
    make: Make, connect: Connect, ruth: Member
) -> None:
    mine, anybody = connect(ruth), connect()
    draft = {"words": [{"language": "en", "terms": ["bike lane"]}]}
    assert connect(make.member()).post("/glossary", draft).status_code == 403
    made = mine.post("/glossary", draft)
    assert (made.status_code, made.json()["slug"]) == (201, "bike-lane")
    draft["words"].append({"language": "es", "terms": ["ciclovía"]})
    assert mine.post("/glossary/bike-lane", draft | {"topic": ""}).status_code == 422
    whole = {"words": [one | {"meaning": ""} for one in draft["words"]], "topic": ""}
    assert mine.post("/glossary/bike-lane", whole).status_code == 200
    assert anybody.get("/glossary/bike-lane").json()["words"][1]["terms"] == ["ciclovía"]
    assert [one["slug"] for one in anybody.get("/glossary", q="CICLOVIA").json()["items"]] == [
        "bike-lane"
    ]
    done = mine.post("/glossary/imports", {"table": "en\nstreet\nbike lane"}).json()
    assert done == {"added": 1, "changed": 1}
    assert mine.post("/glossary/street/removal", {"reason": BECAUSE}).status_code == 204
    assert anybody.get("/glossary/street").status_code == 404


def test_the_list_takes_the_same_few_queries_however_long_it_is(
    browser: Browser, db: Session, ruth: Member, connection: Connection
) -> None:
    def grow(count: int) -> None:
        for number in range(count):
            words = [{"language": "en", "terms": [f"bike lane {count} {number}"]}]
            actions.add(db, ruth, ConceptDraft.model_validate({"words": words}))
        db.commit()

    def cost() -> int:
        with counted(connection) as sent:
            assert browser.get("/glossary").status_code == 200
        return len(sent)

    grow(1)
    few = cost()
    grow(20)
    assert (cost(), few <= 8) == (few, True)
    assert "after=" in browser.get("/glossary").text


def test_after_its_last_word_the_glossary_leads_back_and_is_not_called_empty(
    browser: Browser,
) -> None:
    page = browser.get("/glossary?after=zzz").text
    assert ("The glossary is empty" in page, "come to its end" in page) == (False, True)
    assert 'href="/glossary">Back to the first page</a>' in page
    assert '<label class="heading" for="term">A word in any language</label>' in page
