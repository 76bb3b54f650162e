"""Conversations as pages: asking, answering, the thread, the meeting, and who sees none of it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.core import clock
from backend.core.config import Settings
from backend.domain.conversations import parting
from backend.domain.conversations.models import Conversation
from backend.domain.members.models import Member
from backend.domain.moderation import actions as moderation
from backend.domain.moderation.models import ReportDraft
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.calendars import read, times, times_elsewhere
from tests.support.make import Make
from tests.support.queries import counted
from tests.support.talks import PURPOSE, SOON, Talks

DAY = timedelta(days=1)


@pytest.fixture
def talks(db: Session, settings: Settings) -> Talks:
    return Talks(db, settings)


@pytest.fixture
def ana(make: Make) -> Member:
    return make.member("Ana", city_id=make.city("Bristol").id, admitted_at=NOON - 100 * DAY)


@pytest.fixture
def ben(make: Make) -> Member:
    bogota = make.city("Bogotá", country="CO", zone="America/Bogota")
    return make.member(
        "Ben", city_id=bogota.id, zone="America/Bogota", admitted_at=NOON - 100 * DAY
    )


def own_times(*times: tuple[str, str]) -> dict[str, Any]:
    """The lines for times of one's own, as a form sends them."""
    return {"times.day": [day for day, _at in times], "times.time": [at for _day, at in times]}


def test_a_request_is_written_from_somebodys_page(
    browser: Browser, sign_in: SignIn, ana: Member, ben: Member
) -> None:
    sign_in(ana)
    assert f'href="/people/{ben.slug}/conversations/new"' in browser.get(f"/people/{ben.slug}").text
    page = browser.get(f"/people/{ben.slug}/conversations/new").text
    offered = re.findall(r'name="chosen"\s+value="([^"]+)"', page)
    assert len(offered) == 5
    assert re.search(r"1[5-6]:\d\d in Bristol \((09|10|11):\d\d in Bogotá\)", page)
    sent = browser.send(
        f"/people/{ben.slug}/conversations",
        purpose=PURPOSE,
        language="en",
        minutes="30",
        chosen=offered[:2],
        **own_times(("2026-05-08", "16:00"), ("", "")),
    )
    shown = browser.get(landed_on(sent)).text
    assert "Not answered yet" in shown
    assert "Fri 8 May, 16:00 in Bristol (10:00 in Bogotá)" in shown
    assert PURPOSE in shown
    assert ben.email not in page + shown
    assert "Not answered yet" in browser.get("/conversations?show=asking").text


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    browser: Browser, sign_in: SignIn, ana: Member, ben: Member
) -> None:
    sign_in(ana)
    sent = browser.send(
        f"/people/{ben.slug}/conversations",
        purpose="Too short",
        language="en",
        minutes="30",
        **own_times(("2026-05-01", "16:00")),
    )
    assert sent.status_code == 422
    assert "Please write at least 20 characters." in sent.text
    assert "Too short" in sent.text
    assert 'value="2026-05-01"' in sent.text
    again = browser.send(
        f"/people/{ben.slug}/conversations", purpose=PURPOSE, language="en", minutes="30"
    )
    assert "Please offer at least one time." in again.text


def test_it_can_be_about_a_challenge_if_both_see_it(
    browser: Browser, sign_in: SignIn, talks: Talks, make: Make, ana: Member, ben: Member
) -> None:
    shown = make.challenge(ben, title="Who keeps the trust?")
    hidden = make.challenge(ana, cities=[make.city()], title="Only for Oslo")
    sign_in(ana)
    new = f"/people/{ben.slug}/conversations/new?kind=challenge&about="
    assert "About “Who keeps the trust?”" in browser.get(f"{new}{shown.id}").text
    for odd in ("x", "%00", str(ana.id)):
        assert "About “" not in browser.get(new + odd).text
    fields: dict[str, Any] = {"purpose": PURPOSE, "language": "en", "chosen": SOON.isoformat()}
    fields |= {"occasion_kind": "challenge", "occasion_id": str(hidden.id)}
    refused = browser.send(f"/people/{ben.slug}/conversations", **fields)
    assert refused.status_code == 422
    assert "can’t be named" in refused.text
    assert "About “" not in refused.text
    assert PURPOSE in refused.text
    one = talks.asked(ana, ben, occasion_kind="challenge", occasion_id=shown.id)
    assert f'href="/challenges/{shown.slug}"' in browser.get(f"/conversations/{one.slug}").text


def test_a_limit_is_said_in_the_form(
    browser: Browser, sign_in: SignIn, talks: Talks, make: Make, ana: Member, ben: Member
) -> None:
    talks.asked(ana, ben)
    sign_in(ana)
    fields: dict[str, Any] = {"purpose": PURPOSE, "language": "en", "chosen": SOON.isoformat()}
    same = browser.send(f"/people/{ben.slug}/conversations", **fields)
    assert same.status_code == 409
    assert "You have asked this person already" in same.text
    assert PURPOSE in same.text
    for _ in range(4):
        talks.asked(ana, make.member())
    many = browser.send(f"/people/{make.member().slug}/conversations", **fields)
    assert many.status_code == 429
    assert "You can ask 5 people a day" in many.text


def test_the_desk_and_the_list_show_what_waits_for_me(
    browser: Browser, sign_in: SignIn, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.asked(ana, ben)
    sign_in(ben)
    desk = browser.get("/").text
    assert "Waiting for your answer" in desk
    assert f'href="/conversations/{one.slug}"' in desk
    assert "Waits for you" in browser.get("/conversations").text
    sign_in(ana)
    assert "Waiting for your answer" not in browser.get("/").text


def test_a_time_is_chosen_and_the_meeting_is_for_the_calendar(
    browser: Browser, sign_in: SignIn, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.asked(ana, ben)
    sign_in(ben)
    assert browser.get(f"/conversations/{one.slug}.ics").status_code == 404
    none = browser.send(f"/conversations/{one.slug}/acceptance")
    assert none.status_code == 422
    sent = browser.send(f"/conversations/{one.slug}/acceptance", starts_at=SOON.isoformat())
    page = browser.get(landed_on(sent)).text
    assert "Thu 7 May, 07:00 in Bogotá (13:00 in Bristol)" in page
    assert ana.email not in page
    answer = browser.get(f"/conversations/{one.slug}.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert (
        times(answer.text) == times_elsewhere(answer.text) == [(SOON, SOON + timedelta(minutes=30))]
    )
    [event] = read(answer.text)
    assert event["SUMMARY"] == "Conversation with Ana"
    assert ana.email not in answer.text


def test_a_calendar_takes_out_what_is_cancelled(
    browser: Browser, sign_in: SignIn, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.agreed(ana, ben)
    sign_in(ana)
    before = browser.get(f"/conversations/{one.slug}.ics").text
    browser.send(f"/conversations/{one.slug}/cancellation")
    after = browser.get(f"/conversations/{one.slug}.ics").text
    [first], [second] = read(before), read(after)
    assert first["UID"] == second["UID"]
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 1)
    assert "METHOD:CANCEL" in after
    assert ben.email not in before + after
    assert times_elsewhere(after) == times(after)


def test_the_other_answers(
    browser: Browser, sign_in: SignIn, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.asked(ana, ben)
    sign_in(ben)
    base = f"/conversations/{one.slug}"
    assert browser.send(f"{base}/postponement", day="2020-01-01").status_code == 422
    browser.send(f"{base}/postponement", day="2026-05-20")
    assert "You will be reminded on 20 May" in browser.get(base).text
    assert browser.send(f"{base}/times").status_code == 422
    browser.send(f"{base}/times", **own_times(("2026-05-21", "09:00")))
    assert "Not answered yet" in browser.get(base).text
    sign_in(ana)
    assert "Thu 21 May, 15:00 in Bristol (09:00 in Bogotá)" in browser.get(base).text
    browser.send(f"{base}/withdrawal")
    assert "You have withdrawn this request" in browser.get(base).text
    sign_in(ben)
    assert browser.get(base).status_code == 404


def test_declining_shows_nothing_to_who_asked(
    browser: Browser, sign_in: SignIn, talks: Talks, make: Make, ana: Member, ben: Member
) -> None:
    bea = make.member("Bea", city_id=ben.city_id, zone=ben.zone)
    declined, waiting = talks.asked(ana, ben), talks.asked(ana, bea)
    sign_in(ben)
    gone = browser.send(f"/conversations/{declined.slug}/refusal")
    assert landed_on(gone) == "/conversations"
    sign_in(ana)
    browser.get("/conversations")  # where the sentence is shown, once

    def seen(one: Conversation, other: Member) -> str:
        page = browser.get(f"/conversations/{one.slug}")
        told = f"{sorted(page.headers)} {page.text}"
        for word in (one.slug, str(one.id), other.slug, str(other.id), other.name):
            told = told.replace(word, "")
        return re.sub(r"avatar of-\w+|>BE</span>|>B</span>", "", told)

    for days in (0, 31):
        with clock.stopped(NOON + days * DAY):
            sign_in(ana)
            assert seen(declined, ben) == seen(waiting, bea)
            listed = browser.get(f"/conversations?show={'done' if days else 'asking'}").text
            assert listed.count("Has ended" if days else "Not answered yet") == 2


def test_they_write_to_each_other(
    browser: Browser, sign_in: SignIn, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.agreed(ana, ben)
    base = f"/conversations/{one.slug}"
    sign_in(ana)
    assert browser.send(f"{base}/messages", body=" ", language="en").status_code == 422
    sent = browser.send(f"{base}/messages", body="I bring **ours**.", language="en")
    assert sent.status_code == (200 if browser.htmx else 303)
    sign_in(ben)
    assert "1 new message" in browser.get("/conversations?show=running").text
    page = browser.get(base).text
    assert "<strong>ours</strong>" in page
    assert "Mark as read" in page
    browser.send(f"{base}/reading")
    assert "Mark as read" not in browser.get(base).text
    browser.send(f"{base}/address", said="true")
    sign_in(ana)
    assert f'href="mailto:{ben.email}"' in browser.get(base).text


def test_the_meeting_moves(
    browser: Browser, sign_in: SignIn, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.agreed(ana, ben)
    sign_in(ben)
    base = f"/conversations/{one.slug}"
    wrong = browser.send(f"{base}/meeting", day="2026-05-12", time="25:00", minutes="30")
    assert wrong.status_code == 422
    browser.send(
        f"{base}/meeting", day="2026-05-12", time="10:00", minutes="45", link="https://m.example/x"
    )
    page = browser.get(base).text
    assert "Tue 12 May, 10:00 in Bogotá (16:00 in Bristol)" in page
    assert 'href="https://m.example/x"' in page


def test_both_say_what_they_learned(
    browser: Browser, sign_in: SignIn, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.met(ana, ben)
    base = f"/conversations/{one.slug}"
    sign_in(ana)
    assert "What did you learn?" in browser.get(base).text
    assert browser.send(f"{base}/learning", words="Much", telling="no").status_code == 422
    browser.send(f"{base}/learning", words="Begin with the exit clause.", telling="named")
    assert "Yes, with my name" in browser.get(base).text
    sign_in(ben)
    assert "exit clause" not in browser.get(base).text
    browser.send(f"{base}/learning", words="Ask the operators first.", telling="no")
    assert "exit clause" in browser.get(base).text


def test_a_closed_thread_says_no_more_than_that(
    browser: Browser, sign_in: SignIn, db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.agreed(ana, ben)
    parting.block(db, ana, ben)
    db.commit()
    sign_in(ben)
    page = browser.get(f"/conversations/{one.slug}").text
    assert "This conversation is closed." in page
    assert "blocked" not in page
    assert browser.send(f"/conversations/{one.slug}/messages", body="Why?", language="en").text


def test_reporting_says_beforehand_what_conveners_will_read(
    browser: Browser,
    sign_in: SignIn,
    db: Session,
    talks: Talks,
    make: Make,
    ana: Member,
    ben: Member,
) -> None:
    one = talks.agreed(ana, ben)
    kept, reported = talks.said(one, ben, "Nightingale"), talks.said(one, ben, "Buy my book.")
    sign_in(ana)
    form = browser.get(f"/reports/new?kind=message&subject_id={reported.id}").text
    assert "With your report the conveners can read them" in form
    ruth = make.convener()
    sign_in(ruth)
    assert browser.get(f"/conversations/{one.slug}").status_code == 404
    moderation.report(db, ana, "message", reported.id, ReportDraft(rule="advertising"))
    db.commit()
    case = f"/moderation/message/{reported.id}"
    led = browser.get(f"/conversations/{one.slug}")
    assert landed_on(led) == case
    page = browser.get(case).text
    assert "Buy my book." in page
    assert "Nightingale" not in page
    assert browser.get(f"/moderation/message/{kept.id}").status_code == 404


def test_others_find_neither_pages_nor_files(
    browser: Browser, sign_in: SignIn, talks: Talks, make: Make, ana: Member, ben: Member
) -> None:
    one = talks.agreed(ana, ben)
    base = f"/conversations/{one.slug}"
    nowhere = "/conversations/0123456789abcdef"
    for other in (make.member(), make.convener(), make.member(suspended_at=NOON)):
        sign_in(other)
        for path in ("", ".ics"):
            here, there = browser.get(base + path), browser.get(nowhere + path)
            assert here.status_code == there.status_code == 404
            assert "There is no such conversation" in here.text
        for deed in ("acceptance", "messages", "meeting", "learning", "cancellation", "address"):
            assert browser.send(f"{base}/{deed}", body="x", language="en").status_code == 404
    sign_in(make.member(suspended_at=NOON))
    assert browser.get("/conversations").status_code == 403


def test_strangers_are_asked_to_sign_in(
    browser: Browser, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.agreed(ana, ben)
    for path in ("/conversations", f"/conversations/{one.slug}", f"/conversations/{one.slug}.ics"):
        assert browser.get(path).status_code == 401


@pytest.mark.parametrize("query", ["show=nonsense", "after=x", "show=done&after=%00"])
def test_odd_addresses_break_nothing(
    browser: Browser, sign_in: SignIn, ana: Member, query: str
) -> None:
    sign_in(ana)
    assert browser.get(f"/conversations?{query}").status_code in {200, 404}


@pytest.mark.parametrize("how_many", [1, 3])
def test_pages_ask_little(
    browser: Browser,
    sign_in: SignIn,
    connection: Connection,
    talks: Talks,
    make: Make,
    ana: Member,
    ben: Member,
    how_many: int,
) -> None:
    one = talks.agreed(ana, ben)
    for _ in range(how_many):
        talks.said(one, ben)
        talks.asked(make.member(), ana)
    sign_in(ana)
    asked = []
    for path in ("/conversations", f"/conversations/{one.slug}", f"/people/{ben.slug}", "/"):
        with counted(connection) as sent:
            assert browser.get(path).status_code == 200
        asked.append(len(sent))
    assert asked[:2] == [2, 3]
    assert max(asked) <= 8


@pytest.mark.parametrize("asks", ["me", "they"])
def test_who_is_in_touch_already_finds_that_instead_of_an_empty_form(
    browser: Browser, sign_in: SignIn, talks: Talks, ana: Member, ben: Member, asks: str
) -> None:
    one = talks.asked(*((ana, ben) if asks == "me" else (ben, ana)))
    sign_in(ana)
    sent = browser.get(f"/people/{ben.slug}/conversations/new")
    assert sent.headers["Location"] == f"/conversations/{one.slug}"
    assert "in touch already" in browser.get(f"/conversations/{one.slug}").text


def test_another_act_takes_the_sentence_about_the_last_one_away(
    browser: Browser, sign_in: SignIn, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.agreed(ana, ben)
    sign_in(ana)
    answer = browser.send(f"/conversations/{one.slug}/messages", body="", language="en")
    assert answer.status_code == 422
    assert ('hx-swap-oob="innerHTML:#notice"' in answer.text) == browser.htmx


def test_the_new_form_asks_little(
    browser: Browser, sign_in: SignIn, connection: Connection, ana: Member, ben: Member
) -> None:
    sign_in(ana)
    with counted(connection) as sent:
        browser.get(f"/people/{ben.slug}/conversations/new")
    assert len(sent) <= 6


def test_nothing_is_written_when_somebody_only_looks(
    browser: Browser, sign_in: SignIn, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.agreed(ana, ben)
    talks.said(one, ben)
    sign_in(ana)
    for _ in range(2):
        assert "Mark as read" in browser.get(f"/conversations/{one.slug}").text
