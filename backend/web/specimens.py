"""The page that shows every part of the look in every state; mounted in demo and tests only."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from fastapi import Response

from backend.core import clock
from backend.core.i18n import _
from backend.domain.joining.models import JoinDraft
from backend.domain.joining.places import Choice
from backend.domain.matching.peer_reasons import Reason
from backend.domain.matching.peers import About, Brief, Peer
from backend.domain.matching.saying import Line
from backend.domain.matching.weights import FACTOR_LABELS
from backend.domain.roundtables.hours import Fit
from backend.domain.search.marking import Marker
from backend.domain.search.snippets import snippet
from backend.domain.subjects import Glance
from backend.domain.twinnings.standing import STANDINGS
from backend.kit import errors
from backend.kit.asking import Ask
from backend.kit.forms import Form
from backend.kit.narrowing import narrowing
from backend.kit.pictures.hours import Cell, Row, Strip, strip
from backend.kit.pictures.worldmap import Spot, WorldMap, worldmap
from backend.kit.render import render
from backend.kit.router import Router

router = Router(show=errors.show_page)

PLACES = {
    "Bristol": (-2.6, 51.5),
    "Bogotá": (-74.1, 4.7),
    "Gothenburg": (12.0, 57.7),
    "Wellington": (174.8, -41.3),
    "Melbourne": (145.0, -37.8),
    "Nairobi": (36.8, -1.3),
    "São Paulo": (-46.6, -23.6),
    "Ciudad de México": (-99.1, 19.4),
    "Montréal": (-73.6, 45.5),
    "Amsterdam": (4.9, 52.4),
    "Buenos Aires": (-58.4, -34.6),
    "Medellín": (-75.6, 6.2),
    "Suva": (178.4, -18.1),
    "Anchorage": (-149.9, 61.2),
    "Yokohama": (139.6, 35.4),
    "Cape Town": (18.4, -33.9),
    "عمّان": (35.9, 31.9),
}
FACING = ("Bogotá", "Bristol", "Buenos Aires", "Gothenburg", "Melbourne", "Montréal")
CLOCKS = {
    "Wellington": (13, 0),
    "Melbourne": (11, 0),
    "Kathmandu": (5, 45),
    "Nairobi": (3, 0),
    "Gothenburg": (1, 0),
    "Bristol": (0, 0),
    "São Paulo": (-3, 0),
    "Bogotá": (-5, 0),
    "Ciudad de México": (-6, 0),
}
DAY = 24
LICENCES = {"CC BY": 9, "CC0": 8, "MIT": 7, "ODbL": 5, "EUPL": 4, "GPL": 3, "AGPL": 2, "Apache": 1}

PLACES_MEANT = Choice([("1", "Bristol, England, United Kingdom"), ("other", "None of these")], "1")

ALIKE = (
    Line("priorities", 33, 37, 8, 100, 89, "Among the priorities of both: Housing, Mobility."),
    Line("challenges", 24, 38, 8, 100, 64, "Both face challenges on: Mobility."),
    Line("openness", 13, 16, 4, 83, 80, "Bristol leads in open data, which Bogotá explores."),
    Line("population", 4, 9, 2, 100, 47, "Bristol has 479,000 people, Bogotá 7,674,366."),
    Line("languages", 0, 0, 2, 0, None, "Not known yet: the official languages of Bogotá."),
)
"""Two cities that are alike in most."""

ANSWER = [Glance("answer", UUID(int=8), "Sharing trip data", "trips")]
PEER = Peer(
    Brief(UUID(int=7), "camila-rojas", "Camila Rojas", "", "", None, ""),
    26,
    [
        Reason("helped", "Helped Bristol.", 12, ANSWER),
        Reason("answered", "Answered 1 challenge on this.", 4, ANSWER),
        Reason("declared", "Can help with data trusts.", 10),
    ],
)


@router.get("/_kit", name="specimens:show")
def show(ask: Ask) -> Response:
    return render(
        ask,
        "kit/show.html",
        everywhere=_everywhere(),
        facing=worldmap([_spot(name, marked=True) for name in FACING]),
        strip=_strip(),
        found=snippet("A trust for data that small cities share.", Marker(frozenset({"data"}))),
        licence=narrowing("licence", _("Licence"), LICENCES, ["MIT"], str),
        now=clock.now(),
        alike=ALIKE,
        peer=PEER,
        peer_about=About("topic", PEER.person.id),
        peer_records=_records,
        city_form=Form.of(JoinDraft, city="Bristol"),
        standings=STANDINGS,
        facts=_facts(),
        city_places=PLACES_MEANT,
        alike_labels=FACTOR_LABELS,
    )


def _records(_peer: Peer, reason: Reason) -> list[tuple[str, str]]:
    return [(one.title, "#peers") for one in reason.records] or [("", "#peers")]


def _spot(name: str, *, marked: bool) -> Spot:
    return Spot(name, *PLACES[name], href="#pictures", tone="marked" if marked else "plain")


def _everywhere() -> WorldMap:
    spots = [_spot(name, marked=name == "Bristol") for name in PLACES]
    return worldmap(spots, joined=[(0, 1), (0, 2), (0, 3)])


def _fit(hour: int) -> Fit:
    if 9 <= hour < 17:  # noqa: PLR2004 - office hours
        return "office"
    if hour in {8, 17}:
        return "outside"
    return "early_late" if hour in {7, 18, 19, 20} else "night"


def _row(city: str) -> Row:
    hours, minutes = CLOCKS[city]
    return Row(
        city,
        tuple(
            Cell(
                hour=(hour + hours) % DAY,
                minute=minutes,
                fit=_fit((hour + hours) % DAY),
                holiday="Jamhuri Day" if city == "Nairobi" else "",
                weekend=city == "Wellington" and hour + hours >= DAY,
            )
            for hour in range(DAY)
        ),
        notes=("Jamhuri Day, Kenya",) if city == "Nairobi" else (),
    )


def _strip() -> Strip:
    rows = [_row(city) for city in CLOCKS]
    return strip("Thu 3 Dec", rows, chosen=20, hrefs=[f"#hour-{hour}" for hour in range(DAY)])


def _facts() -> list[SimpleNamespace]:
    """Of each kind of value one, from each kind of source."""
    plain: dict[str, Any] = {
        "is_number": False,
        "items": (),
        "code": "",
        "href": "",
        "source": "",
        "link": "",
        "as_of": "",
        "is_own_word": True,
    }
    counted = {"is_number": True, "source": "GeoNames", "as_of": "2024", "is_own_word": False}
    told = (
        {"label": _("Population"), "value": "472400", "words": "472,400", "link": "#a", **counted},
        {"label": _("Climate"), "words": _("Oceanic"), "code": "Cfb"},
        {"label": _("Languages"), "items": ("English", "Cymraeg"), "link": "#a"},
        {"label": _("Web site"), "words": "bristol.gov.uk", "href": "#a", "source": "عمّان"},
    )
    return [SimpleNamespace(**plain | one) for one in told]
