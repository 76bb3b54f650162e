"""The dot map: where places lie on it, and the curves that join them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from pathlib import Path
from typing import NamedTuple

from backend.kit.pictures.projection import WIDEST, project, unproject

WIDTH = 720.0
HEIGHT = 316.0
SCALE = WIDTH / (2 * WIDEST)
NORTH = 84.0
"""The latitude of the map's upper edge; Antarctica lies below its lower one."""
SPACING = 6.0
"""From the middle of one dot of land to the next in its row."""
ROW = 5.2
"""From one row of dots to the next: the height of a triangle with sides of one spacing."""
ROOM = 60.0
"""Half the width of a long name."""
BOX = f"34 -4 {WIDTH - 34:g} {HEIGHT + 2:g}"
"""What is shown of the map, as SVG's viewBox: less of the empty Pacific in the west."""

_MIDDLE = WIDTH / 2
_TOP = project(0, NORTH)[1]


def land() -> str:
    """The path of all the land's dots; land.py makes it."""
    return Path(__file__).with_name("land.txt").read_text().strip()


LAND = land()


def point_of(longitude: float, latitude: float) -> tuple[float, float]:
    """Where on the map this place lies."""
    x, y = project(longitude, latitude)
    return round(_MIDDLE + x * SCALE, 1), round((_TOP - y) * SCALE, 1)


def place_at(x: float, y: float) -> tuple[float, float] | None:
    """The longitude and latitude shown at this point of the map, if it shows any."""
    return unproject((x - _MIDDLE) / SCALE, _TOP - y / SCALE)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to be shown: `tone` is plain, or marked for the one that the picture is about."""

    name: str
    longitude: float
    latitude: float
    href: str = ""
    tone: str = "plain"


class Placed(NamedTuple):
    """A spot with its place on the map, and the end of its name that stands over it.

    A tuple, since there are a hundred on a map: to ask each for its parts takes longer than to draw
    them.
    """

    name: str
    href: str
    tone: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class WorldMap:
    """All that the map's macro draws."""

    spots: tuple[Placed, ...]
    arcs: tuple[str, ...] = ()
    land: str = LAND
    box: str = BOX


def arc(start: tuple[float, float], end: tuple[float, float]) -> str:
    """A curve between two points that rises as a flight's path does, and stays on the map."""
    (x1, y1), (x2, y2) = start, end
    rise = min(hypot(x2 - x1, y2 - y1) * 0.34, 96)
    top = max((y1 + y2) / 2 - rise, -min(y1, y2) * 0.6)
    return f"M{x1:g} {y1:g}Q{(x1 + x2) / 2:.1f} {top:.1f} {x2:g} {y2:g}"


def _anchor(x: float) -> str:
    """Names stand over the middle of their spot, save where they would leave the map."""
    if x < ROOM:
        return "start"
    return "end" if x > WIDTH - ROOM else "middle"


def worldmap(spots: Sequence[Spot], joined: Sequence[tuple[int, int]] = ()) -> WorldMap:
    """The map with these places, and curves between those whose positions are given in pairs."""
    points = [point_of(spot.longitude, spot.latitude) for spot in spots]
    placed = tuple(
        Placed(
            name=spot.name,
            href=spot.href,
            tone=spot.tone,
            x=x,
            y=y,
            anchor=_anchor(x),
        )
        for spot, (x, y) in zip(spots, points, strict=True)
    )
    return WorldMap(placed, tuple(arc(points[a], points[b]) for a, b in joined))
