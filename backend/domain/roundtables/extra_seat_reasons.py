"""Why a seat is proposed for somebody who waits, and what of a wish is missing, in sentences. Pure."""

from collections.abc import Mapping

from backend.core import tongues
from backend.core.i18n import _, ngettext
from backend.domain.cities.countries import REGIONS
from backend.domain.roundtables.extra_seats import Chosen, Mark
from backend.domain.roundtables.levels import CITY_SIZES, LEVELS


def why(one: Chosen, language: str) -> str:
    """Why a seat is proposed for somebody."""
    brings = sorted(one.brings, key=lambda mark: mark.order)
    return " ".join(_brings(mark, language) for mark in brings) or _("Next in line.")


def _brings(mark: Mark, language: str) -> str:
    if mark.kind == "region":
        return _("Too few come from {region}.", region=_(REGIONS[mark.which]))
    if mark.kind == "size":
        return _("Too few come from {cities}.", cities=_(CITY_SIZES[mark.which]))
    if mark.kind == "level":
        return _("Too few work at this level: {level}.", level=_(LEVELS[mark.which]))
    if mark.kind == "speaks":
        return _("Too few speak {language}.", language=tongues.name(language))
    return _("Comes for the first time.")


def unmet(missing: Mapping[Mark, int], language: str, left: int) -> list[str]:
    """What of the wish is still missing, and how many seats nobody may have by it."""
    marks = sorted(missing, key=lambda mark: mark.order)
    said = [_is_missing(mark, missing[mark], language) for mark in marks]
    if left:
        said.append(
            ngettext(
                "{count} seat is left over: nobody else who waits may have it by your wish.",
                "{count} seats are left over: nobody else who waits may have them by your wish.",
                left,
            )
        )
    return said


def _is_missing(mark: Mark, count: int, language: str) -> str:
    if mark.kind == "region":
        return ngettext(
            "{count} more should come from {region}.",
            "{count} more should come from {region}.",
            count,
            region=_(REGIONS[mark.which]),
        )
    if mark.kind == "size":
        return ngettext(
            "{count} more should come from {cities}.",
            "{count} more should come from {cities}.",
            count,
            cities=_(CITY_SIZES[mark.which]),
        )
    if mark.kind == "level":
        return ngettext(
            "{count} more should work at this level: {level}.",
            "{count} more should work at this level: {level}.",
            count,
            level=_(LEVELS[mark.which]),
        )
    if mark.kind == "speaks":
        return ngettext(
            "{count} more should speak {language}.",
            "{count} more should speak {language}.",
            count,
            language=tongues.name(language),
        )
    return ngettext("{count} first-timer is missing.", "{count} first-timers are missing.", count)
