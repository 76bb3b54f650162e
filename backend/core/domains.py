"""Domain names as they are kept and compared: lower case, in ASCII (IDNA), whole."""

from functools import lru_cache
from pathlib import Path

import idna
from publicsuffixlist import PublicSuffixList

FREE_MAIL = Path(__file__).with_name("free_mail.txt")

# Registries that give names to public bodies alone, by a label of theirs or, where that label
# means something else in another country (go.it is Gorizia), by their whole name.
_FOR_GOVERNMENTS = frozenset({"gc", "gob", "gouv", "gov", "govt", "gub", "gv", "muni"})
_GOVERNMENTS = frozenset(
    {"kommune.no", "lg.jp"}
    | {f"go.{top}" for top in ["ci", "cr", "id", "jp", "ke", "kr", "th", "tj", "tz", "ug"]}
)


class NotADomain(ValueError):
    """Not a domain name, or none that mail can go to."""


def domain(text: str) -> str:
    """The one form of a domain; NotADomain if it isn't one."""
    try:
        name = idna.encode(text, uts46=True, std3_rules=True).decode()
    except UnicodeError as error:
        raise NotADomain from error
    labels = name.split(".")
    if len(labels) < 2 or not all(labels) or labels[-1].isdigit():  # noqa: PLR2004 - a name and a top
        raise NotADomain
    return name


def endings(name: str) -> list[str]:
    """The domain itself and all above it: a.b.c, b.c, c."""
    labels = name.split(".")
    return [".".join(labels[n:]) for n in range(len(labels))]


def is_free_mail(name: str) -> bool:
    """Whether anybody can have an address there."""
    return name in _free_mail()


def is_open(name: str) -> bool:
    """Whether anybody can have a domain of their own under it: uk, co.uk, github.io.

    Not so under gov.uk or govt.nz, though they are as public: only governments get names there.
    """
    if name in _GOVERNMENTS or ("." in name and not _FOR_GOVERNMENTS.isdisjoint(name.split("."))):
        return False
    return bool(_public_suffixes().is_public(name))


@lru_cache(maxsize=1)
def _public_suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@lru_cache(maxsize=1)
def _free_mail() -> frozenset[str]:
    lines = FREE_MAIL.read_text(encoding="ascii").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
