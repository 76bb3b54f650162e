"""Why somebody is in a list: sentences that name what they share with what was asked. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.core import tongues
from backend.core.i18n import _, ngettext
from backend.core.speech import listed
from backend.core.text import fold
from backend.domain.directory.asked import Question
from backend.domain.directory.filters import Filters
from backend.domain.directory.office_hours import Clock, Place, minutes_shared
from backend.domain.members.profiles import Person
from backend.domain.search.snippets import Piece, snippet
from backend.domain.topics.queries import TopicRow, Tree

_WORD = re.compile(r"\w+")
MOST = 3
LENGTH = 150
"""Letters of the words that are quoted from a profile."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence, or a stretch of the profile with the words marked that were found."""

    words: str = ""
    marked: Sequence[Piece] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list was asked for, and by whom, as far as it gives reasons."""

    filters: Filters
    topics: Tree
    question: Question | None
    can_help: Collection[UUID]
    """The asker's own topics."""
    looking_for: Collection[UUID]
    mine: Clock
    """The asker's own office hours."""
    moment: datetime
    endorsed: Mapping[UUID, Mapping[UUID, int]]
    """How many peers endorse whom, by topic."""


def reasons(person: Person, wanted: Wanted) -> list[Reason]:
    """The best few reasons, the plainest first."""
    found = [
        *_topics(person, wanted),
        *_quoted(person, wanted, every_part=True),
        *_circumstances(person, wanted),
    ]
    others = found or [*_quoted(person, wanted, every_part=False), *_common(person, wanted)]
    return others[:MOST]


def in_sentence(label: str) -> str:
    """A label inside a sentence: "data trusts", but "GIS"."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _topics(person: Person, wanted: Wanted) -> Iterator[Reason]:
    meant = wanted.question.topics if wanted.question else frozenset()
    helps = meant | wanted.topics.branches_of(wanted.filters.can_help)
    if named := _named(person.can_help, helps):
        yield Reason(_("Can help with {topics}.", topics=named))
        yield from _support(person, wanted, helps)
    seeks = meant | wanted.topics.branches_of(wanted.filters.looking_for)
    if named := _named(person.looking_for, seeks):
        yield Reason(_("Is looking for help with {topics}.", topics=named))


def _support(person: Person, wanted: Wanted, topics: Collection[UUID]) -> Iterator[Reason]:
    """For which of these topics most peers endorse somebody."""
    of_person = wanted.endorsed.get(person.id, {})
    counts = {one: of_person[one.id] for one in person.can_help if one.id in of_person}
    counts = {one: count for one, count in counts.items() if one.id in topics}
    if counts:
        best = max(counts, key=lambda one: counts[one])
        yield Reason(
            ngettext(
                "{count} peer endorses them for {topic}.",
                "{count} peers endorse them for {topic}.",
                counts[best],
                topic=in_sentence(best.label),
            )
        )


def _quoted(person: Person, wanted: Wanted, *, every_part: bool) -> Iterator[Reason]:
    """The first part of the profile in which all the words stand, or at least some of them."""
    if wanted.question is None:
        return
    asked = wanted.question.forms
    enough = all if every_part else any
    for text in (person.bio, person.department, person.organisation, person.title):
        said = [fold(word) for word in _WORD.findall(text)]
        if enough(any(word.startswith(forms) for word in said) for forms in asked):
            yield Reason(marked=snippet(text, wanted.question.marker, LENGTH))
            return


def _circumstances(person: Person, wanted: Wanted) -> Iterator[Reason]:
    spoken = [tag for tag in person.languages if tag in wanted.filters.language]
    if spoken:
        names = ", ".join(tongues.name(tag) for tag in spoken)
        yield Reason(_("Speaks {languages}.", languages=names))
    if wanted.filters.hours == "now":
        yield Reason(_("In the office now."))
    if wanted.filters.hours == "mine":
        yield from _shared_hours(person, wanted)


def _shared_hours(person: Person, wanted: Wanted) -> Iterator[Reason]:
    if person.work_starts is None or person.work_ends is None:
        return
    place = Place(person.zone, person.city.country if person.city else "")
    theirs = Clock(place, person.work_starts, person.work_ends)
    hours, minutes = divmod(minutes_shared(theirs, wanted.moment, wanted.mine), 60)
    spoken = [ngettext("{count} hour", "{count} hours", hours)]
    if minutes:
        spoken.append(ngettext("{count} minute", "{count} minutes", minutes))
    yield Reason(_("Office hours overlap with yours for {time}.", time=listed(spoken)))


def _common(person: Person, wanted: Wanted) -> Iterator[Reason]:
    """What speaks for a conversation when nothing in particular was asked for."""
    if named := _named(person.can_help, wanted.looking_for):
        yield Reason(_("Can help with {topics}, which you are looking for.", topics=named))
    if named := _named(person.looking_for, wanted.can_help):
        yield Reason(_("Is looking for help with {topics}, which you can help with.", topics=named))


def _named(topics: Sequence[TopicRow], wanted: Collection[UUID]) -> str:
    return ", ".join(in_sentence(topic.label) for topic in topics if topic.id in wanted)
