"""Concepts as other programs know them: SKOS, the W3C's words for thesauri, in JSON-LD. Pure."""

from collections.abc import Callable, Sequence
from typing import Any

from backend.domain.glossary.queries import ConceptRow

CONTEXT = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"},
    "altLabel": {"@id": "skos:altLabel", "@container": "@language"},
    "definition": {"@id": "skos:definition", "@container": "@language"},
    "related": {"@id": "skos:related", "@type": "@id"},
    "inScheme": {"@id": "skos:inScheme", "@type": "@id"},
}


def written(
    concepts: Sequence[tuple[ConceptRow, str]], scheme: str, address: Callable[[str], str]
) -> dict[str, Any]:
    """The whole glossary; each concept with the address of its topic, where it has one."""
    return {
        "@context": CONTEXT,
        "@id": scheme,
        "@type": "skos:ConceptScheme",
        "@graph": [_concept(row, topic, scheme, address) for row, topic in concepts],
    }


def _concept(
    row: ConceptRow, topic: str, scheme: str, address: Callable[[str], str]
) -> dict[str, Any]:
    said: dict[str, Any] = {
        "@id": address(row.slug),
        "@type": "skos:Concept",
        "inScheme": scheme,
        "prefLabel": {one.language: one.terms[0] for one in row.words if one.terms},
        "altLabel": {one.language: list(one.terms[1:]) for one in row.words if len(one.terms) > 1},
        "definition": {one.language: one.meaning for one in row.words if one.meaning},
    }
    return {**said, "related": topic} if topic else said
