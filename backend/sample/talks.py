"""Conversations between two members, in every state that they can be in."""

from datetime import UTC, datetime, time, timedelta
from functools import partial

from backend.domain.conversations import answering, asking, learning, meeting, talking
from backend.domain.conversations.drafts import (
    AcceptanceDraft,
    LaterDraft,
    LearningDraft,
    MessageDraft,
    RequestDraft,
    TimesDraft,
)
from backend.domain.conversations.models import Conversation
from backend.domain.members.models import Member
from backend.sample.diary import Deed, Thread
from backend.sample.entries import Entry, read
from backend.sample.world import World

WEEKEND = frozenset({5, 6})


def talk(world: World) -> None:
    """Note in the diary who asked whom to talk, and what came of it."""
    for entry in read("talks.toml", "talk"):
        Talk(world, entry).note()


class Talk:
    """One conversation, as it went."""

    def __init__(self, world: World, entry: Entry) -> None:
        self.world, self.entry = world, entry
        joined = max(world.joined[entry["by"]], world.joined[entry["to"]])
        self.thread = Thread(world.diary, joined + timedelta(days=1))
        self._one: Conversation | None = None

    def note(self) -> None:
        entry = self.entry
        self._next(entry["by"], entry["days_ago"], self._ask)
        answer = entry.get("answer", "")
        if answer:
            by = entry["by"] if answer == "withdrawn" else entry["to"]
            deed: Deed = {
                "later": self._put_off,
                "proposed": self._propose,
                "accepted": self._accept,
                "cancelled": self._accept,
                "declined": self._decline,
                "withdrawn": self._withdraw,
            }[answer]
            self._next(by, entry["answer_days_ago"], deed)
        if answer == "cancelled":
            self._next(entry["to"], 1, self._cancel)
        for said in entry.get("messages", ()):
            self._next(said["by"], said["days_ago"], partial(self._write, said))
        for said in entry.get("learned", ()):
            self._next(said["by"], said["days_ago"], partial(self._learn, said))

    def _next(self, email: str, days_ago: int, deed: Deed) -> None:
        seed = f"{self.entry['by']} {self.entry['to']} {email} {days_ago}"
        at = self.thread.next(days_ago, self.world.zone_of(email), seed)
        self.world.diary.note(at, deed)

    def _ask(self) -> None:
        entry = self.entry
        draft = RequestDraft(
            purpose=entry["purpose"],
            language=entry["language"],
            minutes=entry["minutes"],
            link=entry.get("link", ""),
            chosen=self._times("times"),
        )
        settings = self.world.settings
        self._one = asking.ask(self.world.db, self._asker, self._asked, draft, settings)

    def _put_off(self) -> None:
        day = self.world.diary.now.date() + timedelta(days=self.entry["later"])
        answering.put_off(self.world.db, self._asked, self._talk, LaterDraft(day=day))

    def _propose(self) -> None:
        times = TimesDraft(chosen=self._times("proposed"))
        answering.propose(self.world.db, self._asked, self._talk, times)

    def _accept(self) -> None:
        first = AcceptanceDraft(starts_at=self._times("times")[0])
        answering.accept(self.world.db, self._asked, self._talk, first)

    def _decline(self) -> None:
        answering.decline(self.world.db, self._asked, self._talk)

    def _withdraw(self) -> None:
        answering.withdraw(self.world.db, self._asker, self._talk)

    def _cancel(self) -> None:
        meeting.cancel(self.world.db, self._asked, self._talk)

    def _write(self, said: Entry) -> None:
        draft = MessageDraft(body=said["words"], language=self.entry["language"])
        talking.write(self.world.db, self.world.members[said["by"]], self._talk, draft)

    def _learn(self, said: Entry) -> None:
        draft = LearningDraft(words=said["words"], telling=said["telling"])
        learning.learn(self.world.db, self.world.members[said["by"]], self._talk, draft)

    def _times(self, name: str) -> list[datetime]:
        """On working days: what would be a weekend is the Monday after, or the Friday before."""
        today = self.world.diary.now.astimezone(UTC).date()
        found = []
        for days, hour in self.entry[name]:
            day = today + timedelta(days=days)
            while day.weekday() in WEEKEND:
                day += timedelta(days=1 if days > 0 else -1)
            found.append(datetime.combine(day, time(hour), UTC))
        return found

    @property
    def _talk(self) -> Conversation:
        if self._one is None:
            message = "nothing is answered before it is asked"
            raise ValueError(message)
        return self._one

    @property
    def _asker(self) -> Member:
        return self.world.members[self.entry["by"]]

    @property
    def _asked(self) -> Member:
        return self.world.members[self.entry["to"]]
