"""Why somebody is suggested: a sentence for each reason, with its points and its records."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.core.i18n import _, ngettext
from backend.core.speech import listed
from backend.domain.matching.helping import Kind, Record, Trace, parts
from backend.domain.subjects import Glance
from backend.domain.topics.queries import Tree

MOST_LINKS = 3


@dataclass(frozen=True, slots=True)
class Reason:
    kind: Kind
    words: str
    points: int
    records: Sequence[Glance] = ()
    """Where it can be read; of many, the newest."""
    topic: str = ""
    """The slug of the topic for which others endorse them: the list of those is its record."""


def reasons(record: Record, topics: Tree) -> list[Reason]:
    """All of them, in one order for everybody."""
    return [
        Reason(
            part.kind,
            _SAID[part.kind](record, topics),
            part.points,
            _records(part.kind, record),
            _endorsed_topic(record, topics) if part.kind == "endorsed" else "",
        )
        for part in parts(record)
    ]


def _records(kind: Kind, record: Record) -> list[Glance]:
    of_kind: Mapping[str, Mapping[UUID, Trace]] = {
        "helped": record.helped,
        "answered": record.answered,
        "adopted": record.adopted,
    }
    traces = list(of_kind.get(kind, {}).values())[:MOST_LINKS]
    return [Glance(one.kind, one.id, one.title, one.slug) for one in traces]


def _helped(record: Record, _topics: Tree) -> str:
    places = sorted({one.place for one in record.helped.values() if one.place})
    if places:
        return _("Helped {cities}.", cities=listed(places))
    return ngettext("One answer helped.", "{count} answers helped.", len(record.helped))


def _answered(record: Record, _topics: Tree) -> str:
    return ngettext(
        "Answered {count} challenge on this.",
        "Answered {count} challenges on this.",
        len(record.answered),
    )


def _declared(record: Record, topics: Tree) -> str:
    labels = [topic.label for topic in topics.of(record.declared)]
    return _("Can help with {topics}.", topics=listed(labels))


def _endorsed(record: Record, topics: Tree) -> str:
    labels = [topic.label for topic in topics.of(list(record.endorsed))]
    return ngettext(
        "{count} peer endorses them for {topic}.",
        "{count} peers endorse them for {topic}.",
        sum(record.endorsed.values()),
        topic=listed(labels),
    )


def _endorsed_topic(record: Record, topics: Tree) -> str:
    """That for which most do."""
    known = topics.of(list(record.endorsed))
    return max(known, key=lambda one: record.endorsed[one.id]).slug if known else ""


def _adopted(record: Record, _topics: Tree) -> str:
    return ngettext(
        "Told how their city uses {count} resource on this.",
        "Told how their city uses {count} resources on this.",
        len(record.adopted),
    )


def _load(record: Record, _topics: Tree) -> str:
    return ngettext(
        "Was asked to talk {count} time in the last 30 days, so others come first.",
        "Was asked to talk {count} times in the last 30 days, so others come first.",
        record.asked,
    )


_SAID: Mapping[Kind, Callable[[Record, Tree], str]] = {
    "helped": _helped,
    "answered": _answered,
    "declared": _declared,
    "endorsed": _endorsed,
    "adopted": _adopted,
    "mentions": lambda _record, _topics: _("Your words stand in their profile."),
    "language": lambda _record, _topics: _("Works in a language of yours."),
    "hours": lambda _record, _topics: _("In the office now."),
    "load": _load,
}
