"""What conveners do with a roundtable: begin, choose, invite, change, cancel; and who hears of it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.errors import Conflict, Denied, Rejected
from backend.domain.members.models import Actor, Guest, Member
from backend.domain.notifications import actions as notifications
from backend.domain.notifications.models import Letter, Notification
from backend.domain.roundtables import (
    actions,
    agenda,
    company,
    inviting,
    page,
    policy,
    queries,
    timing,
)
from backend.domain.roundtables.drafts import (
    AgendaDraft,
    AgendaItemDraft,
    CancelDraft,
    CitiesDraft,
    PlanDraft,
    RoundtableDraft,
    SittingDraft,
    TimesDraft,
)
from backend.domain.roundtables.models import Roundtable, RoundtableCity, Sitting
from backend.domain.search.models import SearchDocument
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.meetings import Meetings, times

DAY = timedelta(days=1)
REASON = CancelDraft(reason="The convener is ill.")


@pytest.fixture
def meetings(db: Session, make: Make) -> Meetings:
    return Meetings(db, make)


def told(db: Session, event: str) -> set[str]:
    found = (
        select(Member.name)
        .join(Notification, col(Notification.recipient_id) == col(Member.id))
        .where(col(Notification.event) == event)
    )
    return set(db.exec(found))


def wall(day: date, hour: int, minute: int = 0, zone: str = "") -> SittingDraft:
    return SittingDraft(day=day, time=time(hour, minute), zone=zone)


def test_only_conveners_plan(db: Session, meetings: Meetings, make: Make) -> None:
    draft = RoundtableDraft(**meetings.words())
    everyone: list[Actor] = [
        Guest(),
        make.member(),
        make.member(admitted_at=None),
        make.convener(suspended_at=NOON),
    ]
    assert [policy.may_plan(me).reason for me in everyone] == [
        "Please sign in to take part.",
        "Roundtables are planned by conveners. Ask one of them.",
        "You can take part as soon as you have been admitted.",
        "Your membership is suspended, so you can only read what is public.",
    ]
    with pytest.raises(Denied):
        actions.plan(db, make.member(), draft)
    assert not actions.plan(db, make.convener(), draft).is_planned


def test_a_draft_takes_its_address_from_its_title_until_it_is_planned(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me = make.convener()
    table = meetings.timed(me, title="Who pays for data?")
    assert table.slug == "who-pays-for-data"
    actions.edit(db, me, table, RoundtableDraft(**meetings.words(title="Who pays for it all?")))
    assert table.slug == "who-pays-for-it-all"
    actions.edit(db, me, table, RoundtableDraft(**meetings.words(title="Who pays for it all")))
    assert table.slug == "who-pays-for-it-all"
    inviting.invite(db, me, table)
    actions.edit(db, me, table, RoundtableDraft(**meetings.words(title="Who has paid for it?")))
    assert table.slug == "who-pays-for-it-all"


def test_nobody_takes_the_address_of_the_form(meetings: Meetings) -> None:
    assert meetings.draft(title="New, new, new").slug == "new-new-new"
    assert meetings.draft(title="New . . . !").slug == "new-2"


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("title", "Short"),
        ("title", "x" * 121),
        ("purpose", "Too short."),
        ("purpose", "x" * 4_001),
        ("language", "tlh"),
        ("format", "party"),
        ("place", "moon"),
        ("venue", "x" * 201),
        ("joining_link", "javascript:alert(1)"),
        ("joining_link", "https://"),
        ("joining_link", "https://[half"),
        ("joining_link", "https://meet.example/a b"),
        ("minutes", 14),
        ("minutes", 481),
        ("capacity", 0),
        ("capacity", 10_001),
        ("visibility", "cities"),
        ("topics", []),
        ("topics", ["a", "b", "c", "d", "e", "f", "g"]),
    ],
)
def test_words_that_cannot_be_taken_are_refused(meetings: Meetings, field: str, words: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        RoundtableDraft(**meetings.words() | {field: words})
    assert [error["loc"] for error in refusal.value.errors()] == [(field,)]


def test_an_unknown_topic_is_refused(db: Session, meetings: Meetings, make: Make) -> None:
    draft = RoundtableDraft(**meetings.words(topics=["bees"]))
    with pytest.raises(Rejected, match="choose topics from the list"):
        actions.plan(db, make.convener(), draft)


def test_cities_are_added_and_left_out_again(db: Session, meetings: Meetings, make: Make) -> None:
    me, one, other = make.convener(), make.city(), make.city()
    table = meetings.draft(me)
    inviting.choose(db, me, table, CitiesDraft(add=[one.slug, other.slug, one.slug]))
    inviting.choose(db, me, table, CitiesDraft(add=[one.slug], remove=[other.slug]))
    assert queries.room(db, me, table).cities == {one.id}


def test_an_unknown_city_is_refused(db: Session, meetings: Meetings, make: Make) -> None:
    me = make.convener()
    with pytest.raises(Rejected, match="choose cities from the list"):
        inviting.choose(db, me, meetings.draft(me), CitiesDraft(add=["atlantis"]))


def test_not_more_than_sixty_cities_are_invited(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me = make.convener()
    table = meetings.draft(me)
    many = [make.city().slug for _ in range(60)]
    inviting.choose(db, me, table, CitiesDraft(add=many))
    with pytest.raises(Rejected, match="at most 60 cities"):
        inviting.choose(db, me, table, CitiesDraft(add=[make.city().slug]))


def test_the_people_of_the_invited_cities_are_told_once(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me, city = make.convener(name="Ruth"), make.city()
    make.member("Ana", city_id=city.id)
    make.member("Gone", city_id=city.id, erased_at=NOON)
    make.member("Waits", city_id=city.id, admitted_at=None)
    make.member("Elsewhere")
    table = meetings.planned(me, cities=[city])
    assert told(db, "roundtable.invited") == {"Ana"}
    assert [one.invited_at for one in db.exec(select(RoundtableCity))] == [NOON]
    with pytest.raises(Denied, match="invited already"):
        inviting.invite(db, me, table)


def test_a_city_added_later_is_invited_at_once_and_none_is_put_off(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me, first, later = make.convener(), make.city(), make.city()
    make.member("Ana", city_id=first.id)
    make.member("Ben", city_id=later.id)
    table = meetings.planned(me, cities=[first])
    inviting.choose(db, me, table, CitiesDraft(add=[later.slug]))
    invited = select(Notification).where(col(Notification.event) == "roundtable.invited")
    assert len(db.exec(invited).all()) == 2
    with pytest.raises(Rejected, match="invited already"):
        inviting.choose(db, me, table, CitiesDraft(remove=[first.slug]))


def test_followers_of_its_topic_or_convener_hear_of_it_unless_they_are_invited(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me, city, topic = make.convener(), make.city(), make.topic()
    by_topic, by_person = make.member("Topic"), make.member("Person")
    invited = make.member("Invited", city_id=city.id)
    notifications.follow(db, by_topic.id, "topic", topic.id)
    notifications.follow(db, invited.id, "topic", topic.id)
    notifications.follow(db, by_person.id, "member", me.id)
    meetings.planned(me, cities=[city], topics=[topic.slug])
    assert told(db, "roundtable.planned") == {"Topic", "Person"}
    assert told(db, "roundtable.invited") == {"Invited"}


def test_nobody_is_invited_without_a_time_or_a_city(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me = make.convener()
    table = meetings.draft(me)
    with pytest.raises(Denied, match="Choose a time first"):
        inviting.invite(db, me, table)
    timing.choose(db, me, table, times(NOON + DAY))
    with pytest.raises(Conflict, match="Choose the cities"):
        inviting.invite(db, me, table)
    with clock.stopped(NOON + 2 * DAY), pytest.raises(Denied, match="has passed"):
        inviting.invite(db, me, table)


def test_a_sitting_keeps_its_wall_clock_and_the_rules_it_was_found_by(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me = make.convener()
    table = meetings.draft(me, minutes=60)
    draft = TimesDraft(zone="Europe/London", sittings=[wall(date(2026, 12, 3), 15)])
    timing.choose(db, me, table, draft)
    sitting = db.exec(select(Sitting)).one()
    assert (sitting.day, sitting.clock_time) == (date(2026, 12, 3), time(15))
    assert (sitting.zone, sitting.starts_at.hour) == ("Europe/London", 15)
    assert sitting.rules.startswith("20")
    assert (table.starts_at, table.ends_at) == (
        datetime(2026, 12, 3, 15, tzinfo=UTC),
        datetime(2026, 12, 3, 16, tzinfo=UTC),
    )


def test_sittings_stand_in_order_each_on_its_own_clock(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me = make.convener(zone="Asia/Taipei")
    table = meetings.draft(me, minutes=60)
    evening, morning = wall(date(2026, 6, 1), 20, 0, "America/Bogota"), wall(date(2026, 6, 1), 15)
    timing.choose(db, me, table, TimesDraft(sittings=[evening, morning]))
    found = [(one.zone, one.starts_at.hour) for one in queries.sittings(db, table)]
    assert found == [("Asia/Taipei", 7), ("America/Bogota", 1)]
    timing.choose(db, me, table, TimesDraft(sittings=[morning]))
    assert [one.number for one in queries.sittings(db, table)] == [0]


@pytest.mark.parametrize(
    ("zone", "sittings", "field", "sentence"),
    [
        (
            "Europe/London",
            [wall(date(2027, 3, 28), 1, 30)],
            "sittings.0.time",
            "Clocks in Europe/London skip this hour that day.",
        ),
        (
            "Mars/Base",
            [wall(date(2026, 6, 1), 10)],
            "sittings.0.time",
            "There is no time zone called Mars/Base.",
        ),
        (
            "Europe/London",
            [wall(date(2026, 5, 4), 9)],
            "sittings.0.time",
            "This time has passed. Please choose a later one.",
        ),
        (
            "Europe/London",
            [wall(date(2026, 6, 1), 10), wall(date(9999, 12, 31), 23)],
            "sittings.1.day",
            "Choose a day within the next two years.",
        ),
        (
            "Europe/London",
            [wall(date(1, 1, 1), 0)],
            "sittings.0.day",
            "Choose a day within the next two years.",
        ),
        (
            "Europe/London",
            [wall(date(2026, 6, 1), 10), wall(date(2026, 6, 1), 11)],
            "sittings",
            "The two sittings overlap. Leave time between them.",
        ),
    ],
)
def test_times_that_cannot_be_kept_are_refused_with_a_sentence(
    db: Session,
    meetings: Meetings,
    make: Make,
    zone: str,
    sittings: list[SittingDraft],
    field: str,
    sentence: str,
) -> None:
    me = make.convener()
    table = meetings.draft(me)
    with pytest.raises(Rejected) as refusal:
        timing.choose(db, me, table, TimesDraft(zone=zone, sittings=sittings))
    assert refusal.value.problems == {field: sentence}
    assert queries.sittings(db, table) == []


def test_a_new_time_is_told_to_all_who_may_have_the_old_one(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me, city = make.convener(), make.city()
    silent, declined = (make.member(name, city_id=city.id) for name in ("Silent", "Declined"))
    coming, maybe = (make.member(name, city_id=None) for name in ("Coming", "Maybe"))
    table = meetings.planned(me, cities=[city])
    for member, answer in ((declined, "no"), (coming, "yes"), (maybe, "maybe")):
        meetings.answer(table, member, answer)
    timing.choose(db, me, table, times(NOON + 5 * DAY))
    assert told(db, "roundtable.changed") == {silent.name, coming.name, maybe.name}
    assert table.sequence == 1
    timing.choose(db, me, table, times(NOON + 5 * DAY))
    assert table.sequence == 1


def test_the_number_of_sittings_stays_once_people_chose_theirs(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me = make.convener()
    table = meetings.planned(me)
    with pytest.raises(Rejected, match="their number stays"):
        timing.choose(db, me, table, times(NOON + DAY, NOON + 2 * DAY))


def test_what_has_begun_is_not_moved(db: Session, meetings: Meetings, make: Make) -> None:
    me = make.convener()
    table = meetings.held(me)
    with pytest.raises(Denied, match="has begun"):
        timing.choose(db, me, table, times(NOON + DAY))
    with pytest.raises(Denied, match="has begun"):
        inviting.choose(db, me, table, CitiesDraft(add=[make.city().slug]))
    with pytest.raises(Rejected, match="has begun, so its length stays"):
        actions.edit(db, me, table, RoundtableDraft(**meetings.words(minutes=30)))


@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        ({"venue": "Town hall, room 3"}, True),
        ({"joining_link": "https://meet.example/other"}, True),
        ({"minutes": 60}, True),
        ({"purpose": "We compare more than we said before, and leave earlier."}, False),
        ({"capacity": 40}, False),
        ({"visibility": "public"}, False),
    ],
)
def test_calendars_hear_of_what_they_hold_and_of_nothing_else(
    db: Session, meetings: Meetings, make: Make, *, change: dict[str, Any], is_told: bool
) -> None:
    me, city = make.convener(), make.city()
    make.member("Ana", city_id=city.id)
    words = meetings.words()
    table = meetings.planned(me, cities=[city], **words)
    actions.edit(db, me, table, RoundtableDraft(**words | change))
    assert told(db, "roundtable.changed") == ({"Ana"} if is_told else set())
    assert table.sequence == is_told


def test_a_longer_meeting_ends_later_unless_its_sittings_would_overlap(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me = make.convener()
    table = meetings.planned(me, minutes=60, at=[NOON + DAY, NOON + DAY + timedelta(hours=2)])
    actions.edit(db, me, table, RoundtableDraft(**meetings.words(minutes=120)))
    assert table.ends_at == NOON + DAY + timedelta(hours=4)
    with pytest.raises(Rejected, match="would overlap"):
        actions.edit(db, me, table, RoundtableDraft(**meetings.words(minutes=150)))


def test_the_chatham_house_rule_holds_from_the_invitation_on(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me = make.convener()
    table = meetings.planned(me, chatham_house=True)
    with pytest.raises(Rejected, match="so it stays"):
        actions.edit(db, me, table, RoundtableDraft(**meetings.words(chatham_house=False)))


def test_a_cancelled_roundtable_is_told_kept_and_closed(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me, city = make.convener(), make.city()
    ana = make.member("Ana", city_id=city.id)
    table = meetings.planned(me, cities=[city])
    actions.cancel(db, me, table, REASON)
    assert told(db, "roundtable.cancelled") == {"Ana"}
    assert (table.sequence, table.cancelled_why) == (1, "The convener is ill.")
    sent = db.exec(select(Letter).where(col(Letter.event) == "roundtable.cancelled")).one()
    assert sent.facts == {
        "title": table.title,
        "reason": "The convener is ill.",
        "calendar": "cancel",
    }
    for refused in (
        lambda: actions.cancel(db, me, table, REASON),
        lambda: actions.edit(db, me, table, RoundtableDraft(**meetings.words())),
        lambda: meetings.answer(table, ana),
    ):
        with pytest.raises(Denied, match="was cancelled"):
            refused()


def test_what_is_over_is_not_cancelled(db: Session, meetings: Meetings, make: Make) -> None:
    me = make.convener()
    with pytest.raises(Denied, match="is over"):
        actions.cancel(db, me, meetings.held(me), REASON)


def test_a_draft_is_deleted_and_a_plan_is_cancelled(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me = make.convener()
    draft, plan = meetings.timed(me), meetings.planned(me)
    agenda.write(db, me, draft, AgendaDraft(items=[AgendaItemDraft(minutes=5, title="Welcome")]))
    with pytest.raises(Conflict, match="You can delete the draft"):
        actions.cancel(db, me, draft, REASON)
    with pytest.raises(Conflict, match="You can cancel the roundtable"):
        actions.discard(db, me, plan)
    actions.discard(db, me, draft)
    db.flush()
    assert db.exec(select(Roundtable.id)).all() == [plan.id]


def test_an_agenda_knows_when_each_part_begins_and_which_member_leads_it(
    db: Session, meetings: Meetings, make: Make
) -> None:
    me = make.convener()
    ana, twin = make.member("Ana Ñúñez"), make.member("Kim Park")
    make.member("Kim Park")
    table = meetings.draft(me)
    parts = [
        AgendaItemDraft(minutes=10, title="Welcome"),
        AgendaItemDraft(minutes=25, title="A permit with clauses", lead="ana nunez"),
        AgendaItemDraft(minutes=25, title="A trustee", lead="Kim Park"),
        AgendaItemDraft(minutes=20, title="Questions", lead=twin.slug),
    ]
    agenda.write(db, me, table, AgendaDraft(items=[parts[0]]))
    agenda.write(db, me, table, AgendaDraft(items=parts))
    assert [
        (part.starts_after, part.title, part.lead, part.lead_slug)
        for part in company.agenda(db, me, table, knows_room=True)
    ] == [
        (0, "Welcome", "", ""),
        (10, "A permit with clauses", "Ana Ñúñez", ana.slug),
        (35, "A trustee", "Kim Park", ""),
        (60, "Questions", "Kim Park", twin.slug),
    ]


def test_a_planned_roundtable_is_found_and_a_draft_is_not(db: Session, meetings: Meetings) -> None:
    meetings.timed()
    table = meetings.planned()
    found = db.exec(select(SearchDocument)).all()
    assert [(one.kind, one.subject_id, one.slug) for one in found] == [
        ("roundtable", table.id, table.slug)
    ]


def test_everything_can_be_said_at_once(db: Session, meetings: Meetings, make: Make) -> None:
    me, city = make.convener(), make.city()
    given: dict[str, Any] = {
        "cities": [city.slug],
        "sittings": [wall(date(2026, 6, 1), 10)],
        "items": [AgendaItemDraft(minutes=90, title="Everything")],
    }
    table = actions.plan_whole(db, me, PlanDraft(**meetings.words(), **given))
    assert (table.is_planned, table.starts_at) == (True, datetime(2026, 6, 1, 9, tzinfo=UTC))
    kept = actions.plan_whole(db, me, PlanDraft(**meetings.words(), **given, invite=False))
    assert not kept.is_planned


def test_who_follows_a_roundtable_can_stop(db: Session, meetings: Meetings, make: Make) -> None:
    me, table = make.member(), meetings.planned()
    actions.follow(db, me, table)
    assert page.opened(db, me, table.slug).follows
    actions.unfollow(db, me, table)
    db.flush()
    assert not page.opened(db, me, table.slug).follows
    assert not policy.may_follow(Guest(), table)
    assert policy.may_follow(make.convener(), meetings.timed()).reason == (
        "This roundtable isn’t planned yet."
    )
