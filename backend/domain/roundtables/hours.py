"""How fit an hour is for a meeting, by the wall clock of who has to keep it.

Four bands: **office**, the participant's own working hours; **outside**, the hour before and the
hour after them; **early or late**, the rest of the waking day from 07:00 to 22:00; **night**.

Each band has a price an hour, in points: office 0, outside 1, early or late 3 (4 from 20:00),
night 12, with softer edges (6 in the hour beside the waking day, 9 in the next). The edges matter:
around the globe somebody is always in bed, and 22:30 is a smaller thing to ask than 03:00. A
weekend or public holiday adds 8 to every hour of that local day: worse than any waking hour, better
than the night.
"""

from datetime import time
from functools import lru_cache
from typing import Literal, TypeAlias

DAY = 24 * 60
MARGIN = 60
DAY_OFF = 8
PRICES = (12, 12, 12, 12, 12, 9, 6, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4, 6, 9)
WAKING = range(7, 22)


Fit: TypeAlias = Literal["office", "outside", "early_late", "night"]
"""How fit a time is."""
FITS: tuple[Fit, ...] = ("office", "outside", "early_late", "night")
"""From best to worst."""


def minute_of(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def fit_at(minute: int, works_from: int, works_until: int) -> Fit:
    """The band of a minute of the local day, for one who works between these two."""
    if works_from <= minute < works_until:
        return "office"
    if works_from - MARGIN <= minute < works_until + MARGIN:
        return "outside"
    return "early_late" if minute // 60 in WAKING else "night"


def price_at(minute: int, works_from: int, works_until: int) -> int:
    """The points an hour at this minute of a working day costs."""
    fit = fit_at(minute, works_from, works_until)
    return {"office": 0, "outside": 1}.get(fit, PRICES[minute // 60])


@lru_cache(maxsize=1024)
def day_of_prices(
    works_from: int, works_until: int, grid: int, *, is_off: bool = False
) -> tuple[int, ...]:
    """The price of each piece of a local day that is cut every `grid` minutes."""
    extra = DAY_OFF if is_off else 0
    return tuple(
        price_at(minute, works_from, works_until) + extra for minute in range(0, DAY, grid)
    )
