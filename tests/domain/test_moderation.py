import pytest
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.errors import Conflict, Denied, NotFound, Rejected, TooMany
from backend.domain.challenges import queries as challenges
from backend.domain.members.models import Guest
from backend.domain.moderation import actions, queries
from backend.domain.moderation.models import DecisionDraft, LogEntry, Report, ReportDraft
from backend.domain.notifications.actions import tell
from backend.domain.notifications.models import Notification
from tests.conftest import NOON
from tests.support.log import decided
from tests.support.make import Make

WHY = DecisionDraft(rule="privacy", reason="It names a resident and her street.")
WRONG = ReportDraft(rule="privacy", words="A resident's name stands in it.")


def told(db: Session) -> set[tuple[str, object]]:
    return {(one.event, one.recipient_id) for one in db.exec(select(Notification))}


def test_a_report_reaches_every_convener_at_work_and_waits_in_the_queue(
    db: Session, make: Make
) -> None:
    ben, convener, challenge = make.member(), make.convener(), make.challenge()
    make.convener(suspended_at=NOON)
    actions.report(db, ben, "challenge", challenge.id, WRONG)
    db.flush()
    [case] = queries.queue(db, convener)
    assert (case.glance.title, [one.words for one in case.reports]) == (
        challenge.title,
        [WRONG.words],
    )
    assert told(db) == {("report.made", convener.id)}


def test_nobody_reports_the_whole_network_in_a_day(db: Session, make: Make) -> None:
    ben = make.member()
    for _n in range(actions.MOST_A_DAY):
        actions.report(db, ben, "challenge", make.challenge().id, WRONG)
        db.flush()
    one_more = make.challenge()
    with pytest.raises(TooMany, match="write to a convener"):
        actions.report(db, ben, "challenge", one_more.id, WRONG)
    with clock.stopped(NOON + actions.DAY):
        actions.report(db, ben, "challenge", one_more.id, WRONG)


def test_hiding_takes_it_from_view_logs_it_and_tells_author_and_reporter(
    db: Session, make: Make
) -> None:
    ana, ben, convener = make.member(), make.member(), make.convener()
    challenge = make.challenge(ana)
    actions.report(db, ben, "challenge", challenge.id, WRONG)
    actions.hide(db, convener, "challenge", challenge.id, WHY)
    db.flush()
    assert challenge.hidden_at == NOON
    for somebody in (ben, Guest()):
        with pytest.raises(NotFound):
            challenges.one(db, somebody, challenge.slug)
    assert decided(db) == [("hide", WHY.reason)]
    assert {("moderation.hidden", ana.id), ("report.upheld", ben.id)} < told(db)
    assert queries.queue(db, convener) == []


def test_restoring_brings_it_back_and_is_logged_too(db: Session, make: Make) -> None:
    ben, convener, challenge = make.member(), make.convener(), make.challenge()
    actions.hide(db, convener, "challenge", challenge.id, WHY)
    actions.restore(db, convener, "challenge", challenge.id, WHY)
    db.flush()
    assert challenges.one(db, ben, challenge.slug).hidden_at is None
    deeds = db.exec(select(LogEntry.deed).order_by(LogEntry.number)).all()  # type: ignore[arg-type]
    assert deeds == ["hide", "restore"]


def test_dismissing_leaves_it_and_tells_who_reported(db: Session, make: Make) -> None:
    ben, convener, challenge = make.member(), make.convener(), make.challenge()
    actions.report(db, ben, "challenge", challenge.id, WRONG)
    actions.dismiss(db, convener, "challenge", challenge.id, WHY)
    db.flush()
    assert challenge.hidden_at is None
    assert ("report.dismissed", ben.id) in told(db)


def test_the_same_person_reports_the_same_thing_once(db: Session, make: Make) -> None:
    ben, challenge = make.member(), make.challenge()
    actions.report(db, ben, "challenge", challenge.id, WRONG)
    with pytest.raises(Conflict, match="You have reported this already"):
        actions.report(db, ben, "challenge", challenge.id, WRONG)


def test_nobody_reports_their_own_words(db: Session, make: Make) -> None:
    ana = make.member()
    with pytest.raises(Denied, match="This is your own"):
        actions.report(db, ana, "challenge", make.challenge(ana).id, WRONG)


def test_what_one_cannot_see_cannot_be_reported(db: Session, make: Make) -> None:
    with pytest.raises(NotFound):
        actions.report(db, make.member(), "challenge", make.challenge(hidden_at=NOON).id, WRONG)
    assert db.exec(select(Report)).all() == []


def test_only_conveners_decide(db: Session, make: Make) -> None:
    challenge = make.challenge()
    for me in (make.member(), make.member(is_lead=True), make.convener(suspended_at=NOON)):
        for deed in (actions.hide, actions.restore, actions.dismiss):
            with pytest.raises(Denied, match="Only conveners"):
                deed(db, me, "challenge", challenge.id, WHY)
        with pytest.raises(Denied, match="Only conveners"):
            queries.queue(db, me)
        with pytest.raises(Denied, match="Only conveners"):
            queries.history(db, me)


def test_a_rule_that_is_not_in_the_code_of_conduct_is_refused(db: Session, make: Make) -> None:
    challenge = make.challenge()
    with pytest.raises(Rejected, match="choose a rule"):
        actions.report(db, make.member(), "challenge", challenge.id, ReportDraft(rule="taste"))
    unheard = DecisionDraft(rule="taste", reason="It does not please me.")
    with pytest.raises(Rejected, match="choose a rule"):
        actions.hide(db, make.convener(), "challenge", challenge.id, unheard)


def test_hiding_twice_is_refused_in_words(db: Session, make: Make) -> None:
    convener, challenge = make.convener(), make.challenge()
    actions.hide(db, convener, "challenge", challenge.id, WHY)
    with pytest.raises(Denied, match="hidden already"):
        actions.hide(db, convener, "challenge", challenge.id, WHY)
    actions.restore(db, convener, "challenge", challenge.id, WHY)
    with pytest.raises(Denied, match="not hidden"):
        actions.restore(db, convener, "challenge", challenge.id, WHY)


def test_nobody_decides_about_their_own_words_or_reads_who_reported_them(
    db: Session, make: Make
) -> None:
    ruth, other, ben = make.convener(name="Ruth"), make.convener(), make.member()
    challenge = make.challenge(ruth)
    actions.report(db, ben, "challenge", challenge.id, WRONG)
    actions.report(db, ben, "member", ruth.id, WRONG)
    db.flush()
    assert told(db) == {("report.made", other.id)}
    for kind, about in (("challenge", challenge.id), ("member", ruth.id)):
        case = queries.case(db, ruth, kind, about)
        assert case is not None
        assert (case.count, list(case.reports)) == (1, [])
        for deed in (actions.hide, actions.dismiss):
            with pytest.raises(Denied, match="another convener decides"):
                deed(db, ruth, kind, about, WHY)
    assert [len(one.reports) for one in queries.queue(db, other)] == [1, 1]
    actions.hide(db, other, "challenge", challenge.id, WHY)
    with pytest.raises(Denied, match="another convener decides"):
        actions.restore(db, ruth, "challenge", challenge.id, WHY)


def test_who_reported_it_decides_only_where_no_other_convener_could(
    db: Session, make: Make
) -> None:
    ruth, author = make.convener(), make.convener()
    challenge, theirs = make.challenge(), make.challenge(author)
    for one in (challenge, theirs):
        actions.report(db, ruth, "challenge", one.id, WRONG)
    case = queries.case(db, ruth, "challenge", challenge.id)
    assert case is not None
    assert (case.may_decide.reason, len(case.reports)) == (
        "You reported this yourself, so another convener decides.",
        1,
    )
    for deed in (actions.hide, actions.dismiss):
        with pytest.raises(Denied, match="reported this yourself"):
            deed(db, ruth, "challenge", challenge.id, WHY)
    actions.hide(db, ruth, "challenge", theirs.id, WHY)
    assert [deed for deed, _reason in decided(db)] == ["decide_own_report", "hide"]
    author.suspended_at = NOON
    db.add(author)
    actions.dismiss(db, ruth, "challenge", challenge.id, WHY)
    assert [deed for deed, _reason in decided(db)][2:] == ["decide_own_report", "dismiss"]


def test_what_is_hidden_is_no_longer_counted_as_unread(db: Session, make: Make) -> None:
    ana, ben, convener = make.member(), make.member(), make.convener()
    challenge = make.challenge(ana)
    for reader in (ana, ben, convener):
        tell(db, {reader.id}, "challenge.posted", ("challenge", challenge.id), {"title": "It"})
    actions.hide(db, convener, "challenge", challenge.id, WHY)
    db.flush()
    counted = {
        one.recipient_id
        for one in db.exec(select(Notification).where(col(Notification.read_at).is_(None)))
    }
    assert counted == {ana.id, convener.id}
