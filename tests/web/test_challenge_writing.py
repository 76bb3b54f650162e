"""Posting, editing, previewing, keeping drafts: the words that were typed are never lost."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from backend.core import clock
from backend.core.ids import new_id
from backend.domain.challenges import drafts
from backend.domain.challenges.models import Challenge, DraftWords, KeptDraft
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make

WORDS: dict[str, Any] = {
    "title": "Bike lanes on narrow streets",
    "context": "Paint on the road lasted us one winter only.",
    "tried": "Thicker paint.",
    "help_wanted": "A city where it lasted longer.",
    "language": "es",
    "visibility": "members",
    "topics": ["mobility"],
}
SLUG = "bike-lanes-on-narrow-streets"


@pytest.fixture(autouse=True)
def _mobility(make: Make) -> None:
    make.topic("Mobility")


def test_posting_leads_to_the_new_challenge(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    sign_in(make.member())
    assert "Post the challenge" in browser.get("/challenges/new").text
    sent = browser.send("/challenges", **WORDS)
    assert landed_on(sent) == f"/challenges/{SLUG}"
    page = browser.get(landed_on(sent)).text
    assert "Your challenge is posted." in page
    assert "Thicker paint." in page
    assert db.exec(select(Challenge)).one().language == "es"


def test_a_search_that_found_nothing_brings_the_title(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    sign_in(make.member())
    assert 'value="bike &#34;lanes"' in browser.get('/challenges/new?title=bike "lanes').text


def test_what_is_posted_too_fast_is_kept_to_be_sent_again(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    me = make.member()
    for _ in range(30):
        make.challenge(author=me)
    sign_in(me)
    refused = browser.send("/challenges", **WORDS)
    assert refused.status_code == 429
    if not browser.htmx:  # else the page on which it was typed is there still
        for name, typed in WORDS.items():
            value = typed[0] if isinstance(typed, list) else typed
            assert f'<input type="hidden" name="{name}" value="{value}">' in refused.text
        assert 'action="/challenges"' in refused.text
        assert "Paint on the road lasted us one winter only.</textarea>" in refused.text
    with clock.stopped(NOON + timedelta(hours=2)):
        assert landed_on(browser.send("/challenges", **WORDS)) == f"/challenges/{SLUG}"


def test_what_is_wrong_comes_back_with_every_word(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    make.city("Bogotá")
    sign_in(make.member())
    wrong = WORDS | {
        "title": "Bikes <b>",
        "context": "Short.",
        "help_wanted": "",
        "topics": [],
        "visibility": "cities",
        "cities": ["bogota-gb"],
        "draft_id": "not-an-id",
    }
    sent = browser.send("/challenges", **wrong)
    assert sent.status_code == 422
    assert sent.text.lstrip().startswith("<form") == browser.htmx
    for sentence in (
        "3 things need mending",
        "Please write at least 30 characters.",
        "Please write at least 10 characters.",
        "Please choose at least 1.",
    ):
        assert sentence in sent.text, sentence
    for typed in (
        'value="Bikes &lt;b&gt;"',
        "Short.</textarea>",
        "Thicker paint.</textarea>",
        'value="es" selected',
        'value="cities" checked',
        'value="bogota-gb" checked',
    ):
        assert typed in sent.text, typed
    assert db.exec(select(Challenge)).all() == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": "x" * 121}, "Please keep this under 120 characters."),
        ({"language": "tlh"}, "Please check this."),
        ({"visibility": "nobody"}, "Please choose one of the list."),
        ({"topics": ["alchemy"]}, "Please choose topics from the list."),
        ({"visibility": "cities"}, "Please choose at least one other city"),
        ({"visibility": "cities", "cities": ["atlantis"]}, "Please choose cities from the list."),
    ],
)
def test_every_refusal_is_a_sentence(
    browser: Browser,
    sign_in: SignIn,
    make: Make,
    wrong: dict[str, Any],
    sentence: str,
) -> None:
    sign_in(make.member())
    sent = browser.send("/challenges", **WORDS | wrong)
    assert (sent.status_code, sentence in sent.text) == (422, True)


def test_who_works_for_no_city_is_not_offered_to_show_it_to_that_alone(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    sign_in(make.member(city_id=make.city().id))
    assert "Only my city" in browser.get("/challenges/new").text
    posted = landed_on(browser.send("/challenges", **WORDS | {"visibility": "city"}))
    assert "Visible to one city alone" in browser.get(posted).text
    sign_in(make.member(city_id=None))
    assert "Only my city" not in browser.get("/challenges/new").text


def test_a_form_sent_twice_posts_once(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    sign_in(make.member())
    form = str(new_id())
    landed = {landed_on(browser.send("/challenges", draft_id=form, **WORDS)) for _twice in range(2)}
    assert landed == {f"/challenges/{SLUG}"}
    assert len(db.exec(select(Challenge)).all()) == 1


def test_strangers_are_asked_to_sign_in(browser: Browser, db: Session) -> None:
    for sent in (
        browser.get("/challenges/new"),
        browser.get("/challenges/drafts"),
        browser.send("/challenges", **WORDS),
        browser.send("/challenges/preview", **WORDS),
        browser.send("/challenges/drafts", **WORDS),
    ):
        assert (sent.status_code, "Please sign in first." in sent.text) == (401, True)
    assert db.exec(select(Challenge)).all() == []


def test_who_was_suspended_is_told_why_not(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    sign_in(make.member(suspended_at=NOON))
    for sent in (
        browser.get("/challenges/new"),
        browser.send("/challenges", **WORDS),
        browser.send("/challenges/preview", **WORDS),
        browser.send("/challenges/drafts", **WORDS),
    ):
        assert sent.status_code == 403
        assert "Your membership is suspended" in sent.text
    assert db.exec(select(KeptDraft)).all() == []


def test_a_form_from_another_site_is_refused(browser: Browser, sign_in: SignIn, make: Make) -> None:
    sign_in(make.member())
    assert browser.send("/challenges", site="cross-site", **WORDS).status_code == 403


def test_a_preview_shows_it_as_it_will_be_and_keeps_nothing(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    sign_in(make.member())
    half: dict[str, Any] = {
        "context": "With **figures** <i>",
        "title": "",
        "topics": ["mobility", "alchemy"],
    }
    sent = browser.send("/challenges/preview", **half)
    assert sent.status_code == 200
    for words in (
        "This is how it will look. It is not posted yet.",
        "Without a title",
        "<strong>figures</strong> &lt;i&gt;",
    ):
        assert words in sent.text, words
    assert ("With **figures** &lt;i&gt;</textarea>" in sent.text) != browser.htmx
    assert db.exec(select(Challenge)).all() == []
    assert db.exec(select(KeptDraft)).all() == []


def test_a_preview_of_too_much_says_so(browser: Browser, sign_in: SignIn, make: Make) -> None:
    sign_in(make.member())
    sent = browser.send("/challenges/preview", title="x" * 121)
    assert sent.status_code == 422
    assert "Please keep this under 120 characters." in sent.text


def test_a_draft_is_kept_listed_opened_and_posted(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    sign_in(make.member())
    form = str(new_id())
    saved = browser.send("/challenges/drafts", draft_id=form, title="Bike", topics=["mobility"])
    if browser.htmx:
        assert (saved.status_code, "Kept as a draft at 13:00" in saved.text) == (200, True)
    else:
        assert landed_on(saved) == f"/challenges/drafts/{form}"
    assert f'href="/challenges/drafts/{form}"' in browser.get("/challenges/drafts").text
    page = browser.get(f"/challenges/drafts/{form}").text
    assert 'value="Bike"' in page
    assert 'value="mobility" checked' in page
    assert f'name="draft_id" value="{form}"' in page
    browser.send("/challenges", draft_id=form, **WORDS)
    assert db.exec(select(KeptDraft)).all() == []


def test_an_empty_draft_is_not_kept(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    sign_in(make.member())
    sent = browser.send("/challenges/drafts", language="en")
    if browser.htmx:
        assert (sent.status_code, "Kept" in sent.text) == (200, False)
    else:
        assert landed_on(sent) == "/challenges/new"
    assert db.exec(select(KeptDraft)).all() == []


def test_a_draft_that_cannot_be_kept_stays_in_the_form(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    sign_in(make.member())
    sent = browser.send("/challenges/drafts", title="x" * 121, context="Worth keeping.")
    assert "Please keep this under 120 characters." in sent.text
    if not browser.htmx:
        assert sent.status_code == 422
        assert "Worth keeping.</textarea>" in sent.text


def test_a_draft_is_thrown_away_by_its_author_alone(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    ana, form = make.member(), new_id()
    drafts.save(db, ana, form, DraftWords(title="Bike"))
    db.commit()
    sign_in(make.convener())
    assert browser.get(f"/challenges/drafts/{form}").status_code == 404
    assert browser.send(f"/challenges/drafts/{form}/removal").status_code == 404
    assert browser.send("/challenges/drafts", draft_id=str(form), title="Mine").status_code == 404
    sign_in(ana)
    assert "Bike" in browser.get("/challenges/drafts").text
    removed = browser.send(f"/challenges/drafts/{form}/removal")
    assert landed_on(removed) == "/challenges/drafts"
    assert "No drafts" in browser.get("/challenges/drafts").text


def test_editing_begins_with_the_words_and_saves_them(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    chosen, ana = make.city("Bogotá"), make.member()
    make.topic("Streets")
    sign_in(ana)
    browser.send("/challenges", **WORDS | {"visibility": "cities", "cities": [chosen.slug]})
    page = browser.get(f"/challenges/{SLUG}/edit").text
    for typed in (
        f'value="{WORDS["title"]}"',
        "Thicker paint.</textarea>",
        'value="mobility" checked',
        'value="bogota-gb" checked',
        'value="es" selected',
    ):
        assert typed in page, typed
    assert 'name="draft_id"' not in page
    new = WORDS | {"title": "Bike lanes in winter", "topics": ["streets"]}
    assert landed_on(browser.send(f"/challenges/{SLUG}/edit", **new)) == f"/challenges/{SLUG}"
    assert "Your changes are saved." in browser.get(f"/challenges/{SLUG}").text
    db.expire_all()
    assert db.exec(select(Challenge)).one().title == "Bike lanes in winter"


def test_a_wrong_edit_keeps_the_words_and_the_challenge(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    challenge = make.challenge(ana := make.member())
    sign_in(ana)
    sent = browser.send(f"/challenges/{challenge.slug}/edit", **WORDS | {"title": "Short"})
    assert (sent.status_code, 'value="Short"' in sent.text) == (422, True)
    assert f'action="/challenges/{challenge.slug}/edit"' in sent.text
    assert challenge.title in browser.get(f"/challenges/{challenge.slug}").text


def test_a_preview_of_an_edit_stays_an_edit(browser: Browser, sign_in: SignIn, make: Make) -> None:
    challenge = make.challenge(ana := make.member())
    sign_in(ana)
    sent = browser.send("/challenges/preview", edited=challenge.slug, **WORDS)
    assert sent.status_code == 200
    if not browser.htmx:
        assert f'action="/challenges/{challenge.slug}/edit"' in sent.text
    sign_in(make.member())
    refused = browser.send("/challenges/preview", edited=challenge.slug, **WORDS)
    assert refused.status_code == 403


def test_only_author_and_convener_edit(browser: Browser, sign_in: SignIn, make: Make) -> None:
    challenge = make.challenge(ana := make.member())
    answers = {}
    for name, me in {
        "author": ana,
        "convener": make.convener(),
        "member": make.member(),
        "suspended": make.convener(suspended_at=NOON),
    }.items():
        sign_in(me)
        page = browser.get(f"/challenges/{challenge.slug}/edit").status_code
        answers[name] = (page, browser.send(f"/challenges/{challenge.slug}/edit").status_code)
    assert answers == {
        "author": (200, 422),
        "convener": (200, 422),
        "member": (403, 403),
        "suspended": (404, 404),
    }


def test_cities_are_found_by_their_name_and_those_chosen_stay(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    own = make.city("Girona", slug="girona-es")
    for name in ("Bogotá", "Bristol", "Brisbane"):
        make.city(name, slug=f"{name[:3].lower()}-{name[-1]}")
    sign_in(make.member(city_id=own.id))
    assert "Bristol" not in browser.get("/challenges/new").text
    sent: dict[str, Any] = {
        "title": "Bikes",
        "visibility": "cities",
        "cities": ["bog-á"],
        "city_words": "bri",
    }
    page = browser.send("/challenges/cities", **sent).text
    assert [name for name in ("Bogotá", "Bristol", "Brisbane", "Girona") if name in page] == [
        "Bogotá",
        "Bristol",
        "Brisbane",
    ]
    assert page.count("checked") == 1 if browser.htmx else 'value="Bikes"' in page
    sign_in(make.member(admitted_at=None))
    assert browser.send("/challenges/cities", city_words="bri").status_code == 403
