"""At which level of government people work, and from how large a city they come.

The level is what they say of themselves when they say that they come; the size is their city's.
"""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from backend.core.i18n import N_

Level: TypeAlias = Literal["", "political", "senior", "expert"]

LEVELS: Mapping[str, str] = {
    "political": N_("Elected or appointed office"),
    "senior": N_("Head of a department or a programme"),
    "expert": N_("Expert or practitioner"),
}
CITY_SIZES: Mapping[str, str] = {
    "under-50000": N_("cities of under 50,000 people"),
    "50000-250000": N_("cities of 50,000 to 250,000 people"),
    "250000-1000000": N_("cities of 250,000 to 1 million people"),
    "1000000-5000000": N_("cities of 1 to 5 million people"),
    "over-5000000": N_("cities of over 5 million people"),
}
"""By the names of their bands, as the list of cities has them."""
