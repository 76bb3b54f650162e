"""One meeting of a series is changed, or with it all that follow."""

from datetime import date, time
from typing import Any

import pytest
from sqlmodel import Session

from backend.core import clock
from backend.core.errors import Rejected
from backend.domain.roundtables import (
    actions,
    feedback,
    following,
    page,
    queries,
    registering,
    repeating,
)
from backend.domain.roundtables.drafts import CancelDraft, RoundtableDraft, SittingDraft
from backend.domain.roundtables.following import MoveDraft, QuestionsDraft, RevisionDraft
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.own_questions import OwnQuestionDraft
from backend.domain.roundtables.series import SeriesDraft
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.places import at

LONDON = "Europe/London"
ASKED = QuestionsDraft(questions=[OwnQuestionDraft(words="Which track?", choices="Law; Money")])


class Run:
    """Four meetings, each second Tuesday of a month at 15:00 in London."""

    def __init__(self, db: Session, make: Make, *hours: str) -> None:
        self.db, self.me, meetings = db, make.convener(), Meetings(db, make)
        self.first = meetings.timed(self.me, cities=[make.city("Wellington")], minutes=60)
        registering.put(db, self.me, self.first, ASKED)
        feedback.ask_besides(db, self.me, self.first, ASKED)
        rule: dict[str, Any] = {"first": "2026-09-01", "nth": 2, "weekday": 1, "count": 4}
        turns = list(hours) or ["15:00"]
        draft = SeriesDraft.model_validate(rule | {"zone": LONDON, "turns": turns})
        repeating.begin(db, self.me, self.first, draft)
        repeating.invite(db, self.me, self.first)
        slugs = [one.slug for one in repeating.parts(db, self.me, self.first)]
        self.tables: list[Roundtable] = [queries.one(db, self.me, slug) for slug in slugs]

    def revise(self, table: Roundtable, *, later: bool, **given: Any) -> None:
        known = table.model_dump(include=set(RoundtableDraft.model_fields))
        topics = [topic.slug for topic in page.topics_of(self.db, table)]
        words = known | {"topics": topics} | given
        draft = RevisionDraft.model_validate(words | {"following": later})
        following.edit(self.db, self.me, table, draft)

    def move(self, table: Roundtable, day: date, hour: int) -> None:
        sittings = [SittingDraft(day=day, time=time(hour))]
        draft = MoveDraft(zone=LONDON, sittings=sittings, following=True)
        following.move(self.db, self.me, table, draft)


@pytest.fixture
def run(db: Session, make: Make) -> Run:
    return Run(db, make)


def asked(db: Session, table: Roundtable) -> list[list[str]]:
    before = [one.words for one in registering.questions(db, table)]
    return [before, [one.words for one in feedback.questions(db, table)]]


def test_every_meeting_asks_what_the_first_asks(run: Run) -> None:
    for one in run.tables:
        assert asked(run.db, one) == [["Which track?"], ["Which track?"]]


def test_what_changes_here_changes_in_all_that_follow_and_what_differs_there_stays(
    run: Run,
) -> None:
    first, second, third, last = run.tables
    run.revise(last, later=False, title="The last of them all")
    actions.cancel(run.db, run.me, third, CancelDraft(reason="Nobody can come then."))
    assert [following.count(run.db, one) for one in run.tables] == [2, 1, 1, 0]
    run.revise(second, later=True, capacity=20)
    assert [one.capacity for one in run.tables] == [None, 20, None, 20]
    assert last.title == "The last of them all"
    run.revise(first, later=False, capacity=10)
    assert [one.capacity for one in run.tables] == [10, 20, None, 20]


def test_what_has_begun_changes_no_more(run: Run) -> None:
    with clock.stopped(at(2026, 10, 20)):
        assert following.count(run.db, run.first) == 2


def test_a_change_that_one_of_them_can_not_take_is_made_nowhere(run: Run) -> None:
    run.revise(run.tables[2], later=False, chatham_house=True)
    with pytest.raises(Rejected, match="without: Wellington"):
        run.revise(run.first, later=True, title="What Wellington did")
    titles = {queries.one(run.db, run.me, one.slug).title for one in run.tables}
    assert titles == {"Roundtable number 1"}


def test_an_hour_moves_in_all_that_follow_by_as_many_days(run: Run) -> None:
    run.move(run.tables[1], date(2026, 10, 14), 10)
    assert [one.starts_at for one in run.tables] == [
        at(2026, 9, 8, 14),
        at(2026, 10, 14, 9),
        at(2026, 11, 11, 10),
        at(2026, 12, 9, 10),
    ]


def test_hours_that_take_turns_keep_their_turns(db: Session, make: Make) -> None:
    run = Run(db, make, "09:00", "17:00")
    run.move(run.first, date(2026, 9, 8), 11)
    assert [one.starts_at for one in run.tables] == [
        at(2026, 9, 8, 10),
        at(2026, 10, 13, 16),
        at(2026, 11, 10, 11),
        at(2026, 12, 8, 17),
    ]


def test_questions_change_here_or_in_all_that_follow(run: Run) -> None:
    none = QuestionsDraft(following=True)
    following.each(
        *(run.db, run.me, run.tables[1], none),
        lambda one: registering.put(run.db, run.me, one, none),
    )
    found = [len(registering.questions(run.db, one)) for one in run.tables]
    assert found == [1, 0, 0, 0]


def test_a_roundtable_of_no_series_has_none_that_follow(db: Session, make: Make) -> None:
    table = Meetings(db, make).planned()
    assert following.count(db, table) is None
