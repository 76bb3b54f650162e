"""Filters beside a list: what can be chosen, how many each choice would show, most first."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from backend.core.text import fold

AT_FIRST = 6
"""Choices of a filter that stand open; the others are folded away."""

Option: TypeAlias = tuple[str, str, int, bool]
"""Value, label, count, whether it is chosen."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One filter, as the macros of ui/facets.html show it."""

    name: str
    legend: str
    first: list[Option]
    rest: list[Option]

    @property
    def options(self) -> list[Option]:
        return [*self.first, *self.rest]

    @property
    def chosen(self) -> str:
        """For a filter of which one choice is shown."""
        return next((value for value, _label, _count, chosen in self.options if chosen), "")


def narrowing(
    name: str,
    legend: str,
    counts: Mapping[str, int],
    chosen: Collection[str],
    label: Callable[[str], str],
) -> Narrowing:
    """A filter by the counts of its values. What is chosen stays, even where it shows nothing."""
    values = {value: counts.get(value, 0) for value in [*counts, *chosen]}
    options = [(value, label(value), count, value in chosen) for value, count in values.items()]
    options.sort(key=lambda one: (not one[3], -one[2], fold(one[1])))
    most = max(AT_FIRST, len(chosen))
    return Narrowing(name, legend, options[:most], options[most:])
