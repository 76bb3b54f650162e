"""Asking the index. Visibility is part of the question, for hits and for counts alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core import clock
from backend.core.db import rows
from backend.core.pages import PAGE
from backend.domain import subjects
from backend.domain.members.models import Actor
from backend.domain.search import facets, pool, question, ranking
from backend.domain.search.facets import Chosen
from backend.domain.search.looked import Pool, Row
from backend.domain.search.marking import NO_MARKS, Marker, marker
from backend.domain.search.models import SearchDocument
from backend.domain.search.question import Question
from backend.domain.search.ranking import Key
from backend.domain.search.snippets import Piece, snippet
from backend.domain.search.widening import Widened, widened

Place: TypeAlias = tuple[float, int]
"""Sorts the best first, of equals the newest."""


class Said(NamedTuple):
    """What a hit is made of, as the index keeps it."""

    kind: str
    language: str
    at: datetime
    subject_id: UUID
    slug: str
    title: str
    body: str


SAID: Sequence[Any] = [getattr(SearchDocument, name) for name in Said._fields]


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what and where it is, and the place in it with the hit marked."""

    subject: subjects.Glance
    language: str
    at: datetime
    title: Sequence[Piece]
    snippet: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits, and what there is of each facet over all pages."""

    hits: Sequence[Hit] = ()
    total: int = 0
    is_more: bool = False
    """Whether there are more than the total and the counts say."""
    counts: Mapping[str, Mapping[str, int]] = field(
        default_factory=lambda: {name: {} for name in facets.FACETS}
    )
    next_key: str | None = None
    marked: Marker = NO_MARKS
    """Marks what was found."""
    is_term: bool = False
    """Whether a topic or the glossary is called just so: then nothing is misspelled."""


NOTHING = Found()


def search(
    db: Session, me: Actor, text: str, chosen: Chosen | None = None, *, after: str = ""
) -> Found:
    """What this person may see of what matches, best first; counts over all of it."""
    asked = question.read(text)
    if not asked:
        return NOTHING
    chosen = chosen or Chosen()
    wide, everything = _matching(db, me, asked)
    listed = everything
    if chosen and everything.is_cut:
        # So much matches that what was chosen may lie beyond what was looked at: ask for it alone.
        listed = pool.found(db, me, wide, chosen.marks)
    some = facets.taken(listed.rows, chosen)
    ranked = _ranked(some, listed.levels)
    key = ranking.key(after)
    rest = [one for one in ranked if one[0] > (-key.score, -key.number)] if key else ranked
    page = rest[:PAGE]
    marked = marker(asked, wide.others)
    return Found(
        _hits(db, [row for _place, row in page], marked),
        len(some),
        is_more=listed.is_cut,
        counts=_counts(everything, listed, some, chosen),
        next_key=_key(page[-1][0]) if len(rest) > PAGE else None,
        marked=marked,
        is_term=wide.is_known,
    )


def _matching(db: Session, me: Actor, asked: Question) -> tuple[Widened, Pool]:
    """What matches. While the words as they stand fill no page, the last may be half typed."""
    wide = widened(db, asked)
    everything = pool.found(db, me, wide.finished)
    if len(everything.rows) < PAGE and (begun := wide.begun) is not None:
        return begun, pool.found(db, me, begun)
    return wide.finished, everything


def _counts(
    everything: Pool, listed: Pool, some: Sequence[Row], chosen: Chosen
) -> Mapping[str, Mapping[str, int]]:
    """Of a facet in which something is chosen, from all that matches; of the others, from that."""
    if listed is everything:
        return {name: facets.counted(everything.rows, chosen, name) for name in facets.FACETS}
    within = {name: facets.counts(some, name) for name in facets.FACETS}
    over_all = {name: facets.counted(everything.rows, chosen, name) for name in chosen.values}
    return {name: {**over_all.get(name, {}), **within[name]} for name in facets.FACETS}


def _ranked(found: Sequence[Row], levels: Mapping[int, int]) -> list[tuple[Place, Row]]:
    """The best first, each with its place."""
    now, placed = clock.now(), []
    for row in found:
        level = levels[row.number]
        is_person = row.kind == "member"
        score = ranking.score(
            level, row.at, now, stands=not row.year, is_mine=row.is_mine, is_person=is_person
        )
        placed.append(((-score, -row.number), row))
    placed.sort(key=itemgetter(0))
    return placed


def _key(place: Place) -> str:
    score, number = place
    return str(Key(-score, -number))


def _hits(db: Session, page: Sequence[Row], marked: Marker) -> list[Hit]:
    wanted: Any = columns(
        col(SearchDocument.number),
        col(SearchDocument.subject_id),
        col(SearchDocument.slug),
        col(SearchDocument.title),
        col(SearchDocument.body),
    ).where(col(SearchDocument.number).in_([row.number for row in page]))
    kept = {number: said for number, *said in rows(db, wanted)} if page else {}
    return [hit(Said(row.kind, row.language, row.at, *kept[row.number]), marked) for row in page]


def hit(said: Said, marked: Marker) -> Hit:
    return Hit(
        subjects.Glance(said.kind, said.subject_id, said.title, said.slug),
        said.language,
        said.at,
        snippet(said.title, marked, len(said.title), said.language),
        snippet(said.body, marked, language=said.language),
    )
