"""Why two cities are alike, in sentences: one for each factor, whether it speaks for it or not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from babel.numbers import format_decimal

from backend.core import ids, tongues
from backend.core.i18n import _, language, ngettext
from backend.core.speech import listed
from backend.domain.cities.models import PRINCIPLE_NAMES
from backend.domain.matching.cities import Compared, Pair
from backend.domain.matching.likeness import COMPLEMENTS, SCALE, UNHEARD, Contribution
from backend.domain.topics.queries import Tree

MOST_TOPICS = 3
MOST_PRINCIPLES = 2
"""Of those in which one is ahead, the ones that are worth most to each other."""
TOP = "leading"


@dataclass(frozen=True, slots=True)
class Line:
    """One factor as it is shown."""

    factor: str
    points: int
    most: int
    """The points that it would give if they were wholly alike in it."""
    weight: int
    known: int
    """How much of its weight is known, in per cent."""
    per_cent: int | None
    """How alike they are in it; None where one of them has not said."""
    sentence: str


def lines(pair: Pair, topics: Tree) -> list[Line]:
    """Every factor with what it gives, in the order in which they are named everywhere."""
    return [_line(one, pair, topics) for one in pair.likeness.contributions]


def reasons(pair: Pair, topics: Tree) -> list[str]:
    """What speaks most for it, in at most two sentences."""
    giving = sorted(pair.likeness.contributions, key=lambda one: -one.points)
    return [_line(one, pair, topics).sentence for one in giving[:2] if one.points]


def _line(one: Contribution, pair: Pair, topics: Tree) -> Line:
    if one.alike is None:
        return Line(one.factor, 0, 0, one.weight, 0, None, _unknown(one.factor, pair))
    per_cent = round(100 * one.alike / SCALE)
    words = _SAID[one.factor](pair, topics)
    return Line(one.factor, one.points, one.most, one.weight, one.known, per_cent, words)


def _priorities(pair: Pair, topics: Tree) -> str:
    here, other = pair.here, pair.other
    shared = [one for one in here.facts.priorities if one in other.facts.priorities]
    if not shared:
        return _("They have no priority in common.")
    known = [ids.read(topic) for topic in shared]
    return _("Among the priorities of both: {topics}.", topics=_topics(known, topics))


def _challenges(pair: Pair, topics: Tree) -> str:
    here, other = pair.here, pair.other
    shared = here.facts.challenges & other.facts.challenges
    if not shared:
        return _("They face no challenge on the same topic.")
    rare = pair.rarity.challenges
    known = [topic.id for topic in topics.of(map(ids.read, shared))]
    known.sort(key=lambda topic: -rare.get(topic.hex, UNHEARD))
    return _("Both face challenges on: {topics}.", topics=_topics(known, topics))


def _openness(pair: Pair, topics: Tree) -> str:
    here, other = pair.here, pair.other
    both = zip(PRINCIPLE_NAMES, here.facts.stages, other.facts.stages, strict=True)
    apart = [one for one in both if one[1] and one[2] and one[1] != one[2]]
    apart.sort(key=lambda one: -COMPLEMENTS[one[1], one[2]])
    said = [
        _ahead(*((here, other) if _is_ahead(ours, theirs) else (other, here)), principle, topics)
        for principle, ours, theirs in apart[:MOST_PRINCIPLES]
    ]
    return " ".join(said) or _("Both are equally far in each principle of which both spoke.")


def _ahead(first: Compared, then: Compared, principle: str, topics: Tree) -> str:
    at = PRINCIPLE_NAMES.index(principle)
    given = {
        "first": first.city.name,
        "then": then.city.name,
        "principle": _principle(principle, topics),
    }
    return {
        (TOP, "practising"): _("{first} leads in {principle}, which {then} practises.", **given),
        (TOP, "exploring"): _("{first} leads in {principle}, which {then} explores.", **given),
        (TOP, "not_started"): _(
            "{first} leads in {principle}, which {then} has not started.", **given
        ),
        ("practising", "exploring"): _(
            "{first} practises {principle}, which {then} explores.", **given
        ),
        ("practising", "not_started"): _(
            "{first} practises {principle}, which {then} has not started.", **given
        ),
        ("exploring", "not_started"): _(
            "{first} explores {principle}, which {then} has not started.", **given
        ),
    }[first.facts.stages[at], then.facts.stages[at]]


def _population(pair: Pair, topics: Tree) -> str:  # noqa: ARG001 - as of every factor
    here, other = pair.here, pair.other
    return _(
        "{here} has {people} people, {other} {others}.",
        here=here.city.name,
        people=number(here.facts.population),
        other=other.city.name,
        others=number(other.facts.population),
    )


def _languages(pair: Pair, topics: Tree) -> str:  # noqa: ARG001 - as of every factor
    here, other = pair.here, pair.other
    shared = sorted(here.facts.languages & other.facts.languages)
    if not shared:
        return _("They have no official language in common.")
    named = listed([tongues.name(tag) for tag in shared])
    return _("Both work in {languages}.", languages=named)


def _unknown(factor: str, pair: Pair) -> str:
    """Who has not said it yet."""
    both = (pair.here, pair.other)
    # Both may have spoken, but of different principles.
    silent = [one for one in both if not _is_said(factor, one)] or both
    named = listed([one.city.name for one in silent])
    return {
        "priorities": _("Not known yet: what {cities} puts first.", cities=named),
        "challenges": _("Not known yet: which challenges {cities} faces.", cities=named),
        "openness": _("Not known yet: how open {cities} is.", cities=named),
        "population": _("Not known yet: how many people live in {cities}.", cities=named),
        "languages": _("Not known yet: the official languages of {cities}.", cities=named),
    }[factor]


def _is_said(factor: str, one: Compared) -> bool:
    if factor == "openness":
        return any(one.facts.stages)
    return bool(getattr(one.facts, factor))


def missing(one: Compared) -> Iterator[str]:
    """What of a city isn't known, by the names of the factors."""
    return (factor for factor in _SAID if not _is_said(factor, one))


def _is_ahead(ours: str, theirs: str) -> bool:
    order = ("not_started", "exploring", "practising", TOP)
    return order.index(ours) > order.index(theirs)


def _principle(name: str, topics: Tree) -> str:
    topic = topics.by_slug.get(f"open-{name}")
    label = topic.label if topic else name
    return label[:1].lower() + label[1:]


def _topics(ids: Sequence[UUID], topics: Tree) -> str:
    labels = [topics.by_id[one].label for one in ids if one in topics.by_id]
    more = len(labels) - MOST_TOPICS
    if more <= 0:
        return ", ".join(labels)
    named = ", ".join(labels[:MOST_TOPICS])
    return ngettext("{topics} and {count} more", "{topics} and {count} more", more, topics=named)


def number(count: int | None) -> str:
    """As the reader writes it."""
    locale = language().code.split("-", maxsplit=1)[0]
    return format_decimal(count, locale=locale) if count else ""


_SAID: Mapping[str, Callable[[Pair, Tree], str]] = {
    "priorities": _priorities,
    "challenges": _challenges,
    "openness": _openness,
    "population": _population,
    "languages": _languages,
}
