"""What somebody typed, as parts to look for: words, "phrases in quotes", -words to leave out."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from backend.core import stems
from backend.core.text import WORD, is_run
from backend.domain.search import words
from backend.domain.search.filler import is_filler
from backend.domain.search.wanted import All, Either, Form, Node, Wanted

MOST_PARTS = 12
"""More words than these in a question are left aside."""
SHORTEST_BEGINNING = 2

_SIGNS = str.maketrans(dict.fromkeys("“”„‟«»＂「」『』", '"') | dict.fromkeys("−－–—", "-"))
_PART = re.compile(r'(-?)"([^"]*)"?|(\S+)')


@dataclass(frozen=True, slots=True)
class Part:
    """One word or phrase that is asked for, or left out."""

    words: tuple[str, ...]
    """As the index has them: several for a phrase, or for a run without spaces."""
    said: str
    """As it was typed, in small letters."""
    quoted: bool = False
    excluded: bool = False
    begins: bool = False
    """Whether words that only begin so are meant too: the last word, which may be half typed."""
    goes_on: tuple[str, ...] | None = None
    """All words of the index that do; None while they were not looked up."""
    filler: bool = False
    """Whether it only holds others together."""
    languages: tuple[str, ...] | None = None
    """In which it is known to be a word; None where it may be one of any."""

    @property
    def is_word(self) -> bool:
        return len(self.words) == 1 and not self.quoted

    @property
    def stems(self) -> tuple[str, ...]:
        if not self.is_word or is_run(self.words[0]):
            return ()
        return stems.of_a_question(self.said[: stems.LONGEST], self.languages)

    @property
    def forms(self) -> tuple[Form, ...]:
        """By any of these it is found."""
        found = [Form(self.words), *(Form((f"s_{stem}",)) for stem in self.stems)]
        word = self.words[0]
        if self.is_word and is_run(word):
            found += [Form(self.words, begins=True), Form((f"p_{word}",))]
        elif self.is_word and self.begins and self.goes_on is not None:
            found += [Form((one,)) for one in self.goes_on]
        elif self.is_word and self.begins and len(word) > max(words.BEGINNINGS):
            found.append(Form(self.words, begins=True))
        elif self.is_word and self.begins and len(word) >= SHORTEST_BEGINNING:
            found.append(Form((f"p_{word}",)))
        return tuple(found)

    @property
    def in_title(self) -> Node:
        """By these it is found in a title."""
        stemmed = [Form((f"ts_{stem}",)) for stem in self.stems]
        return Either((All(tuple(Form((f"t_{word}",)) for word in self.words)), *stemmed))


@dataclass(frozen=True, slots=True)
class Question:
    """All that was asked for at once."""

    parts: tuple[Part, ...]
    """What must be there."""
    without: tuple[Part, ...] = ()

    def __bool__(self) -> bool:
        """Whether it asks for anything."""
        return bool(self.parts)

    @property
    def is_phrase(self) -> bool:
        """Whether it is one phrase and nothing else: whatever it finds says its words side by side."""
        return len(self.parts) == 1 and self.parts[0].quoted

    @property
    def finished(self) -> "Question":
        """The same, with its last word taken for whole."""
        return replace(self, parts=tuple(replace(part, begins=False) for part in self.parts))

    @property
    def telling(self) -> tuple[Part, ...]:
        """What must be found: not what only holds it together, unless that is all there is.

        The last word, as long as it may be half typed, may become any other.
        """
        telling = tuple(part for part in self.parts if not part.filler or part.begins)
        return telling or self.parts

    @property
    def literal(self) -> Wanted:
        """Everything that was said, in any form of the words."""
        return self._wanted(All(tuple(Either(part.forms) for part in self.telling)))

    @property
    def titled(self) -> Wanted:
        """Everything that was said, in the title."""
        quoted = [Form(part.words) for part in self.parts if part.quoted]
        return self._wanted(All((*(part.in_title for part in self.telling), *quoted)))

    @property
    def begun_titles(self) -> Wanted:
        """Everything that was typed so far, in the title, whose last word may go on."""
        *whole, last = self.parts
        *said, begun = last.words
        title = (*(part.in_title for part in whole), *(Form((f"t_{word}",)) for word in said))
        return self._wanted(All((*title, _begun(begun))))

    @property
    def named(self) -> Wanted:
        """What is called just so."""
        return self._wanted(Form((words.whole(self._words),)))

    @property
    def close(self) -> Wanted:
        """The words as they stand, next to each other; a single one said often."""
        said = self._words
        if len(self.parts) == 1 and len(said) == 1:
            return self._wanted(Form((f"m_{said[0]}",)))
        quoted = [Form(part.words) for part in self.parts if part.quoted]
        return self._wanted(All((Form(said), *quoted)))

    @property
    def _words(self) -> tuple[str, ...]:
        return tuple(word for part in self.parts for word in part.words)

    def _wanted(self, what: Node) -> Wanted:
        return Wanted(what, tuple(Either(part.forms) for part in self.without))


def _begun(word: str) -> Form:
    """A word of a title that goes on or ends here."""
    if len(word) <= max(words.TITLE_BEGINNINGS):
        return Form((words.begun(word),))
    return Form((f"t_{word}",), begins=True)


def read(text: str) -> Question:
    """The question that this text is. Its last word may be half typed."""
    parts: list[Part] = []
    for part in _parts(unicodedata.normalize("NFC", text.translate(_SIGNS))):
        parts.append(part)
        if len(parts) == MOST_PARTS:
            break
    if parts and parts[-1].is_word and not parts[-1].excluded:
        parts[-1] = replace(parts[-1], begins=True)
    asked = tuple(part for part in parts if not part.excluded)
    return Question(asked, tuple(part for part in parts if part.excluded))


def _parts(text: str) -> Iterator[Part]:
    for minus, phrase, plain in _PART.findall(text):
        if phrase:
            if pieces := tuple(words.cut(phrase)):
                yield Part(pieces, phrase.casefold(), quoted=True, excluded=bool(minus))
            continue
        word = plain.lstrip("-")
        pieces = tuple(words.cut(word))
        if plain.startswith("-") and pieces:
            yield Part(pieces, word.casefold(), excluded=True)
            continue
        for one in WORD.findall(word.casefold()):
            if pieces := tuple(words.cut(one)):
                yield Part(pieces, one, filler=is_filler(pieces) and "-" not in word)
