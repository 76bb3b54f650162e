"""The languages that people write and work in, by their BCP 47 tags, as CLDR names them.

Not the languages of the interface (those are `core.i18n`): a challenge may be written in Tamil
though no button is.
"""

from functools import lru_cache
from typing import Annotated

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator

from backend.core.i18n import language
from backend.core.text import fold

_TAGS = """
    af am ar az be bg bn bs ca cr cs cy da de el en es et eu fa ff fi fil fj fr ga gaa gl gu ha
    haw he hi hr ht hu hy id ig is it ja ka kea ki kk km kn ko ku ky lo lt lv mg mi mk ml mn mr ms
    mt my nb ne nl om pa pl ps pt qu ro ru rw si sk sl sm sn so sq sr st su sv sw ta te tg th ti
    tk tn to tr uk ur uz vi wo xh yo zh-Hans zh-Hant zu
"""
OFFERED = tuple(_TAGS.split())
"""What can be chosen: widely written languages, those of the network's regions first of all."""

_OFFERED = frozenset(OFFERED)


def is_known(tag: str) -> bool:
    return tag in _OFFERED


def nearest(tag: str) -> str:
    """The language that can be chosen and is nearest to this tag: pt for pt-PT, else English."""
    first = tag.split("-", maxsplit=1)[0]
    return next((one for one in (tag, first) if one in _OFFERED), "en")


def name(tag: str) -> str:
    """What a language is called in the language being spoken; the tag itself if nobody knows."""
    return _names(language().code).get(tag, tag)


def choices() -> list[tuple[str, str]]:
    """Every language that can be chosen with its name, sorted as the reader looks for it."""
    return list(_sorted(language().code))


def _checked(tag: str) -> str:
    if not is_known(tag):
        msg = "not a language that can be chosen"
        raise ValueError(msg)
    return tag


Tongue = Annotated[str, AfterValidator(_checked)]
"""One of the languages that can be chosen."""


@lru_cache(maxsize=16)
def _names(spoken: str) -> dict[str, str]:
    locale = _locale(spoken)
    return {tag: str(locale.languages.get(tag.replace("-", "_"), tag)) for tag in OFFERED}


@lru_cache(maxsize=16)
def _sorted(spoken: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(_names(spoken).items(), key=lambda one: fold(one[1])))


def _locale(code: str) -> Locale:
    try:
        return Locale.parse(code.split("-", maxsplit=1)[0], sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
