"""Text as the index keeps it: folded words in their order, and their stems beside them.

Both databases get words that are cut and folded here, so both find the same. Scripts written
without spaces are cut into overlapping pairs of signs (bigrams), as is usual for them:
McNamee and Mayfield, Character N-Gram Tokenization for European Language Text Retrieval, 2004.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from backend.core.text import fold

# Han, Hiragana, Katakana, Thai, Lao, Khmer, Myanmar: no spaces between words.
_UNSPACED = (
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1780-\u17ff\u1000-\u109f"
)
# The vowel signs of Indic scripts are marks, which a regular expression takes for no letters.
_MARKS = "\u0900-\u0963\u0966-\u0dff"
_WORD = re.compile(rf"[{_UNSPACED}]+|(?:[^\W_{_UNSPACED}]|[{_MARKS}])+")
_RUN = re.compile(rf"[{_UNSPACED}]+")

STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
ASKED_IN = ("en", "es", "pt", "fr", "ar")
"""A question is stemmed in all of these: nobody says in which language they ask."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked for: any of these forms (or words that begin with them), or all but them."""

    forms: tuple[str, ...]
    """Alternatives, the word itself first. A phrase has one form, with spaces in it."""
    excluded: bool = False
    begins: bool = False
    """Whether words that only begin so are meant too: the last word, which may be half typed."""


LONGEST = 60
"""Letters of a word that count; longer ones are cut off there, in text and question alike."""


def cut(text: str) -> list[str]:
    """Folded words in their order; runs without spaces as overlapping pairs of signs."""
    return [piece[:LONGEST] for word in _WORD.findall(fold(text)) for piece in _pieces(word)]


def stems(text: str, language: str) -> list[str]:
    """Folded stems of the words that have one different from themselves, each once."""
    code = language.split("-", maxsplit=1)[0]
    if code not in STEMMERS:
        return []
    spoken = [word for word in _WORD.findall(text.casefold()) if not _RUN.match(word)]
    found = {_stem(word, code): fold(word) for word in dict.fromkeys(spoken)}
    return [stem for stem, word in found.items() if stem not in {"", word}]


def asked(question: str) -> list[Asked]:
    """What a question asks for: words, "phrases in quotes", and -words to leave out."""
    parts = list(_parts(question))
    return [
        Asked(forms, excluded=excluded, begins=place == len(parts) - 1 and not quoted)
        for place, (forms, excluded, quoted) in enumerate(parts)
    ]


_PART = re.compile(r'(-?)"([^"]*)"?|(\S+)')
MOST_PARTS = 12
"""More words than these in a question are left aside."""


def _parts(question: str) -> Iterator[tuple[tuple[str, ...], bool, bool]]:
    count = 0
    for minus, phrase, plain in _PART.findall(question):
        word = plain.lstrip("-")
        excluded = bool(minus) or (plain.startswith("-") and bool(word))
        for forms, quoted in _forms(phrase, word):
            yield forms, excluded, quoted
            count += 1
            if count == MOST_PARTS:
                return


def _forms(phrase: str, word: str) -> Iterable[tuple[tuple[str, ...], bool]]:
    if phrase:
        pieces = cut(phrase)
        return [((" ".join(pieces),), True)] if pieces else []
    return [(_alternatives(one), False) for one in _WORD.findall(word)]


def _alternatives(word: str) -> tuple[str, ...]:
    pieces = cut(word)
    if len(pieces) != 1:
        # A run without spaces is asked for as a phrase of its pairs.
        return (" ".join(pieces),) if pieces else ()
    lower = word.casefold()
    return tuple(dict.fromkeys([pieces[0], *filter(None, (_stem(lower, c) for c in ASKED_IN))]))


def _pieces(word: str) -> list[str]:
    if not _RUN.match(word) or len(word) == 1:
        return [word]
    return [word[at : at + 2] for at in range(len(word) - 1)]


@lru_cache(maxsize=20_000)
def _stem(word: str, code: str) -> str:
    return fold(_stemmer(code).stemWord(word))[:LONGEST]


@lru_cache(maxsize=32)
def _stemmer(code: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(STEMMERS[code])
