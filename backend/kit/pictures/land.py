"""Makes land.txt, the dots of the map, from the public-domain outlines of Natural Earth.

    npm pack world-atlas@2
    python -m backend.kit.pictures.land land-50m.json

The outlines come as TopoJSON whose polygons run on across the antimeridian, where the longitude
leaps from 180 to -180. Read as they stand, each leap is an edge right across the oceans; so a ring
is unrolled first, and a place is looked for in it at its own longitude and a whole turn on either
side. A ring that comes back a whole turn away from its start runs round a pole: Antarctica, which
the map leaves out.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from backend.kit.pictures.worldmap import HEIGHT, ROW, SPACING, WIDTH, place_at

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = list[Point]

HALF_TURN = 180.0
TURN = 360.0
SOUTHERNMOST = -57.0
SAMPLES = ((0, 0), (0.3, 0), (-0.3, 0), (0.15, 0.3), (-0.15, 0.3), (0.15, -0.3), (-0.15, -0.3))
"""Where in a dot's cell, in spacings from its middle, land is looked for."""
ENOUGH = 3
"""A dot is drawn where so many of the samples are land, or where its middle is."""


def unrolled(ring: Iterable[Point]) -> Ring | None:
    """The ring with longitudes that run on past 180; None when it runs round a pole."""
    points = list(ring)
    turns = 0.0
    run = points[:1]
    for (before, _), (longitude, latitude) in pairwise(points):
        if longitude - before > HALF_TURN:
            turns -= TURN
        elif before - longitude > HALF_TURN:
            turns += TURN
        run.append((longitude + turns, latitude))
    return None if turns else run


class Outline(NamedTuple):
    """A ring with the box that it lies in: most places are seen at once to lie outside."""

    ring: Ring
    south: float
    north: float
    east: float


def outline(ring: Ring) -> Outline:
    latitudes = [latitude for _, latitude in ring]
    return Outline(ring, min(latitudes), max(latitudes), max(longitude for longitude, _ in ring))


def crossings(ring: Ring, longitude: float, latitude: float) -> int:
    """How many edges of the ring stand east of this place."""
    return sum(
        x + (latitude - y) / (b - y) * (a - x) > longitude
        for (x, y), (a, b) in pairwise(ring)
        if (y > latitude) != (b > latitude)
    )


def is_land(outlines: Sequence[Outline], longitude: float, latitude: float) -> bool:
    """Inside an odd number of outlines: an island counts, a lake in it does not."""
    near = [one for one in outlines if one.south <= latitude <= one.north]
    return any(
        sum(crossings(one.ring, at, latitude) for one in near if at <= one.east) % 2
        for at in (longitude - TURN, longitude, longitude + TURN)
    )


def outlines_of(topology: dict[str, Any]) -> Iterator[Outline]:
    """Every outline of a TopoJSON file, unrolled, without those that run round a pole."""
    (dx, dy), (x0, y0) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        arcs.append([])
        for step in arc:
            x, y = x + step[0], y + step[1]
            arcs[-1].append((x0 + x * dx, y0 + y * dy))
    for shape in topology["objects"]["land"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        for numbers in (numbers for polygon in polygons for numbers in polygon):
            ways = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
            ring = unrolled([way for part in ways for way in part])
            if ring is not None and (found := outline(ring)).north > SOUTHERNMOST:
                yield found


def dotted(outlines: Sequence[Outline], x: float, y: float) -> bool:
    found = [
        place is not None and is_land(outlines, *place)
        for place in (place_at(x + dx * SPACING, y + dy * SPACING) for dx, dy in SAMPLES)
    ]
    return found[0] or sum(found) >= ENOUGH


def dots(outlines: Sequence[Outline]) -> Iterator[tuple[float, float]]:
    """The middles of all dots on land, row by row, each second row set in by half a dot."""
    for row in range(int(HEIGHT / ROW) + 1):
        y = round(row * ROW, 1)
        for column in range(int(WIDTH / SPACING) + 1):
            x = column * SPACING + row % 2 * SPACING / 2
            if dotted(outlines, x, y):
                yield x, y


def drawn(middles: Iterable[tuple[float, float]]) -> str:
    """One path for all dots: a line for each unbroken run of them, to be dashed into dots.

    With round caps and dashes of no length, a dot stands at the start of each line and at every
    spacing after it. The tenth at a line's end is for its last dot.
    """
    runs: list[tuple[float, float, float]] = []
    for x, y in middles:
        if runs and runs[-1][2] == y and x - runs[-1][1] == SPACING:
            runs[-1] = (runs[-1][0], x, y)
        else:
            runs.append((x, x, y))
    return "".join(f"M{start:g} {y:g}h{end - start + 0.1:g}" for start, end, y in runs)


def main(source: str) -> None:
    topology = json.loads(Path(source).read_text())
    path = drawn(dots(list(outlines_of(topology))))
    Path(__file__).with_name("land.txt").write_text(path + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
