"""Two cities that exchange: proposing, answering, planning together, and the closing report."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.errors import Conflict, Denied, NotFound, Rejected, TooMany
from backend.domain.cities.models import City
from backend.domain.holdings import Leaving
from backend.domain.members.models import Guest, Member
from backend.domain.moderation.models import LogEntry
from backend.domain.notifications.actions import follow
from backend.domain.notifications.models import Letter, Notification
from backend.domain.search.queries import search
from backend.domain.topics.queries import tree
from backend.domain.twinnings import actions, asking, planning, policy, queries
from backend.domain.twinnings.drafts import (
    CallingOffDraft,
    RefusalDraft,
    ReportDraft,
    StepDraft,
    TwinningDraft,
)
from backend.domain.twinnings.holdings import HOLDINGS
from backend.domain.twinnings.models import PlanStep, Twinning
from backend.domain.twinnings.queries import Filters
from backend.domain.twinnings.standing import STANDINGS, standing
from backend.kit.events import sentence
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.queries import counted

TODAY = NOON.date()
DAY = timedelta(days=1)
REPORT = ReportDraft(came_of="Both agreements are signed, with the same annex.")


@pytest.fixture
def bristol(make: Make) -> City:
    make.topic("Data trusts")
    return make.city("Bristol")


@pytest.fixture
def lead(make: Make, bristol: City) -> Member:
    return make.member("Amina", city_id=bristol.id, is_lead=True)


@pytest.fixture
def quito(make: Make) -> City:
    return make.city("Quito")


@pytest.fixture
def asked(make: Make, quito: City) -> Member:
    return make.member("Rosa", city_id=quito.id, is_lead=True)


def draft(**given: Any) -> TwinningDraft:
    usual: dict[str, Any] = {
        "other": "quito-gb",
        "kind": "peer",
        "topics": ["data-trusts"],
        "purpose": "To read each other's drafts before the lawyers do.",
        "starts_on": TODAY + DAY,
        "ends_on": TODAY + 90 * DAY,
    }
    return TwinningDraft(**usual | given)


@pytest.fixture
def proposed(db: Session, lead: Member, quito: City, asked: Member) -> Twinning:
    assert asked.city_id == quito.id
    return actions.propose(db, lead, draft())


@pytest.fixture
def agreed(db: Session, proposed: Twinning, asked: Member) -> Twinning:
    return actions.agree(db, asked, proposed)


def told(db: Session) -> set[tuple[str, object]]:
    return {(one.event, one.recipient_id) for one in db.exec(select(Notification))}


@pytest.mark.parametrize("standing_is", STANDINGS)
def test_where_it_stands_follows_from_what_was_done_and_from_the_day(
    db: Session, make: Make, lead: Member, quito: City, standing_is: str
) -> None:
    cases: dict[str, tuple[int, dict[str, Any]]] = {
        "proposed": (0, {}),
        "declined": (0, {"declined_at": NOON}),
        "withdrawn": (0, {"agreed_at": NOON, "withdrawn_at": NOON}),
        "agreed": (0, {"agreed_at": NOON}),
        "running": (90, {"agreed_at": NOON}),
        "over": (91, {"agreed_at": NOON}),
        "ended": (0, {"agreed_at": NOON, "closed_at": NOON}),
    }
    days, done = cases[standing_is]
    one = actions.propose(db, lead, draft())
    for name, moment in done.items():
        setattr(one, name, moment)
    db.add(one)
    db.flush()
    day = TODAY + days * DAY
    assert one.stands(day) == standing_is
    with clock.stopped(NOON + days * DAY):
        topics, convener = tree(db), make.convener()
        for asked_for in STANDINGS:
            found = queries.listed(db, convener, Filters(standing=asked_for), topics).items
            assert len(found) == (asked_for == standing_is)
        assert queries.listed(db, convener, Filters(standing="x"), topics).items == []
    assert quito.id == one.other_id
    facts = ("agreed_at", "declined_at", "withdrawn_at", "closed_at")
    kept = {name: getattr(one, name) for name in facts}
    assert standing(day, starts_on=one.starts_on, ends_on=one.ends_on, **kept) == standing_is


def test_a_lead_asks_and_the_other_lead_agrees(
    db: Session, make: Make, lead: Member, asked: Member, proposed: Twinning
) -> None:
    fan = make.member()
    follow(db, fan.id, "city", proposed.city_id)
    assert told(db) == {("twinning.proposed", asked.id)}
    actions.agree(db, asked, proposed)
    db.flush()
    assert told(db) >= {("twinning.agreed", lead.id), ("twinning.begun", fan.id)}
    assert (proposed.agreed_at, proposed.agreed_by_id) == (NOON, asked.id)
    for again in (actions.agree, actions.withdraw):
        with pytest.raises(Conflict, match="answered or taken back already"):
            again(db, asked if again is actions.agree else lead, proposed)


def test_declining_says_why_and_withdrawing_ends_it(
    db: Session, lead: Member, asked: Member, proposed: Twinning
) -> None:
    actions.decline(db, asked, proposed, RefusalDraft(words="Next year, gladly."))
    db.flush()
    assert ("twinning.declined", lead.id) in told(db)
    said = {(one.what, one.words) for one in queries.events(db, lead, proposed.id)}
    assert ("declined", "Next year, gladly.") in said
    with pytest.raises(Conflict, match="Please wait 30 days before you ask again"):
        actions.propose(db, lead, draft())
    with clock.stopped(NOON + asking.PAUSE):
        later = {"starts_on": TODAY + 40 * DAY, "ends_on": TODAY + 80 * DAY}
        second = actions.propose(db, lead, draft(**later))
    actions.withdraw(db, lead, second)
    assert second.stands(TODAY) == "withdrawn"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"other": "atlantis"}, "other"),
        ({"other": "bristol-gb"}, "other"),
        ({"city": "atlantis"}, "city"),
        ({"topics": ["weather"]}, "topics"),
        ({"starts_on": TODAY - DAY}, "starts_on"),
        ({"starts_on": date(2100, 1, 1), "ends_on": date(2101, 1, 1)}, "starts_on"),
        ({"ends_on": TODAY + 2 * DAY}, "ends_on"),
        ({"ends_on": TODAY + 4000 * DAY}, "ends_on"),
        ({"ends_on": TODAY - 4000 * DAY}, "ends_on"),
    ],
)
@pytest.mark.usefixtures("quito")
def test_what_cannot_be_proposed_is_refused_and_nothing_is_kept(
    db: Session, lead: Member, sent: dict[str, Any], field: str
) -> None:
    with pytest.raises(Rejected) as refusal:
        actions.propose(db, lead, draft(**sent))
    assert set(refusal.value.problems) == {field}
    assert db.exec(select(Twinning)).all() == []


def test_between_two_cities_there_is_one_at_a_time_and_few_wait(
    db: Session, make: Make, lead: Member, asked: Member, proposed: Twinning
) -> None:
    for who, to in ((lead, "quito-gb"), (asked, "bristol-gb")):
        with pytest.raises(Conflict, match="have one already"):
            actions.propose(db, who, draft(other=to))
    for n in range(asking.MOST_WAITING - 1):
        make.city(f"City {n}", slug=f"c{n}")
        actions.propose(db, lead, draft(other=f"c{n}"))
    make.city("One more", slug="more")
    with pytest.raises(Conflict, match="waits for several answers"):
        actions.propose(db, lead, draft(other="more"))
    actions.withdraw(db, lead, proposed)
    with pytest.raises(Conflict, match="took back a proposal to Quito lately"):
        actions.propose(db, lead, draft())
    with clock.stopped(NOON + asking.DAY):
        assert actions.propose(db, lead, draft()).slug == "bristol-quito-2"


def test_who_takes_back_and_asks_again_writes_to_others_only_so_often_a_day(
    db: Session, make: Make, lead: Member, proposed: Twinning
) -> None:
    for n in range(asking.MOST_A_DAY - 1):
        actions.withdraw(db, lead, proposed)
        make.city(f"City {n}", slug=f"c{n}")
        proposed = actions.propose(db, lead, draft(other=f"c{n}"))
    actions.withdraw(db, lead, proposed)
    make.city("One more", slug="more")
    with pytest.raises(Conflict, match="very often today"):
        actions.propose(db, lead, draft(other="more"))


def test_a_convener_answers_for_a_city_without_a_lead_and_the_log_says_so(
    db: Session, make: Make, lead: Member, quito: City
) -> None:
    convener = make.convener()
    one = actions.propose(db, lead, draft(other=quito.slug))
    for nobody in (lead, make.member(city_id=quito.id)):
        with pytest.raises(Denied, match="has no lead: a convener answers"):
            actions.agree(db, nobody, one)
    actions.agree(db, convener, one)
    assert (one.agreed_at, one.agreed_by_id) == (NOON, convener.id)
    assert ("agreed", convener.name) in {(e.what, e.by) for e in queries.events(db, lead, one.id)}
    (entry,) = db.exec(select(LogEntry))
    assert (entry.deed, entry.convener_id, entry.subject_id) == (
        "answer_twinning",
        convener.id,
        one.id,
    )


def test_a_convener_declines_for_a_city_whose_lead_is_suspended(
    db: Session, make: Make, lead: Member, asked: Member, proposed: Twinning
) -> None:
    with pytest.raises(Denied, match="lead of the city that was asked"):
        actions.decline(db, make.convener(), proposed, RefusalDraft(words="Not now."))
    asked.suspended_at = NOON
    db.add(asked)
    actions.decline(db, make.convener(), proposed, RefusalDraft(words="Not now."))
    assert ("twinning.declined", lead.id) in told(db)
    assert proposed.stands(TODAY) == "declined"


def test_who_asks_does_not_answer_for_a_city_without_a_lead_as_well(
    db: Session, make: Make, bristol: City, lead: Member, quito: City
) -> None:
    convener = make.convener()
    one = actions.propose(db, convener, draft(city=bristol.slug, other=quito.slug))
    both = make.convener(city_id=bristol.id, is_lead=True)
    for who in (convener, both):
        with pytest.raises(Denied, match="another convener answers"):
            actions.agree(db, who, one)
    assert actions.agree(db, make.convener(), one).stands(TODAY) == "agreed"
    assert lead.city_id == one.city_id


def test_a_convener_asks_for_a_city_and_only_the_other_lead_answers(
    db: Session, make: Make, bristol: City, lead: Member, asked: Member
) -> None:
    convener = make.convener()
    one = actions.propose(db, convener, draft(city=bristol.slug))
    assert (one.city_id, one.author_id) == (bristol.id, convener.id)
    for nobody in (convener, lead, make.member(city_id=asked.city_id)):
        with pytest.raises(Denied):
            actions.agree(db, nobody, one)
    with pytest.raises(Denied):
        actions.propose(db, asked, draft(city="bristol-gb"))
    with pytest.raises(Rejected, match="for which city"):
        actions.propose(db, make.convener(city_id=None), draft())


def test_who_sees_it_is_the_same_in_words_and_in_sql(
    db: Session, make: Make, lead: Member, asked: Member, proposed: Twinning
) -> None:
    cast: dict[str, Member | Guest] = {
        "guest": Guest(),
        "member": make.member(),
        "lead": lead,
        "asked": asked,
        "colleague": make.member(city_id=lead.city_id),
        "other_lead": make.member(is_lead=True),
        "suspended": make.member(city_id=lead.city_id, is_lead=True, suspended_at=NOON),
        "applicant": make.member(admitted_at=None),
        "convener": make.convener(),
    }
    topics = tree(db)

    def seeing() -> set[str]:
        found = set()
        for name, me in cast.items():
            try:
                queries.one(db, me, proposed.slug, topics)
                found.add(name)
            except NotFound:
                pass
            assert bool(policy.may_see(me, proposed)) is (name in found)
        return found

    assert seeing() == {"lead", "asked", "convener"}
    actions.agree(db, asked, proposed)
    db.flush()
    assert seeing() == {"member", "lead", "asked", "colleague", "other_lead", "convener"}
    proposed.hidden_at = NOON
    db.flush()
    assert seeing() == {"lead", "convener"}


def test_both_leads_keep_one_plan(
    db: Session, make: Make, lead: Member, asked: Member, agreed: Twinning
) -> None:
    first = planning.add(db, lead, agreed, StepDraft(title="A call", due_on=TODAY + 30 * DAY))
    planning.add(db, asked, agreed, StepDraft(title="A visit", side="asked"))
    planning.change(
        db, asked, agreed, first, StepDraft(title="A long call", due_on=TODAY + 30 * DAY)
    )
    planning.finish(db, lead, agreed, first, done=True)
    planning.finish(db, lead, agreed, first, done=True)
    db.flush()
    assert [(one.title, one.done_at) for one in queries.plan(db, agreed.id)] == [
        ("A long call", NOON),
        ("A visit", None),
    ]
    assert ("twinning.planned", asked.id) in told(db)
    assert ("twinning.planned", lead.id) in told(db)
    planning.finish(db, asked, agreed, first, done=False)
    planning.remove(db, lead, agreed, first)
    kept = {(one.what, one.words, one.by) for one in queries.events(db, lead, agreed.id)}
    assert kept >= {
        ("step_added", "A call", "Amina"),
        ("step_changed", "A long call", "Rosa"),
        ("step_done", "A long call", "Amina"),
        ("step_undone", "A long call", "Rosa"),
        ("step_removed", "A long call", "Amina"),
    }
    for nobody in (make.member(city_id=lead.city_id), make.convener()):
        with pytest.raises(Denied):
            planning.add(db, nobody, agreed, StepDraft(title="A raid"))
    with pytest.raises(Rejected, match="within the time"):
        planning.add(db, lead, agreed, StepDraft(title="Too late", due_on=TODAY + 400 * DAY))
    with pytest.raises(NotFound):
        planning.step_of(db, agreed, agreed.id)


def test_a_plan_has_an_end(db: Session, lead: Member, agreed: Twinning) -> None:
    for n in range(planning.MOST_STEPS):
        db.add(PlanStep(twinning_id=agreed.id, title=f"Step {n}", added_by_id=lead.id))
    db.flush()
    with pytest.raises(Rejected, match="long enough"):
        planning.add(db, lead, agreed, StepDraft(title="One more"))


def test_steps_write_one_letter_a_day_and_come_only_so_often(
    db: Session, lead: Member, asked: Member, agreed: Twinning
) -> None:
    def letters() -> int:
        wanted = select(Letter).where(col(Letter.event) == "twinning.planned")
        return len(db.exec(wanted.where(col(Letter.recipient_id) == asked.id)).all())

    for n in range(planning.MOST_A_DAY):
        step = planning.add(db, lead, agreed, StepDraft(title=f"Step {n}"))
        planning.remove(db, lead, agreed, step)
    assert letters() == 1
    with pytest.raises(TooMany, match="go on tomorrow"):
        planning.add(db, lead, agreed, StepDraft(title="One more"))
    with clock.stopped(NOON + DAY):
        planning.add(db, lead, agreed, StepDraft(title="One more"))
    assert letters() == 2


def test_of_what_is_hidden_nobody_hears(
    db: Session, make: Make, lead: Member, asked: Member, agreed: Twinning
) -> None:
    follow(db, make.member().id, "city", agreed.city_id)
    agreed.hidden_at = NOON
    before = told(db)
    planning.add(db, lead, agreed, StepDraft(title="A call"))
    with clock.stopped(NOON + 91 * DAY):
        assert actions.remind(db) == 0
        actions.report(db, asked, agreed, REPORT)
    assert told(db) == before


def test_a_report_ends_it_and_can_be_said_better(
    db: Session, make: Make, lead: Member, asked: Member, agreed: Twinning
) -> None:
    begun = NOON + 3 * DAY
    with clock.stopped(begun):
        actions.report(db, asked, agreed, REPORT)
    db.flush()
    assert agreed.stands(TODAY) == "ended"
    _one, row = queries.one(db, lead, agreed.slug, tree(db))
    assert (row.ends_on, row.ended_on) == (TODAY + 90 * DAY, begun.date())
    assert ("twinning.closed", lead.id) in told(db)
    with clock.stopped(NOON + 100 * DAY):
        better = ReportDraft(came_of="Both agreements are signed and published.")
        actions.report(db, lead, agreed, better)
    assert agreed.closed_at == begun
    hits = search(db, make.member(), "agreements published").hits
    assert [hit.subject.slug for hit in hits] == [agreed.slug]
    with pytest.raises(Conflict, match="has ended"):
        planning.add(db, lead, agreed, StepDraft(title="Too late"))


def test_before_it_begins_either_city_calls_it_off_and_nobody_ends_it_by_a_report(
    db: Session, make: Make, lead: Member, asked: Member, agreed: Twinning
) -> None:
    fan, why = make.member(), CallingOffDraft(words="The office that wanted it was closed.")
    follow(db, fan.id, "city", agreed.city_id)
    with pytest.raises(Conflict, match="has not begun yet"):
        actions.report(db, lead, agreed, REPORT)
    with pytest.raises(Denied):
        actions.call_off(db, make.convener(), agreed, why)
    actions.call_off(db, asked, agreed, why)
    db.flush()
    assert told(db) >= {("twinning.called_off", lead.id), ("twinning.called_off", fan.id)}
    _one, row = queries.one(db, fan, agreed.slug, tree(db))
    assert (row.standing, row.ended_on) == ("withdrawn", TODAY)
    assert ("withdrawn", why.words) in {(e.what, e.words) for e in queries.events(db, fan, row.id)}
    for late in (
        lambda: actions.call_off(db, lead, agreed, why),
        lambda: planning.add(db, lead, agreed, StepDraft(title="Too late")),
        lambda: actions.report(db, lead, agreed, REPORT),
    ):
        with pytest.raises(Conflict):
            late()
    with clock.stopped(NOON + 91 * DAY):
        assert actions.remind(db) == 0
    assert actions.propose(db, lead, draft()).stands(TODAY) == "proposed"


def test_once_it_has_begun_only_a_report_ends_it(
    db: Session, lead: Member, agreed: Twinning
) -> None:
    why = CallingOffDraft(words="The office that wanted it was closed.")
    with clock.stopped(NOON + DAY), pytest.raises(Conflict, match="a report ends it"):
        actions.call_off(db, lead, agreed, why)


def test_nobody_reports_on_what_was_not_agreed(
    db: Session, lead: Member, proposed: Twinning
) -> None:
    with pytest.raises(Conflict, match="have not agreed yet"):
        actions.report(db, lead, proposed, REPORT)
    with pytest.raises(Conflict, match="have not agreed yet"):
        planning.add(db, lead, proposed, StepDraft(title="A call"))


def test_leads_hear_once_that_the_time_is_over(
    db: Session, make: Make, lead: Member, asked: Member, agreed: Twinning
) -> None:
    assert actions.remind(db) == 0
    with clock.stopped(NOON + 91 * DAY):
        assert actions.remind(db) == 1
        assert actions.remind(db) == 0
    db.flush()
    over = {who for event, who in told(db) if event == "twinning.over"}
    assert over == {lead.id, asked.id}
    assert agreed.closed_at is None
    assert make is not None


def test_the_city_keeps_it_when_its_lead_goes(
    db: Session, make: Make, lead: Member, bristol: City, agreed: Twinning
) -> None:
    lead.is_lead, lead.city_id = False, make.city().id
    db.add(lead)
    db.flush()
    with pytest.raises(Denied):
        planning.add(db, lead, agreed, StepDraft(title="A call"))
    successor = make.member(city_id=bristol.id, is_lead=True)
    assert planning.add(db, successor, agreed, StepDraft(title="A call")).title == "A call"


def test_where_nobody_leads_the_asked_city_conveners_hear(
    db: Session, make: Make, lead: Member, quito: City
) -> None:
    convener = make.convener()
    actions.propose(db, lead, draft(other=quito.slug))
    db.flush()
    assert told(db) == {("twinning.proposed", convener.id)}
    heard = db.exec(select(Notification)).one()
    said = sentence(heard.event, heard.facts)
    assert said == "Amina proposes that two cities exchange: “Bristol – Quito”."


def test_what_somebody_wrote_who_goes_loses_their_name(
    db: Session, lead: Member, asked: Member
) -> None:
    words = "Amina Mensah would like to read your drafts."
    one = actions.agree(db, asked, actions.propose(db, lead, draft(purpose=words)))
    planning.add(db, lead, one, StepDraft(title="Amina Mensah reads"))
    gone = Leaving(lead.id, "Amina Mensah", lead.email, lead.slug, takes_away=True)
    for holding in HOLDINGS:
        holding.apply(db, gone)
    assert "Amina" not in one.purpose
    assert [step.title for step in queries.plan(db, one.id)] == ["a former member reads"]
    assert "Mensah" not in str([event.words for event in queries.events(db, asked, one.id)])


def test_lists_take_the_same_few_queries(
    db: Session,
    make: Make,
    lead: Member,
    connection: Connection,
    agreed: Twinning,
) -> None:
    topics, me = tree(db), make.member()

    def cost() -> int:
        with counted(connection) as sent:
            queries.listed(db, me, Filters(city="bristol-gb", topic="data-trusts"), topics)
        return len(sent)

    few = cost()
    for n in range(2):
        other = make.city(f"City {n}", slug=f"c{n}")
        its_lead = make.member(city_id=other.id, is_lead=True)
        actions.agree(db, its_lead, actions.propose(db, lead, draft(other=f"c{n}")))
    assert cost() == few == 1
    assert len(queries.listed(db, me, Filters(), topics).items) == 3
    with pytest.raises(Denied):
        queries.listed(db, Guest(), Filters(), topics)
    assert agreed.slug == "bristol-quito"
