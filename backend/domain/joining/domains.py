"""What an e-mail domain says of where somebody works. Pure; domains are in ASCII, lower case."""

from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path

import idna
from confusable_homoglyphs import confusables

from backend.core.text import fold

FREE_MAIL = Path(__file__).with_name("free_mail.txt")
ANY = "*."

# Latin letters and digits that are taken for each other, one for all in each row.
_TWINS = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s"})
_PAIRS = (("rn", "m"), ("vv", "w"))


def ways_to_trust(domain: str) -> list[str]:
    """What a city may have entered for this domain to be its own.

    The domain itself, or `*.` and the end of it: compared label by label, never as text, so that
    `evil-bristol.gov.uk` is not taken for `bristol.gov.uk`.
    """
    labels = domain.split(".")
    return [domain, *(ANY + ".".join(labels[n:]) for n in range(1, len(labels) - 1))]


def is_free_mail(domain: str) -> bool:
    """Whether anybody can have an address there."""
    return domain in _free_mail()


def imitates(domain: str, trusted: Collection[str]) -> bool:
    """Whether a reader could take this domain for a trusted one, which it isn't."""
    known = {one.removeprefix(ANY) for one in trusted}
    return domain not in known and any(_is_like(domain, one) for one in known)


def _is_like(domain: str, known: str) -> bool:
    return (
        domain.startswith((f"{known}.", f"{known.replace('.', '-')}.", f"{known}-"))
        or _skeleton(domain) == _skeleton(known)
        or _one_apart(_as_shown(domain), _as_shown(known))
    )


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


@lru_cache(maxsize=1)
def _free_mail() -> frozenset[str]:
    return frozenset(_lines(FREE_MAIL.read_text(encoding="ascii")))


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line
