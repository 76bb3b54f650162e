"""The form in which conveners keep a topic: what it is filled with, and what it offers."""

from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

from backend.core import tongues
from backend.core.i18n import _
from backend.domain.curation.drafts import TopicDraft
from backend.domain.topics import goals as sustainable
from backend.domain.topics.queries import Tree
from backend.kit.forms import Form


class Said(Protocol):
    """What a topic is called in one language."""

    @property
    def language(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def synonyms(self) -> Sequence[str]: ...
    @property
    def description(self) -> str: ...


def filled(
    said: Sequence[Said], *, kind: str, under: str = "", sdg: Sequence[int] = ()
) -> Form[TopicDraft]:
    """The form of a topic with these words."""
    return Form(
        TopicDraft,
        {
            "words.language": [one.language for one in said],
            "words.label": [one.label for one in said],
            "words.synonyms": ["\n".join(one.synonyms) for one in said],
            "words.description": [one.description for one in said],
            "kind": [kind],
            "under": [under],
            "sdg": [str(goal) for goal in sdg],
        },
    )


def tongues_of(lines: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    """The languages of these lines, each with its name."""
    return [(one.get("language", ""), tongues.name(one.get("language", ""))) for one in lines]


def places(known: Tree, besides: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """What a topic can be a part of: every topic in use, further in the deeper it stands."""
    depths: dict[UUID, int] = {}
    for row in known.rows:
        depths[row.id] = depths.get(row.parent_id, -1) + 1 if row.parent_id else 0
    offered = [
        (row.slug, "\u2003" * depths[row.id] + row.label)
        for row in known.rows
        if row.slug not in besides
    ]
    return [("", _("It stands by itself")), *offered]


def goals() -> list[tuple[int, str]]:
    return [(number, sustainable.name(number)) for number in range(1, len(sustainable.GOALS) + 1)]
