"""Terms of a vocabulary are known in any form of their words, and nothing else is taken for one."""

import pytest

from backend.core import terms
from backend.core.terms import Kept
from backend.core.text import fold

KNOWN = [
    ("exit clause", "en", "exit clauses"),
    ("exit clauses", "en", "EXIT CLAUSE"),
    ("digital twins", "en", "digital twin"),
    ("vendor lock-in", "en", "vendor lock-in"),
    ("vendor lock-in", "en", "Vendor Lock in"),
    ("zor-bux", "sw", "zor-bux"),
    ("jumeaux numériques", "fr", "jumeau numérique"),
    ("jumeaux numériques", "fr", "jumeaux numeriques"),
    ("capteurs", "fr", "capteur"),
    ("sans-abri", "fr", "Sans abri"),
    ("autorisation d’urbanisme", "fr", "autorisations d'urbanisme"),
    ("habitação", "pt-BR", "habitações"),
    ("habitação", "pt", "habitacao"),
    ("vivienda de interés social", "es", "viviendas de interés social"),
    ("العقود المفتوحة", "ar", "عقود مفتوحة"),
    ("открытые данные", "ru", "открытых данных"),
    ("開放資料", "zh-Hant", "開放資料"),
    ("5G基地局", "ja", "5g 基地局"),
]

UNKNOWN = [
    ("exit clause", "en", "clause exit"),
    ("exit clause", "en", "exit the clause"),
    ("exit clause", "en", "exit"),
    ("exit clause", "en", "clauses"),
    ("digital twins", "en", "digital twine"),
    ("vendor lock-in", "en", "vendor lock"),
    ("jumeaux numériques", "fr", "jumeau et numérique"),
    ("abri", "fr", "abrir"),
    ("habitações", "en", "habitação"),
    ("open data", "en", "open database"),
    ("المدينة الذكية", "ar", "المدينة المفتوحة"),
    ("開放資料", "zh", "開放資"),
    ("zor-bux", "sw", "zor-buxes"),
]


def called(typed: str, term: str, language: str) -> bool:
    """Whether just this, and all of it, is the term."""
    said = terms.cut(typed)
    kept = Kept(fold(term), terms.key(term, language), language)
    found = terms.called(list(terms.runs(said)), kept)
    return [(run.start, run.end) for run in found] == [(0, len(said))]


@pytest.mark.parametrize(("term", "language", "typed"), KNOWN)
def test_a_term_is_known_in_every_form_of_its_words(term: str, language: str, typed: str) -> None:
    assert called(typed, term, language)


@pytest.mark.parametrize(("term", "language", "typed"), UNKNOWN)
def test_no_term_is_seen_in_other_words_or_another_order_or_language(
    term: str, language: str, typed: str
) -> None:
    assert not called(typed, term, language)


def test_a_term_is_seen_among_other_words() -> None:
    kept = Kept("exit clause", terms.key("exit clause", "en"), "en")
    some = list(terms.runs(terms.cut("Which exit clauses did Lima agree on?")))
    assert [(run.start, run.end) for run in terms.called(some, kept)] == [(1, 3)]


def test_a_term_of_more_words_than_are_looked_at_is_not_seen() -> None:
    for words, is_seen in ((terms.LONGEST, True), (terms.LONGEST + 1, False)):
        assert called(" ".join("abcdefg"[:words]), " ".join("abcdefg"[:words]), "en") is is_seen
    assert list(terms.runs(terms.cut(" - "))) == []


def test_a_key_is_no_longer_than_its_column() -> None:
    assert len(terms.key("straße " * 90, "de")) == terms.MOST_LETTERS
