"""Counts beside filters: how many things each choice would show, all in one query.

A choice is counted as if nothing were chosen yet in its own facet and everything in the others, so
that a count says what ticking it would add.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import CTE, ColumnElement, Select, String, cast, func, literal, union_all
from sqlalchemy import select as columns
from sqlmodel import Session

from backend.core.db import rows

Values: TypeAlias = Callable[[CTE], tuple[Any, Any]]
"""From all that may be listed to the column of a facet's values, and what it stands in."""

TOTAL = "total"


def facets(
    db: Session,
    listed: Select[*tuple[Any, ...]],
    chosen: Mapping[str, ColumnElement[bool]],
    values: Sequence[tuple[str, Values]],
    totals: Mapping[str, Callable[[CTE], ColumnElement[int]]],
) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """The totals of what is listed, and the counts of each facet by value.

    `listed` selects everything that could be shown; `chosen` are the conditions of those facets in
    which something is chosen.
    """
    flags = [condition.label(f"in_{name}") for name, condition in chosen.items()]
    everything = listed.add_columns(*flags).cte("listed")

    def within(name: str) -> list[ColumnElement[bool]]:
        return [everything.c[f"in_{other}"].is_(True) for other in chosen if other != name]

    sums: list[Select[*tuple[Any, ...]]] = [
        columns(literal(TOTAL), literal(name), of(everything)).where(*within("")).group_by(None)
        for name, of in totals.items()
    ]
    for name, of_facet in values:
        value, source = of_facet(everything)
        counted = columns(literal(name), cast(value, String), func.count()).select_from(source)
        sums.append(counted.where(*within(name), value.is_not(None)).group_by(value))
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for facet, value_of, count in rows(db, union_all(*sums)):
        found[facet][value_of] = count
    return found.pop(TOTAL), {name: found.get(name, {}) for name, _values in values}
