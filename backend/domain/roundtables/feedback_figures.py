"""What was answered, as figures that tell of nobody. Pure.

A choice of fewer than three is not counted out, nor is the whole where it would give those away:
not by another question either, since who answers one mostly answers all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from backend.domain.roundtables.small_counts import FEWEST


@dataclass(frozen=True, slots=True)
class Share:
    choice: str
    count: int | None
    """None for fewer than three."""


@dataclass(frozen=True, slots=True)
class Figures:
    shares: Sequence[Share]
    total: int | None
    """How many answered; None where it would tell how few chose one of them."""

    @property
    def most(self) -> int:
        return max((one.count or 0 for one in self.shares), default=0)


def together(all_of_them: Sequence[Figures]) -> list[Figures]:
    """The figures of one form: where one can't say how many answered, none of them does."""
    is_told = not any(one.most and one.total is None for one in all_of_them)
    return [one if is_told else replace(one, total=None) for one in all_of_them]


def figures(answers: Sequence[str], choices: Sequence[str]) -> Figures:
    counts = {choice: answers.count(choice) for choice in choices}
    if sum(counts.values()) < FEWEST:
        return Figures([Share(choice, None) for choice in choices], None)
    few = [count for count in counts.values() if count < FEWEST]
    total = sum(counts.values()) if not few or sum(few) >= FEWEST else None
    return Figures(
        [Share(name, count if count >= FEWEST else None) for name, count in counts.items()], total
    )
