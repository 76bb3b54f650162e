"""Who can help with some topics or words, and why: one query, whatever is asked.

`evidence` finds what speaks for whom, `shortlist` who may come first, `helping` weighs it. Only members find members.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import BindParameter, bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core import clock
from backend.core.db import rows
from backend.core.plans import by_no_index
from backend.core.text import fold
from backend.domain.directory import asked, office_hours
from backend.domain.directory.office_hours import Clock, Place
from backend.domain.matching import helping
from backend.domain.matching.evidence import records
from backend.domain.matching.helping import Record, Trace
from backend.domain.matching.peer_reasons import Reason, reasons
from backend.domain.matching.shortlist import Rows, given, shortlist
from backend.domain.members.audience import shows
from backend.domain.members.models import Actor, Member, MemberTopic
from backend.domain.members.profiles import CityBrief
from backend.domain.members.readers import reader, stand_in
from backend.domain.search import nearness
from backend.domain.topics.queries import Tree

SHOWN = 3
MOST = 20
"""On the page of its own."""


@dataclass(frozen=True, slots=True)
class About:
    """What somebody is to help with: a challenge, a topic, words, or anything that I look for."""

    kind: str
    id: UUID

    @classmethod
    def words(cls, text: str) -> "About":
        """The same words, however they are written, are the same thing."""
        return cls("words", uuid5(NAMESPACE_URL, fold(text)))


@dataclass(frozen=True, slots=True)
class Brief:
    """What a list of suggested people shows of one. Empty is what isn't for its reader."""

    id: UUID
    slug: str
    name: str
    title: str
    organisation: str
    city: CityBrief | None
    zone: str


@dataclass(frozen=True, slots=True)
class Peer:
    """Somebody who may help, with the reasons; their points add up to the score."""

    person: Brief
    score: int
    reasons: Sequence[Reason]


@dataclass(slots=True)
class _Candidate:
    by_name: int
    brief: Brief
    record: Record = field(default_factory=Record)


def who_can_help(
    db: Session,
    me: Actor,
    topic_ids: Collection[UUID],
    topics: Tree,
    *,
    besides: Iterable[UUID] = (),
    about: About | None = None,
    limit: int = SHOWN,
    mentioning: Any = None,
) -> list[Peer]:
    """Members who can help with any of these topics, the likeliest first.

    `besides` are left out (the author, who has answered), as am I and whoever I said is of no use
    for what this is `about`. `mentioning`: a condition on members whose profile has the words.
    """
    asks = topic_ids or mentioning is not None
    if not isinstance(me, Member) or not me.is_member or not asks:
        return []
    thing = about or About("any", me.id)
    if mentioning is None:
        wanted = _on_named(stand_in(me), limit)
    else:
        known = records(stand_in(me), _NAMED, mentioning)
        wanted = shortlist(stand_in(me), known, limit)
    named = given(besides, (thing.kind, thing.id)) | {"topics": list(topic_ids)}
    return _found(db, me, wanted, named, topics)[:limit]


def suggested(db: Session, me: Member, topics: Tree, limit: int = SHOWN) -> list[Peer]:
    """Who can help with what I am looking for help with."""
    if not me.is_member:
        return []
    wanted = _on_sought(stand_in(me), limit)
    return _found(db, me, wanted, given((), ("any", me.id)), topics)[:limit]


_NAMED: BindParameter[Any] = bindparam("topics", expanding=True)


@lru_cache(maxsize=32)
def _on_named(me: Any, limit: int) -> Rows:
    return shortlist(me, records(me, _NAMED), limit)


@lru_cache(maxsize=32)
def _on_sought(me: Any, limit: int) -> Rows:
    side = by_no_index(col(MemberTopic.side))
    sought = columns(col(MemberTopic.topic_id)).where(
        col(MemberTopic.member_id) == me.id, side == "looking_for"
    )
    return shortlist(me, records(me, sought), limit)


def _found(
    db: Session, me: Member, wanted: Rows, named: dict[str, Any], topics: Tree
) -> list[Peer]:
    """All whom the shortlist names, the likeliest first."""
    found: dict[UUID, _Candidate] = {}
    moment = clock.now()
    for one in rows(db, wanted, reader(me) | named).mappings():
        who = found.get(one["id"]) or found.setdefault(one["id"], _candidate(one, me, moment))
        _note(who.record, one)
    scored = [(helping.score(one.record), one) for one in found.values() if one.record.speaks]
    scored.sort(key=lambda pair: (-pair[0], pair[1].by_name))
    return [Peer(one.brief, score, reasons(one.record, topics)) for score, one in scored]


def who_knows(
    db: Session, me: Actor, text: str, topics: Tree, *, limit: int = SHOWN
) -> tuple[list[Peer], list[UUID]]:
    """Members who can help with what these words mean, and the topics that they mean.

    Where no topic is named, those that are close in meaning: whoever is at a loss seldom says one.
    """
    question = asked.question(db, text, topics) if me.is_member else None
    if question is None:
        return [], []
    meant = question.topics or nearness.topics(db, text)
    found = who_can_help(
        db,
        me,
        meant,
        topics,
        about=About.words(text),
        limit=limit,
        mentioning=asked.matches(db, me, question),
    )
    return found, [topic.id for topic in topics.of(meant)]


def who_mentions(db: Session, me: Member, text: str, topics: Tree) -> Any:
    """A condition on members whose profile has these words; None where there are none."""
    question = asked.question(db, text, topics)
    return None if question is None else asked.matches(db, me, question)


def _note(record: Record, one: Any) -> None:
    """Let one more record speak; the newest come first."""
    if one["what"] == "declared":
        record.declared.add(one["thing"])
    elif one["what"] == "endorsed":
        record.endorsed[one["thing"]] = one["number"]
    elif one["what"] == "mentions":
        record.mentions = True
    elif one["what"] == "adopted":
        trace = Trace("adoption", one["record"], one["slug"], one["label"])
        record.adopted.setdefault(one["thing"], trace)
    else:
        place = one["place"]
        trace = Trace("answer", one["record"], one["slug"], one["label"], place or "")
        record.answered.setdefault(one["thing"], trace)
        if place is not None:
            record.helped.setdefault(one["thing"], trace)


def _candidate(one: Any, me: Member, moment: datetime) -> _Candidate:
    def seen(what: str) -> bool:
        return shows(one["audience"], what, me, one["works_for"])

    here = one["city_id"] is not None and seen("city")
    brief = Brief(
        one["id"],
        one["person_slug"],
        one["name"],
        one["does"] if seen("title") else "",
        one["organisation"] if seen("city") else "",
        CityBrief(one["city_id"], one["city_slug"], one["city"], one["country"]) if here else None,
        one["zone"] if seen("hours") else "",
    )
    hours = Clock(
        Place(one["zone"], one["country"] or "" if here else ""),
        one["work_starts"],
        one["work_ends"],
    )
    record = Record(
        shares_language=bool(one["shares_language"]),
        in_office=seen("hours") and office_hours.is_open(hours, moment),
        asked=one["asked"],
    )
    return _Candidate(one["by_name"], brief, record)
