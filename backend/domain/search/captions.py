"""What is shown of a hit to its reader: whose it is and where from, and what it says in their language.

The index has one text for all readers, and people and topics stand in it by what those are called
in every language. That finds them, but nobody would read it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, RowMapping, Select, Uuid, case, cast, literal, null, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.i18n import _, language
from backend.core.speech import listed
from backend.domain import subjects
from backend.domain.cities import countries
from backend.domain.cities.models import City
from backend.domain.cities.rows import in_order, priorities_of
from backend.domain.members.audience import shows
from backend.domain.members.models import Actor, Member
from backend.domain.members.profiles import SIDES, sides, topics_of
from backend.domain.search.marking import Marker
from backend.domain.search.queries import Found, Hit
from backend.domain.search.snippets import Piece, snippet
from backend.domain.topics.models import TopicTerm
from backend.domain.topics.queries import Tree

STANDING = frozenset({"city", "member", "topic"})
"""Kinds that are of no day."""
BETWEEN_NAMES = " · "
"""In the index, what is kept of a city stands in a row: other names first."""
_is_hit = attrgetter("is_hit")


@dataclass(frozen=True, slots=True)
class Captioned:
    """A hit as it is shown."""

    hit: Hit
    title: Sequence[Piece]
    snippet: Sequence[Piece]
    language: str
    """Of the snippet."""
    line: str = ""
    """Of a person what they do and where, of a city where it is; of what was said for one, which."""

    @property
    def is_dated(self) -> bool:
        return self.hit.subject.kind not in STANDING


def plain(hit: Hit) -> Captioned:
    """As the index has it."""
    return Captioned(hit, hit.title, hit.snippet, hit.language)


def captioned(
    db: Session, me: Actor, found: Found, topics: Tree, near: Sequence[Hit] = ()
) -> tuple[list[Captioned], list[Captioned]]:
    """What was found, and what is near it in meaning, each in its order: one query."""
    told = _told(db, [*found.hits, *near])

    def shown(hit: Hit) -> Captioned:
        one, kind = told.get(hit.subject.id), hit.subject.kind
        if one is None:
            return plain(hit)
        if kind == "member":
            return _person(hit, one, me, found.marked, topics)
        if kind == "topic":
            return _topic(hit, one["words"], found.marked, topics)
        if kind == "city":
            return _city(hit, one, found.marked, topics)
        return Captioned(hit, hit.title, hit.snippet, hit.language, _place(one, me))

    return [shown(hit) for hit in found.hits], [shown(hit) for hit in near]


def _person(hit: Hit, one: RowMapping, me: Actor, marked: Marker, topics: Tree) -> Captioned:
    """By what they say of themselves if the words are in it, else by what they can help with."""

    def seen(field: str) -> bool:
        return shows(one["audience"], field, me, one["works_for"])

    place = _place(one, me) or (one["organisation"] if seen("city") else "")
    does = [one["title"], *([one["department"]] if marked.spans(one["department"]) else [])]
    line = ", ".join(filter(None, (*(does if seen("title") else ()), place)))
    bio = one["words"] if seen("bio") else ""
    said = snippet(bio, marked, language=hit.language)
    of_side = sides(one["topics"])
    named = {
        side: listed([topic.label for topic in topics.of(of_side[side])])
        for side in SIDES
        if of_side[side] and seen(side)
    }
    sentences = [_spoken(_sentence(*of), marked) for of in named.items()]
    found = next((pieces for pieces in (said, *sentences) if any(map(_is_hit, pieces))), None)
    if found is said or not (found or sentences):
        return Captioned(hit, hit.title, said, hit.language, line)
    return Captioned(hit, hit.title, found or sentences[0], language().code, line)


def _sentence(side: str, topics: str) -> str:
    if side == "can_help":
        return _("Can help with {topics}.", topics=topics)
    return _("Is looking for help with {topics}.", topics=topics)


def _topic(hit: Hit, meaning: str, marked: Marker, topics: Tree) -> Captioned:
    known = topics.by_id.get(hit.subject.id)
    title = _spoken(known.label, marked) if known else hit.title
    return Captioned(hit, title, _spoken(meaning, marked), language().code)


def _city(hit: Hit, one: RowMapping, marked: Marker, topics: Tree) -> Captioned:
    """Where it is and what it has among its priorities; another name only where that was found."""
    parts = (one["title"], countries.name(one["words"], language().code))
    line = ", ".join(dict.fromkeys(part for part in parts if part and part != one["place"]))
    named = listed([topic.label for topic in in_order(one["topics"], topics)])
    said = _spoken(_("Among its priorities: {topics}.", topics=named), marked) if named else []
    where = {one["title"], one["words"], countries.name(one["words"], "en")}
    other = "" if any(map(_is_hit, hit.title)) else _name_found(hit.snippet, where)
    called = _spoken(_("Also called {name}.", name=other), marked) if other else []
    pieces = [*called, *([Piece(" ")] if called and said else []), *said]
    return Captioned(hit, hit.title, pieces, language().code, line)


def _name_found(pieces: Sequence[Piece], besides: Collection[str]) -> str:
    """The name in which something was found, of those that the index has of a city in a row."""
    hits = [piece.words for piece in pieces if piece.is_hit]
    whole = "".join(piece.words for piece in pieces)
    names = [name.strip(" …") for name in whole.split(BETWEEN_NAMES)]
    found = (name for name in names if name not in besides and any(hit in name for hit in hits))
    return next(found, "")


def _place(one: RowMapping, me: Actor) -> str:
    """The city, as far as its member or author shows it."""
    seen = one["place"] and shows(one["audience"], "city", me, one["works_for"])
    return one["place"] if seen else ""


def _spoken(text: str, marked: Marker) -> list[Piece]:
    return snippet(text, marked, len(text), language().code)


def _told(db: Session, hits: Iterable[Hit]) -> Mapping[UUID, RowMapping]:
    by_kind: dict[str, list[UUID]] = {}
    for hit in hits:
        by_kind.setdefault(hit.subject.kind, []).append(hit.subject.id)
    parts = [
        part.where(about.in_(by_kind[kind]))
        for kind in sorted(by_kind)
        if (asked := _asked(kind)) is not None
        for part, about in [asked]
    ]
    found = rows(db, union_all(*parts)).mappings() if parts else ()
    return {one["about"]: one for one in sorted(found, key=itemgetter("is_spoken"))}


def _asked(kind: str) -> tuple[Select[*tuple[Any, ...]], Any] | None:
    """What is asked about a kind, and by which identifiers; None where the index says enough."""
    if kind == "topic":
        return _meanings(), col(TopicTerm.topic_id)
    if kind == "city":
        return _places(), col(City.id)
    model = subjects.kind(kind).model
    if kind == "member":
        fields = {
            name: col(getattr(Member, name)) for name in ("title", "department", "organisation")
        }
        own = {"words": col(Member.bio), "topics": topics_of(col(Member.id))}
        asked = _columns(col(Member.id), **fields, **own)
        here = asked.select_from(Member).outerjoin(City, col(City.id) == col(Member.city_id))
        return here, col(Member.id)
    if kind in STANDING or not hasattr(model, "city_id"):
        return None
    here = _columns(col(model.id)).select_from(model)
    joined = here.join(City, col(City.id) == col(model.city_id))
    return joined.join(Member, col(Member.id) == col(model.author_id)), col(model.id)


_OWN = ("words", "title", "department", "organisation", "topics")
"""What only some kinds have to tell."""


def _columns(about: Any, **own: Any) -> Select[*tuple[Any, ...]]:
    return columns(
        about.label("about"),
        col(City.name).label("place"),
        *(own.get(name, literal("")).label(name) for name in _OWN),
        col(Member.audience).label("audience"),
        col(Member.city_id).label("works_for"),
        literal(1).label("is_spoken"),
    )


def _meanings() -> Select[*tuple[Any, ...]]:
    """What topics mean, in English and in the language being spoken, where it is said in that."""
    spoken = language().code.split("-")[0]
    is_spoken = case((col(TopicTerm.language) == spoken, 1), else_=0)
    meant = _by_nobody(col(TopicTerm.topic_id), literal(""), is_spoken, words=col(TopicTerm.words))
    return meant.where(
        col(TopicTerm.role) == "description", col(TopicTerm.language).in_({spoken, "en"})
    )


def _places() -> Select[*tuple[Any, ...]]:
    """Where cities are, and what they put among their priorities."""
    own = {"words": col(City.country), "title": col(City.subdivision)}
    here = priorities_of(col(City.id)).correlate(City)
    return _by_nobody(col(City.id), col(City.name), literal(1), **own, topics=here)


def _by_nobody(about: Any, place: Any, is_spoken: Any, **own: Any) -> Select[*tuple[Any, ...]]:
    """The same columns as of what somebody wrote, without anybody."""
    return columns(
        about.label("about"),
        place.label("place"),
        *(own.get(name, literal("")).label(name) for name in _OWN),
        cast(null(), JSON).label("audience"),
        cast(null(), Uuid).label("works_for"),
        is_spoken.label("is_spoken"),
    )
