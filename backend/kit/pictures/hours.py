"""The hours strip: cities as rows, the hours of one day as columns, local hours in the cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from backend.domain.roundtables import hours_strip
from backend.domain.roundtables.hours import FITS, Fit

WAKING = FITS[:-1]
DAY = 24
TONES = {"office": " good", "outside": " good", "early_late": " warn", "night": ""}


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour in one city: the wall clock there when it begins, and how fit it is."""

    hour: int
    fit: Fit
    minute: int = 0
    holiday: str = ""
    """The public holiday's name, where it is one."""
    weekend: bool = False
    chosen: bool = False

    @property
    def label(self) -> str:
        return f"{self.hour:02}" if self.minute == 0 else f"{self.hour:02}:{self.minute:02}"

    @property
    def clock(self) -> str:
        return f"{self.hour:02}:{self.minute:02}"

    @property
    def tone(self) -> str:
        """The look of the status that says this hour in words."""
        return TONES[self.fit]


@dataclass(frozen=True, slots=True)
class Run:
    """Hours of one fit that follow each other: where they start, how many, and on both clocks."""

    fit: Fit
    start: int
    length: int
    local: str
    utc: str


@dataclass(frozen=True, slots=True)
class Hours:
    """All hours of a day that are equally fit: by the city's clock, and by UTC."""

    fit: Fit
    local: str
    utc: str


@dataclass(frozen=True, slots=True)
class Row:
    """One city's day; `notes` are sentences about it, such as which day is a holiday there."""

    city: str
    cells: tuple[Cell, ...]
    notes: tuple[str, ...] = ()

    @property
    def chosen(self) -> Cell | None:
        return next((cell for cell in self.cells if cell.chosen), None)

    @property
    def is_fine(self) -> bool:
        """Whether this clock is off the whole hour, so that its cells hold more figures."""
        return any(cell.minute for cell in self.cells)

    @property
    def runs(self) -> list[Run]:
        return list(runs(self.cells))

    @property
    def best(self) -> list[Hours]:
        """The waking hours of the day, best first."""
        found = [(fit, [run for run in self.runs if run.fit == fit]) for fit in WAKING]
        return [
            Hours(fit, ", ".join(run.local for run in of_it), ", ".join(run.utc for run in of_it))
            for fit, of_it in found
            if of_it
        ]


@dataclass(frozen=True, slots=True)
class Column:
    """One hour of UTC; `href` chooses it, where one may choose."""

    label: str
    href: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    day: str
    """The day as it is written: "Thu 3 December"."""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def chosen(self) -> int | None:
        return next((hour for hour, column in enumerate(self.columns) if column.chosen), None)

    @property
    def has_holidays(self) -> bool:
        return any(cell.holiday for row in self.rows for cell in row.cells)

    @property
    def has_weekends(self) -> bool:
        return any(cell.weekend for row in self.rows for cell in row.cells)


def runs(cells: Sequence[Cell]) -> Iterator[Run]:
    """The cells of a day, taken together where they follow each other and are equally fit."""
    for fit, group in groupby(enumerate(cells), key=lambda numbered: numbered[1].fit):
        numbered = list(group)
        (first, start), (last, end) = numbered[0], numbered[-1]
        after = replace(end, hour=(end.hour + 1) % DAY)
        yield Run(
            fit=fit,
            start=first,
            length=last - first + 1,
            local=f"{start.label}–{after.label}",
            utc=f"{first:02}–{(last + 1) % DAY:02}",
        )


def row(found: hours_strip.Row) -> Row:
    """A participant's day as the domain found it, ready to be drawn."""
    days_off = [cell.day_off for cell in found.cells]
    return Row(
        city=found.label,
        cells=tuple(
            Cell(
                hour=cell.local.hour,
                minute=cell.local.minute,
                fit=cell.fit,
                holiday=off.reason if off and off.is_holiday else "",
                weekend=bool(off and off.is_weekend and not off.is_holiday),
            )
            for cell, off in zip(found.cells, days_off, strict=True)
        ),
        notes=tuple(dict.fromkeys(off.reason for off in days_off if off and off.is_holiday)),
    )


def strip(
    day: str, rows: Sequence[Row], chosen: int | None = None, hrefs: Sequence[str] = ()
) -> Strip:
    """The strip with one hour of UTC framed, and links to choose the others where given."""
    columns = tuple(
        Column(f"{hour:02}", hrefs[hour] if hrefs else "", hour == chosen) for hour in range(DAY)
    )
    return Strip(day, columns, tuple(_framed(row, chosen) for row in rows))


def _framed(row: Row, chosen: int | None) -> Row:
    cells = (
        replace(cell, chosen=True) if hour == chosen else cell
        for hour, cell in enumerate(row.cells)
    )
    return replace(row, cells=tuple(cells))
