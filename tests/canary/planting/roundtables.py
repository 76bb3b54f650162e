"""Roundtables in every state, open and under the Chatham House Rule, with who comes."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from backend.core import clock
from backend.domain.moderation.actions import hide
from backend.domain.moderation.models import DecisionDraft
from backend.domain.roundtables import (
    actions,
    agenda,
    inviting,
    ledger,
    notes,
    reviewing,
    seating,
    timing,
)
from backend.domain.roundtables.drafts import (
    AgendaDraft,
    AgendaItemDraft,
    CancelDraft,
    CitiesDraft,
    NoteDraft,
    ReplyDraft,
    RoundtableDraft,
)
from backend.domain.roundtables.materials import Material, MaterialConsent
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.polls import Poll, PollOption
from backend.domain.roundtables.questions import AttendeeQuestion
from backend.domain.roundtables.quotes import Quote
from backend.domain.roundtables.registration import (
    AccessNeed,
    Registration,
    RegistrationQuestion,
)
from backend.domain.roundtables.reviews import ReviewDraft, VoiceDraft
from backend.domain.roundtables.series import Series, SeriesPart
from tests.canary.planting.ground import PLENTY, Plant
from tests.canary.roles import AUTHOR, CONVENERS, EVERYBODY, HOME, MEMBERS, NOBODY, Roles, only
from tests.support.meetings import Meetings, times

WHY = "They never did it."

TABLES: dict[str, tuple[str, bool, Roles]] = {
    "draft": ("public", False, CONVENERS),
    "public": ("public", False, EVERYBODY),
    "members": ("members", False, MEMBERS),
    "chatham": ("public", True, EVERYBODY),
    "chatham_members": ("members", True, MEMBERS),
    "cancelled": ("public", False, EVERYBODY),
    "held": ("public", True, EVERYBODY),
    "held_members": ("members", False, MEMBERS),
    "hidden": ("public", False, AUTHOR),
}
"""By name: visible to whom, under the Chatham House Rule or not, and who sees it in the end."""


@dataclass(frozen=True, slots=True)
class Company:
    """The two cities that are invited, and of each the one who said yes: the first has the seat."""

    cities: tuple[str, str]
    seated: str
    waiting: str = ""
    of_cities: Roles = NOBODY

    @property
    def room(self) -> Roles:
        """Who has a seat, or runs it."""
        return only(self.seated, "convener")

    @property
    def invited(self) -> Roles:
        return self.of_cities | {"convener"}


WEBINAR = "cancelled"
"""The one whose attendees only conveners know; it was called off."""
AT_WEBINAR = only("colleague", "chosen", "convener")

COMING = Company(("home", "chosen"), "colleague", "chosen", HOME | {"chosen"})
CAME = Company(("elsewhere", "looked_at"), "elsewhere", "", only("elsewhere"))


def company(name: str) -> Company:
    return CAME if name.startswith("held") else COMING


def plant_roundtables(plant: Plant) -> None:
    for name, (visibility, chatham, audience) in TABLES.items():
        ago = timedelta(days=30 if name.startswith("held") else 0)
        with clock.stopped(clock.now() - ago):
            table = _plan(plant, name, visibility, audience, chatham=chatham)
        if name.startswith("held"):
            _write_notes(plant, name, table, audience)
        if name == "cancelled":
            why = CancelDraft(reason=plant.text(f"roundtable.{name}.why", audience))
            actions.cancel(plant.db, plant.people["convener"], table, why)
        # It was called by somebody who has been a convener.
        table.author_id = plant.people["author"].id
        plant.db.add(table)
    plant.db.flush()
    ledger.write(plant.db)
    _plant_series(plant)
    _plant_polls(plant)
    _plant_questions(plant)
    _plant_registrations(plant)
    _plant_materials(plant)


def _plant_series(plant: Plant) -> None:
    """Some of them are one series, of which everybody sees the meetings in their sight."""
    series = Series(often="weekly", zone="UTC", turns=["12:00"])
    plant.db.add(series)
    plant.db.flush()
    for number, name in enumerate(("public", "members", "hidden"), start=1):
        table_id = plant.garden.things["roundtable"][name].id
        plant.db.add(SeriesPart(roundtable_id=table_id, series_id=series.id, number=number))
    plant.db.flush()


def _plant_polls(plant: Plant) -> None:
    """Some of them ask when people could come."""
    start = clock.now() + timedelta(days=9)
    for name in ("public", "members", "hidden"):
        table_id = plant.garden.things["roundtable"][name].id
        plant.db.add(Poll(roundtable_id=table_id))
        plant.db.flush()
        for number in range(2):
            moment = start + timedelta(days=number)
            plant.db.add(
                PollOption(
                    roundtable_id=table_id,
                    number=number,
                    day=moment.date(),
                    clock_time=moment.time().replace(second=0, microsecond=0),
                    zone="UTC",
                    starts_at=moment.replace(second=0, microsecond=0),
                )
            )
    plant.db.flush()


def _plant_questions(plant: Plant) -> None:
    """What was asked at a webinar: with a name, without one, and what a convener has hidden."""
    table = plant.garden.things["roundtable"][WEBINAR]
    for name, role in (("named", "colleague"), ("nameless", "chosen"), ("hidden", "colleague")):
        audience = AT_WEBINAR if name != "hidden" else only("colleague", "convener")
        question = AttendeeQuestion(
            roundtable_id=table.id,
            author_id=plant.people[role].id,
            words=plant.said(f"attendee_question.{name}.words", audience),
            reply=plant.said(f"attendee_question.{name}.reply", audience),
            is_named=name == "named",
            hidden_at=clock.now() if name == "hidden" else None,
        )
        plant.db.add(question)
        plant.keep("attendee_question", name, question, audience, slug=table.slug)


def _plant_materials(plant: Plant) -> None:
    """A paper for every member, and a recording of one who hasn't agreed yet."""
    table = plant.garden.things["roundtable"]["public"]
    for sort, audience in (("paper", MEMBERS), ("recording", only("colleague", "convener"))):
        material = Material(
            roundtable_id=table.id,
            sort=sort,
            title=plant.said(f"material.public.{sort}", audience),
            link=f"https://example.org/{sort}",
            by_id=plant.people["convener"].id,
        )
        plant.db.add(material)
        plant.keep("material", sort, material, EVERYBODY, slug=table.slug)
        if sort == "recording":
            asked = plant.people["colleague"].id
            plant.db.add(MaterialConsent(material_id=material.id, member_id=asked))
    plant.db.flush()


def _plant_registrations(plant: Plant) -> None:
    """What one who comes brings and needs, and what else they are asked."""
    table = plant.garden.things["roundtable"]["public"]
    asked = plant.said(
        "registration_question.public.words", only("colleague", "chosen", "convener")
    )
    plant.db.add(RegistrationQuestion(roundtable_id=table.id, position=0, words=asked))
    key: dict[str, Any] = {"roundtable_id": table.id, "member_id": plant.people["colleague"].id}
    brings = plant.said("registration.public.brings", only("colleague", "convener"))
    # Who called it is no convener any more, and it has no host, so nobody reads what is needed.
    needs = plant.said("access_need.public.words", only("colleague"))
    plant.db.add_all((Registration(**key, brings=brings), AccessNeed(**key, words=needs)))
    plant.db.flush()


def hide_some(plant: Plant) -> None:
    reason = plant.text("roundtable.hidden.reason", AUTHOR)
    subject = plant.garden.things["roundtable"]["hidden"]
    draft = DecisionDraft(rule="topic", reason=reason)
    hide(plant.db, plant.people["convener"], "roundtable", subject.id, draft)


def _plan(
    plant: Plant, name: str, visibility: str, audience: Roles, *, chatham: bool
) -> Roundtable:
    db, convener = plant.db, plant.people["convener"]
    who = company(name)
    is_over = name in {"cancelled", "held", "held_members", "hidden"}
    link = plant.said(f"roundtable.{name}.joining_link", CONVENERS if is_over else who.room)
    # Under the Chatham House Rule where it is and who called it is for those who are invited.
    knowing = (who.invited if chatham else audience) & audience
    called_to = plant.garden.audiences["asker.author.name"] & knowing
    plant.also(f"called.{name}.name", "asker.author.name", called_to)
    words = {
        "title": plant.said(f"roundtable.{name}.title", audience),
        "purpose": plant.text(f"roundtable.{name}.purpose", audience),
        "language": "en",
        "format": "webinar" if name == WEBINAR else "roundtable",
        "place": "hybrid",
        "venue": plant.said(f"roundtable.{name}.venue", knowing),
        "joining_link": f"https://example.org/{link}",
        "capacity": 1,
        "visibility": visibility,
        "chatham_house": chatham,
        "topics": [plant.topic(f"roundtable.{name}", audience).slug],
    }
    table = actions.plan(db, convener, RoundtableDraft.model_validate(words))
    plant.keep("roundtable", name, table, audience)
    cities = [plant.cities[one].slug for one in who.cities]
    inviting.choose(db, convener, table, CitiesDraft(add=cities))
    starts = clock.now() + timedelta(days=3, hours=list(TABLES).index(name))
    timing.choose(db, convener, table, times(starts))
    # Who leads a part is a guest from outside, known by name to those who may know who comes.
    knows_who = (who.room if chatham else audience) & audience
    part = AgendaItemDraft(
        minutes=30,
        speakers=plant.said(f"roundtable.{name}.speaker", knows_who),
        links="/challenges/challenge-cities-planted",
        title=plant.said(f"roundtable.{name}.agenda", audience),
        lead=plant.said(f"roundtable.{name}.lead", knows_who),
    )
    agenda.write(db, convener, table, AgendaDraft(items=[part]))
    about = "challenge.cities.title"
    # Conveners open it by office; what they open so is named where its look is noted.
    told = (plant.garden.audiences[about] - CONVENERS) & knowing
    plant.also(f"linked.{name}.challenge", about, told)
    for city in who.cities:
        known_to = who.invited if chatham else audience
        plant.also(f"invited.{name}.{city}", f"city.{city}.name", known_to & audience)
    if name != "draft":
        inviting.invite(db, convener, table)
        known_to = CONVENERS if name == WEBINAR else who.room if chatham else MEMBERS
        _seat(plant, name, table, known_to & audience)
    return table


def _seat(plant: Plant, name: str, table: Roundtable, known_to: Roles) -> None:
    who = company(name)
    for role in filter(None, (who.seated, who.waiting)):
        seating.answer(plant.db, plant.people[role], table, ReplyDraft(answer="yes"))
    plant.also(f"seated.{name}.name", f"asker.{who.seated}.name", known_to)
    if who.waiting:
        plant.also(f"waiting.{name}.name", f"asker.{who.waiting}.name", CONVENERS)


def _write_notes(plant: Plant, name: str, table: Roundtable, audience: Roles) -> None:
    """Two that were published, a draft that those who had a seat read, and one being written."""
    convener, came = plant.people["convener"], plant.people[company(name).seated]
    room = company(name).room & audience
    for number, publish, seen_by in (
        ("first", True, audience),
        ("second", True, audience),
        ("sent", False, room),
        ("third", False, CONVENERS),
    ):
        body = f"{plant.said(f'note.{name}.{number}', seen_by)} {PLENTY} {WHY}"
        if publish and table.chatham_house:
            with clock.stopped(clock.now() - timedelta(days=9)):  # their time is over
                Meetings(plant.db, plant.make).agree(convener, table, body)
        draft = NoteDraft(body=body, publish=publish)
        note = notes.write(plant.db, convener, table, draft)
        if number == "sent":
            week = ReviewDraft(until=clock.now().date() + timedelta(days=7))
            reviewing.send(plant.db, convener, table, note, week)
            words = plant.text(f"voice.{name}.words", room)
            objection = VoiceDraft(section=0, says="objects", words=words)
            said = reviewing.say(plant.db, came, table, note, objection)
            plant.garden.keep("voice", name, table.slug, said.id, room)
    words = plant.text(f"quote.{name}.words", room)
    quote = Quote(roundtable_id=table.id, member_id=came.id, words=words, consent="agreed")
    plant.db.add(quote)
    plant.db.flush()
    plant.garden.keep("quote", name, table.slug, quote.id, audience)
