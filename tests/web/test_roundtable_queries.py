"""Every page around a roundtable takes the same few queries, however much it shows."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.core import clock
from backend.domain.roundtables import (
    attaching,
    attending,
    consenting,
    feedback,
    notes,
    queries,
    questioning,
    registering,
    repeating,
    reviewing,
)
from backend.domain.roundtables.attendance import PresenceDraft
from backend.domain.roundtables.drafts import NoteDraft
from backend.domain.roundtables.feedback_forms import FeedbackDraft
from backend.domain.roundtables.materials import MaterialDraft
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.own_questions import OwnQuestionDraft, OwnQuestionsDraft
from backend.domain.roundtables.questions import AskingDraft
from backend.domain.roundtables.quotes import QuoteDraft
from backend.domain.roundtables.registration import (
    RegistrationDraft,
)
from backend.domain.roundtables.reviews import ReviewDraft, VoiceDraft
from backend.domain.roundtables.series import SeriesDraft
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.queries import counted

MOST = 8
HEARD = "Three ways of sharing decisions were described."
TO_RUN = {
    "": 8,
    "/attendance": 5,
    "/feedback": 7,
    "/materials": 5,
    "/notes/1": 7,
    "/notes/2/differences": 3,
    "/notes/new": 7,
    "/quotes": 4,
    "/registrations": 7,
}
TO_COME = {
    "": 8,
    "/attendance": 3,
    "/feedback": 4,
    "/materials": 4,
    "/notes/1": 7,
    "/quotes": 3,
}


class Room:
    """A roundtable that is over, with so many of everything."""

    def __init__(self, db: Session, make: Make, how_many: int) -> None:
        self.db, self.how_many = db, how_many
        self.ruth = make.convener(name="Ruth")
        cities = [make.city() for _ in range(how_many)]
        self.people = [make.member(city_id=city.id) for city in cities]
        meetings = Meetings(db, make)
        with clock.stopped(NOON - timedelta(days=4)):
            self.table = meetings.planned(self.ruth, cities=cities, chatham_house=True)
            for one in self.people:
                meetings.answer(self.table, one)
            self._register()
        self._mark()
        self._write()
        self._say()
        db.commit()

    def _register(self) -> None:
        asked = [OwnQuestionDraft(words=f"Which is your {n}?") for n in range(self.how_many)]
        registering.put(self.db, self.ruth, self.table, OwnQuestionsDraft(questions=asked))
        for one in self.people:
            draft = RegistrationDraft(languages=["en"], brings="A map")
            registering.register(self.db, one, self.table, draft)

    def _mark(self) -> None:
        for number, one in enumerate(self.people):
            there = PresenceDraft(member=one.slug, way="online")
            attending.mark(self.db, self.ruth, self.table, there)
            slides = {"sort": "slides", "title": f"Slides {number}", "asked": one.slug}
            link = f"https://example.org/{number}"
            draft = MaterialDraft.model_validate(slides | {"link": link})
            attaching.attach(self.db, self.ruth, self.table, draft)

    def _write(self) -> None:
        for number in range(self.how_many + 1):
            body = "\n\n".join(f"## Part {n}\n\n{HEARD}" for n in range(number + 1))
            note = notes.write(self.db, self.ruth, self.table, NoteDraft(body=body))
            until = (NOON + timedelta(days=7)).date()
            reviewing.send(self.db, self.ruth, self.table, note, ReviewDraft(until=until))
            for one in self.people:
                objects = VoiceDraft(section=0, says="objects", words="It was not like that.")
                reviewing.say(self.db, one, self.table, note, objects)

    def _say(self) -> None:
        asked = [OwnQuestionDraft(words=f"How was part {n}?") for n in range(self.how_many)]
        feedback.ask_besides(self.db, self.ruth, self.table, OwnQuestionsDraft(questions=asked))
        for one in self.people:
            quote = QuoteDraft(author=one.slug, words="It saved us a year of work.")
            consenting.ask(self.db, self.ruth, self.table, quote)
            room = queries.room(self.db, one, self.table)
            given = FeedbackDraft(helped="yes", benefits="yes", answers=["Well"] * self.how_many)
            feedback.give(self.db, one, self.table, room, given)


@pytest.mark.parametrize("how_many", [1, 3])
def test_what_comes_of_it_takes_the_same_few_queries(
    browser: Browser,
    sign_in: SignIn,
    db: Session,
    make: Make,
    connection: Connection,
    how_many: int,
) -> None:
    room = Room(db, make, how_many)
    for who, expected in ((room.ruth, TO_RUN), (room.people[0], TO_COME)):
        sign_in(who)
        assert _needed(browser, connection, room.table, expected) == expected
    assert max([*TO_RUN.values(), *TO_COME.values()]) <= MOST


@pytest.mark.parametrize("how_many", [1, 3])
def test_what_is_to_come_takes_the_same_few_queries(
    browser: Browser,
    sign_in: SignIn,
    db: Session,
    make: Make,
    connection: Connection,
    how_many: int,
) -> None:
    ruth, meetings = make.convener(), Meetings(db, make)
    webinar, first = meetings.planned(ruth, format="webinar"), meetings.draft(ruth)
    asked = [OwnQuestionDraft(words=f"Which is your {n}?") for n in range(how_many)]
    registering.put(db, ruth, webinar, OwnQuestionsDraft(questions=asked))
    for number in range(how_many):
        who = make.member()
        meetings.answer(webinar, who)
        questioning.ask(db, who, webinar, AskingDraft(words=f"Who pays for part {number}?"))
    days = {"first": "2026-06-01", "count": how_many + 1, "turns": ["15:00"], "zone": "UTC"}
    repeating.begin(db, ruth, first, SeriesDraft.model_validate(days))
    db.commit()
    sign_in(who)
    expected = {"/questions": 3, "/registration": 7}
    assert _needed(browser, connection, webinar, expected) == expected
    sign_in(ruth)
    expected = {"/questions": 3, "/registration/questions": 4}
    assert _needed(browser, connection, webinar, expected) == expected
    expected = {"/series": 6, "/edit": 5}
    assert _needed(browser, connection, first, expected) == expected


def _needed(
    browser: Browser, connection: Connection, table: Roundtable, pages: dict[str, int]
) -> dict[str, int]:
    needed = {}
    for page in pages:
        with counted(connection) as sent:
            assert browser.get(f"/roundtables/{table.slug}{page}").status_code == 200, page
        needed[page] = len(sent)
    return needed
