"""The dry run of a list: each line held against the network as it is now. Nothing is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core import clock
from backend.core.db import rows
from backend.core.domains import is_free_mail
from backend.core.text import fold
from backend.domain.cities.gazetteer import Place
from backend.domain.joining import places, queries
from backend.domain.joining.domains import Lookalikes
from backend.domain.joining.invitations import Invitation
from backend.domain.joining.list_report import Line, Saying
from backend.domain.joining.listed_people import Person
from backend.domain.joining.models import Application
from backend.domain.members.emails import NotAnEmail, domain_of, parse
from backend.domain.members.models import Member
from backend.domain.topics.models import Topic, TopicTerm
from backend.domain.topics.tree import LANGUAGES

LONGEST = {"name": 80, "title": 120, "city": 120}
TOPICS = 12
OFFERED = 3
MOST_UNCLEAR = 200
"""Different spellings of cities that may be unclear before a list is sent back as a whole."""
ECHOED = 80
"""Letters of a wrong word that are repeated to its writer."""

_TONGUES = {
    fold(word): code
    for code, words in {
        "en": "en english inglés inglês anglais الإنجليزية",
        "es": "es español spanish espanhol espagnol الإسبانية",
        "pt": "pt português portuguese portugués portugais البرتغالية",
        "fr": "fr français french francés francês الفرنسية",
        "ar": "ar العربية arabic árabe arabe",
    }.items()
    for word in words.split()
}


class NoCities(ValueError):
    """What stands where cities should are none."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the network knows, read once for a whole list."""

    own: str
    people: Mapping[str, Saying]
    """Why each of these addresses need not be invited."""
    lookalikes: Lookalikes
    topics: Mapping[str, str]
    """A topic's slug by what it is called, in any language."""


def check(db: Session, me: Member, persons: Sequence[Person]) -> list[Line]:
    """What would become of each line."""
    typed = [_parsed(person.email) for person in persons]
    known = Known(
        me.email,
        known_people(db, {email for email in typed if email}),
        Lookalikes(queries.trusted_domains(db)),
        _topics(db),
    )
    seen: dict[str, int] = {}
    cities: dict[tuple[str, str], tuple[Place | None, Saying | None]] = {}
    lines = []
    for person, email in zip(persons, typed, strict=True):
        line = _line(known, cities, person, email)
        if email and email in seen:
            twice: Saying = ("twice", {"line": seen[email]})
            line = replace(line, faults=[twice, *line.faults])
        elif email:
            seen[email] = person.line
        lines.append(line)
    return lines


def known_people(db: Session, emails: Iterable[str]) -> dict[str, Saying]:
    """Those of these addresses who need no invitation, and why."""
    wanted = list(emails)
    found: dict[str, Saying] = {}
    standing = (
        columns(col(Invitation.standing_for), col(Member.name))
        .join(Member, col(Member.id) == col(Invitation.inviter_id))
        .where(col(Invitation.standing_for).in_(wanted), col(Invitation.expires_at) > clock.now())
    )
    for email, inviter in rows(db, standing):
        if email is not None:
            found[email] = ("invited", {"name": inviter})
    waiting = (
        columns(col(Member.email), col(Member.name))
        .join(Application, col(Application.member_id) == col(Member.id))
        .where(col(Member.email).in_(wanted), col(Application.decided_at).is_(None))
    )
    found |= {email: ("applied", {"name": name}) for email, name in rows(db, waiting)}
    members = columns(col(Member.email), col(Member.name)).where(
        col(Member.email).in_(wanted),
        col(Member.admitted_at).is_not(None),
        col(Member.erased_at).is_(None),
    )
    return found | {email: ("member", {"name": name}) for email, name in rows(db, members)}


def _parsed(words: str) -> str:
    """The address in its one form; empty if it is none."""
    try:
        return parse(words)
    except NotAnEmail:
        return ""


def _line(
    known: Known,
    cities: dict[tuple[str, str], tuple[Place | None, Saying | None]],
    person: Person,
    email: str,
) -> Line:
    if person.fault:
        return Line(person.line, email=_cut(person.email), faults=[(person.fault, {})])
    if not email:
        words = _cut(person.email)
        fault: Saying = ("not_an_address", {"words": words})
        return Line(person.line, email=words, name=_cut(person.name), faults=[fault])
    place, city_fault = _city(cities, person.city, email)
    faults = [
        ("own", {}) if email == known.own else None,
        known.people.get(email),
        *(
            (f"long_{field}", {"most": most})
            for field, most in LONGEST.items()
            if len(getattr(person, field)) > most
        ),
        city_fault if len(person.city) <= LONGEST["city"] else None,
    ]
    chosen, strange = _chosen(known, person.topics)
    return Line(
        person.line,
        email=email,
        name=person.name[: LONGEST["name"]],
        title=person.title[: LONGEST["title"]],
        city=person.city[: LONGEST["city"]],
        place_id=place.id if place else None,
        topics=chosen,
        language=_TONGUES.get(fold(person.language), ""),
        faults=[one for one in faults if one],
        notes=[*_notes(known, email), *strange, *_tongue_note(person)],
    )


def _city(
    cities: dict[tuple[str, str], tuple[Place | None, Saying | None]], typed: str, email: str
) -> tuple[Place | None, Saying | None]:
    """The place that is meant, or what is unclear about it; each spelling is looked up once."""
    if not typed:
        return None, None
    key = (typed, email.rpartition(".")[2])
    if key not in cities:
        cities[key] = _looked_up(typed, email)
        # What nobody has heard of takes longest to look up, and is hardly a city any more.
        if sum(fault is not None for _place, fault in cities.values()) > MOST_UNCLEAR:
            raise NoCities
    return cities[key]


def _looked_up(typed: str, email: str) -> tuple[Place | None, Saying | None]:
    found = places.offered(typed, email)
    if place := places.sure_of(found, typed, email=email):
        return place, None
    words = _cut(typed)
    if not found:
        return None, ("no_city", {"words": words})
    named = " · ".join(places.label(place) for place in found[:OFFERED])
    return None, ("which_city", {"words": words, "places": named})


def _notes(known: Known, email: str) -> list[Saying]:
    domain = domain_of(email)
    if is_free_mail(domain):
        return [("free_mail", {})]
    likeness = known.lookalikes.of(domain)
    return [(likeness.how, {"known": likeness.known})] if likeness else []


def _chosen(known: Known, typed: Sequence[str]) -> tuple[list[str], list[Saying]]:
    """The slugs of these topics, and a note for the first of those that nobody knows."""
    found = [known.topics.get(fold(word), "") for word in typed]
    chosen = list(dict.fromkeys(filter(None, found)))[:TOPICS]
    strange = [word for word, slug in zip(typed, found, strict=True) if not slug]
    return chosen, [("unknown_topic", {"words": _cut(strange[0])})] if strange else []


def _tongue_note(person: Person) -> list[Saying]:
    if not person.language or fold(person.language) in _TONGUES:
        return []
    return [("unknown_language", {"words": _cut(person.language)})]


def _topics(db: Session) -> dict[str, str]:
    called = (
        columns(col(TopicTerm.folded), col(Topic.slug))
        .join(Topic, col(Topic.id) == col(TopicTerm.topic_id))
        .where(
            col(Topic.retired_at).is_(None),
            col(TopicTerm.role).in_(("label", "synonym")),
            col(TopicTerm.language).in_(LANGUAGES),
        )
        .order_by(col(TopicTerm.role).desc(), col(TopicTerm.id))
    )
    # Labels come last, and so win over another topic's synonym.
    found = {row[0]: row[1] for row in rows(db, called)}
    return found | {slug: slug for slug in found.values()}


def _cut(words: str) -> str:
    return words if len(words) <= ECHOED else f"{words[: ECHOED - 1]}…"
