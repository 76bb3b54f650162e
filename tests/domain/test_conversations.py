"""Asking a peer to talk: the request, the answers to it, and that declining is silent."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import Connection
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.config import Settings
from backend.core.errors import Conflict, Denied, NotFound, Rejected, TooMany
from backend.domain.conversations import answering, queries, reminding
from backend.domain.conversations.drafts import (
    AcceptanceDraft,
    LaterDraft,
    RequestDraft,
    TimeDraft,
    TimesDraft,
)
from backend.domain.conversations.models import MOST_ROUNDS, Conversation
from backend.domain.conversations.standing import state
from backend.domain.members import blocks
from backend.domain.members.models import Member
from backend.domain.notifications.models import Letter, Notification
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.queries import counted
from tests.support.talks import PURPOSE, SOON, Talks

DAY = timedelta(days=1)


@pytest.fixture
def talks(db: Session, settings: Settings) -> Talks:
    return Talks(db, settings)


@pytest.fixture
def ana(make: Make) -> Member:
    return make.member("Ana", admitted_at=NOON - 100 * DAY)


@pytest.fixture
def ben(make: Make) -> Member:
    return make.member("Ben", zone="America/Bogota", admitted_at=NOON - 100 * DAY)


def told(db: Session, member: Member) -> list[str]:
    db.flush()
    wanted = select(Notification).where(col(Notification.recipient_id) == member.id)
    return [one.event for one in db.exec(wanted.order_by(col(Notification.id)))]


def letters(db: Session, member: Member) -> list[str]:
    db.flush()
    wanted = select(Letter).where(col(Letter.recipient_id) == member.id)
    return sorted(one.event for one in db.exec(wanted))


def standing(one: Conversation, me: Member) -> str:
    return state(one, clock.now(), is_author=one.is_author(me.id))


def listed(db: Session, me: Member) -> dict[str, list[str]]:
    """The lists in which something of mine stands, with how it stands."""
    sorts: dict[str, list[str]] = {}
    for show in ("asked", "asking", "running", "done"):
        if found := queries.listed(db, me, show).items:
            sorts[show] = [one.state for one in found]
    return sorts


def test_who_is_asked_hears_of_it_and_both_find_it(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.asked(ana, ben)
    assert (told(db, ben), letters(db, ben)) == (["conversation.asked"], ["conversation.asked"])
    assert told(db, ana) == []
    assert listed(db, ben) == {"asked": ["your_turn"]}
    assert listed(db, ana) == {"asking": ["waiting"]}
    assert [row.slug for row in queries.waiting(db, ben)] == [one.slug]
    assert queries.waiting(db, ana) == []


def test_times_are_by_the_askers_clock_and_each_once(
    talks: Talks, ana: Member, ben: Member
) -> None:
    wall = TimeDraft(day=SOON.date(), time=time(13))  # summer time in London
    one = talks.asked(ana, ben, SOON, times=[wall, TimeDraft(day=SOON.date(), time=time(9, 30))])
    at_half_past_eight = SOON.replace(hour=8, minute=30)
    assert one.offers == [at_half_past_eight.isoformat(), SOON.isoformat()]
    assert one.offers_zone == "Europe/London"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"chosen": []}, "times"),
        (
            {
                "chosen": [SOON],
                "times": [TimeDraft(day=date(2026, 5, d), time=time(9)) for d in range(6, 11)],
            },
            "times",
        ),
        ({"chosen": [NOON - DAY]}, "chosen"),
        ({"chosen": [NOON + 200 * DAY]}, "chosen"),
        ({"times": [TimeDraft(day=date(2026, 5, 4), time=time(9))]}, "times.0.time"),
        ({"times": [TimeDraft(day=date(9999, 1, 1), time=time(9))]}, "times.0.day"),
        ({"link": "meet me there"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        (
            {"occasion_kind": "member", "occasion_id": "019df2dc-0a00-75b0-b08c-bff553d03a11"},
            "occasion_id",
        ),
        (
            {"occasion_kind": "challenge", "occasion_id": "019df2dc-0a00-75b0-b08c-bff553d03a11"},
            "occasion_id",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_stands(
    db: Session, talks: Talks, ana: Member, ben: Member, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Rejected) as refused:
        talks.asked(ana, ben, **given)
    assert list(refused.value.problems) == [field]
    assert db.exec(select(Conversation)).all() == []


def test_an_hour_that_the_clocks_skip_is_refused(talks: Talks, ana: Member, ben: Member) -> None:
    with clock.stopped(datetime(2026, 3, 20, 12, tzinfo=NOON.tzinfo)):
        skipped = TimeDraft(day=date(2026, 3, 29), time=time(1, 30))
        with pytest.raises(Rejected, match="skip this hour"):
            talks.asked(ana, ben, chosen=[], times=[skipped])


@pytest.mark.parametrize(
    "given",
    [
        {"purpose": "Too short"},
        {"purpose": "x" * 1_001},
        {"language": "xx"},
        {"minutes": 5},
        {"minutes": 500},
        {"chosen": [SOON + n * DAY for n in range(6)]},
        {"chosen": ["2026-05-07T12:00:00"]},
    ],
)
def test_a_request_keeps_its_limits(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RequestDraft.model_validate({"purpose": PURPOSE, "language": "en"} | given)


def test_it_is_about_something_that_both_can_see(
    make: Make, talks: Talks, ana: Member, ben: Member
) -> None:
    shown = make.challenge(ben)
    hidden = make.challenge(ana, cities=[make.city()])
    with pytest.raises(Rejected, match="can’t be named"):
        talks.asked(ana, ben, occasion_kind="challenge", occasion_id=hidden.id)
    one = talks.asked(ana, ben, occasion_kind="challenge", occasion_id=shown.id)
    assert (one.occasion_kind, one.occasion_id) == ("challenge", shown.id)


def test_some_people_cannot_be_asked(
    db: Session, make: Make, talks: Talks, ana: Member, ben: Member
) -> None:
    refusals = []
    for other in (
        ana,
        make.member(suspended_at=NOON),
        make.member(admitted_at=None),
        make.member(erased_at=NOON),
    ):
        with pytest.raises(Denied) as refused:
            talks.asked(ana, other)
        refusals.append(str(refused.value))
    assert refusals[0] == "This is you."
    assert set(refusals[1:]) == {"You can’t ask this person to talk at the moment."}
    blocks.block(db, ben, ana)
    with pytest.raises(Denied, match="You can’t ask this person to talk at the moment"):
        talks.asked(ana, ben)
    with pytest.raises(Denied, match="You have blocked this person"):
        talks.asked(ben, ana)
    with pytest.raises(Denied, match="suspended"):
        talks.asked(make.member(suspended_at=NOON), ana)


def test_one_request_stands_between_two_people(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.asked(ana, ben)
    with pytest.raises(Conflict, match="You have asked this person already"):
        talks.asked(ana, ben)
    with pytest.raises(Conflict, match="This person has asked you already"):
        talks.asked(ben, ana)
    answering.accept(db, ben, one, AcceptanceDraft(starts_at=SOON))
    with pytest.raises(Conflict, match="in a conversation already"):
        talks.asked(ben, ana)


def test_five_a_day_and_two_for_who_is_new(make: Make, talks: Talks, ana: Member) -> None:
    for _ in range(5):
        talks.asked(ana, make.member())
    with pytest.raises(TooMany, match="5 people a day") as refused:
        talks.asked(ana, make.member())
    assert refused.value.again_in == 24 * 60 * 60 + 1
    with clock.stopped(NOON + DAY + timedelta(seconds=1)):
        talks.asked(ana, make.member())
    new = make.member(admitted_at=NOON - DAY)
    for _ in range(2):
        talks.asked(new, make.member())
    with pytest.raises(TooMany, match="2 people a day"):
        talks.asked(new, make.member())


def test_ten_can_wait_at_once_and_withdrawing_makes_room(
    db: Session, make: Make, talks: Talks, ana: Member
) -> None:
    for day in (-2, -1):
        with clock.stopped(NOON + day * DAY):
            made = [talks.asked(ana, make.member(), SOON) for _ in range(5)]
    with pytest.raises(Conflict, match="10 requests of yours wait"):
        talks.asked(ana, make.member())
    answering.withdraw(db, ana, made[0])
    assert talks.asked(ana, make.member())


def test_accepting_makes_a_meeting_and_tells_both_calendars(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.asked(ana, ben, SOON, SOON + DAY, minutes=45)
    answering.accept(db, ben, one, AcceptanceDraft(starts_at=SOON + DAY))
    assert (one.starts_at, one.ends_at) == (SOON + DAY, SOON + DAY + timedelta(minutes=45))
    assert told(db, ana) == ["conversation.accepted"]
    assert letters(db, ana) == ["conversation.accepted"]
    assert letters(db, ben) == ["conversation.asked", "conversation.confirmed"]
    assert listed(db, ana) == listed(db, ben) == {"running": ["agreed"]}


def test_only_a_time_that_is_offered_and_to_come_can_be_chosen(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.asked(ana, ben, SOON)
    with pytest.raises(Rejected, match="one of the times"):
        answering.accept(db, ben, one, AcceptanceDraft(starts_at=SOON + DAY))
    with clock.stopped(SOON + DAY), pytest.raises(Rejected, match="has passed"):
        answering.accept(db, ben, one, AcceptanceDraft(starts_at=SOON))
    with pytest.raises(Denied, match="Your own times stand"):
        answering.accept(db, ana, one, AcceptanceDraft(starts_at=SOON))


def test_other_times_go_back_and_forth_but_not_for_ever(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.asked(ana, ben)
    turn = [ben, ana]
    for n in range(1, MOST_ROUNDS):
        by = turn[(n - 1) % 2]
        answering.propose(db, by, one, TimesDraft(chosen=[SOON + n * DAY]))
    assert told(db, ana)[0] == "conversation.proposed"
    assert standing(one, turn[(MOST_ROUNDS - 1) % 2]) == "your_turn"
    with pytest.raises(Denied, match="often enough"):
        answering.propose(db, turn[(MOST_ROUNDS - 1) % 2], one, TimesDraft(chosen=[SOON]))
    last = SOON + (MOST_ROUNDS - 1) * DAY
    answering.accept(db, ana, one, AcceptanceDraft(starts_at=last))
    assert one.starts_at == last


def test_who_has_offered_times_waits_for_the_other(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.asked(ana, ben)
    answering.propose(db, ben, one, TimesDraft(chosen=[SOON + DAY]))
    assert (standing(one, ana), standing(one, ben)) == ("your_turn", "waiting")
    assert [row.slug for row in queries.waiting(db, ana)] == [one.slug]
    with pytest.raises(Denied, match="Your own times stand"):
        answering.decline(db, ben, one)


def test_later_is_told_with_the_day_and_reminds_on_it(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.asked(ana, ben)
    answering.put_off(db, ben, one, LaterDraft(day=date(2026, 6, 20)))
    assert (standing(one, ana), standing(one, ben)) == ("later", "later")
    assert told(db, ana) == ["conversation.later"]
    assert queries.waiting(db, ben) == []
    with clock.stopped(datetime(2026, 6, 20, 14, tzinfo=NOON.tzinfo)):  # nine in Bogotá
        assert reminding.remind(db) == 1
        assert reminding.remind(db) == 0
        assert told(db, ben)[-1] == "conversation.put_off"
        assert standing(one, ben) == "your_turn"
        assert [row.slug for row in queries.waiting(db, ben)] == [one.slug]


@pytest.mark.parametrize("day", [date(2026, 5, 4), date(2026, 5, 3), date(2027, 5, 4), date.max])
def test_later_is_a_day_of_the_coming_months(
    db: Session, talks: Talks, ana: Member, ben: Member, day: date
) -> None:
    one = talks.asked(ana, ben)
    with pytest.raises(Rejected):
        answering.put_off(db, ben, one, LaterDraft(day=day))


def test_who_asked_withdraws_and_it_vanishes_for_the_other(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.asked(ana, ben)
    with pytest.raises(Denied, match="Only who asked"):
        answering.withdraw(db, ben, one)
    answering.withdraw(db, ana, one)
    assert listed(db, ben) == {}
    assert listed(db, ana) == {"done": ["withdrawn"]}
    with pytest.raises(NotFound):
        queries.one(db, ben, one.slug)


def seen_by_asker(db: Session, one: Conversation, ana: Member) -> dict[str, Any]:
    """All that the one who asked can find out about a request."""
    secret = {"declined_at", "id", "slug", "asked_id"}
    opened = queries.opened(db, ana, one.slug)
    lists = {
        show: [
            (row.state, row.stirred_at, row.unread, row.put_off_until, row.purpose)
            for row in queries.listed(db, ana, show).items
            if row.slug == one.slug
        ]
        for show in ("asked", "asking", "running", "done")
    }
    return {
        "row": {k: v for k, v in opened.conversation.model_dump().items() if k not in secret},
        "closed": opened.is_closed,
        "state": standing(one, ana),
        "lists": lists,
    }


@pytest.mark.parametrize("days", [0, 29, 31])
@pytest.mark.parametrize("put_off", [False, True])
def test_declining_changes_nothing_that_who_asked_can_see(
    db: Session, make: Make, talks: Talks, ana: Member, ben: Member, days: int, put_off: bool
) -> None:
    cleo = make.member("Cleo", zone="America/Bogota")
    declined, unanswered = talks.asked(ana, ben), talks.asked(ana, cleo)
    for one, by in ((declined, ben), (unanswered, cleo)):
        if put_off:
            answering.put_off(db, by, one, LaterDraft(day=date(2026, 5, 20)))
    answering.decline(db, ben, declined)
    db.flush()
    told_before = told(db, ana)
    assert told_before == ["conversation.later"] * 2 * put_off
    with clock.stopped(NOON + days * DAY):
        seen = seen_by_asker(db, declined, ana), seen_by_asker(db, unanswered, ana)
        for known in seen:
            known["row"].pop("remind_at")
        assert seen[0] == seen[1]
        if days == 31 and not put_off:
            assert seen[0]["state"] == "ended"
            reminding.remind(db)
            assert told(db, ana) == ["conversation.ended"] * 2


def test_what_was_declined_counts_as_open_for_who_asked(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    answering.decline(db, ben, talks.asked(ana, ben))
    with pytest.raises(Conflict, match="You have asked this person already"):
        talks.asked(ana, ben)


def test_who_declined_finds_it_done_and_can_still_choose_a_time(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.asked(ana, ben)
    answering.decline(db, ben, one)
    assert listed(db, ben) == {"done": ["declined"]}
    assert queries.waiting(db, ben) == []
    answering.accept(db, ben, one, AcceptanceDraft(starts_at=SOON))
    assert standing(one, ana) == "agreed"


def test_after_thirty_days_it_has_ended(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.asked(ana, ben, SOON + 60 * DAY)
    with clock.stopped(NOON + 31 * DAY):
        assert listed(db, ana) == listed(db, ben) == {"done": ["ended"]}
        with pytest.raises(Denied, match="has ended"):
            answering.accept(db, ben, one, AcceptanceDraft(starts_at=SOON + 60 * DAY))
        with pytest.raises(Denied, match="has ended"):
            answering.withdraw(db, ana, one)
        assert talks.asked(ana, ben, SOON + 60 * DAY)


def test_requests_of_the_suspended_vanish_and_come_back_with_them(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.asked(ana, ben)
    ana.suspended_at = NOON
    db.add(ana)
    db.flush()
    assert listed(db, ben) == {}
    with pytest.raises(NotFound):
        queries.one(db, ben, one.slug)
    ana.suspended_at = None
    db.add(ana)
    db.flush()
    assert listed(db, ben) == {"asked": ["your_turn"]}


def test_requests_of_the_blocked_vanish_and_their_senders_notice_nothing(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.asked(ana, ben)
    before = seen_by_asker(db, one, ana) | {"closed": None}
    blocks.block(db, ben, ana)
    assert listed(db, ben) == {}
    assert seen_by_asker(db, one, ana) | {"closed": None} == before


def test_requests_of_the_muted_are_silent_but_there(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    blocks.mute(db, ben, ana)
    one = talks.asked(ana, ben)
    assert (told(db, ben), letters(db, ben)) == ([], [])
    assert queries.waiting(db, ben) == []
    assert listed(db, ben) == {"asked": ["your_turn"]}
    answering.accept(db, ben, one, AcceptanceDraft(starts_at=SOON))


def test_nobody_else_finds_it(
    db: Session, make: Make, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.agreed(ana, ben)
    for other in (make.member(), make.convener()):
        assert listed(db, other) == {}
        with pytest.raises(NotFound):
            queries.opened(db, other, one.slug)


def test_an_odd_place_in_the_list_is_no_page(db: Session, ana: Member) -> None:
    for after in ("x", "1.x", "-1.019df2dc0a0075b0b08cbff553d03a11", f"{2**60}.{ana.id.hex}"):
        with pytest.raises(NotFound):
            queries.listed(db, ana, "asked", after)


def test_lists_go_on_where_they_ended(db: Session, make: Make, talks: Talks, ana: Member) -> None:
    for n in range(22):
        with clock.stopped(NOON + timedelta(minutes=n)):
            talks.asked(make.member(f"Cleo {n:02}"), ana)
    first = queries.listed(db, ana, "asked")
    second = queries.listed(db, ana, "asked", first.next_key or "")
    names = [row.other.name for page in (first, second) for row in page.items]
    assert names == [f"Cleo {n:02}" for n in reversed(range(22))]


@pytest.mark.parametrize("how_many", [1, 3])
def test_lists_cost_one_query(
    db: Session,
    make: Make,
    connection: Connection,
    talks: Talks,
    ana: Member,
    how_many: int,
) -> None:
    for _ in range(how_many):
        talks.asked(make.member(), ana)
    with counted(connection) as sent:
        assert len(queries.listed(db, ana, "asked").items) == how_many
        assert len(queries.waiting(db, ana)) == how_many
    assert len(sent) == 2
