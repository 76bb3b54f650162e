"""The sample network as it comes out of the actions: as large as promised, and all of it past."""

from collections import Counter
from collections.abc import Generator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import ColumnElement, Engine, func
from sqlalchemy import select as columns
from sqlmodel import Session, SQLModel, col, select

from backend.core import clock
from backend.core.config import Settings
from backend.core.db import UtcDateTime, rows, sessions_for
from backend.core.errors import Conflict
from backend.core.text import one_line
from backend.domain.challenges.answers import Answer, Helpful
from backend.domain.challenges.models import Challenge, Facing
from backend.domain.cities.countries import SATURDAY
from backend.domain.cities.models import City, CityPriority, Openness
from backend.domain.conversations.models import Conversation
from backend.domain.conversations.standing import state
from backend.domain.joining.models import Application
from backend.domain.members.models import Member, MemberLanguage
from backend.domain.moderation import log
from backend.domain.moderation.models import Report
from backend.domain.notifications.models import Letter, Notification
from backend.domain.resources.adoptions import USING, Adoption
from backend.domain.resources.models import Resource, StoredFile
from backend.domain.roundtables.models import AgendaItem, Note, Roundtable, Seat, Sitting
from backend.domain.roundtables.polls import Poll, PollVote
from backend.domain.roundtables.series import SeriesPart
from backend.domain.search import engine as search
from backend.domain.search.models import SearchDocument
from backend.sample import loading
from backend.sample.entries import read
from tests.conftest import NOON

TO_COME = {
    "handover.due_at",
    "note.review_until",
    "invitation.expires_at",
    "conversation.until",
    "conversation.put_off_until",
    "conversation.remind_at",
    "conversation.starts_at",
    "conversation.ends_at",
    "roundtable.starts_at",
    "roundtable.ends_at",
    "poll_option.starts_at",
    "sitting.starts_at",
    "sitting.ends_at",
    "search_document.at",
}
"""What may lie in the future: meetings (roundtables are found by when they are held), reminders."""


@pytest.fixture
def seen(network: Engine) -> Generator[Session, None, None]:
    with sessions_for(network)() as db:
        yield db


def count(db: Session, model: Any, *conditions: ColumnElement[bool]) -> int:
    return rows(db, columns(func.count()).select_from(model).where(*conditions)).scalar_one()


def test_everybody_is_there(seen: Session) -> None:
    admitted = col(Member.admitted_at).is_not(None)
    assert count(seen, City) == 40
    assert count(seen, Member, admitted) == 120
    assert count(seen, Member, admitted, col(Member.is_lead).is_(True)) == 8
    assert count(seen, Member, admitted, col(Member.is_convener).is_(True)) == 4


def test_every_region_of_the_world_takes_part(seen: Session) -> None:
    assert set(seen.exec(select(City.region))) == {
        "africa",
        "asia",
        "europe",
        "latin_america",
        "northern_america",
        "oceania",
    }


def test_profiles_are_filled_in(seen: Session) -> None:
    entries = {entry["email"]: entry for entry in read("members.toml", "member")}
    admitted = seen.exec(select(Member).where(col(Member.admitted_at).is_not(None)))
    spoken: dict[UUID, set[str]] = {}
    for one in seen.exec(select(MemberLanguage)):
        spoken.setdefault(one.member_id, set()).add(one.language)
    for member in admitted:
        entry = entries[member.email]
        assert (member.bio, member.department) == (entry["bio"], entry["department"])
        assert member.organisation == entry.get("organisation", "")
        assert spoken[member.id] == set(entry["languages"])
        assert f"{member.work_starts:%H:%M}" == entry["work_starts"]


def test_cities_have_their_pages(seen: Session) -> None:
    assert count(seen, Openness) == 40 * 6
    priorities = [one for city in read("cities.toml", "city") for one in city["priorities"]]
    assert count(seen, CityPriority) == len(priorities)
    assert {city.slug: city.website for city in seen.exec(select(City))} == {
        entry["key"]: entry["website"] for entry in read("cities.toml", "city")
    }


def test_challenges_stand_where_the_files_say(seen: Session) -> None:
    found = {one.title: one for one in seen.exec(select(Challenge))}
    entries = read("challenges_*.toml", "challenge")
    assert {title: (one.status, one.faced_by) for title, one in found.items()} == {
        entry["title"]: (entry["state"], 1 + len(entry["faced_by"])) for entry in entries
    }


def test_all_that_was_said_to_them_is_there(seen: Session) -> None:
    said = [answer for one in read("challenges_*.toml", "challenge") for answer in one["answers"]]
    replies = sum(len(answer["replies"]) for answer in said)
    assert count(seen, Answer, col(Answer.parent_id).is_(None)) == len(said)
    assert count(seen, Answer, col(Answer.parent_id).is_not(None)) == replies
    assert count(seen, Answer, col(Answer.helped_at).is_not(None)) == sum(a["helped"] for a in said)
    assert count(seen, Helpful) == sum(len(answer["helpful_by"]) for answer in said)


def test_conversations_go_forward(seen: Session) -> None:
    answers = {one.id: one for one in seen.exec(select(Answer))}
    challenges = {one.id: one for one in seen.exec(select(Challenge))}
    for one in answers.values():
        challenge = challenges[one.challenge_id]
        before = answers[one.parent_id].posted_at if one.parent_id else challenge.posted_at
        assert before < one.posted_at < (challenge.closed_at or NOON)
    for facing in seen.exec(select(Facing)):
        assert challenges[facing.challenge_id].posted_at <= facing.said_at


def test_the_library_has_its_files_and_its_users(seen: Session) -> None:
    entries = read("resources.toml", "resource")
    users = [one["state"] for entry in entries for one in entry["adopted_by"]]
    assert count(seen, Resource) == 50
    assert Counter(seen.exec(select(Adoption.state))) == Counter(users)
    used = seen.exec(select(Resource.used_by)).all()
    assert sum(used) == sum(state in USING for state in users)
    assert set(seen.exec(select(StoredFile.name))) == {
        entry["file"] for entry in entries if "file" in entry
    }


def test_cities_take_up_what_is_there(seen: Session) -> None:
    added = dict(seen.exec(select(Resource.id, Resource.posted_at)).all())
    adoptions = seen.exec(select(Adoption.resource_id, Adoption.said_at)).all()
    assert all(added[resource] < at < NOON for resource, at in adoptions)


def test_half_of_the_roundtables_are_over_and_have_a_note(seen: Session) -> None:
    assert count(seen, Roundtable, col(Roundtable.ends_at) < NOON) == 6
    assert count(seen, Roundtable, col(Roundtable.starts_at) > NOON) == 6 + 4
    noted = seen.exec(
        select(Roundtable.ends_at)
        .join(Note, col(Note.roundtable_id) == col(Roundtable.id))
        .where(col(Note.published_at).is_not(None))
    ).all()
    assert len(noted) == 6
    assert max(filter(None, noted)) < NOON


def test_a_series_is_planned_and_a_poll_is_open(seen: Session) -> None:
    assert sorted(seen.exec(select(SeriesPart.number))) == [1, 2, 3, 4]
    (poll,) = seen.exec(select(Poll)).all()
    assert poll.closed_at is None
    assert count(seen, PollVote) == 9


def test_nobody_meets_on_a_day_off(seen: Session) -> None:
    for sitting in seen.exec(select(Sitting)):
        assert sitting.day.weekday() < SATURDAY


def test_seats_and_the_line_for_them_are_as_the_files_say(seen: Session) -> None:
    titles = dict(seen.exec(select(Roundtable.id, Roundtable.title)).all())
    seats = seen.exec(select(Seat)).all()
    waiting = Counter(titles[seat.roundtable_id] for seat in seats if seat.is_waiting)
    coming = Counter(titles[seat.roundtable_id] for seat in seats if seat.is_seated)
    entries = read("roundtables.toml", "roundtable")
    assert coming == {one_line(entry["title"]): len(entry["coming"]) for entry in entries}
    assert +waiting == +Counter(
        {one_line(entry["title"]): len(entry["waiting"]) for entry in entries}
    )


def test_agendas_name_members_as_their_leads(seen: Session) -> None:
    named = [
        item["lead"]
        for entry in read("roundtables.toml", "roundtable")
        for item in entry["agenda"]
        if item["lead"]
    ]
    assert count(seen, AgendaItem, col(AgendaItem.lead_id).is_not(None)) == len(named)


def test_nobody_did_anything_before_joining(seen: Session) -> None:
    since = {one.id: one.admitted_at for one in seen.exec(select(Member))}
    for author, at in (
        *seen.exec(select(Challenge.author_id, Challenge.posted_at)),
        *seen.exec(select(Answer.author_id, Answer.posted_at)),
        *seen.exec(select(Helpful.member_id, Helpful.marked_at)),
        *seen.exec(select(Facing.said_by_id, Facing.said_at)),
        *seen.exec(select(Resource.author_id, Resource.posted_at)),
        *seen.exec(select(Adoption.author_id, Adoption.said_at)),
        *seen.exec(select(Seat.member_id, Seat.answered_at)),
    ):
        assert since[author] < at


def test_nothing_has_happened_in_the_future(seen: Session) -> None:
    latest: dict[str, datetime] = {}
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, UtcDateTime):
                found = rows(seen, columns(func.max(column))).scalar()
                latest |= {str(column): found} if found else {}
    assert {name for name, at in latest.items() if at > NOON} == TO_COME


def test_all_of_it_is_recent(seen: Session) -> None:
    assert rows(seen, columns(func.min(Member.joined_at))).scalar_one() > NOON - timedelta(days=300)
    newest = rows(seen, columns(func.max(Answer.posted_at))).scalar_one()
    assert newest > NOON - timedelta(days=1)


def test_all_of_it_can_be_found(seen: Session) -> None:
    found = Counter(seen.exec(select(SearchDocument.kind)))
    assert found["challenge"] == 60
    assert found["answer"] == count(seen, Answer)
    assert found["member"] == 118  # two have left the lists of people
    assert found["resource"] == 50
    assert found["roundtable"] == 12 + 4 + 1
    assert search.size(seen) == found.total()


def test_something_waits_for_the_conveners(seen: Session) -> None:
    waiting = seen.exec(select(Application.waits_for).where(col(Application.decided_at).is_(None)))
    assert set(waiting) == {"unknown_domain", "look_alike", "other_city"}
    assert count(seen, Report, col(Report.settled_at).is_(None)) == 2


def test_the_log_holds_together(seen: Session) -> None:
    assert log.first_fault(seen) is None


def test_no_letter_waits_to_be_sent(seen: Session) -> None:
    assert count(seen, Letter, col(Letter.sent_at).is_(None)) == 0
    assert 0 < count(seen, Letter) < 300


def test_only_the_last_days_news_is_unread(seen: Session) -> None:
    unread = seen.exec(select(Notification.told_at).where(col(Notification.read_at).is_(None)))
    assert min(unread) >= NOON - timedelta(days=5)


def test_people_who_are_there_already_are_left_alone(network: Engine, settings: Settings) -> None:
    with sessions_for(network)() as db, pytest.raises(Conflict) as refused:
        next(loading.load(db, settings))
    assert str(refused.value) == (
        "There are people in this database already, so it stays as it is."
    )


@pytest.mark.sqlite_only
def test_it_is_made_as_well_in_the_evening(lasting_engine: Engine, settings: Settings) -> None:
    evening = NOON.replace(hour=20)
    with clock.stopped(evening), sessions_for(lasting_engine).begin() as db:
        *_before, (done, total) = loading.load(db, settings)
        assert done == total
        assert count(db, Poll) == 1


def test_conversations_stand_in_every_state(seen: Session) -> None:
    states = Counter(state(one, NOON, is_author=False) for one in seen.exec(select(Conversation)))
    assert states.keys() == {
        "your_turn", "waiting", "later", "declined", "withdrawn", "ended", "agreed", "met", "cancelled"
    }  # fmt: skip
    assert states.total() == len(read("talks.toml", "talk"))
    since = {one.id: one.admitted_at for one in seen.exec(select(Member))}
    for one in seen.exec(select(Conversation)):
        assert max(since[one.author_id] or NOON, since[one.asked_id] or NOON) < one.asked_at
