"""From a city as somebody types it to a place of the gazetteer."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.core.errors import Rejected
from backend.core.i18n import _, language
from backend.domain.cities import countries, gazetteer
from backend.domain.cities.gazetteer import Place
from backend.domain.cities.spelling import key
from backend.domain.joining.models import OTHER

OFFERED = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """What a typed city may mean, to choose from, and which of it is meant if that is clear."""

    options: Sequence[tuple[str, str]] = ()
    """What is sent for each, and what it is called."""
    chosen: str = ""


def offered(typed: str, email: str = "") -> list[Place]:
    """The places that these words may mean; those of the address's country before others."""
    if not typed.strip():
        return []
    return gazetteer.find(typed, near=_country_of(email), limit=OFFERED)


def meant(typed: str, chosen: str, email: str = "") -> Place | None:
    """The place that was chosen, or the only one of this name. None: a city not in the list.

    Rejected (field `city`) while it is open which place is meant.
    """
    if chosen == OTHER:
        return None
    found = offered(typed, email)
    if place := sure_of(found, typed, chosen, email):
        return place
    if found:
        raise Rejected({"city": _("Please choose your city from the list below.")})
    raise Rejected(
        {"city": _("We found no city of this name. Check its spelling, or say that it is another.")}
    )


def sure_of(found: list[Place], typed: str, chosen: str = "", email: str = "") -> Place | None:
    """Which of the places that were found is meant, if that is clear."""
    picked = [place for place in found if str(place.id) == chosen]
    so_called = _so_called(typed, found)
    at_home = [place for place in so_called if place.country == _country_of(email)]
    clear = (some[0] for some in (picked, at_home, so_called) if len(some) == 1)
    return next(clear, None)


def choice(typed: str, chosen: str = "", email: str = "") -> Choice:
    """What to offer for these words; that it is none of the list can always be said."""
    found = offered(typed, email)
    if not typed.strip():
        return Choice()
    try:
        place = meant(typed, chosen, email)
        sure = str(place.id) if place else OTHER
    except Rejected:
        sure = ""
    none_of_these = (OTHER, _("None of these; take “{typed}” as I typed it", typed=typed))
    return Choice([*((str(one.id), label(one)) for one in found), none_of_these], sure)


def label(place: Place) -> str:
    """A place so that it can be told from others of its name."""
    found_by = f" ({place.matched})" if place.matched else ""
    country = countries.name(place.country, language().code)
    region = "" if key(place.region) == key(place.name) else place.region
    return ", ".join(part for part in (place.name + found_by, region, country) if part)


def by_id(place_id: int | None) -> Place | None:
    return gazetteer.by_id(place_id) if place_id is not None else None


def _so_called(typed: str, found: list[Place]) -> list[Place]:
    """Those whose own name was typed; if there are none, those that it is another name of."""
    name = key(typed.partition(",")[0])
    own = [place for place in found if key(place.name) == name]
    return own or [place for place in found if key(place.matched or "") == name]


def _country_of(email: str) -> str | None:
    """The country of the address's top domain, if it is one of a country."""
    top = email.rpartition(".")[2].upper()
    code = "GB" if top == "UK" else top
    return code if code in countries.CODES else None
