"""Forms that replace what is kept, each with something in it: who opens it, and where."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlmodel import Session

from backend.domain.glossary import actions as glossary
from backend.domain.glossary.drafts import ConceptDraft
from backend.domain.members.models import Member
from backend.domain.notifications import quiet_hours as quiet
from backend.domain.notifications.quiet_hours import QuietDraft
from backend.domain.roundtables import agenda as agendas
from backend.domain.roundtables import feedback, registering, repeating
from backend.domain.roundtables.drafts import AgendaDraft
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.own_questions import OwnQuestionDraft, OwnQuestionsDraft
from backend.domain.roundtables.registration import RegistrationDraft
from backend.domain.roundtables.series import SeriesDraft
from backend.domain.saved_searches import actions as searches
from backend.domain.saved_searches.drafts import SearchDraft
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.talks import Talks

ASKED = OwnQuestionsDraft(questions=[OwnQuestionDraft(words="Which track?", choices="Law; Money")])


@dataclass(frozen=True)
class World:
    db: Session
    make: Make
    meetings: Meetings
    talks: Talks


Opened: TypeAlias = tuple[Member, str, str]
"""Who opens a form, on which page, and the address that it is sent to."""


def profile(of: World) -> Opened:
    me = of.make.member("Ana", organisation="The port", pronouns="she", bio="Opened the budget.")
    of.make.skill(me, of.make.topic("Housing"))
    of.make.spoken(me, "es")
    return me, "/settings", "/settings"


def profile_of_a_partner(of: World) -> Opened:
    return of.make.member(city_id=None, organisation="A port"), "/settings", "/settings"


def challenge(of: World) -> Opened:
    me, topics = of.make.member(), [of.make.topic("Housing")]
    cities = [of.make.city("Quito")]
    one = of.make.challenge(me, topics=topics, cities=cities, visibility="cities", tried="Paint.")
    return me, *twice(f"/challenges/{one.slug}/edit")


def challenge_of_ones_own_city(of: World) -> Opened:
    me, topics = of.make.member(), [of.make.topic("Housing")]
    one = of.make.challenge(me, topics=topics, visibility="city")
    return me, *twice(f"/challenges/{one.slug}/edit")


def challenge_to_a_convener(of: World) -> Opened:
    one = of.make.challenge(topics=[of.make.topic("Housing")], visibility="public")
    return of.make.convener(), *twice(f"/challenges/{one.slug}/edit")


def answer(of: World) -> Opened:
    me = of.make.member()
    one = of.make.answer(asked := of.make.challenge(), me, kind="offer")
    return me, *twice(f"/challenges/{asked.slug}/answers/{one.id}/edit")


def reply(of: World) -> Opened:
    me, asked = of.make.member(), of.make.challenge()
    one = of.make.answer(asked, me, parent=of.make.answer(asked))
    return me, *twice(f"/challenges/{asked.slug}/answers/{one.id}/edit")


def resource(of: World) -> Opened:
    me, topics = of.make.member(), [of.make.topic("Housing")]
    one = of.make.resource(me, topics=topics, visibility="members", licence="NLOD-2.0")
    return me, *twice(f"/resources/{one.slug}/edit")


def resource_to_a_convener(of: World) -> Opened:
    one = of.make.resource(topics=[of.make.topic("Housing")])
    return of.make.convener(), *twice(f"/resources/{one.slug}/edit")


def topic(of: World) -> Opened:
    one = of.make.topic("Fax", kind="practice", parent_id=of.make.topic("Offices").id, sdg=[11])
    of.make.called(one, "Telefax")
    return of.make.convener(), *twice(f"/moderation/topics/{one.slug}")


def principle(of: World) -> Opened:
    one = of.make.topic("Open data", kind="principle")
    return of.make.convener(), *twice(f"/moderation/topics/{one.slug}")


def concept(of: World) -> Opened:
    words = [{"language": "en", "terms": ["bike lane", "cycle lane"], "meaning": "For bikes."}]
    draft = ConceptDraft.model_validate({"words": words, "topic": of.make.topic("Streets").slug})
    one = glossary.add(of.db, me := of.make.convener(), draft)
    return me, f"/glossary/{one.slug}/edit", f"/glossary/{one.slug}"


def saved_search(of: World) -> Opened:
    draft = SearchDraft(name="Waiting", of="/challenges?sort=waiting", alert="off", share=True)
    one = searches.save(of.db, me := of.make.convener(), draft)
    return me, "/settings/searches", f"/settings/searches/{one.slug}"


def quiet_hours(of: World) -> Opened:
    draft = QuietDraft.model_validate({"starts": "22:00", "ends": "07:00"})
    quiet.choose(of.db, me := of.make.member(), draft)
    return me, *twice("/settings/quiet-hours")


def wishes(of: World) -> Opened:
    return of.make.member(), *twice("/settings/notifications")


def rest_days(of: World) -> Opened:
    one = of.make.city("Bristol", rests_on="4")
    me = of.make.member(city_id=one.id, is_lead=True)
    return me, *twice(f"/cities/{one.slug}/rest-days")


def meeting(of: World) -> Opened:
    me, other = of.make.member(), of.make.member()
    one = of.talks.agreed(me, other, link="https://meet.example/two")
    return me, f"/conversations/{one.slug}", f"/conversations/{one.slug}/meeting"


def roundtable(of: World) -> Opened:
    me = of.make.convener()
    one = of.meetings.planned(me, venue="Town hall", capacity=9, chatham_house=True, reminders=[])
    return me, *twice(f"/roundtables/{one.slug}/edit")


def roundtable_of_a_series(of: World) -> Opened:
    me = of.make.convener()
    one = of.meetings.timed(me, visibility="public")
    rule = {"first": "2026-06-01", "often": "weekly", "count": 3, "zone": "UTC", "turns": ["12:00"]}
    repeating.begin(of.db, me, one, SeriesDraft.model_validate(rule))
    return me, *twice(f"/roundtables/{one.slug}/edit")


def agenda(of: World) -> Opened:
    me, one = planned(of)
    parts = {"title": "Who pays", "lead": "Camila", "speakers": "Ben", "minutes": 20}
    agendas.write(of.db, me, one, AgendaDraft.model_validate({"items": [parts]}))
    return me, f"/roundtables/{one.slug}/review", f"/roundtables/{one.slug}/agenda"


def own_questions(of: World) -> Opened:
    me, one = planned(of)
    registering.put(of.db, me, one, ASKED)
    return me, *twice(f"/roundtables/{one.slug}/registration/questions")


def feedback_questions(of: World) -> Opened:
    one = of.meetings.held(me := of.make.convener())
    feedback.ask_besides(of.db, me, one, ASKED)
    page = f"/roundtables/{one.slug}/feedback"
    return me, page, f"{page}/questions"


def registration(of: World) -> Opened:
    convener, one = planned(of)
    asked = registering.put(of.db, convener, one, ASKED)[0]
    said = {"languages": ["es"], "level": "senior", "brings": "A draft.", "needs_words": "Tea."}
    answers = [{"question_id": asked.id, "words": "Law"}]
    of.meetings.answer(one, me := of.make.member(city_id=None))
    draft = RegistrationDraft.model_validate(said | {"answers": answers})
    registering.register(of.db, me, one, draft)
    return me, *twice(f"/roundtables/{one.slug}/registration")


def registration_without_questions(of: World) -> Opened:
    _convener, one = planned(of)
    of.meetings.answer(one, me := of.make.member(city_id=None))
    return me, *twice(f"/roundtables/{one.slug}/registration")


def tables(of: World) -> Opened:
    me, one = planned(of, format="workshop")
    of.meetings.answer(one, of.make.member(city_id=None))
    return me, *twice(f"/roundtables/{one.slug}/tables")


def note(of: World) -> Opened:
    one = of.meetings.held(me := of.make.convener())
    of.meetings.agree(me, one, "## Heard\n\nThat it costs time, and is worth it.")
    page = f"/roundtables/{one.slug}/notes"
    return me, f"{page}/new", page


def planned(of: World, **given: Any) -> tuple[Member, Roundtable]:
    return (me := of.make.convener()), of.meetings.planned(me, **given)


def twice(address: str) -> tuple[str, str]:
    return address, address


FORMS: list[Callable[[World], Opened]] = [
    *(profile, profile_of_a_partner, challenge, challenge_of_ones_own_city),
    *(challenge_to_a_convener, answer, reply),
    *(resource, resource_to_a_convener, topic, principle, concept, saved_search, quiet_hours),
    *(wishes, rest_days, meeting, roundtable, roundtable_of_a_series, agenda, own_questions),
    *(feedback_questions, registration, registration_without_questions, tables, note),
]
