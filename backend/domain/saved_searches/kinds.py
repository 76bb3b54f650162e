"""Which lists can be saved: how each is read from its address, and what is new in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeAlias, get_origin
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID

from pydantic import BaseModel, Field, ValidationError
from sqlmodel import Session

from backend.core.errors import NotFound, Rejected
from backend.core.i18n import N_, _
from backend.domain.challenges import queries as challenges
from backend.domain.challenges.filters import Filters as OfChallenges
from backend.domain.cities import queries as cities
from backend.domain.cities.filters import Filters as OfCities
from backend.domain.directory import queries as people
from backend.domain.directory.filters import Filters as OfPeople
from backend.domain.members.models import Member
from backend.domain.resources import queries as resources
from backend.domain.resources.filters import Filters as OfResources
from backend.domain.roundtables import queries as roundtables
from backend.domain.roundtables.filters import Filters as OfRoundtables
from backend.domain.search import queries as search
from backend.domain.search.filters import Filters
from backend.domain.topics.queries import tree
from backend.domain.twinnings import queries as twinnings
from backend.domain.twinnings.queries import Filters as OfTwinnings

Match: TypeAlias = tuple[str, UUID]
"""The kind of a thing, and which."""
Looking: TypeAlias = Callable[[Session, Member, Any, datetime], Sequence[Match]]

Word = Annotated[str, Field(max_length=80)]

LONGEST = 1_500
"""Letters of what narrows a list."""
LONGEST_NAME = 80
MOST_FIELDS = 200
MOST_PAGES = 5
"""Pages of a search that are looked through for what is new."""


class OfSearch(BaseModel):
    """What a search can be asked for."""

    q: Annotated[str, Field(min_length=1, max_length=300)]
    kind: Word = ""
    topic: Word = ""
    language: Word = ""
    region: Word = ""
    year: Word = ""

    def chosen(self) -> dict[str, Any]:
        return self.model_dump(exclude_defaults=True)


@dataclass(frozen=True, slots=True)
class Listing:
    """One kind of list."""

    title: str
    """Marked with N_."""
    filters: type[BaseModel]
    new_since: Looking
    """What is in it for this member and was not there at that moment."""


def _found(db: Session, me: Member, asked: OfSearch, since: datetime) -> list[Match]:
    chosen = Filters(**asked.model_dump()).chosen(tree(db))
    matches: list[Match] = []
    after: str | None = ""
    for _page in range(MOST_PAGES):
        found = search.search(db, me, asked.q, chosen, after=after or "")
        matches += [(hit.subject.kind, hit.subject.id) for hit in found.hits if hit.at > since]
        after = found.next_key
        if after is None:
            break
    return matches


def _of(kind: str, ids: Callable[[Session, Member, Any, datetime], Sequence[UUID]]) -> Looking:
    def look(db: Session, me: Member, filters: Any, since: datetime) -> list[Match]:
        return [(kind, one) for one in ids(db, me, filters, since)]

    return look


LISTINGS: Mapping[str, Listing] = {
    "challenges": Listing(N_("Challenges"), OfChallenges, _of("challenge", challenges.new_since)),
    "cities": Listing(N_("Cities"), OfCities, _of("city", cities.new_since)),
    "people": Listing(N_("People"), OfPeople, _of("member", people.new_since)),
    "resources": Listing(N_("Resources"), OfResources, _of("resource", resources.new_since)),
    "roundtables": Listing(
        N_("Roundtables"), OfRoundtables, _of("roundtable", roundtables.new_since)
    ),
    "search": Listing(N_("Search"), OfSearch, _found),
    "twinnings": Listing(N_("Twinnings"), OfTwinnings, _of("twinning", twinnings.new_since)),
}


def read(of: str) -> tuple[str, str]:
    """The kind of list at an address of ours, and what narrows it, each filter in its place."""
    try:
        parts = urlsplit(of)
    except ValueError as fault:
        raise Rejected({"of": _("This list can’t be saved.")}) from fault
    kind = parts.path.strip("/")
    if parts.netloc or parts.scheme or kind not in LISTINGS:
        raise Rejected({"of": _("This list can’t be saved.")})
    query = urlencode(_filters(kind, parts.query).chosen(), doseq=True)
    if len(query) > LONGEST:
        raise Rejected({"of": _("This list can’t be saved.")})
    return kind, query


def words(of: str) -> str:
    """What is looked for in the list at this address, by which it may be called; empty if nothing."""
    try:
        kind, query = read(of)
    except Rejected:
        return ""
    return str(getattr(_filters(kind, query), "q", ""))[:LONGEST_NAME]


def new_since(db: Session, me: Member, kind: str, query: str, since: datetime) -> list[Match]:
    """What is new in a saved list; nothing where what it asks for is there no more."""
    try:
        return list(LISTINGS[kind].new_since(db, me, _filters(kind, query), since))
    except (NotFound, Rejected):
        return []


def _filters(kind: str, query: str) -> Any:
    model = LISTINGS[kind].filters
    try:
        sent = parse_qs(query, max_num_fields=MOST_FIELDS)
    except ValueError as fault:
        raise Rejected({"of": _("This list can’t be saved.")}) from fault
    offered = {
        name: sent[name] if get_origin(field.annotation) is list else sent[name][-1]
        for name, field in model.model_fields.items()
        if name in sent
    }
    try:
        return model.model_validate(offered)
    except ValidationError as fault:
        raise Rejected({"of": _("This list can’t be saved.")}) from fault
