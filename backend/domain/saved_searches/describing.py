"""By what a saved list is narrowed, in the words of whoever reads."""

from collections.abc import Callable, Collection, Mapping
from urllib.parse import parse_qs

from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core import tongues
from backend.core.db import rows
from backend.core.i18n import N_, _, language
from backend.domain import subjects
from backend.domain.challenges.filters import SORT_LABELS, STATUS_LABELS
from backend.domain.cities import countries
from backend.domain.cities.attributes import CLIMATES
from backend.domain.cities.countries import REGIONS
from backend.domain.cities.models import City
from backend.domain.resources.filters import SORTS
from backend.domain.resources.models import KINDS
from backend.domain.roundtables.filters import FORMAT_LABELS, SHOW_LABELS
from backend.domain.topics.queries import Tree, tree
from backend.domain.twinnings.standing import STANDINGS

_CHOICES: Mapping[str, Mapping[str, str]] = {
    "climate": CLIMATES,
    "endorsed": {"yes": N_("Endorsed by peers")},
    "format": FORMAT_LABELS,
    "hours": {"now": N_("In office hours now"), "mine": N_("Office hours overlap mine")},
    "mine": {"on": N_("My city is invited, or I have to do with it")},
    "my_city": {"on": N_("My city faces it")},
    "my_topics": {"on": N_("On my topics")},
    "ours": {"on": N_("Used by my city")},
    "region": REGIONS,
    "show": SHOW_LABELS,
    "sort": {**SORT_LABELS, **SORTS},
    "standing": STANDINGS,
    "status": STATUS_LABELS,
    "unanswered": {"on": N_("Not answered yet")},
}


def described(db: Session, queries: Collection[str]) -> dict[str, list[str]]:
    """Each filter of these addresses in words, by the address; two queries, or none for none."""
    asked = {query: parse_qs(query) for query in queries}
    if not asked:
        return {}
    slugs = {slug for said in asked.values() for slug in said.get("city", ())}
    named = columns(col(City.slug), col(City.name)).where(col(City.slug).in_(slugs))
    cities = {slug: name for slug, name in rows(db, named)} if slugs else {}  # noqa: C416 - a Row is no pair
    topics = tree(db)
    return {
        query: [
            _label(name, value, topics, cities) for name, some in said.items() for value in some
        ]
        for query, said in asked.items()
    }


def _label(name: str, value: str, topics: Tree, cities: Mapping[str, str]) -> str:
    if name in _CHOICES:
        return _(_CHOICES[name].get(value, value))
    told: Mapping[str, Callable[[], str]] = {
        "q": lambda: _("“{words}”", words=value),
        "kind": lambda: _kind(value),
        "topic": lambda: _topic(value, topics),
        "principle": lambda: _topic(f"open-{value}", topics),
        "can_help": lambda: _("Can help with {topic}", topic=_topic(value, topics)),
        "looking_for": lambda: _("Looking for help with {topic}", topic=_topic(value, topics)),
        "language": lambda: tongues.name(value),
        "country": lambda: countries.name(value, language().code),
        "city": lambda: cities.get(value, value),
    }
    return told[name]() if name in told else value


def _kind(value: str) -> str:
    if value in KINDS:
        return _(KINDS[value])
    kinds = subjects.kinds()
    return _(kinds[value].nouns) if value in kinds else value


def _topic(slug: str, topics: Tree) -> str:
    known = topics.by_slug.get(slug)
    return known.label if known else slug
