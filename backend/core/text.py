"""Text as people type it, made comparable and safe: one fold, one slug, one filter for all."""

import re
import unicodedata
from collections.abc import Callable
from typing import Annotated

from anyascii import anyascii
from pydantic import BeforeValidator

_APOSTROPHES = {"’": "'", "‘": "'", "ʼ": "'"}
# What casefold and decomposition leave apart though readers take it for the same letter; in the
# last two lines Persian, Urdu and Arabic keyboards, and the stroke that only widens a word.
_SAME = str.maketrans(
    {"ı": "i", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h"}
    | _APOSTROPHES
    | {"ی": "ي", "ى": "ي", "ې": "ي", "ک": "ك", "ھ": "ه", "ہ": "ه", "ە": "ه", "ة": "ه"}
    | {"ـ": None}
)
_QUOTES = str.maketrans(_APOSTROPHES)
# Vowels to their readers, though the tables have only a sign for them: محمد الفاسي is Alfasy.
_ALEFS = dict.fromkeys("اأإآٱא", "a")
_NUKTA, _POINTS, _ACCENTS = 7, range(10, 37), 200
# Han, Kana, Hangul, Thai, Lao, Khmer, Myanmar.
_RUNNING = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3\u0e00-\u0eff\u1780-\u17ff\u1000-\u109f"
)
# The vowel signs of Indic scripts are marks, which a regular expression takes for no letters.
_VOWELS = "\u0900-\u0963\u0966-\u0dff"
WORD = re.compile(rf"[{_RUNNING}]+|(?:[^\W_{_RUNNING}]|[{_VOWELS}])+")
_RUN = re.compile(rf"[{_RUNNING}]+")
_SPACES = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n{3,}")
# Marks that turn the reading direction and never belong to a word; the isolates and the joiners
# of Persian and Indic scripts are innocent and stay.
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs by the tables, though nothing is drawn for them."""


def fold(text: str) -> str:
    """The form in which two spellings of one word are equal: no case, accents, widths."""
    if text.isascii():
        return _SPACES.sub(" ", text.lower()).strip()
    # Taken apart again after the case: 𝐀 and ℌ are capitals only once they are plain letters.
    small = unicodedata.normalize("NFKD", text).casefold()
    spread = unicodedata.normalize("NFKD", small)
    bare = "".join(c for c in spread if not _is_accent(c))
    return _SPACES.sub(" ", bare.translate(_SAME)).strip()


def _is_accent(character: str) -> bool:
    """Whether a word is the same word without this mark.

    Told by its combining class: accents of Latin, Greek and Cyrillic (200 and up), points of
    Hebrew and Arabic (10 to 36), Indic nuktas (7). The other marks are letters to their readers:
    what tells Kana ga from ka, Indic viramas, the vowels and tones of Thai.
    """
    kind = unicodedata.combining(character)
    return kind >= _ACCENTS or kind == _NUKTA or kind in _POINTS


def is_run(word: str) -> bool:
    """Whether this is written in a script without spaces between words, or in Korean."""
    return _RUN.match(word) is not None


def slugify(text: str, *, limit: int = 60) -> str:
    """A readable piece of an address in plain Latin letters; never empty."""
    whole = unicodedata.normalize("NFC", text).translate(_QUOTES)
    latin = "".join(c if c.isascii() else _in_latin(c) for c in whole)
    latin = re.sub(r"[^a-z0-9]+", "-", latin.lower()).strip("-")
    if len(latin) > limit:
        latin = latin[: limit + 1].rpartition("-")[0] or latin[:limit]
    return latin or "item"


def _in_latin(character: str) -> str:
    """A letter of any script in Latin ones. Signs for sounds that Latin lacks fall out of words."""
    return _ALEFS.get(character) or anyascii(character).replace("'", "").replace("`", "")


def printable(text: str) -> str:
    """Text without control characters, lone surrogates and direction overrides, composed (NFC).

    They are invisible to who types them, and break feeds, HTML and PostgreSQL further on.
    """
    kept = (
        c
        for c in text.replace("\r\n", "\n").replace("\r", "\n")
        if c in "\n\t" or (unicodedata.category(c) not in {"Cc", "Cs"} and c not in _OVERRIDES)
    )
    return unicodedata.normalize("NFC", "".join(kept))


def one_line(text: str) -> str:
    return _seen(_SPACES.sub(" ", printable(text)).strip())


def prose(text: str) -> str:
    return _seen(_BLANK_LINES.sub("\n\n", printable(text)).strip())


def _seen(text: str) -> str:
    """The text; nothing if nobody can see any of it: a link in such words can't be found."""
    shows = any(c not in BLANK and unicodedata.category(c)[0] not in "CMZ" for c in text)
    return text if shows else ""


def parts(typed: str, between: str) -> list[str]:
    """What was typed as one list, each once and in its order."""
    return list(dict.fromkeys(one.strip() for one in typed.split(between) if one.strip()))


def last_part(address: str) -> str:
    """The piece of a page's address that tells people and things apart: mostly a whole is pasted."""
    return address.strip().rstrip("/").rpartition("/")[2]


def _filtered(how: Callable[[str], str]) -> BeforeValidator:
    return BeforeValidator(lambda value: how(value) if isinstance(value, str) else value)


Line = Annotated[str, _filtered(one_line)]
"""Words on one line: a title, a name. Limits are measured after the filter."""

Prose = Annotated[str, _filtered(prose)]
"""Words in paragraphs (Markdown). Limits are measured after the filter."""
