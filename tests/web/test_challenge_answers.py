"""What is said to a challenge on its page: answers, replies, that they were of use, the outcome."""

import re
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select

from backend.core.ids import new_id
from backend.domain.challenges.answers import Answer, Helpful
from backend.domain.challenges.models import Challenge, Facing
from backend.domain.notifications import queries as told_of
from backend.domain.notifications.actions import tell
from backend.domain.notifications.models import Notification
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make

WORDS: dict[str, Any] = {"body": "We put up planters.", "kind": "experience", "language": "en"}


def test_an_answer_is_shown_once_and_its_author_told(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    challenge = make.challenge()
    sign_in(make.member("Ben"))
    sent = browser.send(f"/challenges/{challenge.slug}/answers", **WORDS)
    answer = db.exec(select(Answer)).one()
    if not browser.htmx:
        assert landed_on(sent) == f"/challenges/{challenge.slug}#answer-{answer.id}"
    page = sent if browser.htmx else browser.get(landed_on(sent))
    assert page.text.count("We put up planters.") == 1
    assert "1 answer" in page.text
    assert "Has done this" in page.text
    assert [one.event for one in db.exec(select(Notification))] == ["challenge.answered"]


def test_a_wrong_answer_comes_back_with_its_words(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    challenge = make.challenge()
    sign_in(make.member())
    sent = browser.send(f"/challenges/{challenge.slug}/answers", body="Planters <b>")
    assert sent.status_code == 422
    assert sent.text.lstrip().startswith("<section") == browser.htmx
    assert "Planters &lt;b&gt;</textarea>" in sent.text
    assert "2 things need mending" in sent.text
    assert db.exec(select(Answer)).all() == []


@pytest.mark.parametrize(
    "wrong", [{"kind": "reply"}, {"body": "x"}, {"body": "x" * 6001}, {"language": "tlh"}]
)
def test_an_answer_has_limits(
    browser: Browser, sign_in: SignIn, make: Make, wrong: dict[str, Any]
) -> None:
    challenge = make.challenge()
    sign_in(make.member())
    sent = browser.send(f"/challenges/{challenge.slug}/answers", **WORDS | wrong)
    assert sent.status_code == 422


def test_who_may_not_answer_is_told_why(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    open_one = make.challenge(ana := make.member())
    closed = make.challenge(closed_at=NOON)
    secret = make.challenge(cities=[make.city()])
    public = make.challenge(visibility="public")
    sent = {}
    for name, me, challenge in (
        ("author", ana, open_one),
        ("closed", make.member(), closed),
        ("secret", make.member(), secret),
        ("applicant", make.member(admitted_at=None), public),
    ):
        sign_in(me)
        sent[name] = browser.send(f"/challenges/{challenge.slug}/answers", **WORDS).status_code
    browser.client.cookies.delete("session")
    sent["guest"] = browser.send(f"/challenges/{public.slug}/answers", **WORDS).status_code
    assert sent == {"author": 403, "closed": 403, "secret": 404, "applicant": 403, "guest": 401}
    assert db.exec(select(Answer)).all() == []


def test_the_form_to_reply_opens_in_its_place(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    challenge = make.challenge()
    answer = make.answer(challenge, make.member("Ben"))
    sign_in(make.member())
    opened = browser.get(f"/challenges/{challenge.slug}?reply={answer.id}", piece=True).text
    assert "Your reply to Ben" in opened
    assert opened.lstrip().startswith(f'<li class="entry" id="answer-{answer.id}"') == browser.htmx
    assert len(re.findall(r'id="reply"', opened)) == 1
    missing = browser.get(f"/challenges/{challenge.slug}?reply={new_id()}", piece=True)
    assert missing.status_code == 200
    assert "Your reply to" not in missing.text


def test_a_reply_stands_under_its_answer(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    challenge = make.challenge()
    answer = make.answer(challenge)
    sign_in(make.member())
    address = f"/challenges/{challenge.slug}/answers/{answer.id}/replies"
    wrong = browser.send(address, body="x", language="en")
    assert (wrong.status_code, "Please write at least 2 characters." in wrong.text) == (422, True)
    assert ">\nx</textarea>" in wrong.text
    sent = browser.send(address, body="For how long?", language="en")
    reply = db.exec(select(Answer).where(Answer.kind == "reply")).one()
    assert reply.parent_id == answer.id
    page = sent if browser.htmx else browser.get(landed_on(sent))
    assert page.text.count("For how long?") == 1
    assert f'id="answer-{reply.id}"' in page.text


def test_a_reply_to_nothing_is_not_found(browser: Browser, sign_in: SignIn, make: Make) -> None:
    challenge, other = make.challenge(), make.challenge()
    sign_in(make.member())
    for answer_id in (new_id(), make.answer(other).id, make.answer(challenge, hidden_at=NOON).id):
        address = f"/challenges/{challenge.slug}/answers/{answer_id}/replies"
        assert browser.send(address, body="Hello?", language="en").status_code == 404


def test_a_mark_can_be_made_and_taken_back(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    challenge = make.challenge(ana := make.member())
    answer = make.answer(challenge)
    base = f"/challenges/{challenge.slug}/answers/{answer.id}"
    sign_in(ana)
    for doing, words in (("helpful", "Helpful to 1 city"), ("help", "Helped City")):
        sent = browser.send(f"{base}/{doing}", said="true")
        page = sent if browser.htmx else browser.get(landed_on(sent))
        assert words in page.text
        assert 'aria-pressed="true"' in page.text
        sent = browser.send(f"{base}/{doing}", said="false")
        page = sent if browser.htmx else browser.get(landed_on(sent))
        assert words not in page.text
    assert db.exec(select(Helpful)).all() == []
    sign_in(make.member())
    assert browser.send(f"{base}/help", said="true").status_code == 403
    assert browser.send(f"{base}/help", said="perhaps").status_code == 422


def test_an_answer_is_put_better_by_who_wrote_it(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    challenge = make.challenge()
    answer = make.answer(challenge, ben := make.member())
    reply = make.answer(challenge, ben, parent=answer)
    sign_in(ben)
    for said in (answer, reply):
        base = f"/challenges/{challenge.slug}/answers/{said.id}/edit"
        assert said.body in browser.get(base).text
        wrong = browser.send(base, **WORDS | {"body": "x"})
        assert (wrong.status_code, ">\nx</textarea>" in wrong.text) == (422, True)
        sent = browser.send(base, **WORDS | {"body": "Better planters.", "kind": "offer"})
        assert landed_on(sent) == f"/challenges/{challenge.slug}#answer-{said.id}"
    db.expire_all()
    assert [(one.kind, one.body) for one in (answer, reply)] == [
        ("offer", "Better planters."),
        ("reply", "Better planters."),
    ]
    sign_in(make.member())
    assert browser.get(base).status_code == 403
    assert browser.send(base, **WORDS).status_code == 403


def test_a_city_faces_it_says_how_and_takes_it_back(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    challenge = make.challenge()
    bogota = make.city("Bogotá")
    sign_in(make.member(city_id=bogota.id))
    base = f"/challenges/{challenge.slug}/facing"
    for words, shown in (
        ("", "Bogotá faces this too."),
        ("Since the tram came.", "Since the tram"),
    ):
        sent = browser.send(base, words=words)
        page = sent if browser.htmx else browser.get(landed_on(sent))
        assert shown in page.text
        assert "1 city faces this" in page.text
    wrong = browser.send(base, words="x" * 201)
    assert (wrong.status_code, "x" * 201 in wrong.text) == (422, True)
    assert db.exec(select(Facing)).one().words == "Since the tram came."
    sent = browser.send(f"{base}/withdrawal")
    page = sent if browser.htmx else browser.get(landed_on(sent))
    assert "We face this too" in page.text
    assert db.exec(select(Facing)).all() == []
    assert browser.send(f"{base}/withdrawal").status_code == 409


def test_the_city_that_asked_cannot_face_its_own(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    challenge = make.challenge(ana := make.member())
    sign_in(ana)
    assert browser.send(f"/challenges/{challenge.slug}/facing", words="").status_code == 403


def test_following_is_begun_and_ended(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    challenge, me = make.challenge(), make.member()
    sign_in(me)
    for said, words, follows in (("true", "You follow this", True), ("false", ">Follow<", False)):
        sent = browser.send(f"/challenges/{challenge.slug}/following", said=said)
        page = sent if browser.htmx else browser.get(landed_on(sent))
        assert words in page.text
        confirmed = "will hear what is new" if follows else "no longer follow this"
        assert confirmed in page.text
        assert not browser.htmx or 'hx-swap-oob="innerHTML:#notice"' in page.text
        db.expire_all()
        assert told_of.follows(db, me.id, "challenge", challenge.id) == follows


def test_where_it_stands_is_said_by_who_may(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    challenge = make.challenge(ana := make.member())
    address = f"/challenges/{challenge.slug}/status"
    sign_in(make.member())
    assert browser.send(address, status="in_progress").status_code == 403
    sign_in(ana)
    sent = browser.send(address, status="in_progress")
    assert landed_on(sent) == f"/challenges/{challenge.slug}"
    assert "Being worked on" in browser.get(landed_on(sent)).text
    assert browser.send(address, status="solved").status_code == 422
    db.expire_all()
    assert db.get_one(Challenge, challenge.id).status == "in_progress"


def test_an_outcome_ends_it_and_names_what_helped(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    challenge = make.challenge(ana := make.member())
    answer: UUID = make.answer(challenge, body="Put up planters.").id
    own = make.answer(challenge, ana, body="My own words.").id
    address = f"/challenges/{challenge.slug}/outcome"
    sign_in(ana)
    form = browser.get(address).text
    assert f'value="{answer}"' in form
    assert f'value="{own}"' not in form
    wrong = browser.send(address, ending="solved", not_worked="Paint.", helped=[str(answer)])
    assert (wrong.status_code, "Please say what worked" in wrong.text) == (422, True)
    assert "Paint.</textarea>" in wrong.text
    assert f'value="{answer}" checked' in wrong.text
    sent = browser.send(address, ending="solved", worked="Planters.", helped=[str(answer)])
    assert landed_on(sent) == f"/challenges/{challenge.slug}"
    page = browser.get(landed_on(sent)).text
    for words in ("Thank you. Whoever took part hears of it.", "What worked", "Helped City"):
        assert words in page
    assert "Planters.</textarea>" in browser.get(address).text
    odd = browser.send(address, ending="closed", worked="Planters.", helped=["not-an-id"])
    assert odd.status_code == 422


def test_an_outcome_is_not_for_others(browser: Browser, sign_in: SignIn, make: Make) -> None:
    challenge = make.challenge()
    sign_in(make.member())
    address = f"/challenges/{challenge.slug}/outcome"
    assert browser.get(address).status_code == 403
    assert browser.send(address, ending="solved", worked="Planters.").status_code == 403


def test_what_one_was_told_calls_a_thing_by_the_title_that_it_has_now(
    db: Session, make: Make
) -> None:
    challenge = make.challenge(ana := make.member(), title="What Ana should not have said")
    tell(db, {ana.id}, "challenge.solved", ("challenge", challenge.id), {"title": challenge.title})
    challenge.title = "Quieter streets"
    db.flush()
    assert [one.facts for one in told_of.told(db, ana).items] == [{"title": "Quieter streets"}]
