"""Which e-mail domains only look like a city's own. Pure; domains are in ASCII, lower case."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

import idna
from confusable_homoglyphs import confusables

from backend.core.i18n import N_, _
from backend.core.text import fold
from backend.domain.cities.own_domains import ANY

HOW = {
    "begins": N_("It begins with {known}, but ends elsewhere."),
    "hyphen": N_("It ends with {known} after a hyphen, which makes it another domain."),
    "letters": N_("It is written with letters that look like those of {known}."),
    "one_letter": N_("It is one letter away from {known}."),
}
"""How a domain can look like one that a city trusts."""

# Latin letters and digits that are taken for each other, one for all in each row.
_TWINS = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s"})
_PAIRS = (("rn", "m"), ("vv", "w"))


@dataclass(frozen=True, slots=True)
class Likeness:
    """A domain that a reader could take for a trusted one, and how."""

    known: str
    how: str

    @property
    def sentence(self) -> str:
        return _(HOW[self.how], known=self.known)


def likeness(domain: str, trusted: Collection[str]) -> Likeness | None:
    """Which trusted domain a reader could take this one for, which it isn't; None if none."""
    return Lookalikes(trusted).of(domain)


def imitates(domain: str, trusted: Collection[str]) -> bool:
    """Whether a reader could take this domain for a trusted one, which it isn't."""
    return likeness(domain, trusted) is not None


class Lookalikes:
    """What the trusted domains look like, gathered once: a long list asks for many domains."""

    def __init__(self, trusted: Collection[str]) -> None:
        self._known = {one.removeprefix(ANY) for one in trusted}
        self._by_look: dict[str, str] = {}
        self._by_rest: dict[str, set[str]] = {}
        for known in sorted(self._known):
            for look in (_skeleton(known), _skeleton(known).replace(".", "-")):
                self._by_look.setdefault(look, known)
            for rest in _rests(_as_shown(known)):
                self._by_rest.setdefault(rest, set()).add(known)

    def of(self, domain: str) -> Likeness | None:
        if domain in self._known:
            return None
        look = _skeleton(domain)
        ends = [at for at, sign in enumerate(look) if sign in ".-"]
        ways = (
            ("begins", [look[:at] for at in reversed(ends)]),
            ("hyphen", [look[at + 1 :] for at in ends if look[at] == "-"]),
            ("letters", [look]),
        )
        for how, looks in ways:
            if known := next((self._by_look[one] for one in looks if one in self._by_look), ""):
                return Likeness(known, how)
        shown = _as_shown(domain)
        near = set().union(*(self._by_rest.get(rest, ()) for rest in _rests(shown)))
        slips = (one for one in sorted(near) if _one_apart(shown, _as_shown(one)))
        return next((Likeness(one, "one_letter") for one in slips), None)


def _rests(word: str) -> set[str]:
    """The word, and what is left of it without any one of its letters.

    Words that are one letter apart have one of these in common; few others do.
    """
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _one_apart(one: str, other: str) -> bool:
    """One letter more, less or another, or two neighbours swapped."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1 or one == other:
        return False
    at = next((n for n, c in enumerate(short) if c != long[n]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return swapped or short[at + 1 :] == long[at + 1 :]


@lru_cache(maxsize=10_000)
def _skeleton(domain: str) -> str:
    """The form in which two domains that look alike are equal (after Unicode's UTS 39)."""
    seen = "".join(_latin_twin(c) for c in fold(_as_shown(domain))).translate(_TWINS)
    for pair, one in _PAIRS:
        seen = seen.replace(pair, one)
    return seen


def _as_shown(domain: str) -> str:
    try:
        return idna.decode(domain)
    except UnicodeError:
        return domain


def _latin_twin(letter: str) -> str:
    if letter.isascii():
        return letter
    twins = (str(found["c"]) for found in confusables.confusables_data.get(letter, ()))
    return next((twin.lower() for twin in twins if twin.isascii() and twin.isalnum()), letter)
