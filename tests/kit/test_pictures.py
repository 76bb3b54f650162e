import re
from datetime import UTC, datetime, timedelta
from gettext import NullTranslations
from gzip import compress
from math import isclose

import pytest

from backend.core.i18n import Language, speaking
from backend.domain.roundtables import hours_strip
from backend.domain.roundtables.calendars import DayOff
from backend.domain.roundtables.hours import Fit
from backend.kit.pictures import land, rings
from backend.kit.pictures.hours import Cell, Row, row, runs, strip
from backend.kit.pictures.projection import project, unproject
from backend.kit.pictures.worldmap import (
    HEIGHT,
    LAND,
    ROW,
    SPACING,
    WIDTH,
    Spot,
    arc,
    point_of,
    worldmap,
)

LANDED = [
    ("Bogotá", -74.1, 4.7),
    ("Nairobi", 36.8, -1.3),
    ("Delhi", 77.2, 28.6),
    ("Alice Springs", 133.9, -23.7),
    ("Christchurch", 172.0, -43.3),
    ("Anadyr, west of the antimeridian", 175.0, 65.5),
    ("Chukotka, east of the antimeridian", -175.0, 66.5),
    ("Fairbanks", -147.7, 64.8),
]
AT_SEA = [
    ("the Pacific on the equator", -140.0, 0.0),
    ("the Pacific at Fiji's latitude", -150.0, -17.0),
    ("the Pacific at Chukotka's latitude, south of it", -175.0, 55.0),
    ("the Atlantic at Fiji's latitude", -20.0, -17.0),
    ("the Indian Ocean at Fiji's latitude", 80.0, -17.0),
    ("the Atlantic at Chukotka's latitude", -5.0, 68.5),
    ("the Southern Ocean", 0.0, -55.0),
    ("the North Atlantic", -35.0, 45.0),
]


@pytest.fixture(scope="module")
def dots() -> set[tuple[float, float]]:
    """Every dot that a browser draws of the land's path."""
    found = set()
    for line in LAND.removeprefix("M").split("M"):
        start, length = line.split("h")
        x, y = (float(number) for number in start.split())
        found |= {(x + SPACING * n, y) for n in range(int(float(length) / SPACING) + 1)}
    return found


def near(dots: set[tuple[float, float]], longitude: float, latitude: float) -> bool:
    x, y = point_of(longitude, latitude)
    return any(abs(x - a) <= SPACING and abs(y - b) <= SPACING for a, b in dots)


@pytest.mark.parametrize(
    ("longitude", "latitude", "x", "y"),
    [
        (0, 0, 0.0, 0.0),
        (180, 0, 2.735385, 0.0),
        (-74.1, 4.7, -1.124917, 0.082632),
        (174.8, -41.3, 2.436163, -0.728538),
        (0, 90, 0.0, 1.422391),
    ],
)
def test_places_lie_where_the_natural_earth_projection_puts_them(
    longitude: float, latitude: float, x: float, y: float
) -> None:
    found = project(longitude, latitude)
    assert (round(found[0], 6), round(found[1], 6)) == (x, y)


@pytest.mark.parametrize("place", [(0, 0), (-170, 80), (120, -45), (179, -89), (12.5, 57.7)])
def test_from_the_earth_to_the_paper_and_back_is_the_same_place(
    place: tuple[float, float],
) -> None:
    found = unproject(*project(*place))
    assert found is not None
    assert all(isclose(a, b, abs_tol=1e-9) for a, b in zip(found, place, strict=True))


def test_the_paper_beside_the_earth_shows_no_place() -> None:
    assert unproject(2.7, 1.2) is None
    assert unproject(0, 1.5) is None


@pytest.mark.parametrize(("longitude", "latitude"), [place[1:] for place in LANDED])
def test_there_are_dots_on_land(
    dots: set[tuple[float, float]], longitude: float, latitude: float
) -> None:
    assert near(dots, longitude, latitude)


@pytest.mark.parametrize(("longitude", "latitude"), [place[1:] for place in AT_SEA])
def test_there_are_no_dots_at_sea(
    dots: set[tuple[float, float]], longitude: float, latitude: float
) -> None:
    assert not near(dots, longitude, latitude)


def test_no_row_of_dots_crosses_the_oceans(dots: set[tuple[float, float]]) -> None:
    """No row is dotted across both the middle Atlantic and the middle Pacific."""
    rows = {y for _, y in dots}
    atlantic, pacific = ({y for x, y in dots if abs(x - at) < SPACING} for at in (292, 80))
    assert not (atlantic & pacific & {y for y in rows if y > 20 * ROW})


def test_antarctica_is_left_out_and_all_dots_lie_on_the_map(
    dots: set[tuple[float, float]],
) -> None:
    assert max(y for _, y in dots) < point_of(0, -56)[1]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in dots)


def test_the_land_weighs_under_two_kilobytes() -> None:
    assert len(compress(LAND.encode())) < 2_000


def test_a_ring_across_the_antimeridian_is_one_piece() -> None:
    fiji = [(178.0, -16.0), (-179.0, -16.0), (-179.0, -19.0), (178.0, -19.0), (178.0, -16.0)]
    ring = land.unrolled(fiji)
    assert ring is not None
    assert [longitude for longitude, _ in ring] == [178.0, 181.0, 181.0, 178.0, 178.0]
    outlines = [land.outline(ring)]
    assert land.is_land(outlines, 179.5, -17.0)
    assert land.is_land(outlines, -179.5, -17.0)
    assert not land.is_land(outlines, 0.0, -17.0)


def test_a_ring_around_a_pole_is_left_out() -> None:
    around = [(0.0, -70.0), (120.0, -70.0), (-120.0, -70.0), (0.0, -70.0)]
    assert land.unrolled(around) is None


def test_dots_beside_each_other_share_a_line() -> None:
    assert land.drawn([(6.0, 0.0), (12.0, 0.0), (30.0, 0.0), (9.0, 5.2)]) == (
        "M6 0h6.1M30 0h0.1M9 5.2h0.1"
    )


def test_places_are_joined_by_curves_that_stay_on_the_map() -> None:
    world = worldmap([Spot("Bristol", -2.6, 51.5), Spot("Gothenburg", 12.0, 57.7)], [(0, 1)])
    assert [spot.name for spot in world.spots] == ["Bristol", "Gothenburg"]
    assert len(world.arcs) == 1
    peak = float(arc((10, 12), (700, 20)).split("Q")[1].split()[1])
    assert (12 + 2 * peak + 20) / 4 >= 0


def test_names_near_the_edge_stay_on_the_map() -> None:
    spots = worldmap([Spot("Suva", 178.4, -18.1), Spot("Apia", -171.8, -13.8)]).spots
    assert [spot.anchor for spot in spots] == ["end", "start"]


def cells(fits: list[Fit]) -> tuple[Cell, ...]:
    return tuple(Cell(hour=(9 + place) % 24, fit=fit) for place, fit in enumerate(fits))


def test_hours_that_are_equally_fit_are_told_in_one_run() -> None:
    told = list(runs(cells(["office", "office", "night"])))
    assert [(run.fit, run.local, run.utc) for run in told] == [
        ("office", "09–11", "00–02"),
        ("night", "11–12", "02–03"),
    ]


def test_a_city_s_best_hours_come_first() -> None:
    day = Row("Bogotá", cells(["night", "early_late", "outside", "office", "night"]))
    assert [(hours.fit, hours.local, hours.utc) for hours in day.best] == [
        ("office", "12–13", "03–04"),
        ("outside", "11–12", "02–03"),
        ("early_late", "10–11", "01–02"),
    ]


def test_the_chosen_hour_is_framed_in_every_row() -> None:
    rows = [Row(city, cells(["night"] * 24)) for city in ("Bogotá", "Bristol")]
    drawn = strip("Thu 3 Dec", rows, chosen=20, hrefs=[f"?hour={h}" for h in range(24)])
    assert [column.label for column in drawn.columns if column.chosen] == ["20"]
    assert drawn.columns[7].href == "?hour=7"
    assert [row.chosen and row.chosen.label for row in drawn.rows] == ["05", "05"]


def test_without_a_chosen_hour_nothing_is_framed() -> None:
    drawn = strip("Thu 3 Dec", [Row("Bristol", cells(["night"] * 24))])
    assert drawn.rows[0].chosen is None
    assert not drawn.has_holidays
    assert not drawn.has_weekends


def test_hours_off_the_whole_are_told_with_their_minutes() -> None:
    assert Cell(hour=5, minute=45, fit="night").label == "05:45"
    assert Cell(hour=5, fit="night").label == "05"


def test_a_day_that_the_domain_found_is_drawn_with_its_days_off() -> None:
    start = datetime(2026, 12, 12, 21, tzinfo=UTC)
    holiday = DayOff("Jamhuri Day, Kenya", is_holiday=True, is_weekend=True)
    weekend = DayOff("Weekend, Kenya", is_holiday=False, is_weekend=True)
    found = hours_strip.Row(
        "nairobi",
        "Nairobi",
        tuple(
            hours_strip.Cell(start, start + timedelta(hours=3, minutes=minutes), "night", off)
            for minutes, off in ((0, holiday), (45, weekend), (0, None))
        ),
    )
    drawn = row(found)
    assert (drawn.city, drawn.notes) == ("Nairobi", ("Jamhuri Day, Kenya",))
    assert [(cell.label, cell.holiday, cell.weekend) for cell in drawn.cells] == [
        ("00", "Jamhuri Day, Kenya", False),
        ("00:45", "", True),
        ("00", "", False),
    ]


def test_a_ring_has_an_arc_for_each_principle_and_a_hair_where_it_is_only_begun() -> None:
    stages = ["leading", "exploring", "", *["not_started"] * 3]
    drawn = rings.arcs(stages)
    assert re.findall(r'class="([^"]+)"', drawn) == [
        "of-government leading",
        "of-data exploring",
        "of-data hair",
        "of-innovation unsaid",
        *(f"of-{hue} not_started" for hue in rings.HUES[3:]),
    ]
    assert len(set(re.findall(r'dashoffset="([^"]+)"', drawn))) == 6


def test_a_ring_is_told_in_the_language_of_whoever_reads() -> None:
    class Shouted(NullTranslations):
        def gettext(self, message: str) -> str:
            return message.upper()

    stages = ["leading", "", *["not_started"] * 4]
    assert rings.words(stages).startswith("Open government: leading; Open data: nothing said yet;")
    with speaking(Language("en-x-loud", "Loud", Shouted())):
        assert rings.words(stages).endswith("; OPEN SOURCE: NOT STARTED.")
