"""Whoever looks into what others hold private leaves a line, and those read it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.config import Settings
from backend.domain.joining.models import Application
from backend.domain.members.models import Member
from backend.domain.moderation import actions
from backend.domain.moderation.looks import Look
from backend.domain.moderation.models import DecisionDraft, ReportDraft
from backend.domain.own_data.taking import everything
from backend.domain.roundtables import agenda
from backend.domain.roundtables.drafts import AgendaDraft, AgendaItemDraft
from tests.conftest import NOON, Connect, SignIn
from tests.support.browser import Browser
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.talks import Talks


@pytest.fixture
def ruth(make: Make) -> Member:
    return make.convener(name="Ruth Adeyemi")


def looks(db: Session) -> list[tuple[str, str]]:
    db.expire_all()
    names = dict(db.exec(select(Member.id, Member.name)).all())
    return [(names[one.by_id], one.kind) for one in db.exec(select(Look).order_by(col(Look.at)))]


def test_an_opened_application_is_noted_once_a_day_and_shown(
    browser: Browser, make: Make, sign_in: SignIn, ruth: Member, db: Session
) -> None:
    ana = make.member("Ana", admitted_at=None)
    db.add(Application(member_id=ana.id, waits_for="free_mail"))
    db.commit()
    sign_in(ruth)
    for moment in (NOON, NOON, NOON.replace(day=5)):
        with clock.stopped(moment):
            assert browser.get(f"/moderation/members/{ana.slug}").status_code == 200
    assert looks(db) == [("Ruth Adeyemi", "application")] * 2
    sign_in(ana)
    page = browser.get("/settings/data").text
    assert "Ruth Adeyemi opened your application." in page
    [mine] = [one.rows for one in everything(db, ana) if one.key == "look"]
    assert [one["by_id"] for one in mine] == ["Ruth Adeyemi"] * 2


def test_ones_own_application_is_no_secret(
    browser: Browser, make: Make, sign_in: SignIn, db: Session
) -> None:
    ana = make.member("Ana", admitted_at=None)
    db.add(Application(member_id=ana.id, waits_for="free_mail"))
    db.commit()
    sign_in(ana)
    browser.get(f"/moderation/members/{ana.slug}")
    assert looks(db) == []


def test_a_challenge_for_chosen_cities_is_noted_only_for_who_is_no_party(
    browser: Browser, make: Make, sign_in: SignIn, ruth: Member, db: Session
) -> None:
    chosen = make.city()
    party, peer = make.convener(city_id=chosen.id), make.member(city_id=chosen.id)
    closed = make.challenge(cities=[chosen])
    for reader in (party, peer, ruth):
        sign_in(reader)
        assert browser.get(f"/challenges/{closed.slug}").status_code == 200
    assert looks(db) == [("Ruth Adeyemi", "challenge")]


@pytest.mark.parametrize("way", ["edit", "history", "topics", "outcome", "answers/{}/edit"])
def test_no_way_to_its_words_leaves_no_line(
    browser: Browser, make: Make, sign_in: SignIn, ruth: Member, db: Session, way: str
) -> None:
    closed = make.challenge(cities=[make.city()])
    answer = make.answer(closed)
    sign_in(ruth)
    path = f"/challenges/{closed.slug}/{way.format(answer.id)}"
    assert browser.get(path).status_code == 200
    assert looks(db) == [("Ruth Adeyemi", "challenge")]


@pytest.mark.parametrize(
    "path", ["/who-can-help?challenge={0.slug}", "/reports/new?kind=challenge&subject_id={0.id}"]
)
def test_a_form_about_it_that_says_its_title_is_a_look_as_well(
    browser: Browser, make: Make, sign_in: SignIn, ruth: Member, db: Session, path: str
) -> None:
    closed = make.challenge(cities=[make.city()])
    sign_in(ruth)
    assert closed.title in browser.get(path.format(closed)).text
    assert looks(db) == [("Ruth Adeyemi", "challenge")]


def test_what_few_may_see_is_in_no_list_of_a_convener_and_so_leaves_no_line(
    browser: Browser, connect: Connect, make: Make, sign_in: SignIn, ruth: Member, db: Session
) -> None:
    topic, author = make.topic("Flooding"), make.member()
    closed = make.challenge(author, title="canary", cities=[make.city()], topics=[topic])
    make.answer(closed, author)
    program = connect(ruth, scope="read")
    sign_in(ruth)
    for path in (
        "/challenges",
        f"/people/{author.slug}",
        f"/topics/{topic.slug}",
        "/",
    ):
        assert "canary" not in browser.get(path).text, path
    for path in ("/challenges", f"/related/topic/{topic.slug}"):
        assert "canary" not in program.get(path).text, path
    assert looks(db) == []
    assert "canary" in browser.get(f"/challenges/{closed.slug}").text
    assert looks(db) == [("Ruth Adeyemi", "challenge")]


def test_an_agenda_names_it_to_no_convener_until_they_write_the_agenda(
    browser: Browser, connect: Connect, make: Make, sign_in: SignIn, ruth: Member, db: Session
) -> None:
    closed = make.challenge(title="canary", cities=[make.city()])
    table = Meetings(db, make).planned(ruth)
    part = AgendaItemDraft(minutes=20, title="Clauses", links=f"/challenges/{closed.slug}")
    agenda.write(db, ruth, table, AgendaDraft(items=[part]))
    db.commit()
    sign_in(ruth)
    program = connect(ruth, scope="read")
    for answer in (browser, program):
        assert "canary" not in answer.get(f"/roundtables/{table.slug}").text
    assert looks(db) == []
    assert closed.slug in browser.get(f"/roundtables/{table.slug}/review").text
    assert looks(db) == [("Ruth Adeyemi", "challenge")]


def test_a_program_that_asks_what_is_near_to_it_leaves_the_same_line(
    connect: Connect, make: Make, ruth: Member, db: Session
) -> None:
    closed = make.challenge(cities=[make.city()])
    assert connect(ruth, scope="read").get(f"/related/challenge/{closed.slug}").status_code == 200
    assert looks(db) == [("Ruth Adeyemi", "challenge")]


def test_what_everybody_sees_is_nobodys_look(
    browser: Browser, make: Make, sign_in: SignIn, ruth: Member, db: Session
) -> None:
    sign_in(ruth)
    browser.get(f"/challenges/{make.challenge().slug}")
    browser.get(f"/challenges/{make.challenge(visibility='public').slug}")
    assert looks(db) == []
    browser.get(f"/challenges/{make.challenge(hidden_at=NOON).slug}")
    assert looks(db) == [("Ruth Adeyemi", "challenge")]


@pytest.mark.parametrize("page", ["/moderation", "/moderation/log", "/notifications"])
def test_titles_in_the_queue_the_log_and_in_what_one_was_told_are_looks_as_well(
    browser: Browser,
    connect: Connect,
    make: Make,
    sign_in: SignIn,
    ruth: Member,
    db: Session,
    page: str,
) -> None:
    chosen = make.city()
    party, ben = make.convener(city_id=chosen.id), make.member(city_id=chosen.id)
    closed, answered = (make.challenge(cities=[chosen]) for _ in range(2))
    answer = make.answer(answered)
    for kind, about in (
        ("challenge", closed.id),
        ("answer", answer.id),
        ("challenge", make.challenge().id),
    ):
        actions.report(db, ben, kind, about, ReportDraft(rule="kindness"))
        if page.endswith("log"):
            why = DecisionDraft(rule="kindness", reason="Nothing is wrong with it.")
            actions.dismiss(db, party, kind, about, why)
    db.commit()
    for reader in (party, ruth):
        sign_in(reader)
        assert closed.title in browser.get(page).text
    if page == "/moderation":
        assert connect(ruth, scope="read").get("/moderation/queue").status_code == 200
    assert looks(db) == [("Ruth Adeyemi", "challenge")] * 2
    seen = {one.subject_id for one in db.exec(select(Look))}
    assert seen == {closed.id, answered.id}


def test_programs_leave_the_same_lines(
    connect: Connect, make: Make, ruth: Member, db: Session
) -> None:
    ana = make.member("Ana", admitted_at=None)
    db.add(Application(member_id=ana.id, waits_for="free_mail"))
    db.commit()
    closed = make.challenge(cities=[make.city()])
    program = connect(ruth, scope="read")
    assert program.get("/applications").status_code == 200
    assert program.get(f"/applications/{ana.slug}").status_code == 200
    earlier = make.challenge(cities=[make.city()])
    assert program.get(f"/challenges/{closed.slug}").status_code == 200
    assert program.get(f"/challenges/{earlier.slug}/history").status_code == 200
    kinds = ["application", "challenge", "challenge"]
    assert sorted(looks(db)) == [("Ruth Adeyemi", kind) for kind in kinds]


def test_who_decides_without_opening_it_first_is_noted_as_well(
    connect: Connect, make: Make, ruth: Member, db: Session
) -> None:
    ana = make.member("Ana", admitted_at=None)
    db.add(Application(member_id=ana.id, waits_for="free_mail"))
    db.commit()
    decided = {"admit": False, "reason": "We know nobody of this name."}
    program = connect(ruth)
    assert program.post(f"/applications/{ana.slug}/decision", decided).status_code == 200
    assert looks(db) == [("Ruth Adeyemi", "application")]


@pytest.mark.parametrize("sent", ["UPDATE look SET kind = 'x'", "DELETE FROM look"])
def test_the_database_itself_refuses_to_change_a_look(
    db: Session, make: Make, ruth: Member, sent: str
) -> None:
    ana = make.member()
    db.add(Look(member_id=ana.id, by_id=ruth.id, kind="member", subject_id=ana.id, day=NOON.date()))
    db.commit()
    with pytest.raises(DBAPIError, match="looks are only added"), db.begin_nested():
        db.connection().execute(text(sent))


def test_the_page_on_privacy_says_how_long_what_is_kept(browser: Browser) -> None:
    page = browser.get("/about/privacy").text
    assert "Letters that were sent" in page
    assert "180 days" in page


def test_a_case_about_what_few_may_see_is_a_look_too(
    browser: Browser, make: Make, sign_in: SignIn, ruth: Member, db: Session
) -> None:
    chosen = make.city()
    ana, ben = make.member("Ana"), make.member("Ben", city_id=chosen.id)
    secret = make.challenge(ana, cities=[chosen])
    answer = make.answer(secret, ben)
    report = ReportDraft(rule="privacy", words="It names a resident.")
    actions.report(db, ben, "challenge", secret.id, report)
    actions.report(db, ana, "answer", answer.id, report)
    db.commit()
    sign_in(ruth)
    browser.get(f"/moderation/challenge/{secret.id}")
    browser.get(f"/moderation/answer/{answer.id}")
    browser.get(f"/moderation/challenge/{make.challenge().id}")
    assert looks(db) == [("Ruth Adeyemi", "challenge")]
    assert db.exec(select(Look.member_id)).all() == [ana.id]


def test_a_reported_message_is_a_look_that_its_writer_reads(
    browser: Browser, make: Make, sign_in: SignIn, ruth: Member, db: Session, settings: Settings
) -> None:
    ana, ben = make.member("Ana"), make.member("Ben")
    talks = Talks(db, settings)
    message = talks.said(talks.agreed(ana, ben), ana)
    report = ReportDraft(rule="kindness", words="It is not kind.")
    actions.report(db, ben, "message", message.id, report)
    db.commit()
    sign_in(ruth)
    browser.get(f"/moderation/message/{message.id}")
    assert looks(db) == [("Ruth Adeyemi", "message")]
    sign_in(ana)
    assert "Ruth Adeyemi opened a message of yours" in browser.get("/settings/data").text
