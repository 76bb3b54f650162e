"""Counts beside filters: how many things each choice would show, all in one query.

A choice is counted as if nothing were chosen yet in its own facet and everything in the others, so
that a count says what ticking it would add.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, String, cast, func, literal, union_all
from sqlalchemy import select as columns
from sqlmodel import Session

from backend.core.db import rows

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Beside:
    """A facet whose values stand in a table of their own, several for each thing that is listed."""

    value: Any
    owner: Any
    """The column that says whose value it is."""
    where: tuple[ColumnElement[bool], ...] = ()


def facets(
    db: Session,
    listed: Select[*tuple[Any, ...]],
    chosen: Mapping[str, ColumnElement[bool]],
    values: Mapping[str, Beside | None],
    totals: Mapping[str, Callable[[CTE], ColumnElement[int]]],
    *,
    is_all: bool,
) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """The totals of what is listed, and the counts of each facet by value.

    `listed` selects the id of everything that could be shown and a column of its name for each
    facet that isn't beside it; `is_all` if that is all there is. `chosen` are the conditions of
    those facets in which something is chosen.
    """
    flags = [condition.label(f"in_{name}") for name, condition in chosen.items()]
    everything = listed.add_columns(*flags).cte("listed")

    def within(name: str) -> list[ColumnElement[bool]]:
        return [everything.c[f"in_{other}"].is_(True) for other in chosen if other != name]

    def sums() -> Iterator[Select[*tuple[Any, ...]]]:
        for name, of in totals.items():
            yield columns(literal(TOTAL), literal(name), of(everything)).where(*within(""))
        for name, beside in values.items():
            fits = within(name)
            value = beside.value if beside else everything.c[name]
            counted = columns(literal(name), cast(value, String), func.count()).group_by(value)
            if not beside:
                yield counted.where(*fits, value.is_not(None))
            elif is_all and not fits:
                # The values alone say it: joined with all that is listed it takes ten times as long.
                yield counted.where(*beside.where)
            else:
                theirs = beside.owner.in_(columns(everything.c.id).where(*fits))
                yield counted.where(theirs, *beside.where)

    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for facet, value_of, count in rows(db, union_all(*sums())):
        found[facet][value_of] = count
    return found.pop(TOTAL), {name: found.get(name, {}) for name in values}
