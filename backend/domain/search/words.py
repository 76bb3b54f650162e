"""Text as the index keeps it: folded words in their order, and marks beside them.

Both databases get words that are cut and folded here, so both find the same. Scripts written
without spaces between words, and Korean, which writes endings onto them, are cut into overlapping
pairs of signs (bigrams), as is usual for them: McNamee and Mayfield, Character N-Gram Tokenization
for European Language Text Retrieval, 2004.

A mark is a word of ours, told from the words of texts by its low line: `t_` and `ts_` a word and
a stem of the title, `tp_` how a word of it begins, `e_` a whole title, `s_` a stem, `m_` a word said
often, `p_` how a word begins, and `k_ l_ r_ y_ o_` the kind, language, region, year and topic of what
was indexed. With them everything that ranks or narrows is asked of the index itself, whatever its size.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.core import stems
from backend.core.text import WORD, fold, is_run

OFTEN = 3
"""How many times a text says a word that it is much about."""
BEGINNINGS = (2, 3)
"""Letters by which the beginnings of words are kept; longer ones the databases find themselves."""
TITLE_BEGINNINGS = (1, 2, 3)
"""The same of words of titles, and of those that are no longer."""
GAP = "_"
"""What stands between a title and a text, so that no phrase reaches from one into the other."""


@dataclass(frozen=True, slots=True)
class Found:
    """One subject as it is to be found."""

    kind: str
    subject_id: UUID
    slug: str
    title: str
    body: str
    language: str
    at: datetime
    year: int = 0
    """The year it is of; 0 for what stands and doesn't grow old, such as a city."""
    region: str = ""
    topics: Sequence[UUID] = ()
    names: Sequence[str] = ()
    """What else it is called: as good as its title."""


def plain(text: str) -> str:
    """Folded, and put together again: a Korean syllable is one sign to who reads it."""
    return unicodedata.normalize("NFC", fold(text)).replace("ٱ", "ا")


def cut(text: str) -> list[str]:
    """Folded words in their order; runs without spaces as overlapping pairs of signs."""
    return [piece[: stems.LONGEST] for word in WORD.findall(plain(text)) for piece in _pieces(word)]


def of(found: Found) -> tuple[str, str]:
    """The words and the marks of a subject, each separated by spaces."""
    titles = [cut(name) for name in (found.title, *found.names)]
    body = cut(found.body)
    said = [word for title in titles for word in (*title, GAP)] + body
    return " ".join(said), " ".join(_marks(found, titles, Counter(said)))


_FACETS = {"kind": "k", "language": "l", "region": "r", "year": "y", "topic": "o"}
_NO_MARK = re.compile(r"[^\w]+")


def facet(name: str, value: str) -> str:
    """The mark that something is of this kind, language, region, year or topic."""
    return f"{_FACETS[name]}_{_NO_MARK.sub('', fold(value))}"


def whole(pieces: Iterable[str]) -> str:
    """The mark that something is called just so."""
    return ("e_" + "_".join(pieces))[: 2 * stems.LONGEST]


def begun(letters: str) -> str:
    """The mark that a word of the title begins so."""
    return f"tp_{letters}"


_PARTS = frozenset({"answer", "adoption"})
"""What is said under another thing's title: that is found by it, and its parts come after it."""


def _marks(found: Found, titles: Sequence[Sequence[str]], said: Counter[str]) -> Iterator[str]:
    code = found.language.split("-", maxsplit=1)[0]
    yield facet("kind", found.kind)
    yield facet("language", code)
    if found.region:
        yield facet("region", found.region)
    if found.year:
        yield facet("year", str(found.year))
    yield from (facet("topic", topic.hex) for topic in found.topics)
    named = " ".join((found.title, *found.names))
    if found.kind not in _PARTS:
        yield from {whole(title) for title in titles if title}
        yield from {f"t_{word}" for title in titles for word in title}
        yield from {
            begun(word[:letters])
            for title in titles
            for word in title
            for letters in TITLE_BEGINNINGS
        }
        yield from {f"ts_{stem}" for stem in stemmed(named, code)}
    yield from {f"s_{stem}" for stem in stemmed(f"{named} {found.body}", code)}
    yield from {f"m_{word}" for word, times in said.items() if times >= OFTEN and word != GAP}
    yield from {beginning for word in said for beginning in _beginnings(word)}


def meanings(text: str, language: str) -> set[str]:
    """The words of a text in the forms by which it is known what they are about."""
    runs = {word for word in cut(text) if is_run(word)}
    return runs | stemmed(text, language.split("-", maxsplit=1)[0])


def _beginnings(word: str) -> list[str]:
    """How a word begins; of a pair its second sign, so that each sign of a run begins something."""
    if is_run(word):
        return [f"p_{word[-1]}"]
    return [f"p_{word[:letters]}" for letters in BEGINNINGS if len(word) > letters]


def stemmed(text: str, code: str) -> set[str]:
    lower = unicodedata.normalize("NFC", text).casefold()
    spoken = {word for word in WORD.findall(lower) if not is_run(word)}
    return {stem for word in spoken for stem in stems.of(word, code)}


def _pieces(word: str) -> list[str]:
    if len(word) == 1 or not is_run(word):
        return [word]
    return [word[at : at + 2] for at in range(len(word) - 1)]
