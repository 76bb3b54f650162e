"""Why tables are as they are, and what of a wish they do not meet, in sentences. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence

from backend.core import tongues
from backend.core.i18n import _, ngettext
from backend.core.speech import listed
from backend.domain.cities.countries import REGIONS
from backend.domain.roundtables.breakouts import Guest, Wish
from backend.domain.roundtables.levels import CITY_SIZES, LEVELS


def reasons(table: Sequence[Guest], wish: Wish) -> list[str]:
    """What speaks for one table."""
    said = []
    regions = {one.region for one in table if one.region}
    if wish.by_region and len(regions) > 1:
        said.append(_("They come from {count} regions of the world.", count=len(regions)))
    levels = [_(words) for key, words in LEVELS.items() if key in {one.level for one in table}]
    if wish.by_level and len(levels) > 1:
        said.append(_("They work at several levels: {levels}.", levels=listed(levels)))
    sizes = {one.size for one in table if one.size}
    if wish.by_size and len(sizes) > 1:
        said.append(_("Their cities are of {count} sizes.", count=len(sizes)))
    shared = shared_languages(table)
    if wish.by_language and shared:
        names = listed([tongues.name(one) for one in shared])
        said.append(_("All speak {languages}.", languages=names))
    new = sum(one.is_new for one in table)
    if wish.by_newness and 0 < new < len(table):
        said.append(
            ngettext(
                "{count} comes for the first time, others have been here before.",
                "{count} come for the first time, others have been here before.",
                new,
            )
        )
    return said


def unmet(tables: Mapping[int, Sequence[Guest]], wish: Wish, names: Mapping[str, str]) -> list[str]:
    """What could not be had: each with the table that it is about."""
    said = []
    for number, table in tables.items():
        said += [
            _("Table {number}: {what}", number=number, what=one) for one in _lacks(table, wish)
        ]
        if wish.known == "apart":
            said += [
                _("Table {number}: {names} know each other.", number=number, names=listed(some))
                for some in _acquainted(table, names)
            ]
    if wish.known == "together":
        said += _separated(list(tables.values()), names)
    return said


def shared_languages(table: Sequence[Guest]) -> list[str]:
    """What everybody speaks of whom it is known."""
    spoken = [one.languages for one in table if one.languages]
    return sorted(frozenset.intersection(*spoken)) if spoken else []


def _lacks(table: Sequence[Guest], wish: Wish) -> list[str]:
    said = []
    if not wish.smallest <= len(table) <= wish.largest:
        said.append(
            ngettext(
                "{count} person sits there, which is not what you wished.",
                "{count} people sit there, which is not what you wished.",
                len(table),
            )
        )
    if wish.by_language and any(one.languages for one in table) and not shared_languages(table):
        said.append(_("there is no language that all of them speak."))
    if wish.by_region and (region := _most([one.region for one in table])):
        said.append(_("more than half come from {region}.", region=_(REGIONS[region])))
    if wish.by_level and (level := _most([one.level for one in table])):
        said.append(_("more than half work at one level: {level}.", level=_(LEVELS[level])))
    if wish.by_size and (size := _most([one.size for one in table])):
        said.append(_("more than half come from {cities}.", cities=_(CITY_SIZES[size])))
    if wish.by_newness and len(table) > 1 and all(one.is_new for one in table):
        said.append(_("all of them come for the first time."))
    return said


def _most(marks: Sequence[str]) -> str:
    """What more than half of a table have in common; nothing of one person alone."""
    ((mark, count),) = Counter(marks).most_common(1)
    return mark if 2 * count > len(marks) > 1 else ""


def _acquainted(table: Sequence[Guest], names: Mapping[str, str]) -> list[list[str]]:
    """Those who share a circle, by their names; nobody twice for a part of the same company."""
    circles = sorted({circle for one in table for circle in one.circles})
    found = {tuple(one.key for one in table if circle in one.circles) for circle in circles}
    whole = [keys for keys in found if not any(set(keys) < set(others) for others in found)]
    return [[names[key] for key in keys] for keys in sorted(whole) if len(keys) > 1]


def _separated(tables: Sequence[Sequence[Guest]], names: Mapping[str, str]) -> list[str]:
    """Who sits with nobody they know, though they know somebody who is here."""
    everybody = [one for table in tables for one in table]
    said = []
    for table in tables:
        for one in table:
            knows = [o for o in everybody if o is not one and one.circles & o.circles]
            if knows and not any(other in table for other in knows):
                words = _("{name} sits with nobody they know.", name=names[one.key])
                said.append(words)
    return said
