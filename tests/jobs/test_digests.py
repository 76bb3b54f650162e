"""Digests come at their reader's morning, once, and say what is new to them and no more."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import TypeAlias

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from backend.adapters.mail import Smtp
from backend.core import clock
from backend.core.db import Sessions, sessions_for
from backend.domain.challenges.models import Challenge
from backend.domain.members.models import Member
from backend.domain.notifications import digests
from backend.domain.notifications.actions import follow, read_all, tell
from backend.domain.notifications.models import Letter, Notification, QuietHours, Wishes
from backend.jobs.digests import MOST_LINES, MOST_PAGES
from backend.jobs.letters import deliver
from backend.jobs.writing import Desk
from tests.conftest import NOON
from tests.support.mailbox import Mailbox
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.races import at_once

Moment: TypeAlias = tuple[int, int, int, int]
"""Year, month, day and hour in UTC."""

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Post:
    """The jobs of a worker, done at a moment, and the letters that they sent."""

    def __init__(self, sessions: Sessions, desk: Desk, mailbox: Mailbox) -> None:
        self._sessions, self._desk, self._mailbox = sessions, desk, mailbox

    def at(self, moment: datetime) -> int:
        """How many letters have come by then."""
        with clock.stopped(moment):
            with self._sessions.begin() as db:
                digests.make(db)
            deliver(self._sessions, self._desk, Smtp(self._mailbox.url))
        return len(self._mailbox.messages)

    @property
    def last(self) -> EmailMessage:
        return self._mailbox.messages[-1]

    @property
    def text(self) -> str:
        part = self.last.get_body(("plain",))
        assert part is not None
        return str(part.get_content())

    @property
    def all(self) -> str:
        """Every part of the last letter."""
        return "".join(str(part.get_content()) for part in self.last.iter_parts())


@pytest.fixture
def post(sessions: Sessions, desk: Desk, mailbox: Mailbox) -> Post:
    return Post(sessions, desk, mailbox)


def moment(said: Moment) -> datetime:
    year, month, day, hour = said
    return datetime(year, month, day, hour, tzinfo=UTC)


def happened(db: Session, to: Member, about: Challenge, event: str = "challenge.solved") -> None:
    """Something that `to` follows."""
    tell(db, {to.id}, event, ("challenge", about.id), {"title": about.title, "by": "Ana"})
    db.commit()


@pytest.mark.parametrize(
    ("zone", "hour", "told", "due"),
    [
        ("Europe/London", 1, (2026, 3, 28, 20), (2026, 3, 29, 1)),  # 01:00 is skipped
        ("Europe/London", 7, (2026, 3, 28, 20), (2026, 3, 29, 6)),
        ("Europe/London", 1, (2026, 10, 24, 20), (2026, 10, 25, 0)),  # 01:00 comes twice
        ("Pacific/Kiritimati", 7, (2026, 11, 28, 8), (2026, 11, 28, 17)),  # UTC+14
        ("Pacific/Pago_Pago", 7, (2026, 11, 28, 8), (2026, 11, 28, 18)),  # UTC-11
    ],
)
def test_a_digest_comes_once_when_the_clocks_of_its_reader_first_show_the_hour(
    db: Session, make: Make, post: Post, zone: str, hour: int, told: Moment, due: Moment
) -> None:
    ana, morning = make.member(zone=zone), moment(due)
    db.add(Wishes(member_id=ana.id, hour=hour))
    with clock.stopped(moment(told)):
        happened(db, ana, make.challenge())
    assert post.at(morning - timedelta(seconds=1)) == 0
    assert post.at(morning) == 1
    with clock.stopped(morning):
        happened(db, ana, make.challenge())
    # The same hour again, and the rest of the day: what came since waits for tomorrow.
    assert [post.at(morning + n * HOUR) for n in (1, 2, 22)] == [1, 1, 1]
    assert post.at(morning + 25 * HOUR) == 2


def test_a_weekly_digest_comes_on_the_first_day_of_work(
    db: Session, make: Make, post: Post
) -> None:
    cairo = make.city(country="EG", zone="Africa/Cairo")
    ana = make.member(zone="Africa/Cairo", city_id=cairo.id)
    db.add(Wishes(member_id=ana.id, follows="weekly"))
    with clock.stopped(datetime(2026, 12, 1, 12, tzinfo=UTC)):
        happened(db, ana, make.challenge())
    sunday = datetime(2026, 12, 6, 5, tzinfo=UTC)
    came = [post.at(sunday + n * DAY) for n in (-4, -1, 0, 1)]
    assert came == [0, 0, 1, 1]
    assert post.last["Subject"] == "Your week in Open Cities"


def test_after_a_day_without_a_worker_one_digest_holds_everything_and_comes_by_day(
    db: Session, make: Make, post: Post
) -> None:
    ana = make.member(zone="Europe/London")
    for n in range(3):
        with clock.stopped(NOON + n * DAY):
            happened(db, ana, make.challenge(title=f"Challenge {n}"))
    midnight = NOON + 2 * DAY + 12 * HOUR
    assert post.at(midnight + 3 * HOUR) == 0
    assert post.at(midnight + 16 * HOUR) == 1
    assert all(f"Challenge {n}" in post.text for n in range(3))


def test_who_flies_across_the_date_line_gets_no_day_twice_and_loses_nothing(
    db: Session, make: Make, post: Post
) -> None:
    ana, told = make.member(zone="Pacific/Auckland"), datetime(2026, 11, 29, 12, tzinfo=UTC)
    with clock.stopped(told):
        happened(db, ana, make.challenge())
    morning = datetime(2026, 11, 29, 18, tzinfo=UTC)  # Monday there
    assert post.at(morning) == 1
    ana.zone = "Pacific/Honolulu"
    with clock.stopped(morning + HOUR):
        happened(db, ana, make.challenge())
    assert post.at(datetime(2026, 11, 30, 17, tzinfo=UTC)) == 1  # Monday again
    assert post.at(datetime(2026, 12, 1, 17, tzinfo=UTC)) == 2


def test_a_digest_waits_for_the_end_of_quiet_hours(db: Session, make: Make, post: Post) -> None:
    ana = make.member(zone="Europe/London")
    db.add(QuietHours(member_id=ana.id, starts=NOON.time().replace(22), ends=NOON.time()))
    happened(db, ana, make.challenge())
    assert post.at(NOON + 20 * HOUR) == 0
    assert post.at(NOON + DAY) == 1


def test_what_happened_stands_by_its_page_newest_first_in_the_language_of_its_reader(
    db: Session, make: Make, post: Post
) -> None:
    ana, old, new = (
        make.member(zone="UTC"),
        make.challenge(title="Older"),
        make.challenge(title="Newer"),
    )
    for n, (about, event) in enumerate(
        [(old, "challenge.posted"), (new, "challenge.posted"), (new, "challenge.solved")]
    ):
        with clock.stopped(NOON + n * HOUR):
            happened(db, ana, about, event)
    post.at(NOON + DAY)
    assert post.last["Subject"] == "Your day in Open Cities"
    lines = [line for line in post.text.splitlines() if line][1:8]
    assert [line for line in lines if not line.startswith("http")] == [
        "Newer",
        "- “Newer” is solved. Read what worked.",
        "- Ana posted “Newer”.",
        "Older",
        "- Ana posted “Older”.",
    ]
    assert [part.get_content_type() for part in post.last.iter_parts()] == [
        "text/plain",
        "text/html",
    ]


def test_what_its_reader_may_not_see_any_more_is_left_out_when_it_is_sent(
    db: Session, make: Make, post: Post
) -> None:
    ana, shown, hidden = (
        make.member(zone="UTC"),
        make.challenge(title="Seen"),
        make.challenge(title="Gone"),
    )
    for about in (shown, hidden):
        happened(db, ana, about)
    hidden.hidden_at = NOON
    db.commit()
    post.at(NOON + DAY)
    assert "Seen" in post.text
    assert "Gone" not in post.all


def test_of_a_room_under_the_chatham_house_rule_a_digest_says_its_title_and_nobodys_name(
    db: Session, make: Make, post: Post
) -> None:
    ana, ruth, meetings = make.member(zone="UTC"), make.convener(name="Ruth"), Meetings(db, make)
    follow(db, ana.id, "member", ruth.id)
    table = meetings.planned(ruth, chatham_house=True, cities=[make.city("Quito")])
    meetings.answer(table, make.member("Ben", city_id=None))
    post.at(NOON + DAY)
    assert post.last["To"] == ana.email
    assert table.title in post.all
    assert [name for name in ("Ruth", "Ben", "Quito") if name in post.all] == []


@pytest.mark.parametrize("why", ["hidden", "read", "suspended", "no letters"])
@pytest.mark.parametrize("late", [False, True], ids=["before it is made", "before it is sent"])
def test_where_nothing_is_left_nothing_comes(
    db: Session, make: Make, post: Post, sessions: Sessions, why: str, *, late: bool
) -> None:
    ana, about = make.member(zone="UTC"), make.challenge()
    happened(db, ana, about)
    with clock.stopped(NOON + DAY):
        if late:
            with sessions.begin() as other:
                assert digests.make(other) == 1
        if why == "hidden":
            about.hidden_at = NOON
        elif why == "read":
            read_all(db, ana)
        elif why == "suspended":
            ana.suspended_at = NOON
        else:
            db.add(Wishes(member_id=ana.id, no_letters_since=NOON))
        db.commit()
    assert post.at(NOON + DAY) == 0


def test_a_digest_is_bounded_and_leads_to_the_rest(db: Session, make: Make, post: Post) -> None:
    ana = make.member(zone="UTC")
    busy = [make.challenge(title=f"Page {n}") for n in range(MOST_PAGES + 1)]
    for about in busy:
        happened(db, ana, about)
    for n in range(MOST_LINES + 2):
        facts = {"title": busy[-1].title, "by": f"Ana {n}"}
        tell(db, {ana.id}, "challenge.posted", ("challenge", busy[-1].id), facts)
    db.commit()
    post.at(NOON + DAY)
    assert post.text.count("- ") == MOST_PAGES - 1 + MOST_LINES + 1
    assert "- and 3 more" in post.text
    assert "There is more than a letter should hold." in post.text
    assert "/notifications" in post.text


def test_however_many_workers_there_are_a_digest_is_made_once(lasting_engine: Engine) -> None:
    with sessions_for(lasting_engine)() as db, clock.stopped(NOON - DAY):
        make = Make(db)
        about = make.challenge()
        for _n in range(5):
            happened(db, make.member(zone="UTC"), about)
    at_once(lasting_engine, digests.make, 6)
    with sessions_for(lasting_engine)() as db:
        sent = db.exec(select(Letter).where(col(Letter.event) == "digest")).all()
        assert len({one.recipient_id for one in sent}) == len(sent) == 5
        assert {one.waits_as for one in db.exec(select(Notification))} == {""}
