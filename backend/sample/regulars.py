"""A series that meets every month, and a roundtable whose time is still asked for."""

from datetime import date, time, timedelta
from functools import partial

from backend.domain.roundtables import actions, inviting, polling, repeating
from backend.domain.roundtables.drafts import CitiesDraft, RoundtableDraft, SittingDraft
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.polls import PollDraft, VotesDraft
from backend.domain.roundtables.series import SeriesDraft
from backend.sample.entries import Entry, read
from backend.sample.world import World

LATELY, DAY = timedelta(days=6), timedelta(days=1)
AHEAD = timedelta(days=20)
"""How long after today the first of a series is held, and what a poll asks for."""
WEEKDAYS = 5


def meet_again(world: World) -> None:
    """Note in the diary how they were planned, and who has said when they could come."""
    begun = world.diary.now - LATELY
    for entry in read("regulars.toml", "series"):
        world.diary.note(begun, partial(_begin_series, world, entry))
    for entry in read("regulars.toml", "poll"):
        world.diary.note(begun + DAY, partial(_begin_poll, world, entry))
        for place, (email, says) in enumerate(entry["votes"], start=2):
            world.diary.note(begun + DAY * place / 2, partial(_vote, world, entry, email, says))


def _begin_series(world: World, entry: Entry) -> None:
    convener, table = world.members[entry["convener"]], _drafted(world, entry)
    hours = [time.fromisoformat(hour) for hour in entry["turns"]]
    draft = SeriesDraft(
        first=(world.diary.now + AHEAD).date(),
        nth=2,
        weekday=1,
        count=entry["count"],
        zone=entry["zone"],
        turns=hours,
        skipped="later",
        twice="first",
    )
    repeating.begin(world.db, convener, table, draft)
    repeating.invite(world.db, convener, table)


def _begin_poll(world: World, entry: Entry) -> None:
    convener, table = world.members[entry["convener"]], _drafted(world, entry)
    first = (world.diary.now + AHEAD).date()
    options = [
        SittingDraft(day=_working_day(first + DAY * place), time=time.fromisoformat(hour))
        for place, hour in enumerate(entry["hours"])
    ]
    polling.begin(world.db, convener, table, PollDraft(zone=entry["zone"], options=options))
    world.roundtables[entry["key"]] = table


def _working_day(day: date) -> date:
    while day.weekday() >= WEEKDAYS:
        day += DAY
    return day


def _vote(world: World, entry: Entry, email: str, says: list[str]) -> None:
    votes = [{"number": number, "says": one} for number, one in enumerate(says)]
    draft = VotesDraft.model_validate({"votes": votes})
    polling.vote(world.db, world.members[email], world.roundtables[entry["key"]], draft)


def _drafted(world: World, entry: Entry) -> Roundtable:
    convener = world.members[entry["convener"]]
    words = {name: entry[name] for name in RoundtableDraft.model_fields if name in entry}
    table = actions.plan(world.db, convener, RoundtableDraft.model_validate(words))
    return inviting.choose(world.db, convener, table, CitiesDraft(add=entry["cities"]))
