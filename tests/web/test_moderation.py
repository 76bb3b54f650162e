import pytest
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.domain.moderation import actions
from backend.domain.moderation.models import DecisionDraft, LogEntry, Report, ReportDraft
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make
from tests.support.queries import counted

REASON = "It names a resident and her street."


def test_a_member_reports_a_challenge_and_is_thanked(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    challenge = make.challenge()
    sign_in(make.member())
    asked = browser.get(f"/reports/new?kind=challenge&subject_id={challenge.id}")
    assert challenge.title in asked.text
    sent = browser.send(
        "/reports",
        kind="challenge",
        subject_id=str(challenge.id),
        rule="privacy",
        words="A resident's name stands in it.",
    )
    assert landed_on(sent) == f"/challenges/{challenge.slug}"
    assert db.exec(select(Report.rule)).all() == ["privacy"]


def test_a_report_without_a_rule_comes_back_with_its_words(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    challenge = make.challenge()
    sign_in(make.member())
    sent = browser.send(
        "/reports", kind="challenge", subject_id=str(challenge.id), words="Look at the third line."
    )
    assert sent.status_code == 422
    assert "Look at the third line." in sent.text
    assert db.exec(select(Report)).all() == []


@pytest.mark.parametrize("about", ["kind=challenge&subject_id=x", "kind=nothing&subject_id=", ""])
def test_reporting_what_does_not_exist_is_not_found(
    browser: Browser, sign_in: SignIn, make: Make, about: str
) -> None:
    sign_in(make.member())
    assert browser.get(f"/reports/new?{about}").status_code == 404


def test_a_convener_hides_what_was_reported(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    challenge = make.challenge()
    actions.report(db, make.member(), "challenge", challenge.id, ReportDraft(rule="privacy"))
    db.commit()
    sign_in(make.convener())
    assert challenge.title in browser.get("/moderation").text
    case = f"/moderation/challenge/{challenge.id}"
    assert "Hide it" in browser.get(case).text
    sent = browser.send(f"{case}/hiding", rule="privacy", reason=REASON)
    assert landed_on(sent) == "/moderation"
    db.refresh(challenge)
    assert challenge.hidden_at == NOON
    assert REASON in browser.get("/moderation/log").text
    decided = browser.get(case).text.partition('id="decided"')[2].partition("</section>")[0]
    assert ("Hidden by" in decided, REASON in decided) == (True, True)


def test_a_decision_without_a_reason_comes_back(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    challenge = make.challenge()
    sign_in(make.convener())
    sent = browser.send(f"/moderation/challenge/{challenge.id}/hiding", rule="privacy", reason="No")
    assert sent.status_code == 422
    assert "Please write at least 10 characters." in sent.text
    assert db.exec(select(LogEntry)).all() == []


@pytest.mark.parametrize("page", ["/moderation", "/moderation/log"])
def test_moderation_is_for_conveners(
    browser: Browser, sign_in: SignIn, make: Make, page: str
) -> None:
    assert browser.get(page).status_code == 401
    sign_in(make.member())
    assert browser.get(page).status_code == 403


@pytest.mark.parametrize("how_many", [1, 3])
def test_queue_and_log_cost_the_same_however_much_there_is(
    browser: Browser,
    sign_in: SignIn,
    make: Make,
    db: Session,
    connection: Connection,
    how_many: int,
) -> None:
    convener = make.convener()
    for _ in range(how_many):
        hidden, reported = make.challenge(), make.challenge()
        why = DecisionDraft(rule="privacy", reason=REASON)
        actions.hide(db, convener, "challenge", hidden.id, why)
        wrong = ReportDraft(rule="privacy")
        actions.report(db, make.member(), "challenge", reported.id, wrong)
    db.commit()
    sign_in(convener)
    with counted(connection) as for_the_queue:
        assert browser.get("/moderation").text.count('class="entry"') == how_many
    with counted(connection) as for_the_log:
        assert browser.get("/moderation/log").text.count(REASON) == how_many
    assert (len(for_the_queue), len(for_the_log)) == (5, 4)
