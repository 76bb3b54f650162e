"""What cities of the sample network do together: one that runs, one that ended, one that waits."""

from datetime import timedelta
from functools import partial

from backend.core import clock
from backend.domain.members.models import Member
from backend.domain.twinnings import actions, planning
from backend.domain.twinnings.drafts import ReportDraft, StepDraft, TwinningDraft
from backend.domain.twinnings.models import Twinning
from backend.sample.diary import Deed, Thread
from backend.sample.entries import Entry, read
from backend.sample.townhalls import CITY_PAGE
from backend.sample.world import World


def exchange(world: World) -> None:
    """Note in the diary which cities propose to exchange, and what comes of it."""
    for entry in read("twinnings.toml", "twinning"):
        Exchange(world, entry).note()


class Exchange:
    """One twinning, as it went."""

    def __init__(self, world: World, entry: Entry) -> None:
        self.world, self.entry = world, entry
        joined = max(world.joined[entry["by"]], world.joined[entry["to"]])
        self.thread = Thread(world.diary, joined + CITY_PAGE)
        self._one: Twinning | None = None

    def note(self) -> None:
        entry = self.entry
        self._next(entry["by"], entry["days_ago"], self._propose)
        if "agreed_days_ago" not in entry:
            return
        self._next(entry["to"], entry["agreed_days_ago"], self._agree)
        for step in entry["steps"]:
            self._next(step["by"], entry["agreed_days_ago"] - 2, partial(self._plan, step))
        if "report_by" in entry:
            self._next(entry["report_by"], entry["report_days_ago"], self._report)

    def _next(self, email: str, days_ago: int, deed: Deed) -> None:
        seed = f"{self.entry['by']} {self.entry['other']} {days_ago}"
        self.world.diary.note(self.thread.next(days_ago, self.world.zone_of(email), seed), deed)

    @property
    def one(self) -> Twinning:
        if self._one is None:
            msg = "nothing was proposed yet"
            raise LookupError(msg)
        return self._one

    def _who(self, email: str) -> Member:
        return self.world.members[email]

    def _propose(self) -> None:
        entry, today = self.entry, clock.now().date() + timedelta(days=1)
        other = self.world.cities[entry["other"]]
        words = {name: entry[name] for name in ("kind", "topics", "purpose")}
        draft = TwinningDraft(
            other=other.slug,
            starts_on=today + timedelta(days=entry["starts"]),
            ends_on=today + timedelta(days=entry["ends"]),
            **words,
        )
        self._one = actions.propose(self.world.db, self._who(entry["by"]), draft)

    def _agree(self) -> None:
        actions.agree(self.world.db, self._who(self.entry["to"]), self.one)

    def _plan(self, said: Entry) -> None:
        who, due = self._who(said["by"]), timedelta(days=said["due"] - self.entry["starts"])
        draft = StepDraft(
            title=said["title"],
            words=said.get("words", ""),
            side=said["side"],
            due_on=self.one.starts_on + due,
        )
        step = planning.add(self.world.db, who, self.one, draft)
        if said.get("done"):
            planning.finish(self.world.db, who, self.one, step, done=True)

    def _report(self) -> None:
        words = {name: self.entry[name] for name in ReportDraft.model_fields}
        actions.report(
            self.world.db, self._who(self.entry["report_by"]), self.one, ReportDraft(**words)
        )
