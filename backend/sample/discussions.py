"""Challenges with all that was said to them, and how they ended."""

from datetime import datetime, timedelta
from functools import partial

from backend.domain.challenges import actions, answering
from backend.domain.challenges.answers import Answer, AnswerDraft, ReplyDraft
from backend.domain.challenges.models import (
    Challenge,
    ChallengeDraft,
    FacingDraft,
    OutcomeDraft,
    StatusDraft,
)
from backend.domain.members.models import Member
from backend.sample.diary import Deed, Thread, part
from backend.sample.entries import Entry, read
from backend.sample.world import World

HOURS_LATER = timedelta(hours=30)
"""Within this time after an answer, those to whom it is of use say so."""


def discuss(world: World) -> None:
    """Note in the diary what became of each challenge."""
    for entry in read("challenges_*.toml", "challenge"):
        Discussion(world, entry).note()


class Discussion:
    """One challenge, as it went."""

    def __init__(self, world: World, entry: Entry) -> None:
        self.world, self.entry = world, entry
        self.author: str = entry["author"]
        self.is_ended = "outcome" in entry
        self.thread = Thread(world.diary, world.joined[self.author])

    def note(self) -> None:
        posted = self._next(self.entry, self._post)
        for number, answer in enumerate(self.entry["answers"]):
            self._note_answer(number, answer)
        ended = self.world.diary.now
        if self.is_ended:
            said = {"author": self.author, "days_ago": self.entry["outcome"]["days_ago"]}
            ended = self._next(said, self._end)
        if self.entry["state"] == "in_progress":
            self._between(posted, ended, "in progress", self._work)
        for one in self.entry["faced_by"]:
            spokesperson = self.world.staff(one["city"])[0]
            since = max(posted, self.world.joined[spokesperson])
            self._between(since, ended, one["city"], partial(self._face, spokesperson, one))

    def _note_answer(self, number: int, said: Entry) -> None:
        at = self._next(said, partial(self._answer, number, said))
        soon = min(at + HOURS_LATER, self.world.diary.now)
        for email in said["helpful_by"]:
            self._between(at, soon, email, partial(self._praise, number, email))
        if said["helped"] and not self.is_ended:
            self._between(at, soon, self.author, partial(self._thank, number))
        for reply in said["replies"]:
            self._next(reply, partial(self._reply, number, reply))

    def _next(self, said: Entry, deed: Deed) -> datetime:
        """Note what follows on what was noted before; the moment of it."""
        zone = self.world.zone_of(said["author"])
        at = self.thread.next(said["days_ago"], zone, f"{self.entry['key']} {said['author']}")
        self.world.diary.note(at, deed)
        return at

    def _between(self, start: datetime, end: datetime, seed: str, deed: Deed) -> None:
        at = start + (end - start) * part(f"{self.entry['key']} {seed}")
        self.world.diary.note(at, deed)

    def _post(self) -> None:
        entry = self.entry
        words = {name: entry[name] for name in ChallengeDraft.model_fields}
        draft = ChallengeDraft.model_validate(words)
        self.world.challenges[entry["key"]] = actions.post(self.world.db, self._asker, draft)

    def _answer(self, number: int, said: Entry) -> None:
        draft = AnswerDraft(body=said["body"], kind=said["kind"], language=self.entry["language"])
        by = self.world.members[said["author"]]
        said_there = answering.answer(self.world.db, by, self._challenge, draft)
        self.world.answers[self.entry["key"], number] = said_there

    def _reply(self, number: int, said: Entry) -> None:
        draft = ReplyDraft(body=said["body"], language=self.entry["language"])
        by = self.world.members[said["author"]]
        answering.reply(self.world.db, by, self._challenge, self._said(number), draft)

    def _praise(self, number: int, email: str) -> None:
        by = self.world.members[email]
        answering.mark_helpful(self.world.db, by, self._said(number))

    def _thank(self, number: int) -> None:
        said = self._said(number)
        answering.say_it_helped(self.world.db, self._asker, self._challenge, said)

    def _face(self, email: str, one: Entry) -> None:
        by = self.world.members[email]
        actions.face(self.world.db, by, self._challenge, FacingDraft(words=one["words"]))

    def _work(self) -> None:
        actions.set_status(
            self.world.db, self._asker, self._challenge, StatusDraft(status="in_progress")
        )

    def _end(self) -> None:
        outcome = self.entry["outcome"]
        helped = [
            self._said(number).id
            for number, said in enumerate(self.entry["answers"])
            if said["helped"]
        ]
        draft = OutcomeDraft(
            ending=self.entry["state"],
            worked=outcome["worked"],
            not_worked=outcome["not_worked"],
            helped=helped,
        )
        actions.end(self.world.db, self._asker, self._challenge, draft)

    def _said(self, number: int) -> Answer:
        return self.world.answers[self.entry["key"], number]

    @property
    def _asker(self) -> Member:
        return self.world.members[self.author]

    @property
    def _challenge(self) -> Challenge:
        return self.world.challenges[self.entry["key"]]
