"""The facts of a city as a reader reads them: numbers in their writing, codes in words."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel.numbers import format_currency, format_decimal

from backend.core import tongues
from backend.core.i18n import _, language
from backend.domain.cities.attributes import ATTRIBUTES, CLIMATES, POWERS
from backend.domain.cities.said import Fact
from backend.kit import moments

NUMBERS = frozenset({"population", "area", "budget"})


@dataclass(frozen=True, slots=True)
class Figure:
    """One fact, ready to be shown."""

    kind: str
    label: str
    value: str
    """As programs read it."""
    is_number: bool = False
    words: str = ""
    items: Sequence[str] = ()
    """Instead of the words, where several are named."""
    code: str = ""
    """By what programs know it, where people know that too."""
    href: str = ""
    source: str = ""
    link: str = ""
    as_of: str = ""
    is_own_word: bool = True


_LETTERS_END = re.compile(r"(?<=[^\W\d_])(?=\d)")
"""Between a currency that is written in letters and its amount."""


def figures(facts: Mapping[str, Fact]) -> list[Figure]:
    return [figure(one) for one in facts.values()]


def figure(fact: Fact) -> Figure:
    written = _WRITTEN[fact.kind](fact)
    return Figure(
        kind=fact.kind,
        label=label(fact.kind),
        value=fact.value,
        is_number=fact.kind in NUMBERS,
        source=fact.source,
        link=fact.link,
        as_of=moments.on(fact.as_of) if fact.as_of else "",
        is_own_word=not fact.source,
        **written,
    )


def label(kind: str) -> str:
    return _(ATTRIBUTES[kind].label)


def number(count: int | Decimal) -> str:
    """A number as the reader writes it."""
    return str(format_decimal(count, locale=_locale()))


def _locale() -> str:
    return language().code.split("-", maxsplit=1)[0]


def _people(fact: Fact) -> dict[str, str]:
    return {"words": number(int(fact.value))}


def _square(fact: Fact) -> dict[str, str]:
    return {"words": _("{number} km²", number=number(Decimal(fact.value)))}


def _money(fact: Fact) -> dict[str, str]:
    amount = Decimal(fact.value)
    # Nobody needs the cents of a budget; whoever gave some still reads them.
    whole = amount == amount.to_integral_value()
    shape = "¤#,##0" if whole else None
    written = format_currency(amount, fact.unit, shape, locale=_locale(), currency_digits=not whole)
    return {"words": _LETTERS_END.sub("\N{NO-BREAK SPACE}", str(written))}


def _climate(fact: Fact) -> dict[str, str]:
    return {"words": _(CLIMATES[fact.value]), "code": fact.value}


def _powers(fact: Fact) -> dict[str, Sequence[str]]:
    return {"items": [_(POWERS[code]) for code in fact.value.split()]}


def _languages(fact: Fact) -> dict[str, Sequence[str]]:
    return {"items": [tongues.name(tag) for tag in fact.value.split()]}


def _address(fact: Fact) -> dict[str, str]:
    bare = fact.value.removeprefix("https://").removeprefix("http://").removesuffix("/")
    return {"words": bare, "href": fact.value}


_WRITTEN: Mapping[str, Callable[[Fact], Mapping[str, Any]]] = {
    "population": _people,
    "area": _square,
    "climate": _climate,
    "powers": _powers,
    "languages": _languages,
    "budget": _money,
    "website": _address,
    "portal": _address,
}
