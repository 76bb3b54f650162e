"""On which days something that repeats is held, by its rule (RFC 5545): pure, and bounded.

Each day is asked by itself whether the rule holds for it, so that no rule can run on: a library that
looks for the next day would look until the year 9999 for a 30th of February. Only days are looked
at; rules by hours, minutes or seconds, by weeks or days of the year are refused.
"""

from calendar import isleap, monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
KNOWN = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "WKST"}
)
OFTEN = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
WEEK, MONTHS = 7, 12
MOST_LISTED = 62
"""Days of a month from both its ends; each day of a rule is held against all that it lists."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """A rule, from the day on which it begins."""

    first: date
    often: str
    interval: int = 1
    count: int | None = None
    months: Sequence[int] = ()
    month_days: Sequence[int] = ()
    weekdays: Sequence[tuple[int, int]] = ()
    """Which of them in the month or year (0: every one, -1: the last), and the day."""
    places: Sequence[int] = ()
    week_starts: int = 0
    _kept: dict[date, frozenset[date]] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, parts: Mapping[str, Sequence[Any]], first: date) -> "Repetition":
        """From the parts of a rule; ValueError for one that isn't followed here."""
        often = str(parts.get("FREQ", [""])[0])
        interval = int(parts.get("INTERVAL", [1])[0])
        is_long = any(len(several) > MOST_LISTED for several in parts.values())
        if often not in OFTEN or interval < 1 or parts.keys() - KNOWN or is_long:
            msg = "not a rule by days"
            raise ValueError(msg)
        return cls(
            first,
            often,
            interval,
            int(parts["COUNT"][0]) if "COUNT" in parts else None,
            tuple(map(int, parts.get("BYMONTH", ()))),
            tuple(map(int, parts.get("BYMONTHDAY", ()))),
            tuple(map(_weekday, parts.get("BYDAY", ()))),
            tuple(map(int, parts.get("BYSETPOS", ()))),
            _weekday(parts.get("WKST", ["MO"])[0])[1],
        )

    def days(self, since: date, until: date) -> Iterator[date]:
        """The days of the window on which it is held; one that is counted is walked from its first."""
        day = self.first if self.count is not None else max(since, self.first)
        left = self.count
        while day <= until and left != 0:
            if self.holds(day):
                left = None if left is None else left - 1
                if day >= since:
                    yield day
            day += timedelta(days=1)

    def holds(self, day: date) -> bool:
        if not self._is_turn(day) or not self._fits(day):
            return False
        if not self.places:
            return True
        begin, length = self._period(day)
        if begin not in self._kept:
            every = [begin + timedelta(days=n) for n in range(length)]
            fit = [one for one in every if self._fits(one)]
            chosen = (fit[n - 1 if n > 0 else n] for n in self.places if 0 < abs(n) <= len(fit))
            self._kept[begin] = frozenset(chosen)
        return day in self._kept[begin]

    def _is_turn(self, day: date) -> bool:
        """Whether the period of this day is one of every so many."""
        if self.often == "DAILY":
            apart = (day - self.first).days
        elif self.often == "WEEKLY":
            apart = (self._period(day)[0] - self._period(self.first)[0]).days // WEEK
        else:
            apart = day.year - self.first.year
            if self.often == "MONTHLY":
                apart = apart * MONTHS + day.month - self.first.month
        return apart % self.interval == 0

    def _fits(self, day: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        if self.month_days and not self._is_month_day(day):
            return False
        if self.weekdays:
            return any(self._is_weekday(day, *one) for one in self.weekdays)
        if self.often == "WEEKLY":
            return day.weekday() == self.first.weekday()
        if self.often == "DAILY" or self.month_days:
            return True
        is_month = self.often == "MONTHLY" or self.months or day.month == self.first.month
        return bool(is_month) and day.day == self.first.day

    def _is_month_day(self, day: date) -> bool:
        length = monthrange(day.year, day.month)[1]
        return day.day in self.month_days or day.day - length - 1 in self.month_days

    def _is_weekday(self, day: date, nth: int, weekday: int) -> bool:
        if day.weekday() != weekday:
            return False
        if nth == 0 or self.often in {"DAILY", "WEEKLY"}:
            return True
        if self.often == "YEARLY" and not self.months:
            place, length = day.timetuple().tm_yday, 366 if isleap(day.year) else 365
        else:
            place, length = day.day, monthrange(day.year, day.month)[1]
        return nth == ((place - 1) // WEEK + 1 if nth > 0 else -((length - place) // WEEK + 1))

    def _period(self, day: date) -> tuple[date, int]:
        """The day on which the period of this day begins, and its days."""
        if self.often == "DAILY":
            return day, 1
        if self.often == "WEEKLY":
            return day - timedelta(days=(day.weekday() - self.week_starts) % WEEK), WEEK
        if self.often == "MONTHLY":
            return day.replace(day=1), monthrange(day.year, day.month)[1]
        return date(day.year, 1, 1), 366 if isleap(day.year) else 365


def _weekday(words: object) -> tuple[int, int]:
    """Which of them, and the day: 2TU is the second Tuesday, -1FR the last Friday, MO every Monday."""
    said = str(words).upper()
    return int(said[:-2] or 0), WEEKDAYS.index(said[-2:])
