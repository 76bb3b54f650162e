"""Stems: what the forms of one word have in common, in the language that a text is written in.

A text is stemmed in its own language. A question is stemmed in every language that its script
could be, since nobody says in which language they ask: so no hit depends on the language of the
pages. Accents matter to a stemmer and are left out by many who type, so a word is stemmed as it is
written and as it is folded.
"""

from functools import lru_cache

import snowballstemmer

from backend.core import arabic
from backend.core.text import fold

LEAST, SURE = 3, 4
"""Letters of a stem that says anything, and of one that says the same in every language. In some
language nearly every short word is a stem: "data" has that of the Dutch "dat", and half of all
Dutch texts. So a short stem is told by its language, and asked for in few."""
SPOKEN = frozenset({"", "ar", "en", "es", "fr", "pt"})
LONGEST = 60
"""Letters of a word that count, in text and question alike."""

LATIN = {
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "sv": "swedish",
    "tr": "turkish",
}
OTHER = {
    "el": "greek",
    "hi": "hindi",
    "hy": "armenian",
    "ne": "nepali",
    "ru": "russian",
    "sr": "serbian",
    "ta": "tamil",
}
STEMMERS = LATIN | OTHER | {"nn": "norwegian", "no": "norwegian"}
_BY_SCRIPT = {
    "\u0370\u03ff": ("el",),
    "\u0400\u052f": ("ru", "sr"),
    "\u0530\u058f": ("hy",),
    "\u0900\u097f": ("hi", "ne"),
    "\u0b80\u0bff": ("ta",),
}
_LAST_LATIN = "\u02ff"


@lru_cache(maxsize=200_000)
def of(word: str, language: str) -> tuple[str, ...]:
    """The folded stems of a word, in small letters, of a text in this language."""
    word = word[:LONGEST]
    folded = fold(word)[:LONGEST]
    if arabic.is_arabic(folded):
        found, language = {arabic.stem(folded)}, "ar"
    elif language in STEMMERS:
        stemmer = _stemmer(language)
        found = {fold(stemmer.stemWord(word)), fold(stemmer.stemWord(folded))}
    else:
        return ()
    return tuple(sorted(_told(one[:LONGEST], language) for one in found if len(one) >= LEAST))


@lru_cache(maxsize=20_000)
def of_a_question(word: str, known: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """The folded stems of a word that somebody asks for: in every language, if none is known."""
    codes = languages(word) if known is None else known
    found = {stem for code in codes for stem in of(word, code)}
    return tuple(sorted(stem for stem in found if not _is_chance(stem)))


@lru_cache(maxsize=200_000)
def root(word: str, language: str) -> str:
    """The one folded stem, however short, of a word in small letters; itself where none is known."""
    folded = fold(word)[:LONGEST]
    if arabic.is_arabic(folded):
        return arabic.stem(folded)
    return fold(_stemmer(language).stemWord(word[:LONGEST])) if language in STEMMERS else folded


def _told(stem: str, language: str) -> str:
    """A short stem, told from the same one of another language."""
    return stem if len(stem) >= SURE else f"{language}_{stem}"


def _is_chance(stem: str) -> bool:
    language, short, _stem = stem.partition("_")
    return bool(short) and language not in SPOKEN


def languages(word: str) -> tuple[str, ...]:
    """Those whose stems a word may have, by its script; "" where that tells none."""
    letter = word[:1]
    if letter <= _LAST_LATIN or "\u1e00" <= letter <= "\u1eff":
        return tuple(LATIN)
    for script, languages in _BY_SCRIPT.items():
        if script[0] <= letter <= script[1]:
            return languages
    return ("",)


@lru_cache(maxsize=64)
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(STEMMERS[language])
