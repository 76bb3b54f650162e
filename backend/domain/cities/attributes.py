"""What can be told of every city alike, so that cities can be compared: pure arithmetic of facts.

Each kind of fact is kept in one way of writing, whoever typed it: numbers without separators, what
is chosen as codes in the order of the list.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from babel.numbers import list_currencies

from backend.core import links, tongues
from backend.core.errors import Rejected
from backend.core.i18n import N_, _
from backend.domain.cities.drafts import MOST_LANGUAGES, FactDraft

POWERS: Mapping[str, str] = {
    "water": N_("Water and sewers"),
    "energy": N_("Energy"),
    "waste": N_("Waste"),
    "housing": N_("Housing"),
    "planning": N_("Planning and building permits"),
    "transport": N_("Public transport"),
    "roads": N_("Roads and parking"),
    "schools": N_("Schools"),
    "childcare": N_("Childcare"),
    "health": N_("Health care"),
    "social_care": N_("Social care"),
    "police": N_("Police"),
    "fire": N_("Fire and rescue"),
    "culture": N_("Culture and libraries"),
    "environment": N_("Air, green and nature"),
    "economy": N_("Jobs and business"),
    "taxes": N_("Taxes of its own"),
}
"""What a city may decide for itself, by the code that is kept."""

CLIMATES: Mapping[str, str] = {
    "Af": N_("Tropical, rain all year"),
    "Am": N_("Tropical with a monsoon"),
    "Aw": N_("Tropical, dry in winter"),
    "As": N_("Tropical, dry in summer"),
    "BWh": N_("Hot desert"),
    "BWk": N_("Cold desert"),
    "BSh": N_("Hot steppe"),
    "BSk": N_("Cold steppe"),
    "Csa": N_("Mild, summer hot and dry"),
    "Csb": N_("Mild, summer warm and dry"),
    "Csc": N_("Mild, summer cool and dry"),
    "Cwa": N_("Mild, summer hot, winter dry"),
    "Cwb": N_("Mild, summer warm, winter dry"),
    "Cwc": N_("Mild, summer cool, winter dry"),
    "Cfa": N_("Mild, summer hot, rain all year"),
    "Cfb": N_("Mild, summer warm, rain all year"),
    "Cfc": N_("Mild, summer cool, rain all year"),
    "Dsa": N_("Cold winter, summer hot and dry"),
    "Dsb": N_("Cold winter, summer warm and dry"),
    "Dsc": N_("Cold winter, summer cool and dry"),
    "Dsd": N_("Very cold winter, summer cool and dry"),
    "Dwa": N_("Cold dry winter, hot summer"),
    "Dwb": N_("Cold dry winter, warm summer"),
    "Dwc": N_("Cold dry winter, cool summer"),
    "Dwd": N_("Very cold dry winter, cool summer"),
    "Dfa": N_("Cold winter, hot summer, rain all year"),
    "Dfb": N_("Cold winter, warm summer, rain all year"),
    "Dfc": N_("Cold winter, cool summer, rain all year"),
    "Dfd": N_("Very cold winter, cool summer, rain all year"),
    "ET": N_("Tundra"),
    "EF": N_("Frost all year"),
}
"""The climates of Köppen and Geiger, by their letters."""

MOST_PEOPLE = 100_000_000
MOST_SQUARE_KILOMETRES = 1_000_000
MOST_MONEY = 1_000_000_000
_BETWEEN_DIGITS = ",.'’ \u00a0\u202f٬_"
_WHOLE = re.compile(rf"\d+|\d{{1,3}}(?:[{_BETWEEN_DIGITS}]\d{{2,3}})*[{_BETWEEN_DIGITS}]\d{{3}}")
"""Grouped as people write it, in India by two digits; so that nobody's 4.5 is taken for 45."""
_DECIMAL = re.compile(r"\d{1,10}(?:[.,]\d{1,2})?")
_CURRENCY = re.compile("[A-Z]{3}")

Written: TypeAlias = tuple[str, str]
"""The value as it is kept, and its unit."""


@dataclass(frozen=True, slots=True)
class Attribute:
    kind: str
    label: str
    """Marked with N_."""
    read: Callable[[FactDraft], Written]
    needs_source: bool = False
    """Others have measured it: the city's word alone is not enough to compare by."""


def _population(draft: FactDraft) -> Written:
    people = 0
    if _WHOLE.fullmatch(draft.value):
        people = int("".join(filter(str.isdecimal, draft.value)))
    if not 0 < people <= MOST_PEOPLE:
        raise Rejected({"value": _("Please give the number of people, such as 479000.")})
    return str(people), ""


def _area(draft: FactDraft) -> Written:
    return _decimal(
        draft.value,
        MOST_SQUARE_KILOMETRES,
        _("Please give square kilometres without separators, such as 110.5."),
    ), "km2"


def _budget(draft: FactDraft) -> Written:
    sentence = _("Please give the amount for each person without separators, such as 2150.")
    amount = _decimal(draft.value, MOST_MONEY, sentence)
    currency = draft.unit.upper()
    if not _CURRENCY.fullmatch(currency) or currency not in list_currencies():
        raise Rejected({"unit": _("Please give the currency by its three letters, such as EUR.")})
    return amount, currency


def _decimal(typed: str, most: int, sentence: str) -> str:
    bare = re.sub(r"\s", "", typed)
    if not _DECIMAL.fullmatch(bare):
        raise Rejected({"value": sentence})
    number = Decimal(bare.replace(",", "."))
    if not 0 < number <= most:
        raise Rejected({"value": sentence})
    return f"{number.normalize():f}"


def _climate(draft: FactDraft) -> Written:
    if draft.value not in CLIMATES:
        raise Rejected({"value": _("Please choose one of the list.")})
    return draft.value, ""


def _powers(draft: FactDraft) -> Written:
    if unknown := set(draft.choices) - POWERS.keys():
        raise Rejected({"choices": _("There is no {code} in the list.", code=min(unknown))})
    return " ".join(code for code in POWERS if code in draft.choices), ""


def _languages(draft: FactDraft) -> Written:
    spoken = list(dict.fromkeys(draft.choices))
    if not all(tongues.is_known(tag) for tag in spoken):
        raise Rejected({"choices": _("Please choose languages of the list.")})
    if len(spoken) > MOST_LANGUAGES:
        sentence = _("Please choose at most {max_length}.", max_length=MOST_LANGUAGES)
        raise Rejected({"choices": sentence})
    return " ".join(spoken), ""


def _address(draft: FactDraft) -> Written:
    return links.checked(draft.value, "value", 300), ""


ATTRIBUTES: Mapping[str, Attribute] = {
    one.kind: one
    for one in (
        Attribute("population", N_("People who live there"), _population, needs_source=True),
        Attribute("area", N_("Area"), _area, needs_source=True),
        Attribute("climate", N_("Climate"), _climate, needs_source=True),
        Attribute("powers", N_("What the city decides itself"), _powers),
        Attribute("languages", N_("Official languages"), _languages),
        Attribute("budget", N_("Budget for each person"), _budget, needs_source=True),
        Attribute("website", N_("Website"), _address),
        Attribute("portal", N_("Open-data portal"), _address),
    )
}
"""In the order in which pages show them."""
