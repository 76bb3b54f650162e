"""The hours strip: cities as rows, the hours of one day as columns, local hours in the cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, TypeAlias

Fit: TypeAlias = Literal["office", "outside", "early_late", "night"]

FITS: tuple[Fit, ...] = ("office", "outside", "early_late", "night")
"""How fit an hour is for a meeting, best first."""
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
    """Hours of one fit that follow each other, by the city's clock and by UTC."""

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
    def best(self) -> list[Run]:
        """The day in runs of equal fit, best first, the nights last."""
        return sorted(runs(self.cells), key=lambda run: FITS.index(run.fit))


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
        yield Run(
            fit=fit,
            local=f"{start.clock}–{(end.hour + 1) % 24:02}:{end.minute:02}",
            utc=f"{first:02}:00–{(last + 1) % 24:02}:00",
        )


def strip(
    day: str, rows: Sequence[Row], chosen: int | None = None, hrefs: Sequence[str] = ()
) -> Strip:
    """The strip with one hour of UTC framed, and links to choose the others where given."""
    columns = tuple(
        Column(f"{hour:02}", hrefs[hour] if hrefs else "", hour == chosen) for hour in range(24)
    )
    return Strip(day, columns, tuple(_framed(row, chosen) for row in rows))


def _framed(row: Row, chosen: int | None) -> Row:
    cells = (
        replace(cell, chosen=True) if hour == chosen else cell
        for hour, cell in enumerate(row.cells)
    )
    return replace(row, cells=tuple(cells))
