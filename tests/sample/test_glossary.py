"""Whoever looks for one word of the glossary finds what they find who look for the others."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from backend.core.db import rows
from backend.domain.glossary import starter
from backend.domain.search import engine, question
from backend.domain.search.wanted import Either, Wanted
from backend.domain.search.widening import widened

ENTRIES = {
    slug: [term for one in draft.words for term in one.terms] for slug, draft in starter.load()
}


def found(db: Session, typed: str) -> frozenset[int]:
    """All that is found, by its number, as if everybody might see everything."""
    wide = widened(db, question.read(typed))
    assert wide.begun is None, f"“{typed}” is no word that could go on"
    said = wide.question.literal
    anyhow = Wanted(Either((said.what, wide.wanted.what)), said.but) if wide.wanted else said
    return frozenset(rows(db, engine.matching(db, anyhow)).scalars())


@pytest.mark.parametrize("slug", ENTRIES)
def test_every_term_of_an_entry_finds_the_same(slug: str, network: Engine) -> None:
    with Session(network) as db:
        by_term = {term: found(db, term) for term in ENTRIES[slug]}
        in_capitals = {term: found(db, term.upper()) for term in ENTRIES[slug][:1]}
    every = frozenset().union(*by_term.values())
    assert {term: len(every - some) for term, some in by_term.items() if some != every} == {}
    assert set(in_capitals.values()) == {every}


def test_the_entries_of_the_glossary_find_something(network: Engine) -> None:
    with Session(network) as db:
        nothing = [slug for slug, some in ENTRIES.items() if not found(db, some[0])]
    assert len(nothing) < len(ENTRIES) / 4, nothing
