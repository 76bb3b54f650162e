"""Names that are one slip of the finger away: a letter too many, too few, another, or two swapped.

The first letter is taken as meant, unless it is too many or swapped. Only letters that some name
has in that place are tried, so it works in every alphabet alike.
"""

from collections.abc import Iterator

from backend.domain.cities.place_table import PlaceTable

_SHORTEST, _LONGEST = 4, 40


def nearly(table: PlaceTable, spelled: str) -> list[list[int]]:
    """Names that are one slip away from this, then names that begin so."""
    if not _SHORTEST <= len(spelled) <= _LONGEST:
        return [[]]
    whole: list[int] = []
    begun: list[int] = []
    for meant, within in _one_slip_away(table, spelled):
        names = table.names_from(meant, within)
        begun.extend(names)
        whole.extend(table.names_exactly(meant, names))
    return [whole, begun]


def _one_slip_away(table: PlaceTable, spelled: str) -> Iterator[tuple[str, range]]:
    """What may have been meant, each with names that already begin with what precedes the slip."""
    within = table.all_names()
    for at in range(len(spelled)):
        start, rest = spelled[:at], spelled[at:]
        within = table.names_from(start, within)
        if not within:
            return
        yield start + rest[1:], within
        yield start + rest[1:2] + rest[:1] + rest[2:], within
        for letter, names in table.next_letters(start, within) if at else ():
            yield start + letter + rest, names
            yield start + letter + rest[1:], names
