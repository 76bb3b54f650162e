"""Roundtables to test with, made by the real actions."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from backend.core import clock
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.roundtables import actions, inviting, notes, reviewing, seating, timing
from backend.domain.roundtables.drafts import (
    CitiesDraft,
    NoteDraft,
    ReplyDraft,
    RoundtableDraft,
    SittingDraft,
    TimesDraft,
)
from backend.domain.roundtables.models import Roundtable, Seat
from backend.domain.roundtables.reviews import ReviewDraft, VoiceDraft
from tests.support.make import Make

PURPOSE = "We compare what each of us agreed with operators, and what came of it."
LINK = "https://meet.example/kx7-secret-room"


class Meetings:
    """Each maker gives a sound thing, and a test names only what it cares for."""

    def __init__(self, db: Session, make: Make) -> None:
        self._db, self._make = db, make
        self._count = 0

    def words(self, **given: Any) -> dict[str, Any]:
        self._count += 1
        usual: dict[str, Any] = {
            "title": f"Roundtable number {self._count}",
            "purpose": PURPOSE,
            "language": "en",
            "joining_link": LINK,
            "minutes": 90,
        }
        if "topics" not in given:
            usual["topics"] = [self._make.topic().slug]
        return usual | given

    def draft(self, by: Member | None = None, **given: Any) -> Roundtable:
        """A roundtable that nobody is invited to yet."""
        convener = by or self._make.convener()
        table = actions.plan(self._db, convener, RoundtableDraft(**self.words(**given)))
        self._db.commit()
        return table

    def timed(
        self,
        by: Member | None = None,
        *,
        cities: Sequence[City] = (),
        at: Sequence[datetime] = (),
        **given: Any,
    ) -> Roundtable:
        """One with cities and times, still a draft; in three days at noon if nothing is said."""
        convener = by or self._make.convener()
        table = self.draft(convener, **given)
        asked = [city.slug for city in cities] or [self._make.city().slug]
        inviting.choose(self._db, convener, table, CitiesDraft(add=asked))
        starts = list(at) or [clock.now() + timedelta(days=3)]
        timing.choose(self._db, convener, table, times(*starts))
        self._db.commit()
        return table

    def planned(self, by: Member | None = None, **given: Any) -> Roundtable:
        """One whose cities are invited."""
        convener = by or self._make.convener()
        table = self.timed(convener, **given)
        inviting.invite(self._db, convener, table)
        self._db.commit()
        return table

    def held(self, by: Member | None = None, **given: Any) -> Roundtable:
        """One that is over: planned a month ago, for three days later."""
        with clock.stopped(clock.now() - timedelta(days=30)):
            return self.planned(by, **given)

    def answer(self, table: Roundtable, me: Member, answer: str = "yes", sitting: int = 0) -> Seat:
        said = ReplyDraft.model_validate({"answer": answer, "sitting": sitting})
        seat = seating.answer(self._db, me, table, said)
        self._db.commit()
        return seat

    def agree(self, by: Member, table: Roundtable, body: str, *people: Member) -> None:
        """Send these words of a note to those who had a seat, who all agree to them."""
        note = notes.write(self._db, by, table, NoteDraft(body=body))
        until = clock.now().date() + timedelta(days=7)
        reviewing.send(self._db, by, table, note, ReviewDraft(until=until))
        for one in people:
            reviewing.say(self._db, one, table, note, VoiceDraft(says="agrees"))
        self._db.commit()


def times(*starts: datetime) -> TimesDraft:
    """These moments, on a clock that hangs in Greenwich all year round."""
    return TimesDraft(zone="UTC", sittings=[on_the_wall(one.astimezone(UTC)) for one in starts])


def on_the_wall(local: datetime, zone: str = "") -> SittingDraft:
    day, clock_time = date(local.year, local.month, local.day), time(local.hour, local.minute)
    return SittingDraft(day=day, time=clock_time, zone=zone)
