"""Names of people, in any script: what can't be a name, and what could be read as another. Pure.

After Unicode Technical Standard 39, with the data that confusable_homoglyphs brings: section 4 (the
skeleton in which names that look alike are equal), 5.2 (the restriction level "highly restrictive":
one script, or Latin beside Japanese, Chinese or Korean) and 5.4 (at most four marks on a letter).
Script stands for Script_Extensions there: what several scripts share belongs to each.
"""

import re
import unicodedata
from functools import lru_cache

from confusable_homoglyphs import categories, confusables

from backend.core.text import BLANK

MOST_MARKS = 4
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = frozenset("\u200c\u200d")
_INNOCENT = str.maketrans(dict.fromkeys("\u200e\u200f\u061c\u00ad\ufeff"))
"""Invisible, and left behind by keyboards and copying: they fall out instead of being refused."""
_SEEN_BY_NOBODY = BLANK | frozenset("\u034f\u17b4\u17b5")
"""Letters and marks by the tables, but blank: with one behind it, a name passes for another's."""
_SELECTORS = re.compile("[\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""They choose one of a letter's shapes, which some Japanese names need."""
_NO_CHARACTERS = frozenset(map(chr, range(0xFDD0, 0xFDF0))) | {
    chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF)
}
_JOINED = frozenset({"ARABIC", "SYRIAC", "MONGOLIAN", "NKO", "MANDAIC", "ADLAM", "HANIFI_ROHINGYA"})
"""Scripts that are written joined, where a joiner changes the letters beside it."""
_VIRAMA = 9
_EVERYWHERE = frozenset({"COMMON", "INHERITED", "Unknown"})
_TOGETHER = {
    "HAN": {"HAN", "Jpan", "Hanb", "Kore"},
    "HIRAGANA": {"HIRAGANA", "Jpan"},
    "KATAKANA": {"KATAKANA", "Jpan"},
    "BOPOMOFO": {"BOPOMOFO", "Hanb"},
    "HANGUL": {"HANGUL", "Kore"},
}
"""Ways of writing that are made of several scripts (UTS 39, 5.1)."""
_BESIDE_LATIN = frozenset({"Jpan", "Hanb", "Kore"})
_WORDS = re.compile(r"[^\W_]+(?:[^\W_]|\w)*")
_SMALL_TWINS = str.maketrans({"i": "l"})


def cleared(name: str) -> str:
    """The name without invisible signs that nobody typed on purpose."""
    return name.translate(_INNOCENT)


def fault(name: str) -> str:
    """Why this can't be written as a name, by a word; nothing if it can."""
    for at, character in enumerate(name):
        kind = unicodedata.category(character)
        if kind in {"Cc", "Cs"} and character not in "\t\n\r":
            return "control"
        if character in _TURNING:
            return "direction"
        if kind == "Co" or character in _NO_CHARACTERS:
            return "private"
        if character in _SEEN_BY_NOBODY or (kind == "Cf" and not _joins(name, at)):
            return "invisible"
    return "marks" if _is_heaped(name) else ""


def is_mixed(name: str) -> bool:
    """Whether letters of one script pass for those of another in it.

    Not where each word keeps to its script and can't be read as Latin: Мария (Maria) is a courtesy,
    Аnа, with two letters from elsewhere, is not.
    """
    if is_highly_restrictive(name):
        return False
    return any(
        not is_highly_restrictive(word) or (not word.isascii() and _skeleton(word).isascii())
        for word in _WORDS.findall(name)
    )


def is_highly_restrictive(name: str) -> bool:
    """UTS 39, 5.2: of one script, or of Latin with Japanese, or with Chinese, or with Korean."""
    found = {_script(c) for c in name} - _EVERYWHERE
    ways = [_TOGETHER.get(script, {script}) for script in found - {"LATIN"}]
    if not ways:
        return True
    shared = set.intersection(*ways)
    return bool(shared & _BESIDE_LATIN if "LATIN" in found else shared)


@lru_cache(maxsize=10_000)
def shape(name: str) -> str:
    """The form in which two names that look alike are equal, whatever their case and spaces."""
    plain = unicodedata.normalize("NFKC", _SELECTORS.sub("", name))
    letters = "".join(c for c in plain if unicodedata.category(c)[0] not in "CPZ")
    return _skeleton(_skeleton(letters).casefold()).translate(_SMALL_TWINS)


def _joins(name: str, at: int) -> bool:
    """Whether a joiner stands where its script needs one (Unicode Standard Annex 31, 2.3)."""
    if name[at] not in _JOINERS or not 0 < at < len(name) - 1:
        return False
    before, after = name[at - 1], name[at + 1]
    if unicodedata.combining(before) == _VIRAMA:
        return True
    letters = before.isalpha() or unicodedata.combining(before) > 0
    return letters and after.isalpha() and _script(after) in _JOINED


def _is_heaped(name: str) -> bool:
    """Whether marks stand on nothing, or more of them on one letter than any script needs."""
    marks = MOST_MARKS
    for character in unicodedata.normalize("NFC", name):
        marks = marks + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if marks > MOST_MARKS:
            return True
    return False


def _skeleton(text: str) -> str:
    """UTS 39, section 4: every letter replaced by the one that stands for all that look like it."""
    spread = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFD", "".join(_prototype(c) for c in spread))


@lru_cache(maxsize=10_000)
def _prototype(character: str) -> str:
    """What confusables.txt puts in a character's place.

    The library keeps its pairs both ways: a prototype lists all that look like it, another
    character its prototype alone. Of two that only have each other the letter stands for both, of
    two letters the first.
    """
    twins = [
        found["c"].strip("\u200e") for found in confusables.confusables_data.get(character, ())
    ]
    if len(twins) != 1:
        return character
    returned = confusables.confusables_data.get(twins[0], ())
    pair = sorted((character, twins[0]), key=lambda one: (not one.isalpha(), one))
    return pair[0] if len(returned) == 1 else str(twins[0])


def _script(character: str) -> str:
    return str(categories.alias(character))
