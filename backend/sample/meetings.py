"""Roundtables: those that were held, with their notes, and those to come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from backend.core import clock, times
from backend.domain.members.models import Member
from backend.domain.roundtables import actions, agenda, ledger, notes, reviewing, seating
from backend.domain.roundtables.calendars import is_day_off
from backend.domain.roundtables.drafts import AgendaDraft, NoteDraft, PlanDraft, ReplyDraft
from backend.domain.roundtables.reviews import ReviewDraft, VerdictDraft, VoiceDraft
from backend.sample.diary import part
from backend.sample.entries import Entry, read
from backend.sample.world import World

AHEAD = timedelta(days=35)
"""How long before it is held a roundtable is planned."""
LATELY = timedelta(days=9)
"""What is held later than that was planned within these last days."""
DAY = timedelta(days=1)
SOON = timedelta(minutes=20)
NOON = 12
MEETINGS = "https://meet.example"


@dataclass(frozen=True, slots=True)
class Hour:
    """One sitting, as a wall clock shows it."""

    day: date
    time: time
    zone: str

    @property
    def moment(self) -> datetime:
        return times.moment(self.day, self.time, self.zone)


def meet(world: World) -> None:
    """Note in the diary how each roundtable was planned, answered and written up."""
    for entry in read("roundtables.toml", "roundtable"):
        hours = list(_on_working_days(world, entry))
        start = min(hour.moment for hour in hours)
        lately = world.diary.now - LATELY * part(entry["key"])
        planned = min(start - AHEAD, lately)
        world.diary.note(planned, partial(_plan, world, entry, hours))
        leads = [item["lead"] for item in entry["agenda"] if item["lead"]]
        agreed = max([planned, *(world.joined[email] for email in leads)]) + DAY / 4
        world.diary.note(agreed, partial(_agree, world, entry))
        _note_answers(world, entry, hours, planned, min(start - DAY, world.diary.now))
        if "note" in entry:
            after = start + timedelta(minutes=entry["minutes"])
            at = after + min(2 * DAY, (world.diary.now - after) / 2)
            if entry["chatham_house"]:
                world.diary.note(after + (at - after) / 2, partial(_send_draft, world, entry))
            world.diary.note(at, partial(_write_up, world, entry))
            world.diary.note(after + SOON, partial(ledger.write, world.db))


def _on_working_days(world: World, entry: Entry) -> Iterator[Hour]:
    """The sittings, moved together until none is on a day off where the convener works."""
    place = world.places.get(world.people[entry["convener"]].get("city", ""))
    country = place.country if place else "GB"
    sittings = entry.get("sittings", [entry])
    today = world.diary.now.date()
    days = [today + timedelta(days=one["days_from_now"]) for one in sittings]
    while any(is_day_off(day, country) for day in days):
        days = [day + DAY for day in days]
    for day, one in zip(days, sittings, strict=True):
        yield Hour(day, time.fromisoformat(one["hour"]), one["zone"])


def _note_answers(
    world: World, entry: Entry, hours: list[Hour], planned: datetime, until: datetime
) -> None:
    """Those who come first answer first: who waits for a seat asked when there was none left."""
    answered = [
        (email, answer)
        for field, answer in (("coming", "yes"), ("maybe", "maybe"), ("waiting", "yes"))
        for email in entry[field]
    ]
    step = (until - planned) / (len(answered) + 1)
    last = planned
    for place, (email, answer) in enumerate(answered, start=1):
        at = max(planned + step * place, world.joined[email] + DAY / 2, last + SOON)
        last = at
        sitting = _best(hours, world.zone_of(email))
        world.diary.note(at, partial(_answer, world, entry, email, answer, sitting))


def _best(hours: list[Hour], zone: str) -> int:
    """The number of the sitting that is nearest to noon there."""

    def off_noon(moment: datetime) -> float:
        local = moment.astimezone(times.zone(zone))
        return abs(local.hour + local.minute / 60 - NOON)

    moments = sorted(hour.moment for hour in hours)
    return min(range(len(moments)), key=lambda number: off_noon(moments[number]))


def _plan(world: World, entry: Entry, hours: list[Hour]) -> None:
    convener = world.members[entry["convener"]]
    words: dict[str, Any] = {
        name: entry[name] for name in PlanDraft.model_fields if entry.get(name)
    }
    is_closed = entry["chatham_house"]
    draft = PlanDraft.model_validate(
        words
        | {
            "visibility": "members" if is_closed else "public",
            "venue": "" if entry["place"] == "online" else _venue(world, entry),
            "joining_link": "" if entry["place"] == "in_person" else f"{MEETINGS}/{entry['key']}",
            "sittings": [{"day": h.day, "time": h.time, "zone": h.zone} for h in hours],
        }
    )
    world.roundtables[entry["key"]] = actions.plan_whole(world.db, convener, draft)


def _venue(world: World, entry: Entry) -> str:
    return f"City hall, {world.places[entry['cities'][0]].name}"


def _agree(world: World, entry: Entry) -> None:
    """Write the agenda, once everybody who leads a part of it is there."""
    items = [
        item | {"lead": world.members[item["lead"]].slug if item["lead"] else ""}
        for item in entry["agenda"]
    ]
    convener, table = world.members[entry["convener"]], world.roundtables[entry["key"]]
    agenda.write(world.db, convener, table, AgendaDraft.model_validate({"items": items}))


def _answer(world: World, entry: Entry, email: str, answer: str, sitting: int) -> None:
    draft = ReplyDraft.model_validate({"answer": answer, "sitting": sitting})
    table = world.roundtables[entry["key"]]
    seating.answer(world.db, world.members[email], table, draft)


def _send_draft(world: World, entry: Entry) -> None:
    """Under the Chatham House Rule those who were there read the note first, and one objects."""
    convener, table = world.members[entry["convener"]], world.roundtables[entry["key"]]
    note = notes.write(world.db, convener, table, NoteDraft(body=entry["note"]))
    until = clock.now().date() + timedelta(days=7)
    reviewing.send(world.db, convener, table, note, ReviewDraft(until=until))
    said = VoiceDraft(section=0, says="objects", words=entry["objection"])
    objector = world.members[entry["coming"][0]]
    voice = reviewing.say(world.db, objector, table, note, said)
    kept = VerdictDraft(verdict="kept", reason=entry["kept"])
    reviewing.answer(world.db, convener, table, voice.id, kept)
    for member_id in sorted(reviewing.seated(world.db, table)):
        one = world.db.get_one(Member, member_id)
        reviewing.say(world.db, one, table, note, VoiceDraft(says="agrees"))


def _write_up(world: World, entry: Entry) -> None:
    convener = world.members[entry["convener"]]
    draft = NoteDraft(body=entry["note"], publish=True)
    notes.write(world.db, convener, world.roundtables[entry["key"]], draft)
