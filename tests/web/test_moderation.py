import re

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.domain.curation import actions as curation
from backend.domain.curation.drafts import LabelDraft, ProposalDraft
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
    assert (len(for_the_queue), len(for_the_log)) == (5, 5)


def tabs(page: str) -> list[str]:
    """What the tabs say, group by group, and after `>` where one is."""
    (nav,) = re.findall(r'<nav class="tabs" aria-label="For conveners">.*?</nav>', page, re.DOTALL)
    links = re.findall(r"<a ([^>]*)>(.*?)</a>", nav, re.DOTALL)
    return [
        ("> " if "aria-current" in how else "") + " ".join(re.sub(r"<.*?>", " ", words).split())
        for how, words in links
    ]


def test_the_tabs_of_conveners_say_where_one_is_and_what_waits(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    decisions = ["Reports", "Applications", "Affiliations", "To take over", "Names", "Log"]
    sign_in(me := make.convener())
    page = browser.get("/moderation/log").text
    assert tabs(page) == ["> Decisions", "People", "Topics", *decisions[:-1], "> Log"]
    for _n in range(2):
        made = make.challenge()
        actions.report(db, make.member(), "challenge", made.id, ReportDraft(rule="privacy"))
    make.affiliation(make.member(), verified_at=None)
    make.affiliation(me, verified_at=None)
    labels = [LabelDraft(language="en", label="Fax")]
    why = "Every office here still has one of them."
    curation.propose(db, make.member(), ProposalDraft(labels=labels, why=why, kind="practice"))
    db.commit()
    assert tabs(browser.get("/moderation").text) == [
        *("> Decisions 3 3 wait", "People", "Topics 1 1 waits"),
        *("> Reports 2 2 wait", "Applications", "Affiliations 1 1 waits", *decisions[3:]),
    ]
    page = browser.get("/moderation/roles").text
    people = ["Invitations", "> Roles", "Questions", "Code of conduct"]
    assert tabs(page) == ["Decisions 3 3 wait", "> People", "Topics 1 1 waits", *people]
