"""Counts beside filters: how many things each choice would show, all in one query.

A choice is counted as if nothing were chosen yet in its own facet and everything in the others, so
that a count says what ticking it would add.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    above: CTE | None = None
    """Where values stand in a tree, each (`below`) with itself and all that it hangs on (`above`):
    what has several below one counts once for it."""


def facets(
    db: Session,
    listed: Select[*tuple[Any, ...]],
    chosen: Mapping[str, ColumnElement[bool]],
    values: Mapping[str, Beside | None],
    totals: Mapping[str, Callable[[CTE], ColumnElement[int]]],
    *,
    most: int,
) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """The totals of what is listed, and the counts of each facet by value.

    `listed` selects the id of everything that could be shown and a column of its name for each
    facet that isn't beside it, in the order in which the first `most` of them are counted: to count
    all takes as long as there is much. `chosen` are the conditions of those facets in which
    something is chosen.
    """
    flags = [condition.label(f"in_{name}") for name, condition in chosen.items()]
    fitting = listed.where(*chosen.values()).limit(most).cte("fitting")
    everything = listed.add_columns(*flags).limit(most).cte("everything") if chosen else fitting

    def counted(name: str, of: CTE, others: Sequence[str] = ()) -> Select[*tuple[Any, ...]]:
        beside = values[name]
        fits = [of.c[f"in_{other}"].is_(True) for other in others]
        value = beside.value if beside else of.c[name]
        each = columns(literal(name), cast(value, String), func.count()).group_by(value)
        if beside is None:
            return each.where(*fits, value.is_not(None))
        theirs = beside.owner.in_(columns(of.c.id).where(*fits))
        if beside.above is None:
            return each.where(theirs, *beside.where)
        named = columns(beside.value, beside.owner).where(theirs, *beside.where)
        return with_above(name, named, beside.above)

    def sums() -> Iterator[Select[*tuple[Any, ...]]]:
        for name, total in totals.items():
            yield columns(literal(TOTAL), literal(name), total(fitting))
        for name in values:
            yield counted(name, fitting)
            if name in chosen:
                yield counted(name, everything, [other for other in chosen if other != name])

    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for facet, value_of, count in rows(db, union_all(*sums())).all():
        # Of what is chosen there are two counts, each of which may have left something out.
        found[facet][value_of] = max(count, found[facet].get(value_of, 0))
    return found.pop(TOTAL), {name: found.get(name, {}) for name in values}


def with_above(name: str, named: Select[*tuple[Any, ...]], above: CTE) -> Select[*tuple[Any, ...]]:
    """Each value of a tree by how many have it or one below it; who has several of those is one.

    `named` selects value and owner; `above` is each value (`below`) with all that it hangs on.
    """
    # By itself, or SQLite looks the owners up for every value.
    alone = named.cte().prefix_with("MATERIALIZED")
    value, owner = alone.c
    return (
        columns(literal(name), cast(above.c.above, String), func.count(owner.distinct()))
        .join(above, above.c.below == value)
        .group_by(above.c.above)
    )
