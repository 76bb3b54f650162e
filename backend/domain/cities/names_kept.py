"""Which of GeoNames' many names of a place the gazetteer keeps.

Its lists hold every language's name, but also what machines made of them: romanisations in small
letters, airport codes, ten spellings of a suburb. Of a large place all real names are kept, of a
smaller one those that a slip of the finger or another alphabet would not find anyway.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from anyascii import anyascii

from backend.domain.cities.spelling import key

LARGE, MIDDLING = 200_000, 100_000
"""People from which a place keeps all its names; and below which it keeps one a foreign script."""
_LATIN_KEPT = 6
_LONGEST = 60
_SHORT = 4
_NOT_AIRPORTS = {"NYC"}
_AS_LATIN = {"LATIN", "MODIFIER", "DIGIT", ""}
_BEHIND_NAME = re.compile(r"\s*[,،、，(/].*")
_ALIKE = str.maketrans({"w": "v", "j": "i", "y": "i", "c": "k", "q": "k", "x": "ks"})
# Letters beyond these belong to languages fewer readers of a script share.
_PLAIN_LETTERS = re.compile("[a-zA-Zа-яА-Я\u0621-\u064a]")


def script(name: str) -> str:
    """The script of the name's first letter, as Unicode calls it: LATIN, CYRILLIC, CJK."""
    letters = (character for character in name if character.isalpha())
    return unicodedata.name(next(letters, " "), "").split(" ")[0].removesuffix("-LETTER")


@dataclass(frozen=True, slots=True)
class Home:
    """How the country of a place writes."""

    scripts: frozenset[str]
    letters: frozenset[str]
    """All letters in the main names of its places."""


def names_kept(main: str, others: Iterable[str], population: int, home: Home) -> list[str]:
    """The main name, then those of the others that are kept."""
    real = _best_spelled({name for name in map(_bare, others) if _is_real(name)}, home.letters)
    spoken = {_sound(name) for name in [main, *real] if script(name) not in _AS_LATIN}
    kept = {key(main): main}
    counts: Counter[str] = Counter()
    for name in real:
        spelled, alphabet = key(name), script(name)
        if not spelled or spelled in kept or (population < LARGE and _is_like(spelled, kept)):
            continue
        if population < LARGE and alphabet in _AS_LATIN and _sound(name) in spoken:
            continue
        if population < MIDDLING and counts[alphabet] >= _most(alphabet, home):
            continue
        counts[alphabet] += 1
        kept[spelled] = name
    return list(kept.values())


def _most(alphabet: str, home: Home) -> int:
    """How many names in this script a smaller place keeps."""
    if alphabet in _AS_LATIN:
        return _LATIN_KEPT
    return _LONGEST if alphabet in home.scripts else 2 if alphabet == "CJK" else 1


def _best_spelled(names: Iterable[str], home: frozenset[str]) -> list[str]:
    """One name for each key; first those in other scripts, then by how plain their letters are.

    Of spellings with one key, the one with the country's own accents is theirs (Göteborg); other
    accents are a neighbour's (Kíev), and the bare spelling is everyone's.
    """
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=_oddness):
        spellings[key(name)].append(name)

    def strangeness(name: str) -> int:
        return 1 if name.isascii() else 0 if home.issuperset(name) else 2

    return sorted((min(same, key=strangeness) for same in spellings.values()), key=_oddness)


def _oddness(name: str) -> tuple[bool, int, str]:
    return name.isascii(), len(_PLAIN_LETTERS.sub("", name)), name


def _bare(name: str) -> str:
    """Without the state that some languages write behind it."""
    return _BEHIND_NAME.sub("", unicodedata.normalize("NFC", name)).strip()


def _is_real(name: str) -> bool:
    if not name or len(name) > _LONGEST or max(name) > "\uffff":
        return False
    if script(name) in _AS_LATIN:
        is_code = re.fullmatch("[A-Z]{3}", name) is not None and name not in _NOT_AIRPORTS
        return not is_code and name != name.lower() and all(map(_may_be_latin, name))
    return not re.search("[a-zA-Z]", name)


def _may_be_latin(character: str) -> bool:
    return not character.isalpha() or script(character) in _AS_LATIN


def _sound(name: str) -> str:
    """Roughly how it is spoken: two romanisations of one name should come out the same."""
    letters = re.sub("[^a-z]", "", anyascii(name).lower().replace("kh", "h"))
    return re.sub(r"(.)\1+", r"\1", letters.translate(_ALIKE))


def _is_like(spelled: str, kept: Iterable[str]) -> bool:
    """Whether it is but one letter away from a kept name, and long enough to be taken for it."""
    return len(spelled) > _SHORT and any(_one_letter_apart(spelled, other) for other in kept)


def _one_letter_apart(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    same = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    a, b = one[same:], other[same:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:]
