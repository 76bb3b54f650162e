"""All slots of a window side by side: the best of them, and the best two of them."""

from collections.abc import Sequence
from functools import cached_property
from operator import mul

from backend.domain.roundtables.participants import Participant
from backend.domain.roundtables.sittings import Column, Sittings, Spacing, about_the_same_hour
from backend.domain.roundtables.timelines import Window, costs

ABOUT = 3 * 60


class Ranking:
    """What every slot costs everybody. Participants who share all their costs are one group."""

    def __init__(self, participants: Sequence[Participant], window: Window) -> None:
        self.participants, self.window = participants, window
        self.burdens = [costs(who, window) for who in participants]
        groups: dict[Column, int] = {}
        for who, burden in zip(participants, self.burdens, strict=True):
            owed = tuple(cost + who.debt for cost in burden)
            groups[owed] = groups.get(owed, 0) + 1
        self.counts = tuple(groups.values())
        self.columns: list[Column] = list(zip(*groups, strict=True))
        self.spacing = Spacing(
            per_day=window.per_day,
            apart=-(-max(ABOUT, window.duration) // window.step),
            within=window.per_day,
            alike=ABOUT // window.step,
        )

    @cached_property
    def order(self) -> list[tuple[int, int, int]]:
        """Every slot as (worst, total, slot), best first."""
        scores: dict[Column, tuple[int, int]] = {}
        for column in self.columns:
            if column not in scores:
                scores[column] = max(column), sum(map(mul, column, self.counts))
        return sorted((*scores[column], slot) for slot, column in enumerate(self.columns))

    def best_singles(self, limit: int) -> list[int]:
        """The best slots, no two at about the same hour of the day."""
        chosen: list[int] = []
        for _worst, _total, slot in self.order:
            if len(chosen) == limit:
                break
            if not any(about_the_same_hour(slot, other, self.spacing) for other in chosen):
                chosen.append(slot)
        return chosen

    def best_pairs(self, limit: int) -> list[tuple[int, int]]:
        """The best two sittings, where they ask less than the best single time does."""
        worst, total, _slot = self.order[0]
        if total == sum(who.debt for who in self.participants):
            return []
        return Sittings(self.columns, self.counts, self.spacing).best((worst, total), limit)

    def burden(self, number: int, slot: int) -> int:
        return self.burdens[number][slot]

    def sitting_of(self, number: int, slots: Sequence[int]) -> int:
        """Which of the sittings a participant comes to: the one that costs less, or the first."""
        return min(range(len(slots)), key=lambda sitting: self.burden(number, slots[sitting]))

    def same_elsewhere(self, slots: Sequence[int]) -> list[tuple[int, ...]]:
        """The same hours on the other days on which they cost everybody the same."""
        here = [self.columns[slot] for slot in slots]
        found = []
        for begin in range(slots[0] % self.window.per_day, self.window.slots, self.window.per_day):
            there = tuple(slot + begin - slots[0] for slot in slots)
            if begin == slots[0] or there[-1] >= self.window.slots:
                continue
            if [self.columns[slot] for slot in there] == here:
                found.append(there)
        return found
